#pragma once

#include <string>

#include "hub/api/rest/desk.h"

namespace hub::api::rest {

/// A steward, who keeps the master index, in the name of a member of staff. Also: as of Desk::caller(), ScopeMissing, StaffClaimNotValid.
core::Result<access::Caller> stewardIn(const Desk& desk, const Request& request);

/// "office/4711": staff ids are each office's own. REQUIRES: a member of staff.
std::string staffNameOf(const access::Caller& caller);

}  // namespace hub::api::rest
