#pragma once

#include <string>
#include <string_view>

#include "hub/core/ids.h"
#include "hub/identity/identity_store.h"
#include "hub/vault/signer.h"

namespace hub::identity {

/// The code a phone shows for a card (动态码). It names the card by its handle and no person, is good for 60 seconds and for one use, and
/// carries the hub's signature: "OC1" + card id (26) + nonce (26) + issued at, milliseconds (13 digits) + key number (4 digits)
/// + Ed25519 signature (128 hexadecimal digits), all upper case, so that a QR code holds it in its alphanumeric mode. Any thread.
class CardCodes {
  public:
    static constexpr core::Duration kValidFor{60'000};
    /// How far ahead the clock of the node that made a code may be.
    static constexpr core::Duration kClockSkewMax{5'000};

    /// All outlive this.
    CardCodes(IdentityStore& store, const vault::Signer& signer, core::IdSource& ids, const core::Clock& clock)
        : store_(store), signer_(signer), ids_(ids), clock_(clock) {}

    /// Also: CardNotActive. What comes out is for one phone's screen: it goes into no log.
    core::Result<std::string> issue(const Card& card);

    /// The card behind a scanned code; the code is used from then on, also when the card turns out frozen, as far as the unit is committed.
    /// Also: CardCodeNotValid (not ours, altered, of the future), CardCodeExpired (also when the signing key was rotated since),
    /// CardCodeUsed, CardNotActive.
    core::Result<Card> redeem(core::Transaction& transaction, std::string_view code);

  private:
    IdentityStore& store_;
    const vault::Signer& signer_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::identity
