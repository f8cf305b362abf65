#include "adapters/sim/common/faults.h"

#include <algorithm>

namespace adapters::sim::common {

using hub::core::Duration;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::size_t kRulesMax = 256;
constexpr std::int64_t kDelayMsMax = 600'000;
constexpr std::int32_t kNextMax = 1'000'000;

/// These change or follow an answer, so there must be one.
bool needsAnswer(FaultKind kind) {
    switch (kind) {
        case FaultKind::AnswerTwice:
        case FaultKind::WrongAmount:
        case FaultKind::BrokenSum:
        case FaultKind::ThirdDecimal:
        case FaultKind::CutAnswer:
        case FaultKind::WrongCharset:
        case FaultKind::OddResult:
        case FaultKind::NoResult:
        case FaultKind::Forget:
        case FaultKind::BadSignature:
        case FaultKind::NotifyFirst:
        case FaultKind::Repeat:
        case FaultKind::MissingRow:
        case FaultKind::DoubledRow:
        case FaultKind::WrongTotals:
        case FaultKind::CutFile:
            return true;
        default:
            return false;
    }
}

bool within(std::optional<std::int64_t> value, std::int64_t from, std::int64_t to) { return !value || (*value >= from && *value <= to); }

}  // namespace

bool Fate::acts() const {
    return std::all_of(rules_.begin(), rules_.end(),
                       [](const FaultRule& rule) { return rule.kind == FaultKind::Delay || rule.acts.value_or(true); });
}

Duration Fate::delayBefore() const { return delay(/*acts=*/false); }
Duration Fate::delayAfter() const { return delay(/*acts=*/true); }

Duration Fate::delay(bool acts) const {
    Duration sum(0);
    for (const FaultRule& rule : rules_) {
        if (rule.kind == FaultKind::Delay && rule.acts.value_or(true) == acts) sum += Duration(rule.delay_ms.value_or(0));
    }
    return sum;
}

Delivery Fate::delivery() const {
    if (find(FaultKind::Hang) != nullptr) return Delivery::Silence;
    if (find(FaultKind::Reset) != nullptr) return Delivery::Reset;
    return find(FaultKind::AnswerTwice) != nullptr ? Delivery::Twice : Delivery::Once;
}

const FaultRule* Fate::find(FaultKind kind) const {
    const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const FaultRule& rule) { return rule.kind == kind; });
    return found == rules_.end() ? nullptr : &*found;
}

Result<void> Faults::add(const FaultRule& rule) {
    if (rule.operation.empty()) return Failure(Error::SimNotValid, "operation is empty; * means every one");
    if (rule.next.has_value() == rule.per_mille.has_value()) return Failure(Error::SimNotValid, "one of next and per_mille is needed");
    if (!within(rule.next, 1, kNextMax)) return Failure(Error::SimNotValid, "next must be 1 to 1000000");
    if (!within(rule.per_mille, 1, 1000)) return Failure(Error::SimNotValid, "per_mille must be 1 to 1000");
    if (!within(rule.delay_ms, 0, kDelayMsMax)) return Failure(Error::SimNotValid, "delay_ms must be 0 to 600000");
    if (needsAnswer(rule.kind) && !rule.acts.value_or(true)) return Failure(Error::SimNotValid, "this fault needs a call that acts");
    const std::lock_guard lock(mutex_);
    if (rules_.size() >= kRulesMax) return Failure(Error::SimNotValid, "at most 256 rules");
    rules_.push_back(rule);
    return {};
}

void Faults::clear() {
    const std::lock_guard lock(mutex_);
    rules_.clear();
}

std::vector<FaultRule> Faults::rules() const {
    const std::lock_guard lock(mutex_);
    return rules_;
}

Fate Faults::take(std::string_view operation) {
    const std::lock_guard lock(mutex_);
    Fate fate;
    for (FaultRule& rule : rules_) {
        if (rule.operation != "*" && rule.operation != operation) continue;
        const bool happens = rule.next || static_cast<std::int32_t>(random_() % 1000) < *rule.per_mille;
        if (!happens) continue;
        fate.rules_.push_back(rule);
        if (rule.next) --*rule.next;
    }
    std::erase_if(rules_, [](const FaultRule& rule) { return rule.next && *rule.next == 0; });
    return fate;
}

void Faults::reached() {
    const std::lock_guard lock(mutex_);
    ++reached_;
    changed_.notify_all();
}

bool Faults::awaitReached(std::int64_t count, Duration at_most) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, at_most, [&] { return reached_ >= count; });
}

}  // namespace adapters::sim::common
