#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "hub/api/rest/desk.h"
#include "hub/identity/relation.h"

namespace hub::api::rest {

// What the routes about relations and those about children have in common.

/// Both people's streams tell that the relation has changed, and the audit has a line about each but who is, or goes on as a part
/// of, `noted_already`.
core::Result<flows::Next> tellOfRelation(House& house, core::Transaction& transaction, const access::Caller& caller,
                                         std::string_view action, const identity::Relation& relation,
                                         identity::PersonId noted_already = {});

/// Answers with what `read` makes of one snapshot; a member of staff's look stands in the audit before it is answered, and other callers
/// who are no person have none.
void showTo(Desk& desk, const Reply& reply, const Called& called, std::string_view action,
            std::function<core::Result<std::string>(core::ReadTransaction&)> read);

}  // namespace hub::api::rest
