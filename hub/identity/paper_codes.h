#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/ids.h"
#include "hub/identity/credential_store.h"
#include "hub/identity/identity_store.h"
#include "hub/vault/signer.h"

namespace hub::identity {

/// A code on paper (纸质码), for people without a phone. It names a card by its handle and no person, may be shown any number of times
/// until its last day, and carries the hub's signature: "OC2" + paper code id (26) + card id (26) + last day (8 digits) + key number
/// (4 digits) + signature, Ed25519 or SM2 (128 hexadecimal digits), all upper case, so that a QR code holds it in its alphanumeric
/// mode. Any thread.
class PaperCodes {
  public:
    static constexpr std::string_view kPurpose = "paper code";  ///< of the signature
    static constexpr std::size_t kTextSize = 195;
    static constexpr int kValidDaysMax = 366;

    /// As vault::Signer::verify.
    using Verify = std::function<bool(std::string_view purpose, std::string_view bytes, const vault::Signature& signature)>;

    struct Printed {
        PaperCode code;
        std::string text;  ///< for the printer: it goes into no log
    };

    /// What a code that is good opens.
    struct Shown {
        PaperCode code;
        Card card;
    };

    /// All outlive this.
    PaperCodes(CredentialStore& store, IdentityStore& cards, const vault::Signer& signer, core::IdSource& ids, const core::Clock& clock)
        : store_(store), cards_(cards), signer_(signer), ids_(ids), clock_(clock) {}

    /// Good today and on the `valid_days` days after it, in Asia/Shanghai. A card has one: what was issued before is revoked.
    /// Also: CardNotFound, CardNotActive, VersionConflict (of two at once one is issued). REQUIRES: valid_days is 1 to kValidDaysMax.
    core::Result<Printed> issue(core::Transaction& transaction, CardId card, int valid_days);

    /// The card behind a scanned code. Also: CardCodeNotValid (not ours, altered), CardCodeExpired, CredentialNotActive ("revoked"),
    /// CardNotActive (reported lost, replaced or closed).
    core::Result<Shown> check(core::ReadTransaction& transaction, std::string_view text);

    /// Also: CredentialNotFound.
    core::Result<IssuedPaperCode> find(core::ReadTransaction& transaction, PaperCodeId id);

    /// A second time changes nothing. Also: CredentialNotFound.
    core::Result<void> revoke(core::Transaction& transaction, PaperCodeId id);

    /// What a code says, by itself: the rule also for a reader without a connection, that has the public key and a list of revoked ids
    /// and compares the answer's id with it. Also: CardCodeNotValid (not of the form, or verify says no), CardCodeExpired.
    static core::Result<PaperCode> read(std::string_view text, const Verify& verify, core::Date today);
    std::vector<vault::PublicKey> publicKeys() const { return signer_.publicKeys(); }
    /// Ids that such a reader refuses: of codes that are revoked and have not expired, at most `limit` of them, by id, greater than
    /// `after`.
    core::Result<std::vector<PaperCodeId>> revoked(core::ReadTransaction& transaction, PaperCodeId after, std::size_t limit);

  private:
    core::Date today() const { return core::shanghaiDate(clock_.utc(), core::Duration(0)); }

    CredentialStore& store_;
    IdentityStore& cards_;
    const vault::Signer& signer_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::identity
