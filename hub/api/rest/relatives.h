#pragma once

#include <string>
#include <string_view>

#include "hub/access/caller.h"
#include "hub/api/rest/house.h"

namespace hub::api::rest {

/// What their relation must say before a person does for a relative what they may do for themselves. A guardian's says all of it.
enum class Acting {
    Guardian,     ///< for nobody but a child whose guardian they are
    AnyRelative,  ///< an active relation of whatever kind
    ShowCode,
    Book,
    Pay,
    SeeReports,
};

/// What a scope takes where a route does not say otherwise.
Acting actingUnder(access::Scope scope);

/// True for a person's token that is about another person.
bool actsForRelative(const access::Caller& caller, identity::PersonId about);

/// The caller is the person, or stands for no person, or may act for them by a relation now; both as who stands for them. Both are active,
/// and so are the registrations that the relation stands on; where records are concerned somebody has seen the certificates: a child whose
/// certificate was only typed has no records to show to whoever typed it. The refusal is the same whether there is such a person or not.
/// Also: NotThisPerson, RelativeNotAllowed.
core::Result<void> requireSpeaker(House& house, core::ReadTransaction& transaction, const access::Caller& caller, identity::PersonId person,
                                  Acting acting);

/// The person's stream tells that a relative did `operation` ("booking.create") in this unit; nothing for callers who are no relatives.
core::Result<flows::Next> tellOfRelative(House& house, core::Transaction& transaction, const access::Caller& caller,
                                         identity::PersonId person, std::string_view operation);

/// Another person's booking or payment is told apart from none by nobody.
core::Result<void> orNotFound(const core::Result<void>& speaker, core::Error not_found, std::string id);

}  // namespace hub::api::rest
