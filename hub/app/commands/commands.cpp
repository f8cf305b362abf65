#include "hub/app/commands/commands.h"

#include "hub/app/commands/check.h"
#include "hub/app/commands/db.h"
#include "hub/app/commands/doubts.h"
#include "hub/app/commands/key.h"
#include "hub/app/commands/ledger.h"
#include "hub/app/commands/ledger_bench.h"
#include "hub/app/commands/load_people.h"
#include "hub/app/commands/load_people_bench.h"
#include "hub/app/commands/lookup_bench.h"
#include "hub/app/commands/match_weights.h"
#include "hub/app/commands/openapi.h"
#include "hub/app/commands/payment_commands.h"
#include "hub/app/commands/people_commands.h"
#include "hub/app/commands/serve.h"
#include "hub/app/commands/simulate.h"
#include "hub/app/commands/token.h"
#include "hub/app/commands/trace.h"
#include "hub/app/commands/write_lane_bench.h"
#include "hub/cli/gen_people.h"
#include "hub/cli/match_bench.h"
#include "hub/cli/match_evaluate.h"
#include "hub/cli/match_explain.h"

namespace hub::app {

std::vector<std::unique_ptr<cli::Command>> commands() {
    std::vector<std::unique_ptr<cli::Command>> all;
    all.push_back(std::make_unique<ServeCommand>());
    all.push_back(std::make_unique<TokenCreateCommand>());
    all.push_back(std::make_unique<DoubtsCommand>());
    all.push_back(std::make_unique<TraceCommand>());
    all.push_back(std::make_unique<CheckCommand>());
    all.push_back(std::make_unique<OpenApiCommand>());
    all.push_back(std::make_unique<DbStatusCommand>());
    all.push_back(std::make_unique<DbMigrateCommand>());
    all.push_back(std::make_unique<KeyRotateCommand>());
    all.push_back(std::make_unique<KeyStatusCommand>());
    for (auto& command : peopleCommands(TypedNumber::standard())) all.push_back(std::move(command));
    for (auto& command : paymentCommands()) all.push_back(std::move(command));
    all.push_back(std::make_unique<LedgerVerifyCommand>());
    all.push_back(std::make_unique<LedgerBenchCommand>());
    all.push_back(std::make_unique<LoadPeopleCommand>());
    all.push_back(std::make_unique<LoadPeopleBenchCommand>());
    all.push_back(std::make_unique<LookupBenchCommand>());
    all.push_back(std::make_unique<WriteLaneBenchCommand>());
    all.push_back(std::make_unique<SimulateCommand>());
    all.push_back(std::make_unique<cli::GenPeople>());
    all.push_back(std::make_unique<cli::MatchBench>());
    all.push_back(std::make_unique<cli::MatchEvaluate>());
    all.push_back(std::make_unique<cli::MatchExplain>());
    all.push_back(std::make_unique<WeightsListCommand>());
    all.push_back(std::make_unique<WeightsShowCommand>());
    all.push_back(std::make_unique<WeightsEstimateCommand>());
    all.push_back(std::make_unique<WeightsTryCommand>());
    all.push_back(std::make_unique<WeightsActivateCommand>());
    all.push_back(std::make_unique<WeightsReplayCommand>());
    return all;
}

}  // namespace hub::app
