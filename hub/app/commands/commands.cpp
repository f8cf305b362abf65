#include "hub/app/commands/commands.h"

#include "hub/app/commands/check.h"
#include "hub/app/commands/db.h"
#include "hub/app/commands/demo.h"
#include "hub/app/commands/write_lane_bench.h"

namespace hub::app {

std::vector<std::unique_ptr<cli::Command>> commands() {
    std::vector<std::unique_ptr<cli::Command>> all;
    all.push_back(std::make_unique<CheckCommand>());
    all.push_back(std::make_unique<DbStatusCommand>());
    all.push_back(std::make_unique<DbMigrateCommand>());
    all.push_back(std::make_unique<DemoCommand>());
    all.push_back(std::make_unique<WriteLaneBenchCommand>());
    return all;
}

}  // namespace hub::app
