#include "adapters/ehealth_card/app_token.h"

#include "adapters/kit/guard.h"

namespace adapters::ehealth_card {

TokenAnswer AppToken::take(Want want, const hub::core::Sensitive<std::string>& refused) {
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

TokenAnswer AppToken::fetchGuarded() const {
    try {
        return fetch_();
    } catch (...) {  // who waits for this fetch must be woken
        return kit::NoAnswer{kit::faultOf("getAppToken"), /*surely_not_written=*/false};
    }
}

}  // namespace adapters::ehealth_card
