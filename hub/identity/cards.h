#pragma once

#include <optional>

#include "hub/core/ids.h"
#include "hub/identity/identity_store.h"

namespace hub::identity {

/// What happens to a regional card. Each call is part of the caller's unit of work. Any thread.
class Cards {
  public:
    /// All outlive this.
    Cards(IdentityStore& store, core::IdSource& ids, const core::Clock& clock) : store_(store), ids_(ids), clock_(clock) {}

    /// Also: CardActiveAlready, CardNumberTaken (five draws in a row met numbers that stand).
    core::Result<Card> issue(core::Transaction& transaction, PersonId person);

    /// The card that carries this number. Also: CardNumberNotValid, CardNotFound, CardNotActive.
    core::Result<Card> activeByNumber(core::ReadTransaction& transaction, const core::CardNumber& number);
    core::Result<std::optional<Card>> activeOf(core::ReadTransaction& transaction, PersonId person);

    /// Freezes the card; a second report changes nothing. Also: CardNotFound, CardNotActive (it is replaced or closed).
    core::Result<Card> reportLoss(core::Transaction& transaction, CardId card);
    /// Takes the report back. Also: CardNotFound, CardNotActive (it is not lost), CardActiveAlready (a new one was issued since).
    core::Result<Card> found(core::Transaction& transaction, CardId card);
    /// A new card for the same person; the old one is void. Also: CardNotFound, CardNotActive (it is replaced or closed already),
    /// CardActiveAlready (the person has another one by now).
    core::Result<Card> replace(core::Transaction& transaction, CardId card);
    /// Also: CardNotFound, CardNotActive (it is replaced). A second time changes nothing.
    core::Result<Card> close(core::Transaction& transaction, CardId card);

  private:
    core::Result<Card> move(core::Transaction& transaction, Card card, CardState to);

    IdentityStore& store_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::identity
