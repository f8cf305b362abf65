#include "adapters/cli/commands.h"

#include "adapters/cli/bench/http_crowd.h"
#include "adapters/cli/bench/isolation.h"
#include "adapters/cli/bench/mllp_ingest.h"
#include "adapters/cli/bench/payments.h"
#include "adapters/cli/bench/start.h"
#include "adapters/cli/codec_check.h"
#include "adapters/cli/demo/demo.h"
#include "adapters/cli/hl7_parse_bench.h"
#include "adapters/cli/sim_run.h"
#include "adapters/cli/sim_up.h"

namespace adapters::cli {

std::vector<std::unique_ptr<hub::cli::Command>> commands(const bench::DiskProbe& disk) {
    std::vector<std::unique_ptr<hub::cli::Command>> all;
    all.push_back(std::make_unique<CodecCheck>());
    all.push_back(std::make_unique<Hl7ParseBench>());
    all.push_back(std::make_unique<bench::MllpIngestBench>(disk));
    all.push_back(std::make_unique<bench::StartBench>(disk));
    all.push_back(std::make_unique<bench::HttpCrowdBench>(disk));
    all.push_back(std::make_unique<bench::IsolationBench>(disk));
    all.push_back(std::make_unique<bench::PaymentsBench>(disk));
    all.push_back(std::make_unique<demo::Demo>());
    all.push_back(std::make_unique<SimRun>());
    all.push_back(std::make_unique<SimUp>());
    return all;
}

}  // namespace adapters::cli
