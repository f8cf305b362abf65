#include "adapters/cli/sim_run.h"

#include <CLI/CLI.hpp>

#include "adapters/sim/hl7/simulator.h"
#include "adapters/sim/trancode/simulator.h"
#include "adapters/sim/wechat_pay/simulator.h"

namespace adapters::cli {

void SimRun::declare(CLI::App& app) {
    app.add_option("kind", kind_, "trancode | hl7 | wechat_pay")->required()->check(CLI::IsMember({"trancode", "hl7", "wechat_pay"}));
    app.add_option("settings", settings_, "settings.json")->required();
}

hub::cli::Exit SimRun::run(hub::cli::Terminal& /*terminal*/) {
    const auto run = kind_ == "trancode" ? sim::trancode::runTrancode : kind_ == "hl7" ? sim::hl7::runHl7 : sim::wechat_pay::runWechatPay;
    const int code = run(settings_);
    return code == 0 ? hub::cli::Exit::Ok : hub::cli::Exit::Failed;
}

}  // namespace adapters::cli
