#include "adapters/kit/shared_token.h"

#include <fmt/format.h>

#include "adapters/kit/guard.h"

namespace adapters::kit {

namespace core = hub::core;

TokenAnswer SharedToken::take(Want want, const core::Sensitive<std::string>& refused) {
    std::unique_lock lock(mutex_);
    const bool is_good = kept_ && clock_.mono() < kept_->good_until;
    if (is_good && want != Want::New && !(want == Want::Other && kept_->text == refused)) return *kept_;
    if (fetching_) {
        const std::uint64_t ended = fetches_ended_;
        fetched_.wait(lock, [&] { return fetches_ended_ != ended; });
        return *last_;
    }
    fetching_ = true;
    lock.unlock();
    TokenAnswer answer = fetchGuarded();
    lock.lock();
    fetching_ = false;
    ++fetches_ended_;
    last_ = answer;
    if (const auto* token = std::get_if<Token>(&answer)) kept_ = *token;  // a ping that is lost spoils nothing
    lock.unlock();
    fetched_.notify_all();
    return answer;
}

TokenAnswer SharedToken::fetchGuarded() const {
    try {
        return fetch_();
    } catch (...) {  // who waits for this fetch must be woken
        return NoAnswer{faultOf(name_), /*surely_not_written=*/false};
    }
}

/// Of the call that wanted the token nothing was sent, whatever became of the token.
NoAnswer SharedToken::nothingSent(const NoAnswer& of_token) const {
    const core::Failure& why = of_token.failure;
    if (why.implies() != core::Implies::Unknown) return {why, /*surely_not_written=*/true};
    return {core::Failure(core::Error::PeerNotReached, fmt::format("no {}: {} {}", name_, why.code(), why.detail())), true};
}

}  // namespace adapters::kit
