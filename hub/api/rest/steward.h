#pragma once

#include <string>

#include "hub/api/rest/desk.h"

namespace hub::api::rest {

/// A steward, who keeps the master index and may read. Also: as of Desk::caller() and Desk::requireReader(), ScopeMissing.
core::Result<access::Caller> readerIn(const Desk& desk, const Request& request);

/// A steward, in the name of a member of staff. Also: as of readerIn(), StaffClaimNotValid.
core::Result<access::Caller> stewardIn(const Desk& desk, const Request& request);

/// For what staff does, or sees in full, only for a stated purpose. Also: PurposeMissing, PurposeNotAllowed ("own" is for people
/// themselves).
core::Result<void> requirePurpose(const access::Caller& caller);

/// "office/4711": staff ids are each office's own. REQUIRES: a member of staff.
std::string staffNameOf(const access::Caller& caller);

}  // namespace hub::api::rest
