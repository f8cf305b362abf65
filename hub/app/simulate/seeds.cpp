#include "hub/app/simulate/seeds.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "hub/core/assert.h"

namespace hub::simulate {

namespace {

/// What the threads share.
class Desk {
  public:
    explicit Desk(const Seeds& seeds) : seeds_(seeds) {}

    /// The next seed to run; none: there are no more.
    std::optional<std::uint64_t> take() {
        const std::lock_guard lock(mutex_);
        if (ended_ || taken_ == seeds_.count) return std::nullopt;
        return seeds_.first + taken_++;
    }

    void put(SimulationResult result) {
        const std::lock_guard lock(mutex_);
        results_.emplace(result.seed, std::move(result));
        came_.notify_one();
    }

    void fail(std::exception_ptr why) {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        if (why_ == nullptr) why_ = std::move(why);
        came_.notify_one();
    }

    void end() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }

    /// Waits for the result of this seed; none: something was thrown.
    std::optional<SimulationResult> await(std::uint64_t seed) {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [&] { return why_ != nullptr || results_.contains(seed); });
        if (why_ != nullptr) return std::nullopt;
        return std::move(results_.extract(seed).mapped());
    }

    void rethrow() const {
        if (why_ != nullptr) std::rethrow_exception(why_);
    }

  private:
    const Seeds& seeds_;
    std::mutex mutex_;  // guards all below
    std::condition_variable came_;
    std::map<std::uint64_t, SimulationResult> results_;
    std::uint64_t taken_ = 0;
    bool ended_ = false;
    std::exception_ptr why_;
};

void work(Desk& desk, const std::filesystem::path& folder, SimulationOptions options) noexcept {
    try {
        Simulation simulation(folder);
        while (const auto seed = desk.take()) {
            options.seed = *seed;
            desk.put(simulation.run(options));
        }
    } catch (...) {
        desk.fail(std::current_exception());
    }
}

}  // namespace

void Seeds::run(const std::filesystem::path& folder, const SimulationOptions& options, const Use& use) const {
    HUB_ASSERT(threads >= 1 && threads <= 64);
    Desk desk(*this);
    {
        std::vector<std::jthread> workers;
        const auto side_by_side = static_cast<unsigned>(std::min<std::uint64_t>(threads, count));
        for (unsigned i = 0; i < side_by_side; ++i)
            workers.emplace_back([&desk, &options, place = folder / std::to_string(i)] { work(desk, place, options); });
        try {
            for (std::uint64_t i = 0; i < count; ++i) {
                const std::optional<SimulationResult> result = desk.await(first + i);
                if (!result || !use(*result)) break;
            }
        } catch (...) {
            desk.fail(std::current_exception());
        }
        desk.end();
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    desk.rethrow();
}

}  // namespace hub::simulate
