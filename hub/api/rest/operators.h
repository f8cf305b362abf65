#pragma once

#include "hub/api/rest/desk.h"

namespace hub::api::rest {

/// An operator, who sees how money stands. Also: as of Desk::caller() and Desk::requireReader(), ScopeMissing.
core::Result<access::Caller> lookingOperatorIn(const Desk& desk, const Request& request);

/// An operator who decides, in the name of a member of staff. Also: as of lookingOperatorIn(), StaffClaimNotValid.
core::Result<access::Caller> decidingOperatorIn(const Desk& desk, const Request& request);

}  // namespace hub::api::rest
