#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "adapters/kit/answer.h"
#include "hub/core/clock.h"

namespace adapters::kit {

/// What a counterparty wants with every call and gives on request: an application's token, the number of a sign-in.
struct Token {
    hub::core::Sensitive<std::string> text;
    hub::core::MonoTime good_until;
};
using TokenAnswer = std::variant<Token, NoAnswer>;

/// A counterparty's token, shared by all threads and kept until it is not good any more. It is fetched by one thread at a time, without a
/// lock; who needs one meanwhile waits for that fetch and shares its end, a failure too: a counterparty that hangs is waited for once and
/// not by one thread after the other. Any thread.
class SharedToken {
  public:
    /// `name`: what the counterparty calls it. `fetch` is called on the thread that needs a token and has to end in bounded time; what it
    /// throws is AdapterFaulted. `clock` outlives it.
    SharedToken(std::string name, std::function<TokenAnswer()> fetch, const hub::core::Clock& clock)
        : name_(std::move(name)), fetch_(std::move(fetch)), clock_(clock) {}

    /// The one that is kept, or a new one.
    TokenAnswer take() { return take(Want::Good, {}); }

    /// The counterparty does not know `refused` any more: another one, which may have been fetched meanwhile.
    TokenAnswer takeInsteadOf(const hub::core::Sensitive<std::string>& refused) { return take(Want::Other, refused); }

    /// A new one, or that of a fetch that is on its way.
    TokenAnswer takeNew() { return take(Want::New, {}); }

    /// What `exchange` makes of a token, and where `is_refused` says that the token was not good and nothing was done, what it makes of
    /// another one, once. Without a token not a byte of the exchange itself was sent. `Exchanged` can be made of a NoAnswer.
    template <class Exchange, class IsRefused>
    auto call(Exchange exchange, IsRefused is_refused) -> decltype(exchange(std::string())) {
        const TokenAnswer first = take();
        if (const auto* none = std::get_if<NoAnswer>(&first)) return nothingSent(*none);
        const hub::core::Sensitive<std::string>& token = std::get<Token>(first).text;
        auto exchanged = exchange(token.reveal());
        if (!is_refused(exchanged)) return exchanged;
        const TokenAnswer second = takeInsteadOf(token);
        if (const auto* none = std::get_if<NoAnswer>(&second)) return nothingSent(*none);
        return exchange(std::get<Token>(second).text.reveal());
    }

  private:
    enum class Want { Good, Other, New };
    TokenAnswer take(Want want, const hub::core::Sensitive<std::string>& refused);
    TokenAnswer fetchGuarded() const;
    NoAnswer nothingSent(const NoAnswer& of_token) const;

    const std::string name_;
    const std::function<TokenAnswer()> fetch_;
    const hub::core::Clock& clock_;
    std::mutex mutex_;  // guards all below
    std::condition_variable fetched_;
    bool fetching_ = false;
    std::uint64_t fetches_ended_ = 0;
    std::optional<TokenAnswer> last_;  // of the last fetch
    std::optional<Token> kept_;
};

}  // namespace adapters::kit
