#include "hub/api/rest/waiting.h"

#include <utility>

namespace hub::api::rest {

void Waiting::begin(core::Executor& executor, const core::Clock& clock, flows::Changes& changes, core::IdBits id, core::Duration most,
                    Look look) {
    const std::shared_ptr<Waiting> waiting(new Waiting(executor, std::move(look)));
    const std::weak_ptr<Waiting> weak = waiting;
    {
        const std::lock_guard lock(waiting->mutex_);
        waiting->watch_ = changes.watch(id, [weak] {
            // Not on the thread that tells: it may be in the middle of its own work.
            if (const auto alive = weak.lock()) alive->executor_.post([alive] { alive->again(false); });
        });
        waiting->timer_ = executor.postAt(clock.mono() + most, [waiting] { waiting->again(true); });
    }
    executor.post([waiting] { waiting->again(false); });
}

void Waiting::again(bool last) {
    const std::lock_guard lock(mutex_);
    if (over_ || (!look_(last) && !last)) return;
    over_ = true;
    watch_ = {};
    if (!last) executor_.cancel(timer_);
    look_ = nullptr;
}

}  // namespace hub::api::rest
