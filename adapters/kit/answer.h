#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "hub/contract/outcome.h"
#include "hub/core/money.h"
#include "hub/core/result.h"

namespace adapters::kit {

/// Why there is no answer, and the one thing that decides what may be done next: `surely_not_written` is true only when not a single
/// byte of the request was handed to the network.
struct NoAnswer {
    hub::core::Failure failure;
    bool surely_not_written;
};

/// The data of a request did not fit the counterparty's form or charset: RequestNotWritable, with the code and detail of `why`.
NoAnswer notWritable(const hub::core::Failure& why);

/// What the counterparty said or did not say leaves open whether it acted.
NoAnswer mayHaveActed(hub::core::Failure why);

/// The counterparty says itself that it did not act, which is as good as not written.
NoAnswer didNotAct(hub::core::Failure why);

/// ChannelAmountDiffers when the counterparty names another amount than was asked.
hub::core::Result<void> sameAmount(hub::core::Money asked, hub::core::Money told);

/// What a counterparty answered: a reply to be read, its business "no", or nothing.
template <class Reply>
using Answer = std::variant<Reply, hub::contract::Refusal, NoAnswer>;

/// NotReached when nothing was written, else Unknown.
template <class T>
hub::contract::Outcome<T> outcomeOf(const NoAnswer& no_answer) {
    return no_answer.surely_not_written ? hub::contract::Outcome<T>::notReached(no_answer.failure)
                                        : hub::contract::Outcome<T>::unknown(no_answer.failure);
}

/// `read` makes a Result<T> of a reply. A reply that cannot be read leaves open what happened: Unknown, never a "no".
template <class T, class Reply, class Read>
hub::contract::Outcome<T> outcomeOf(const Answer<Reply>& answer, Read read) {
    if (const NoAnswer* none = std::get_if<NoAnswer>(&answer)) return outcomeOf<T>(*none);
    if (const auto* refusal = std::get_if<hub::contract::Refusal>(&answer)) return hub::contract::Outcome<T>::refused(*refusal);
    hub::core::Result<T> result = read(std::get<Reply>(answer));
    return result.ok() ? hub::contract::Outcome<T>::done(std::move(*result)) : hub::contract::Outcome<T>::unknown(result.failure());
}

/// For a counterparty that is asked by our number: `read` makes a Result<std::optional<T>> of a reply, nothing when it has no trace of
/// the number. Everything but a reply that could be read, a refusal too, tells nothing.
template <class T, class Reply, class Read>
hub::contract::Inquiry<T> inquiryOf(const Answer<Reply>& answer, Read read) {
    using Inquiry = hub::contract::Inquiry<T>;
    if (const NoAnswer* none = std::get_if<NoAnswer>(&answer)) return Inquiry::cannotTell(none->failure);
    if (const auto* refusal = std::get_if<hub::contract::Refusal>(&answer))
        return Inquiry::cannotTell(hub::core::Failure(hub::core::Error::PeerAnswerNotValid, "it refuses to say: " + refusal->their_code));
    hub::core::Result<std::optional<T>> result = read(std::get<Reply>(answer));
    if (!result.ok()) return Inquiry::cannotTell(result.failure());
    return *result ? Inquiry::ours(std::move(**result)) : Inquiry::notThere();
}

}  // namespace adapters::kit
