#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/merges.h"
#include "hub/identity/withdrawal_store.h"

namespace hub::identity {

/// What came of a second person's yes.
struct Withdrawn {
    Withdrawal withdrawal;
    std::optional<Person> changed = {};  ///< as they are now, where it was the certificate that they had
};

/// Taking back certificates that were entered wrongly: one of staff proposes, another agrees. `by` is a client and a staff id,
/// "office/4711". Each call is part of the caller's unit of work. Any thread.
class Withdrawals {
  public:
    /// All outlive this.
    Withdrawals(WithdrawalStore& store, IdentityStore& people, Merges& merges, const core::Clock& clock)
        : store_(store), people_(people), merges_(merges), clock_(clock) {}

    /// Of `person`, or of whoever is one person with them; kept under `id`. Whether it can be done is looked at now and again by approve().
    /// Also: as of checkCertificate(); PersonNotFound, CredentialNotFound (they neither have nor had this certificate), ReviewNotYours
    /// ("proposed": the same waits already),
    /// CertificateContradicts ("certificate": there is nothing for `right` to take the place of, or it is the wrong one again; sex or
    /// birth_date), CredentialTaken (`right` is, or was, somebody else's), PersonIncomplete, FieldTooLong.
    core::Result<Withdrawal> propose(core::Transaction& transaction, WithdrawalId id, PersonId person, const contract::Certificate& wrong,
                                     const std::optional<RightCertificate>& right, std::string_view by, std::string_view why);

    /// Of a certificate that gave way nothing leads to the person any more, and its holder may register. In place of the one they have they
    /// get the right one, and whether they are verified does not change: two of staff have seen it. Where there is none they have no
    /// certificate, and are unverified. Name, cards and files stay.
    /// Also: ReviewNotFound, ReviewNotYours (it is decided), SecondPersonNeeded (by whoever proposed it, through whichever client),
    /// VersionConflict, CertificateTaken (at the same moment), and as of propose() where something has changed since.
    core::Result<Withdrawn> approve(core::Transaction& transaction, WithdrawalId id, std::string_view by);

    /// By anybody of staff, also by whoever proposed it. Also: ReviewNotFound, ReviewNotYours, VersionConflict.
    core::Result<Withdrawal> drop(core::Transaction& transaction, WithdrawalId id, std::string_view by);

    /// Also: ReviewNotFound.
    core::Result<Withdrawal> find(core::ReadTransaction& transaction, WithdrawalId id) { return store_.find(transaction, id); }
    /// Of this registration, oldest first.
    core::Result<std::vector<Withdrawal>> ofPerson(core::ReadTransaction& transaction, PersonId person) {
        return store_.ofPerson(transaction, person);
    }
    core::Result<std::vector<Withdrawal>> queue(core::ReadTransaction& transaction, WithdrawalState state, const core::Page& page) {
        return store_.queue(transaction, state, page);
    }

  private:
    /// Where a certificate stands.
    struct Place {
        Person person;
        std::optional<FormerCertificateId> former;  ///< none: they have it now
    };
    core::Result<std::optional<Place>> placeOf(core::ReadTransaction& transaction, PersonId registration,
                                               const contract::Certificate& certificate);
    core::Result<std::optional<Place>> placeAmongMembers(core::ReadTransaction& transaction, PersonId person,
                                                         const contract::Certificate& certificate);
    /// The person with the right certificate, or with none.
    core::Result<Person> corrected(core::ReadTransaction& transaction, const Person& person, const std::optional<RightCertificate>& right);
    core::Result<Withdrawal> toDecide(core::ReadTransaction& transaction, WithdrawalId id);
    core::Result<Withdrawal> decide(core::Transaction& transaction, Withdrawal withdrawal, WithdrawalState state, std::string_view by);
    core::Date today() const { return core::shanghaiDate(clock_.utc(), core::Duration(0)); }

    WithdrawalStore& store_;
    IdentityStore& people_;
    Merges& merges_;
    const core::Clock& clock_;
};

}  // namespace hub::identity
