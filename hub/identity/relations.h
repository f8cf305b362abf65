#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/core/ids.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/merges.h"
#include "hub/identity/relation_store.h"

namespace hub::identity {

/// What came of a change.
struct RelationOutcome {
    Relation relation;
    std::vector<PersonId> to_tell;  ///< both people, the holder first; none where nothing changed
};

/// What people may do for their relatives. Each call is part of the caller's unit of work, and writes its line of history in it. Any
/// thread. Who is named as `by` has been identified by the caller. A relation is not found by those it does not concern.
/// A relation stands on two registrations and is read of the people they are a part of (Merges), whichever of theirs is named; a new one
/// stands on who stands for them. One whose sides have become one person allows nothing and is in no list until they are two again.
class Relations {
  public:
    /// A list shows the oldest so many.
    static constexpr std::size_t kListMost = 100;

    /// All outlive this.
    Relations(IdentityStore& people, RelationStore& store, Merges& merges, core::IdSource& ids, const core::Clock& clock)
        : people_(people), store_(store), merges_(merges), ids_(ids), clock_(clock) {}

    /// The holder asks; nothing is allowed until the subject accepts. Both are verified. Only family accounts and mutual aid are asked for.
    /// Also: RelationNotAllowed (the request, somebody is not verified, one of the kind is live between the two, the holder has
    /// kFamilyAccountsMost), PersonNotFound, PersonNotActive, VersionConflict.
    core::Result<RelationOutcome> ask(core::Transaction& transaction, const RelationRequest& request);

    /// Active at once, because staff has seen both certificates; `consent_by` is the staff id. (A guardian who registers a child alone is
    /// kConsentByPerson.) The child of Guardian and MotherChild need not be verified. The guardian is of age and the child under 14 on this
    /// day; the mother is female. Also: as ask, PersonIncomplete (no day of birth).
    core::Result<RelationOutcome> grant(core::Transaction& transaction, const RelationRequest& request, const std::string& consent_by);

    /// The subject decides, and alone; for a child under 14 another guardian than the holder does. A second time changes nothing.
    /// Also: RelationNotFound (or expired, or decided otherwise), RelationNotAllowed (it is not for `by` to decide, somebody is not
    /// verified, the subject lets kMutualAidsMost), GuardianMissing (the child has none), PersonNotActive, VersionConflict.
    core::Result<RelationOutcome> accept(core::Transaction& transaction, RelationId id, PersonId by);
    /// As accept; what is accepted is not refused but revoked.
    core::Result<RelationOutcome> refuse(core::Transaction& transaction, RelationId id, PersonId by);

    /// The subject's side, as of accept, says anew what an active one permits and until when; none is for good.
    /// Also: RelationNotFound, RelationNotAllowed (not for `by` to decide; a guardian or mother; permissions of mutual aid; it would have
    /// expired already), GuardianMissing, VersionConflict.
    core::Result<RelationOutcome> change(core::Transaction& transaction, RelationId id, PersonId by, const Permissions& permissions,
                                         std::optional<core::UtcTime> expires_at);

    /// Either side, or a guardian of the child concerned, ends it at once. A child does not end its guardian's relation: they themselves or
    /// staff do. A second time changes nothing. Also: RelationNotFound (or expired or refused), RelationNotAllowed, VersionConflict.
    core::Result<RelationOutcome> revoke(core::Transaction& transaction, RelationId id, PersonId by);
    core::Result<RelationOutcome> revokeByStaff(core::Transaction& transaction, RelationId id, const std::string& staff);

    /// Whomever it concerns: the caller asks that first. Also: RelationNotFound.
    core::Result<Relation> find(core::ReadTransaction& transaction, RelationId id);
    /// Those asked for and those active, oldest first.
    core::Result<std::vector<Relation>> liveOfHolder(core::ReadTransaction& transaction, PersonId holder);
    core::Result<std::vector<Relation>> liveOfSubject(core::ReadTransaction& transaction, PersonId subject);
    /// The same, of one holder for one subject: at most one of each kind between two registrations of theirs.
    core::Result<std::vector<Relation>> liveBetween(core::ReadTransaction& transaction, PersonId holder, PersonId subject);
    /// Who may act as guardian now, by each of their registrations.
    core::Result<std::vector<PersonId>> guardiansOf(core::ReadTransaction& transaction, PersonId child);
    /// True for the holder, the subject and a guardian of the subject.
    core::Result<bool> concerns(core::ReadTransaction& transaction, const Relation& relation, PersonId person);
    /// Her MotherChild relations, also those that were revoked.
    core::Result<std::vector<Relation>> childrenOf(core::ReadTransaction& transaction, PersonId mother);

    /// The relations by which the holder may do it for the subject now, each by itself; one at least. It says nothing of whether the two
    /// are active people. Also: RelativeNotAllowed.
    core::Result<std::vector<Relation>> allowing(core::ReadTransaction& transaction, PersonId holder, PersonId subject,
                                                 Permission permission);

  private:
    core::Result<std::vector<PersonId>> everybody(core::ReadTransaction& transaction, PersonId person);
    template <class OfOne>
    core::Result<std::vector<Relation>> ofEverybody(core::ReadTransaction& transaction, PersonId person, const OfOne& of_one);
    core::Result<RelationRequest> betweenPeople(core::ReadTransaction& transaction, RelationRequest request);
    core::Result<void> requirePlace(core::ReadTransaction& transaction, const Relation& relation);
    core::Result<Person> activePerson(core::ReadTransaction& transaction, PersonId id);
    core::Result<Person> verifiedPerson(core::ReadTransaction& transaction, PersonId id);
    core::Result<void> requireSubjectsSide(core::ReadTransaction& transaction, const Relation& relation, PersonId by);
    core::Result<void> requireEitherSide(core::ReadTransaction& transaction, const Relation& relation, PersonId by);
    core::Result<RelationOutcome> add(core::Transaction& transaction, Relation relation, std::string_view by);
    core::Result<RelationOutcome> write(core::Transaction& transaction, Relation relation, std::string_view by);
    core::Result<RelationOutcome> end(core::Transaction& transaction, const Relation& relation, std::string_view by);

    IdentityStore& people_;
    RelationStore& store_;
    Merges& merges_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::identity
