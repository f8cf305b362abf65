#pragma once

#include <string>

#include "hub/api/reply.h"
#include "hub/api/rest/house.h"
#include "hub/api/rest/views.h"

namespace hub::api::rest {

std::string personPath(identity::PersonId id);

/// The person and the active card, as they stand. Also: PersonNotFound.
core::Result<PersonView> personIn(House& house, core::ReadTransaction& transaction, identity::PersonId id);

/// Answers with the person as they stand, or with why the unit about them was not done. 201 names their place.
void answerWithPerson(House& house, const Reply& reply, const core::Result<void>& done, int status, identity::PersonId id);

/// The person hears of it when somebody else looked at what is kept of them in full.
core::Result<flows::Next> tellUnmasked(House& house, core::Transaction& transaction, const audit::Witnessed& witnessed);

/// Something new may be begun for the person. Also: PersonNotFound, PersonNotActive.
core::Result<void> requireActive(House& house, core::ReadTransaction& transaction, identity::PersonId id);

}  // namespace hub::api::rest
