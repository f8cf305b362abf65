#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "hub/core/work.h"
#include "hub/identity/relation.h"

namespace hub::identity {

/// The rows of relations and of their history. It keeps what it is given, lets one relation of a kind stand between two people, and keeps
/// to quotaOf(); the other rules are in Relations, through which flows write. Implemented by storage. Any thread.
/// Every read also: RowNotReadable, SealBroken, KeyMissing.
class RelationStore {
  public:
    virtual ~RelationStore() = default;

    /// With version 1 and the first line of history, "by" at "at". Also: RelationNotAllowed (one of the kind is live between the two, or
    /// the quota is used up by live ones), VersionConflict (another unit took the last place of the quota at the same time), FieldTooLong.
    virtual core::Result<void> add(core::Transaction& transaction, const Relation& relation, std::string_view by, core::UtcTime at) = 0;

    /// Writes all that can change, from exactly relation.version to the next, with which it answers, and a line of history.
    /// Also: VersionConflict, RelationNotAllowed (the quota, as above), FieldTooLong.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const Relation& relation, std::string_view by,
                                              core::UtcTime at) = 0;

    /// Also: RelationNotFound.
    virtual core::Result<Relation> find(core::ReadTransaction& transaction, RelationId id) = 0;

    /// Those live at `now`, oldest first.
    virtual core::Result<std::vector<Relation>> liveOfHolder(core::ReadTransaction& transaction, PersonId holder, core::UtcTime now,
                                                             std::size_t limit) = 0;
    virtual core::Result<std::vector<Relation>> liveOfSubject(core::ReadTransaction& transaction, PersonId subject, core::UtcTime now,
                                                              std::size_t limit) = 0;
    /// The same, of one kind alone.
    virtual core::Result<std::vector<Relation>> liveOfSubject(core::ReadTransaction& transaction, PersonId subject, RelationKind kind,
                                                              core::UtcTime now, std::size_t limit) = 0;
    /// At most one of each kind.
    virtual core::Result<std::vector<Relation>> liveBetween(core::ReadTransaction& transaction, PersonId holder, PersonId subject,
                                                            core::UtcTime now) = 0;

    /// Whatever their state, oldest first.
    virtual core::Result<std::vector<Relation>> everHeld(core::ReadTransaction& transaction, PersonId holder, RelationKind kind,
                                                         std::size_t limit) = 0;

    /// Oldest first.
    virtual core::Result<std::vector<RelationChange>> historyOf(core::ReadTransaction& transaction, RelationId id) = 0;
};

}  // namespace hub::identity
