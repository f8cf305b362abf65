#include "hub/api/rest/operators.h"

namespace hub::api::rest {

using access::Caller;
using core::Result;

Result<Caller> lookingOperatorIn(const Desk& desk, const Request& request) {
    Result<Caller> caller = desk.caller(request);
    if (!caller.ok()) return caller;
    const Result<void> allowed = access::requireScope(*caller, access::Scope::CaseDecide);
    if (!allowed.ok()) return allowed.failure();
    const Result<void> reader = desk.requireReader(*caller);
    return reader.ok() ? caller : reader.failure();
}

Result<Caller> decidingOperatorIn(const Desk& desk, const Request& request) {
    Result<Caller> caller = lookingOperatorIn(desk, request);
    if (!caller.ok()) return caller;
    const Result<void> named = access::requireStaff(*caller);
    return named.ok() ? caller : named.failure();
}

}  // namespace hub::api::rest
