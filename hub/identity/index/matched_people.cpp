#include "hub/identity/index/matched_people.h"

#include <utility>

namespace hub::identity::index {

using core::Result;

namespace {

/// Of one person's messages any comes first: each asks anew. By time, and random enough that no two units take the same.
std::int64_t orderOf(const core::OutboxId& id) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8U | id.bits.bytes.at(i + 1);
    return static_cast<std::int64_t>(number >> 1U);
}

}  // namespace

core::OutboxMessage matchQuestion(PersonId person, core::IdSource& ids, const core::Clock& clock) {
    core::OutboxMessage question;
    question.id = ids.next<core::OutboxId>();
    question.topic = kMatchTopic;
    question.order_key = person.bits;
    question.order_no = orderOf(question.id);
    question.not_before = clock.utc();
    return question;
}

Result<void> MatchedPeople::addPerson(core::Transaction& transaction, const Person& person) {
    const Result<void> added = store_.addPerson(transaction, person);
    return added.ok() ? ask(transaction, person.id) : added;
}

Result<void> MatchedPeople::addNewborn(core::Transaction& transaction, const Person& person, const NewbornKey& key) {
    const Result<void> added = store_.addNewborn(transaction, person, key);
    return added.ok() ? ask(transaction, person.id) : added;
}

Result<std::int64_t> MatchedPeople::changePerson(core::Transaction& transaction, const Person& person) {
    const Result<std::int64_t> version = store_.changePerson(transaction, person);
    if (!version.ok()) return version;
    const Result<void> asked = ask(transaction, person.id);
    return asked.ok() ? version : asked.failure();
}

Result<bool> MatchedPeople::addFile(core::Transaction& transaction, const HospitalFile& file, const LinkChange& change) {
    const Result<bool> added = store_.addFile(transaction, file, change);
    if (!added.ok() || !*added || file.state != LinkState::Linked) return added;
    const Result<void> asked = ask(transaction, file.person);
    return asked.ok() ? added : asked.failure();
}

Result<std::int64_t> MatchedPeople::changeFile(core::Transaction& transaction, const HospitalFile& file,
                                               const std::optional<LinkChange>& change) {
    std::vector<PersonId> concerned{file.person};
    if (change) {  // perhaps it was somebody else's
        const Result<HospitalFile> before = store_.findFile(transaction, file.id);
        if (!before.ok()) return before.failure();
        if (before->person != file.person) concerned.push_back(before->person);
    }
    const Result<std::int64_t> version = store_.changeFile(transaction, file, change);
    if (!version.ok()) return version;
    for (const PersonId person : concerned) {
        const Result<void> asked = ask(transaction, person);
        if (!asked.ok()) return asked.failure();
    }
    return version;
}

Result<void> MatchedPeople::ask(core::Transaction& transaction, PersonId person) {
    return outbox_.add(transaction, matchQuestion(person, ids_, clock_));
}

}  // namespace hub::identity::index
