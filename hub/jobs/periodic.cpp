#include "hub/jobs/periodic.h"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "hub/core/assert.h"
#include "hub/core/back_off.h"

namespace hub::jobs {

struct Periodic::State : std::enable_shared_from_this<State> {
    enum class Stands {
        Still,    // before start() and after stop()
        Soon,     // a round is posted
        Resting,  // the timer runs
        Running,
    };

    State(core::Executor& on, const core::Clock& with, Pace at, Function what)
        : executor(on), clock(with), pace(at), function(std::move(what)) {}

    void post() {
        stands = Stands::Soon;
        executor.post([self = shared_from_this(), now = ++turn] { self->begin(now); });
    }

    void rest(core::Duration pause) {
        stands = Stands::Resting;
        timer = executor.postAt(clock.mono() + pause, [self = shared_from_this(), now = ++turn] { self->begin(now); });
    }

    void begin(std::uint64_t of_turn) {
        {
            const std::lock_guard lock(mutex);
            if (of_turn != turn) return;  // woken or stopped since
            stands = Stands::Running;
            woken = false;
        }
        function([self = shared_from_this()](Round round) { self->end(round); });
    }

    void end(Round round) {
        const std::lock_guard lock(mutex);
        HUB_ASSERT(stands == Stands::Running);
        if (stopping) {
            stands = Stands::Still;
            for (std::function<void()>& told : std::exchange(on_stopped, {})) executor.post(std::move(told));
            return;
        }
        failures = round == Round::Failed ? std::min(failures + 1, kFailuresMax) : 0;
        if (round == Round::Failed) return rest(core::backOff(pace.back_off_first, failures - 1, pace.back_off_most));
        if (woken || (round == Round::More && pace.between.count() == 0)) return post();
        rest(round == Round::More ? pace.between : pace.interval);
    }

    void wake() {
        const std::lock_guard lock(mutex);
        woken = true;
        if (stands != Stands::Resting || failures > 0) return;
        executor.cancel(timer);
        post();
    }

    void stop(std::function<void()> told) {
        const std::lock_guard lock(mutex);
        stopping = true;
        if (stands == Stands::Running) {
            if (told) on_stopped.push_back(std::move(told));
            return;
        }
        if (stands == Stands::Resting) executor.cancel(timer);
        stands = Stands::Still;
        ++turn;
        if (told) executor.post(std::move(told));
    }

    static constexpr std::int32_t kFailuresMax = 30;  // doubled that often, every pause is at its longest

    core::Executor& executor;
    const core::Clock& clock;
    const Pace pace;
    const Function function;
    std::mutex mutex;  // guards all below
    Stands stands = Stands::Still;
    std::uint64_t turn = 0;  // of the round that is posted or timed; others that still come are void
    core::TimerId timer = 0;
    std::int32_t failures = 0;
    bool woken = false;
    bool started = false;
    bool stopping = false;
    std::vector<std::function<void()>> on_stopped;
};

Periodic::Periodic(core::Executor& executor, const core::Clock& clock, Pace pace, Function function)
    : state_(std::make_shared<State>(executor, clock, pace, std::move(function))) {}

Periodic::~Periodic() { state_->stop({}); }

void Periodic::start() {
    const std::lock_guard lock(state_->mutex);
    if (std::exchange(state_->started, true) || state_->stopping) return;
    state_->post();
}

void Periodic::wake() { state_->wake(); }

void Periodic::stop(std::function<void()> on_stopped) { state_->stop(std::move(on_stopped)); }

}  // namespace hub::jobs
