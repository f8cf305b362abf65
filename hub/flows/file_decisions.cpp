#include "hub/flows/file_decisions.h"

#include <string>
#include <utility>

namespace hub::flows {

using core::Error;
using core::Failure;
using core::Result;
using identity::HospitalFile;
using identity::HospitalFileId;
using identity::LinkState;
using identity::PersonId;

namespace {

ChargedFile chargedFile(const HospitalFile& file) { return {file.hospital, file.local.local_patient, file.person}; }

}  // namespace

Result<Next> FileDecisions::link(core::Transaction& transaction, std::string_view hospital, HospitalFileId id, PersonId person,
                                 std::string_view by) {
    const Result<HospitalFile> before = fileOf(transaction, hospital, id);
    if (!before.ok()) return before.failure();
    const Result<PersonId> registration = registrationFor(transaction, *before, person);
    if (!registration.ok()) return registration.failure();
    const Result<identity::Person> holder = parts_.store.findPerson(transaction, *registration);
    if (!holder.ok()) return holder.failure();
    const Result<HospitalFile> file = parts_.files.link(transaction, *holder, id, {std::string(by), "certificate_seen"});
    if (!file.ok()) return file.failure();
    if (file->version == before->version) return Next{};
    Result<Next> next = parts_.charges.assign(transaction, chargedFile(*file));
    if (!next.ok()) return next;
    Result<Next> records = parts_.records.assign(transaction, chargedFile(*file));
    if (!records.ok()) return records;
    join(*next, std::move(*records));
    Result<Next> told = publish(house_, transaction, file->person, "file.linked", "file_id", id.bits, file->version, 0);
    if (!told.ok()) return told;
    join(*next, std::move(*told));
    return next;
}

Result<Next> FileDecisions::reject(core::Transaction& transaction, std::string_view hospital, HospitalFileId id, std::string_view by) {
    const Result<HospitalFile> before = fileOf(transaction, hospital, id);
    if (!before.ok()) return before.failure();
    const Result<HospitalFile> file = parts_.files.reject(transaction, id, {std::string(by), "not_this_person"});
    if (!file.ok()) return file.failure();
    if (file->version == before->version) return Next{};
    if (before->state == LinkState::Linked) {
        Result<void> released = parts_.charges.release(transaction, chargedFile(*before));
        if (released.ok()) released = parts_.records.release(transaction, chargedFile(*before));
        if (!released.ok()) return released.failure();
    }
    return publish(house_, transaction, file->person, "file.rejected", "file_id", id.bits, file->version, 0);
}

/// What another hospital's file is called says nothing to this one.
Result<HospitalFile> FileDecisions::fileOf(core::ReadTransaction& transaction, std::string_view hospital, HospitalFileId id) const {
    Result<HospitalFile> file = parts_.store.findFile(transaction, id);
    if (file.ok() && file->hospital != hospital) return Failure(Error::HospitalFileNotFound);
    return file;
}

Result<PersonId> FileDecisions::registrationFor(core::ReadTransaction& transaction, const HospitalFile& file, PersonId person) const {
    const Result<PersonId> wanted = parts_.merges.rootOf(transaction, person);
    if (!wanted.ok()) return wanted;
    const Result<PersonId> standing = parts_.merges.rootOf(transaction, file.person);
    if (!standing.ok()) return standing;
    return *wanted == *standing ? file.person : person;
}

}  // namespace hub::flows
