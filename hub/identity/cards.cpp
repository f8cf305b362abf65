#include "hub/identity/cards.h"

#include <algorithm>
#include <string>

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr int kDrawsMax = 5;
using Draw = core::Id<struct DrawTag>;

Failure notActive(CardState state) { return Failure(Error::CardNotActive, std::string(core::enumName(state))); }

bool isForGood(CardState state) { return state == CardState::Replaced || state == CardState::Closed; }

}  // namespace

Result<Card> Cards::issue(core::Transaction& transaction, PersonId person) {
    const core::UtcTime now = clock_.utc();
    Card card{.id = ids_.next<CardId>(), .person = person, .number = {}, .issued_at = now, .changed_at = now};
    for (int draw = 1;; ++draw) {
        card.number = core::Sensitive(cardNumberFrom(ids_.next<Draw>().bits));
        const Result<void> added = store_.addCard(transaction, card);
        if (added.ok()) return card;
        if (added.failure().error() != Error::CardNumberTaken || draw == kDrawsMax) return added.failure();
    }
}

Result<Card> Cards::activeByNumber(core::ReadTransaction& transaction, const core::CardNumber& number) {
    const Result<void> valid = checkCardNumber(number);
    if (!valid.ok()) return valid.failure();
    Result<std::optional<Card>> card = store_.cardByNumber(transaction, number);
    if (!card.ok()) return card.failure();
    if (!*card) return Failure(Error::CardNotFound);
    if ((*card)->state != CardState::Active) return notActive((*card)->state);
    return **std::move(card);
}

Result<std::optional<Card>> Cards::activeOf(core::ReadTransaction& transaction, PersonId person) {
    const Result<std::vector<Card>> cards = store_.cardsOf(transaction, person);
    if (!cards.ok()) return cards.failure();
    const auto active = std::find_if(cards->begin(), cards->end(), [](const Card& card) { return card.state == CardState::Active; });
    if (active == cards->end()) return std::optional<Card>();
    return std::optional<Card>(*active);
}

Result<Card> Cards::reportLoss(core::Transaction& transaction, CardId id) {
    Result<Card> card = store_.findCard(transaction, id);
    if (!card.ok() || card->state == CardState::Lost) return card;
    if (isForGood(card->state)) return notActive(card->state);
    return move(transaction, *std::move(card), CardState::Lost);
}

Result<Card> Cards::found(core::Transaction& transaction, CardId id) {
    Result<Card> card = store_.findCard(transaction, id);
    if (!card.ok()) return card;
    if (card->state != CardState::Lost) return notActive(card->state);
    return move(transaction, *std::move(card), CardState::Active);
}

Result<Card> Cards::replace(core::Transaction& transaction, CardId id) {
    Result<Card> old = store_.findCard(transaction, id);
    if (!old.ok()) return old;
    if (isForGood(old->state)) return notActive(old->state);
    const PersonId person = old->person;
    const Result<Card> replaced = move(transaction, *std::move(old), CardState::Replaced);
    if (!replaced.ok()) return replaced;
    return issue(transaction, person);
}

Result<Card> Cards::close(core::Transaction& transaction, CardId id) {
    Result<Card> card = store_.findCard(transaction, id);
    if (!card.ok() || card->state == CardState::Closed) return card;
    if (card->state == CardState::Replaced) return notActive(card->state);
    return move(transaction, *std::move(card), CardState::Closed);
}

Result<Card> Cards::move(core::Transaction& transaction, Card card, CardState to) {
    card.state = to;
    card.changed_at = clock_.utc();
    const Result<std::int64_t> version = store_.changeCard(transaction, card);
    if (!version.ok()) return version.failure();
    card.version = *version;
    return card;
}

}  // namespace hub::identity
