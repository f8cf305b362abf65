#include <signal.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "adapters/sim/common/settings.h"
#include "adapters/sim/trancode/simulator.h"

namespace adapters::sim::trancode {

namespace {

int failed(const std::string& message) {
    std::cerr << "sim trancode: " << message << '\n';
    return 1;
}

/// Blocks both signals for this thread and those it starts, so that wait() gets them.
class EndSignals {
  public:
    EndSignals() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    }
    ~EndSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    EndSignals(const EndSignals&) = delete;
    EndSignals& operator=(const EndSignals&) = delete;

    void wait() const {
        int signal = 0;
        sigwait(&signals_, &signal);
    }

  private:
    sigset_t signals_{};
    sigset_t before_{};
};

}  // namespace

int runTrancode(const std::string& settings_file) {
    std::ifstream file(settings_file, std::ios::binary);
    if (!file) return failed(settings_file + " cannot be read");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const hub::core::Result<TrancodeSettings> settings = common::settingsFromJson<TrancodeSettings>(text);
    if (!settings.ok()) return failed(settings_file + ": " + settings.failure().message(hub::core::Language::English));
    if (settings->folder.empty()) return failed(settings_file + ": folder is missing; it is an existing folder for the books");
    const EndSignals signals;
    try {
        const hub::core::SystemClock clock;
        common::Books books(settings->folder, clock);
        common::Faults faults(static_cast<std::uint64_t>(settings->seed));
        TrancodeSimulator simulator(*settings, faults, books, clock);
        const hub::core::Result<std::uint16_t> port = simulator.start();
        if (!port.ok()) return failed(port.failure().message(hub::core::Language::English));
        std::cout << "{\"port\": " << *port << "}" << std::endl;
        signals.wait();
        simulator.stop();
        return 0;
    } catch (const std::exception& problem) {  // the root of this thread
        return failed(problem.what());
    }
}

}  // namespace adapters::sim::trancode
