#include "adapters/cli/sim_run.h"

#include <CLI/CLI.hpp>
#include <map>

#include "adapters/sim/bank/simulator.h"
#include "adapters/sim/ehealth_card/simulator.h"
#include "adapters/sim/hl7/simulator.h"
#include "adapters/sim/nhsa/simulator.h"
#include "adapters/sim/trancode/simulator.h"
#include "adapters/sim/wechat_pay/simulator.h"

namespace adapters::cli {

namespace {

using Run = int (*)(const std::string& settings_file);

const std::map<std::string, Run>& simulators() {
    static const std::map<std::string, Run> all{{"bank", sim::bank::runBank},
                                                {"ehealth_card", sim::ehealth_card::runEhealthCard},
                                                {"hl7", sim::hl7::runHl7},
                                                {"nhsa", sim::nhsa::runNhsa},
                                                {"trancode", sim::trancode::runTrancode},
                                                {"wechat_pay", sim::wechat_pay::runWechatPay}};
    return all;
}

}  // namespace

void SimRun::declare(CLI::App& app) {
    app.add_option("kind", kind_, "trancode | hl7 | wechat_pay | ehealth_card | bank | nhsa")
        ->required()
        ->check(CLI::IsMember(simulators()));
    app.add_option("settings", settings_, "settings.json")->required();
}

hub::cli::Exit SimRun::run(hub::cli::Terminal& /*terminal*/) {
    return simulators().at(kind_)(settings_) == 0 ? hub::cli::Exit::Ok : hub::cli::Exit::Failed;
}

}  // namespace adapters::cli
