#include "hub/flows/carrier.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

namespace hub::flows {

namespace {

constexpr int kTriesMax = 8;

}  // namespace

void Carrier::run(std::string_view what, core::IdBits aggregate, Work work, OnDone on_done) {
    tryOnce(std::string(what), aggregate, std::move(work), std::move(on_done), kTriesMax);
}

void Carrier::tryOnce(std::string what, core::IdBits aggregate, Work work, OnDone on_done, int tries_left) {
    const auto next = std::make_shared<Next>();
    const core::WorkOrder order{core::WorkKey{what + "/" + ids_.next<core::AttemptId>().text()}, aggregate};
    const auto in_unit = [work, next](core::Transaction& transaction) -> core::Result<void> {
        core::Result<Next> done = work(transaction);
        if (!done.ok()) return done.failure();
        *next = std::move(*done);
        return {};
    };
    units_.run(
        order, in_unit,
        [this, what = std::move(what), aggregate, work, on_done = std::move(on_done), tries_left, next](const core::WorkOutcome& outcome) {
            const bool conflict = outcome.why && outcome.why->error() == core::Error::VersionConflict;
            if (conflict && tries_left > 1) return tryOnce(what, aggregate, work, on_done, tries_left - 1);
            if (outcome.end == core::WorkEnd::Done) {
                pass(crash_, CrashPoint::BeforeFollow);
                follow(*next);
            } else {
                ++not_taken_;
            }
            if (on_done) on_done(outcome.end == core::WorkEnd::Done ? core::Result<void>() : core::Result<void>(*outcome.why));
        });
}

void Carrier::follow(const Next& next) {
    for (const core::Attempt& attempt : next.send) runner_.send(attempt);
    for (const auto& after : next.after) after();
}

void join(Next& next, Next more) {
    std::ranges::move(more.send, std::back_inserter(next.send));
    std::ranges::move(more.after, std::back_inserter(next.after));
}

}  // namespace hub::flows
