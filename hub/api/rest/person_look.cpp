#include "hub/api/rest/person_look.h"

#include <utility>

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

void answerWithPerson(House& house, const Reply& reply, const Result<void>& done, int status, identity::PersonId id) {
    Result<PersonView> person = done.ok() ? Result<PersonView>(PersonView()) : done.failure();
    if (person.ok()) {
        const Result<void> read = house.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
            person = personIn(house, transaction, id);
            return {};
        });
        if (!read.ok()) person = read.failure();
    }
    if (!person.ok()) {
        reply.fail(person.failure());
        return;
    }
    Response response = jsonResponse(status, core::toJson(*person, core::Exposure::Masked));
    if (status == 201) response.headers.add("Location", personPath(id));
    reply.send(std::move(response));
}

Result<flows::Next> tellUnmasked(House& house, core::Transaction& transaction, const audit::Witnessed& witnessed) {
    return flows::publish(house.care.house(), transaction, witnessed.about(), "person.unmasked", "audit_id", witnessed.entry().bits, 1, 0);
}

Result<void> requireActive(House& house, core::ReadTransaction& transaction, identity::PersonId id) {
    const Result<identity::Person> person = house.people.findPerson(transaction, id);
    if (!person.ok()) return person.failure();
    if (isActive(person->state)) return {};
    return core::Failure(core::Error::PersonNotActive, std::string(core::enumName(person->state)));
}

}  // namespace hub::api::rest
