#include "adapters/sim/common/process.h"
#include "adapters/sim/trancode/simulator.h"

namespace adapters::sim::trancode {

using hub::core::Result;

int runTrancode(const std::string& settings_file) {
    const auto serve = [](const TrancodeSettings& settings, const common::ServeUntilEnd& until_end) -> Result<void> {
        const hub::core::SystemClock clock;
        common::Books books(settings.folder, clock);
        common::Faults faults(static_cast<std::uint64_t>(settings.seed));
        TrancodeSimulator simulator(settings, faults, books, clock);
        const Result<std::uint16_t> port = simulator.start();
        if (!port.ok()) return port.failure();
        until_end(*port, {});
        simulator.stop();
        return {};
    };
    return common::runProcess<TrancodeSettings>("trancode", settings_file, serve);
}

}  // namespace adapters::sim::trancode
