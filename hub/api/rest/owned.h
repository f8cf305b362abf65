#pragma once

#include <utility>

#include "hub/api/rest/desk.h"
#include "hub/api/rest/relatives.h"
#include "hub/core/read_one.h"

namespace hub::api::rest {

/// What `find`(transaction) finds, for a caller who may pay for its person; for anybody else it is not there. Also: as of Desk::caller(),
/// ScopeMissing, `not_found`.
template <class T, class Find>
core::Result<std::pair<T, access::Caller>> owned(Desk& desk, const Request& request, core::Error not_found, Find find) {
    const core::Result<access::Caller> caller = desk.caller(request);
    if (!caller.ok()) return caller.failure();
    const core::Result<void> allowed = access::requireScope(*caller, access::Scope::Pay);
    if (!allowed.ok()) return allowed.failure();
    core::Result<T> found = core::readOne(desk.house().reads, find);
    if (!found.ok()) return found.failure();
    const core::Result<void> theirs = orNotFound(desk.requireSpeaker(*caller, found->person, Acting::Pay), not_found, found->id.text());
    if (!theirs.ok()) return theirs.failure();
    return std::pair(std::move(*found), std::move(*caller));
}

}  // namespace hub::api::rest
