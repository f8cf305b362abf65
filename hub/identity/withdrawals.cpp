#include "hub/identity/withdrawals.h"

#include <algorithm>
#include <string>
#include <utility>

#include "hub/identity/certificate.h"
#include "hub/identity/person_details.h"
#include "hub/identity/staff_name.h"

namespace hub::identity {

using contract::Certificate;
using contract::PersonDetails;
using contract::Sex;
using core::Error;
using core::Failure;
using core::Result;

namespace {

/// What the certificate says, or is said beside it, stands in place of what came of the wrong one.
Result<PersonDetails> detailsWith(PersonDetails details, const RightCertificate& right, core::Date today) {
    const Result<CheckedCertificate> checked = checkCertificate(right.certificate, today);
    if (!checked.ok()) return checked.failure();
    details.certificate = checked->certificate;
    if (right.sex || checked->sex) details.sex = right.sex.value_or(Sex::Unknown);
    if (right.birth_date || checked->birth_date) details.birth_date = right.birth_date;
    return checkDetails(details, today);
}

}  // namespace

Result<Withdrawal> Withdrawals::propose(core::Transaction& transaction, WithdrawalId id, PersonId person, const Certificate& wrong,
                                        const std::optional<RightCertificate>& right, std::string_view by, std::string_view why) {
    const Result<CheckedCertificate> checked = checkCertificate(wrong, today());
    if (!checked.ok()) return checked.failure();
    const Result<std::optional<Place>> place = placeAmongMembers(transaction, person, checked->certificate);
    if (!place.ok()) return place.failure();
    if (!*place) return Failure(Error::CredentialNotFound);
    const PersonId registration = (*place)->person.id;
    if ((*place)->former && right) return Failure(Error::CertificateContradicts, "certificate");
    if (!(*place)->former) {
        const Result<Person> next = corrected(transaction, (*place)->person, right);
        if (!next.ok()) return next.failure();
    }
    const Result<std::vector<Withdrawal>> standing = store_.ofPerson(transaction, registration);
    if (!standing.ok()) return standing.failure();
    const bool waits = std::ranges::any_of(*standing, [&](const Withdrawal& one) {
        return one.state == WithdrawalState::Proposed && isSame(one.certificate, checked->certificate);
    });
    if (waits) return Failure(Error::ReviewNotYours, std::string(core::enumName(WithdrawalState::Proposed)));

    Withdrawal withdrawal;
    withdrawal.id = id;
    withdrawal.person = registration;
    withdrawal.held = (*place)->former ? Held::Former : Held::Present;
    withdrawal.certificate = checked->certificate;
    withdrawal.right = right;
    withdrawal.why = why;
    withdrawal.proposed_by = by;
    withdrawal.proposed_at = clock_.utc();
    const Result<void> added = store_.add(transaction, withdrawal);
    return added.ok() ? Result<Withdrawal>(std::move(withdrawal)) : added.failure();
}

Result<Withdrawn> Withdrawals::approve(core::Transaction& transaction, WithdrawalId id, std::string_view by) {
    Result<Withdrawal> withdrawal = toDecide(transaction, id);
    if (!withdrawal.ok()) return withdrawal.failure();
    if (mayBeOnePerson(withdrawal->proposed_by, by)) return Failure(Error::SecondPersonNeeded);
    const Result<std::optional<Place>> place = placeOf(transaction, withdrawal->person, withdrawal->certificate);
    if (!place.ok()) return place.failure();
    if (!*place) return Failure(Error::CredentialNotFound);
    Withdrawn done;
    if ((*place)->former) {
        // It may have given way since, and then nothing is to be put in its place.
        const Result<void> forgotten = store_.forget(transaction, *(*place)->former);
        if (!forgotten.ok()) return forgotten.failure();
        withdrawal->held = Held::Former;
    } else {
        Result<Person> next = corrected(transaction, (*place)->person, withdrawal->right);
        if (!next.ok()) return next.failure();
        if (next->details.certificate) {
            // One that they had before comes back: it is no former one any more.
            const Result<std::optional<Place>> before = placeOf(transaction, next->id, *next->details.certificate);
            if (!before.ok()) return before.failure();
            const Result<void> forgotten = *before ? store_.forget(transaction, *(*before)->former) : Result<void>();
            if (!forgotten.ok()) return forgotten.failure();
        }
        const Result<std::int64_t> version = people_.changePerson(transaction, *next);
        if (!version.ok()) return version.failure();
        next->version = *version;
        done.changed = *std::move(next);
    }
    Result<Withdrawal> decided = decide(transaction, *std::move(withdrawal), WithdrawalState::Withdrawn, by);
    if (!decided.ok()) return decided.failure();
    done.withdrawal = *std::move(decided);
    return done;
}

Result<Withdrawal> Withdrawals::drop(core::Transaction& transaction, WithdrawalId id, std::string_view by) {
    Result<Withdrawal> withdrawal = toDecide(transaction, id);
    return withdrawal.ok() ? decide(transaction, *std::move(withdrawal), WithdrawalState::Dropped, by) : withdrawal;
}

Result<std::optional<Withdrawals::Place>> Withdrawals::placeOf(core::ReadTransaction& transaction, PersonId registration,
                                                               const Certificate& certificate) {
    Result<Person> person = people_.findPerson(transaction, registration);
    if (!person.ok()) return person.failure();
    if (person->details.certificate && isSame(*person->details.certificate, certificate))
        return std::optional(Place{*std::move(person), std::nullopt});
    const Result<std::vector<FormerCertificate>> former = people_.formerCertificatesOf(transaction, registration);
    if (!former.ok()) return former.failure();
    const auto found = std::ranges::find_if(*former, [&](const FormerCertificate& one) { return isSame(one.certificate, certificate); });
    if (found == former->end()) return std::optional<Place>();
    return std::optional(Place{*std::move(person), found->id});
}

Result<std::optional<Withdrawals::Place>> Withdrawals::placeAmongMembers(core::ReadTransaction& transaction, PersonId person,
                                                                         const Certificate& certificate) {
    const Result<PersonId> root = merges_.rootOf(transaction, person);
    if (!root.ok()) return root.failure();
    const Result<std::vector<PersonId>> members = merges_.membersOf(transaction, *root);
    if (!members.ok()) return members.failure();
    for (const PersonId member : *members) {
        Result<std::optional<Place>> place = placeOf(transaction, member, certificate);
        if (!place.ok() || *place) return place;
    }
    return std::optional<Place>();
}

Result<Person> Withdrawals::corrected(core::ReadTransaction& transaction, const Person& person,
                                      const std::optional<RightCertificate>& right) {
    Person next = person;
    if (!right) {
        next.details.certificate.reset();
        if (next.state == PersonState::Verified) next.state = PersonState::Unverified;  // by the certificate that is none
        return next;
    }
    Result<PersonDetails> details = detailsWith(person.details, *right, today());
    if (!details.ok()) return details.failure();
    if (isSame(*details->certificate, *person.details.certificate)) return Failure(Error::CertificateContradicts, "certificate");
    const Result<std::optional<Person>> holder = people_.personByCertificate(transaction, *details->certificate);
    if (!holder.ok()) return holder.failure();
    if (*holder && (*holder)->id != person.id) return Failure(Error::CredentialTaken);
    next.details = *std::move(details);
    return next;
}

Result<Withdrawal> Withdrawals::toDecide(core::ReadTransaction& transaction, WithdrawalId id) {
    Result<Withdrawal> withdrawal = store_.find(transaction, id);
    if (!withdrawal.ok() || withdrawal->state == WithdrawalState::Proposed) return withdrawal;
    return Failure(Error::ReviewNotYours, std::string(core::enumName(withdrawal->state)));
}

Result<Withdrawal> Withdrawals::decide(core::Transaction& transaction, Withdrawal withdrawal, WithdrawalState state, std::string_view by) {
    withdrawal.state = state;
    withdrawal.decided_by = by;
    withdrawal.decided_at = clock_.utc();
    const Result<std::int64_t> version = store_.change(transaction, withdrawal);
    if (!version.ok()) return version.failure();
    withdrawal.version = *version;
    return withdrawal;
}

}  // namespace hub::identity
