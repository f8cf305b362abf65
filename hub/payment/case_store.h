#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "hub/core/page.h"
#include "hub/core/work.h"
#include "hub/payment/case.h"

namespace hub::payment {

/// The questions for people, open and closed. Implemented by storage. Any thread. Every read also: RowNotReadable (the row was changed
/// by other hands).
class CaseStore {
  public:
    virtual ~CaseStore() = default;

    /// Version 1, whatever stands in the case. False: one of this kind is open for the subject already, and stays as it is.
    /// Also: FieldTooLong. REQUIRES: it is not closed.
    virtual core::Result<bool> open(core::Transaction& transaction, const Case& question) = 0;

    /// Also: CaseNotFound, DecisionNotOpen (it is closed), VersionConflict (somebody was faster), FieldTooLong.
    virtual core::Result<void> close(core::Transaction& transaction, CaseId id, std::int64_t version, std::string_view closed_by,
                                     std::string_view decision, core::UtcTime at) = 0;

    /// Also: CaseNotFound.
    virtual core::Result<Case> find(core::ReadTransaction& transaction, CaseId id) = 0;

    /// Open and closed, the oldest first; their place is by opened_at, as in the next two.
    virtual core::Result<std::vector<Case>> ofSubject(core::ReadTransaction& transaction, core::IdBits subject, const core::Page& page) = 0;

    /// The open ones of one hospital, the oldest first.
    virtual core::Result<std::vector<Case>> openOfHospital(core::ReadTransaction& transaction, std::string_view hospital,
                                                           const core::Page& page) = 0;

    /// The open ones of all hospitals, the oldest first.
    virtual core::Result<std::vector<Case>> openOfAll(core::ReadTransaction& transaction, const core::Page& page) = 0;
};

}  // namespace hub::payment
