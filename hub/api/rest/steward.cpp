#include "hub/api/rest/steward.h"

namespace hub::api::rest {

using access::Caller;
using core::Result;

Result<Caller> readerIn(const Desk& desk, const Request& request) {
    Result<Caller> caller = desk.caller(request);
    if (!caller.ok()) return caller;
    const Result<void> allowed = access::requireScope(*caller, access::Scope::IdentityReview);
    if (!allowed.ok()) return allowed.failure();
    const Result<void> reader = desk.requireReader(*caller);
    return reader.ok() ? caller : reader.failure();
}

Result<Caller> stewardIn(const Desk& desk, const Request& request) {
    Result<Caller> caller = readerIn(desk, request);
    if (!caller.ok()) return caller;
    const Result<void> named = access::requireStaff(*caller);
    return named.ok() ? caller : named.failure();
}

Result<void> requirePurpose(const Caller& caller) {
    if (caller.purpose == audit::Purpose::None) return core::Failure(core::Error::PurposeMissing, "Purpose");
    if (caller.purpose != audit::Purpose::Own) return {};
    return core::Failure(core::Error::PurposeNotAllowed, std::string(core::enumName(caller.purpose)));
}

std::string staffNameOf(const Caller& caller) { return caller.client + "/" + caller.staff->staff_id; }

}  // namespace hub::api::rest
