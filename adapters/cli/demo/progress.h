#pragma once

#include <array>
#include <cstdint>
#include <mutex>

#include "adapters/cli/demo/journey.h"
#include "hub/cli/command.h"

namespace adapters::cli::demo {

/// How many people have come how far, on `err`: one line that is rewritten, or a line for every 25th person that is done where nobody
/// watches. Any thread.
class Progress {
  public:
    /// `terminal` outlives this.
    Progress(hub::cli::Terminal& terminal, std::int32_t people) : terminal_(terminal), people_(people) {}

    void reached(Stage stage);
    void done();

  private:
    void print() const;

    hub::cli::Terminal& terminal_;
    const std::int32_t people_;
    mutable std::mutex mutex_;
    std::array<std::int32_t, kStages> reached_{};
    std::int32_t done_ = 0;
};

}  // namespace adapters::cli::demo
