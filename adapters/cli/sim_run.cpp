#include "adapters/cli/sim_run.h"

#include <CLI/CLI.hpp>

#include "adapters/sim/trancode/simulator.h"
#include "adapters/sim/wechat_pay/simulator.h"

namespace adapters::cli {

void SimRun::declare(CLI::App& app) {
    app.add_option("kind", kind_, "trancode | wechat_pay")->required()->check(CLI::IsMember({"trancode", "wechat_pay"}));
    app.add_option("settings", settings_, "settings.json")->required();
}

hub::cli::Exit SimRun::run(hub::cli::Terminal& /*terminal*/) {
    const int code = kind_ == "trancode" ? sim::trancode::runTrancode(settings_) : sim::wechat_pay::runWechatPay(settings_);
    return code == 0 ? hub::cli::Exit::Ok : hub::cli::Exit::Failed;
}

}  // namespace adapters::cli
