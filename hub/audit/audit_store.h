#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hub/audit/audit_entry.h"
#include "hub/core/digest.h"
#include "hub/core/work.h"
#include "hub/vault/signer.h"

namespace hub::audit {

/// The place of an entry in the chain: hash = digest(hash before, number, entry).
struct ChainLink {
    std::int64_t number = 0;  ///< from 1 without gaps
    core::Digest hash;
};

struct ChainedEntry {
    AuditEntry entry;
    std::optional<ChainLink> link;  ///< none until the sealer came by
};

/// Says that the chain up to `link` is ours.
struct ChainSignature {
    ChainLink link;
    core::UtcTime signed_at;
    vault::Signature signature;
};

/// Where an entry stands among all, by time.
struct AuditPlace {
    core::UtcTime at;
    AuditId id;
};

/// What to search for; `from` is in the range, `until` is not. Either a person or an actor.
struct AuditSearch {
    std::optional<PersonId> about;
    std::optional<std::string> actor;
    core::UtcTime from;
    core::UtcTime until;
    std::optional<AuditPlace> after;  ///< the last entry of the page before
    std::size_t limit = 100;          ///< 1 to 1000
};

/// The rows of the audit: entries are added and never changed but for their place in the chain. Implemented by storage. Any thread.
class AuditStore {
  public:
    virtual ~AuditStore() = default;

    /// Not chained yet. Also: FieldTooLong.
    virtual core::Result<void> add(core::Transaction& transaction, const AuditEntry& entry) = 0;

    /// Oldest first, by time and id. REQUIRES: a person or an actor, not both, and a limit of 1 to 1000.
    virtual core::Result<std::vector<ChainedEntry>> search(core::ReadTransaction& transaction, const AuditSearch& search) = 0;

    // For the sealer and whoever verifies it.

    /// Up to `limit` entries without a place, by time and id.
    virtual core::Result<std::vector<AuditEntry>> unchained(core::ReadTransaction& transaction, std::size_t limit) = 0;
    /// Gives the entry its place. Also: VersionConflict when it has one, or the place is taken: another sealer is at work.
    virtual core::Result<void> chain(core::Transaction& transaction, AuditId id, const ChainLink& link) = 0;
    /// The end of the chain; number 0 and a hash of zeros while it is empty.
    virtual core::Result<ChainLink> lastLink(core::ReadTransaction& transaction) = 0;
    /// Up to `limit` entries whose number is greater than `after`, by number.
    virtual core::Result<std::vector<ChainedEntry>> chained(core::ReadTransaction& transaction, std::int64_t after, std::size_t limit) = 0;

    /// Also: VersionConflict (this end is signed already).
    virtual core::Result<void> addSignature(core::Transaction& transaction, const ChainSignature& signature) = 0;
    virtual core::Result<std::optional<ChainSignature>> lastSignature(core::ReadTransaction& transaction) = 0;
    /// Up to `limit` signatures of ends after `after`, by number.
    virtual core::Result<std::vector<ChainSignature>> signatures(core::ReadTransaction& transaction, std::int64_t after,
                                                                 std::size_t limit) = 0;
};

}  // namespace hub::audit
