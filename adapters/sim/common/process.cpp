#include "adapters/sim/common/process.h"

#include <pthread.h>
#include <signal.h>

#include <fstream>
#include <iostream>
#include <iterator>

namespace adapters::sim::common {

using hub::core::Result;

struct ProcessRoot::Signals {
    sigset_t ending{};
    sigset_t before{};
};

ProcessRoot::ProcessRoot(std::string_view name) : name_(name), signals_(std::make_unique<Signals>()) {
    sigemptyset(&signals_->ending);
    sigaddset(&signals_->ending, SIGINT);
    sigaddset(&signals_->ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_->ending, &signals_->before);
}

ProcessRoot::~ProcessRoot() { pthread_sigmask(SIG_SETMASK, &signals_->before, nullptr); }

std::optional<std::string> ProcessRoot::contentOf(const std::string& file) const {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(in), {}};
}

int ProcessRoot::run(const std::function<Result<void>(const ServeUntilEnd&)>& serve) const {
    try {
        const Result<void> served = serve([this](std::uint16_t port, const OtherPorts& others) {
            std::cout << "{\"port\": " << port;
            for (const auto& [name, other] : others) std::cout << ", \"" << name << "\": " << other;
            std::cout << "}" << std::endl;
            int signal = 0;
            sigwait(&signals_->ending, &signal);
        });
        return served.ok() ? 0 : failed(served.failure().message(hub::core::Language::English));
    } catch (const std::exception& problem) {  // the root of this thread
        return failed(problem.what());
    }
}

int ProcessRoot::failed(std::string_view message) const {
    std::cerr << "sim " << name_ << ": " << message << '\n';
    return 1;
}

}  // namespace adapters::sim::common
