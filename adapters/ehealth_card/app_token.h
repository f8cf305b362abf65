#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "adapters/kit/answer.h"
#include "hub/core/clock.h"

namespace adapters::ehealth_card {

struct Token {
    hub::core::Sensitive<std::string> text;
    hub::core::MonoTime good_until;
};
using TokenAnswer = std::variant<Token, kit::NoAnswer>;

/// The platform's appToken, shared by all threads of a counterparty and kept until a minute before it expires. It is fetched by one
/// thread at a time, without a lock; who needs one meanwhile waits for that fetch and shares its end, a failure too: a platform that
/// hangs is waited for once and not by one thread after the other. Any thread.
class AppToken {
  public:
    /// `fetch` is called on the thread that needs a token and has to end in bounded time; what it throws is AdapterFaulted.
    /// `clock` outlives it.
    AppToken(std::function<TokenAnswer()> fetch, const hub::core::Clock& clock) : fetch_(std::move(fetch)), clock_(clock) {}

    /// The one that is kept, or a new one.
    TokenAnswer take() { return take(Want::Good, {}); }

    /// The platform does not know `refused` any more: another one, which may have been fetched meanwhile.
    TokenAnswer takeInsteadOf(const hub::core::Sensitive<std::string>& refused) { return take(Want::Other, refused); }

    /// A new one, or that of a fetch that is on its way.
    TokenAnswer takeNew() { return take(Want::New, {}); }

  private:
    enum class Want { Good, Other, New };
    TokenAnswer take(Want want, const hub::core::Sensitive<std::string>& refused);
    TokenAnswer fetchGuarded() const;

    const std::function<TokenAnswer()> fetch_;
    const hub::core::Clock& clock_;
    std::mutex mutex_;  // guards all below
    std::condition_variable fetched_;
    bool fetching_ = false;
    std::uint64_t fetches_ended_ = 0;
    std::optional<TokenAnswer> last_;  // of the last fetch
    std::optional<Token> kept_;
};

}  // namespace adapters::ehealth_card
