#include "hub/identity/index/known_people.h"

#include <utility>

#include "hub/identity/hospital_files.h"

namespace hub::identity::index {

using core::Result;
using matching::Features;

Result<std::vector<KnownPeople::Record>> KnownPeople::recordsOf(core::ReadTransaction& transaction, PersonId registration) const {
    const Result<Person> person = parts_.people.findPerson(transaction, registration);
    if (!person.ok()) return person.failure();
    const Result<std::vector<HospitalFile>> files = parts_.people.filesOf(transaction, registration);
    if (!files.ok()) return files.failure();
    std::vector<Record> records(1 + files->size());
    bool has_file = false;
    for (std::size_t i = 0; i < files->size(); ++i) {
        const HospitalFile& file = (*files)[i];
        records[i + 1].id = file.id.bits;
        if (file.state != LinkState::Linked) continue;
        records[i + 1].features = parts_.index.read(file.local.person);
        has_file = true;
    }
    records.front().id = registration.bits;
    const Result<bool> nobody = has_file ? Result<bool>(false) : isKnownFromFilesAlone(transaction, parts_.people, *person);
    if (!nobody.ok()) return nobody.failure();
    if (*nobody) return records;
    Result<Features> own = registrationOf(transaction, *person);
    if (!own.ok()) return own.failure();
    records.front().features = *std::move(own);
    return records;
}

Result<Known> KnownPeople::of(core::ReadTransaction& transaction, PersonId person) const {
    const Result<PersonId> root = parts_.merges.rootOf(transaction, person);
    if (!root.ok()) return root.failure();
    const Result<std::vector<PersonId>> members = parts_.merges.membersOf(transaction, *root);
    if (!members.ok()) return members.failure();
    auto all = std::make_shared<std::vector<Features>>();
    for (const PersonId member : *members) {
        Result<std::vector<Record>> records = recordsOf(transaction, member);
        if (!records.ok()) return records.failure();
        for (Record& record : *records) {
            if (record.features) all->push_back(*std::move(record.features));
        }
    }
    return Known{*root, std::move(all)};
}

Result<Features> KnownPeople::registrationOf(core::ReadTransaction& transaction, const Person& person) const {
    Features features = parts_.index.read(person.details);
    if (person.details.certificate) return features;
    const auto mother = parts_.relations.liveOfSubject(transaction, person.id, RelationKind::MotherChild, parts_.clock.utc(), 1);
    if (!mother.ok()) return mother.failure();
    if (mother->empty()) return features;
    features.mother = 0;
    features.birth_order = static_cast<std::uint8_t>(mother->front().birth_order.value_or(0));
    return features;
}

}  // namespace hub::identity::index
