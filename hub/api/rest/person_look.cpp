#include "hub/api/rest/person_look.h"

#include "hub/api/rest/members.h"

namespace hub::api::rest {

using core::Result;

std::string personPath(identity::PersonId id) { return "/api/v1/people/" + id.text(); }

Result<PersonView> personIn(House& house, core::ReadTransaction& transaction, identity::PersonId id) {
    const Result<identity::Person> person = house.people.findPerson(transaction, id);
    if (!person.ok()) return person.failure();
    const Result<std::optional<identity::Card>> card = activeCardOf(house, transaction, id);
    if (!card.ok()) return card.failure();
    return viewOf(*person, *card);
}

Result<void> requireActive(House& house, core::ReadTransaction& transaction, identity::PersonId id) {
    const Result<identity::Person> person = house.people.findPerson(transaction, id);
    if (!person.ok()) return person.failure();
    if (isActive(person->state)) return {};
    return core::Failure(core::Error::PersonNotActive, std::string(core::enumName(person->state)));
}

}  // namespace hub::api::rest
