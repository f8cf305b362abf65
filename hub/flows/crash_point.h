#pragma once

#include <array>
#include <functional>
#include <string_view>
#include <utility>

namespace hub::flows {

/// Moments at which a crash is hardest to get right; docs/operations/crash-tests.md says what each must leave behind.
enum class CrashPoint {
    BeforeSend,    ///< the attempt is durable, its call has not begun
    AfterSend,     ///< the call is with the counterparty's threads
    AfterAnswer,   ///< a counterparty has answered, nothing of it is written
    BeforeCommit,  ///< a counterparty's message is written in its unit, the COMMIT is to come
    AfterCommit,   ///< the message is durable and not acknowledged
    BeforeFollow,  ///< our own unit is durable: what follows from it (a call, a ledger command, the answer to a person) has not begun
    MidOutbox,     ///< some of the messages that wait are dealt with
};
constexpr auto enumNames(CrashPoint) {
    using Name = std::pair<CrashPoint, std::string_view>;
    return std::array{Name{CrashPoint::BeforeSend, "before_send"},   Name{CrashPoint::AfterSend, "after_send"},
                      Name{CrashPoint::AfterAnswer, "after_answer"}, Name{CrashPoint::BeforeCommit, "before_commit"},
                      Name{CrashPoint::AfterCommit, "after_commit"}, Name{CrashPoint::BeforeFollow, "before_follow"},
                      Name{CrashPoint::MidOutbox, "mid_outbox"}};
}

/// Called wherever a point is passed, on any thread; empty but in crash tests.
using CrashHook = std::function<void(CrashPoint)>;

inline void pass(const CrashHook& hook, CrashPoint point) {
    if (hook) hook(point);
}

}  // namespace hub::flows
