#include "adapters/cli/demo/progress.h"

#include <string_view>
#include <utility>

namespace adapters::cli::demo {

namespace {

constexpr std::int32_t kEvery = 25;
constexpr std::array<std::pair<std::string_view, std::string_view>, kStages> kNames{{{"登记", "registered"},
                                                                                     {"建档", "files"},
                                                                                     {"预约", "booked"},
                                                                                     {"支付", "payments"},
                                                                                     {"退费", "refunds"},
                                                                                     {"报告共享", "reports shared"}}};

}  // namespace

void Progress::reached(Stage stage) {
    const std::lock_guard lock(mutex_);
    ++reached_.at(static_cast<std::size_t>(stage));
    if (terminal_.interactive) print();
}

void Progress::done() {
    const std::lock_guard lock(mutex_);
    ++done_;
    if (terminal_.interactive || done_ % kEvery == 0 || done_ == people_) print();
    if (terminal_.interactive && done_ == people_) terminal_.err << "\n";
}

void Progress::print() const {
    if (terminal_.interactive) terminal_.err << "\r";
    terminal_.err << done_ << "/" << people_;
    for (std::size_t stage = 0; stage < kStages; ++stage)
        terminal_.err << "  " << hub::cli::text(terminal_, kNames.at(stage).first, kNames.at(stage).second) << " " << reached_.at(stage);
    if (!terminal_.interactive) terminal_.err << "\n";
    terminal_.err << std::flush;
}

}  // namespace adapters::cli::demo
