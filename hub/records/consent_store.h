#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "hub/core/page.h"
#include "hub/core/work.h"
#include "hub/records/consent.h"

namespace hub::records {

/// The rows of consents. Implemented by storage. Any thread. Every read also: RowNotReadable.
class ConsentStore {
  public:
    virtual ~ConsentStore() = default;

    /// Version 1, whatever stands in the consent. Also: FieldTooLong.
    virtual core::Result<void> add(core::Transaction& transaction, const Consent& consent) = 0;

    /// Writes revoked_at over exactly the version it was read with; answers with the new one. Also: VersionConflict.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const Consent& consent) = 0;

    /// Also: ConsentNotFound, also for a consent of another person.
    virtual core::Result<Consent> find(core::ReadTransaction& transaction, PersonId person, ConsentId id) = 0;

    /// What the person has given, newest first; their place is by given_at.
    virtual core::Result<std::vector<Consent>> ofPerson(core::ReadTransaction& transaction, PersonId person, const core::Page& page) = 0;

    /// Of the person to this reader, neither revoked nor over at `at`; bounded by `limit`, latest end first.
    virtual core::Result<std::vector<Consent>> standingFor(core::ReadTransaction& transaction, PersonId person, std::string_view reader,
                                                           core::UtcTime at, std::size_t limit) = 0;
};

}  // namespace hub::records
