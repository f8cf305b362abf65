#include "hub/flows/file_flow.h"

#include <algorithm>
#include <utility>

#include "hub/flows/answers.h"

namespace hub::flows {

using core::AttemptState;
using core::Error;
using core::Failure;
using core::Result;
using identity::HospitalFile;
using identity::LinkState;
using identity::Person;

namespace {

constexpr std::string_view kBy = "hub";
constexpr std::string_view kFound = "found_by_number";

/// A creation that was refused, or is proved never to have been, makes room for the next; any other is the same one again.
bool isOver(const core::Attempt& attempt) {
    return attempt.state == AttemptState::Refused || attempt.state == AttemptState::NotHappened ||
           attempt.state == AttemptState::SomeoneElse;
}

}  // namespace

FileFlow::FileFlow(const House& house, ChargeFlow& charges, RecordFlow& records, const People& people)
    : house_(house), charges_(charges), records_(records), people_(people), search_(house, {people.store, people.credentials}) {
    house_.runner.serve(*this);
    const auto missing = [this](const ChargedFile& file) { lookForMissing(file); };
    charges_.whenMissing(missing);
    records_.whenMissing(missing);
}

void FileFlow::open(identity::PersonId id, std::string_view hospital, Carrier::OnDone on_done) {
    Result<Person> person = Failure(Error::PersonNotFound, id.text());
    bool linked = false;
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        person = people_.store.findPerson(transaction, id);
        if (!person.ok()) return person.failure();
        const auto files = people_.files.linkedAt(transaction, id, hospital);
        if (!files.ok()) return files.failure();
        linked = !files->empty();
        return {};
    });
    if (!read.ok() || linked) return house_.executor.post([read, on_done = std::move(on_done)] { on_done(read); });
    look(*person, std::string(hospital), std::move(on_done));
}

void FileFlow::look(const Person& person, const std::string& hospital, Carrier::OnDone on_done) {
    search_.find(person, hospital, [this, person, hospital, on_done = std::move(on_done)](const Result<FileSearch::Found>& found) {
        if (!found.ok()) return on_done(found.failure());
        // A hospital that cannot look knows its own patients.
        if (found->files.empty()) return create(person, hospital, on_done);
        takeFound(person, hospital, *found, on_done);
    });
}

void FileFlow::takeFound(const Person& person, const std::string& hospital, const FileSearch::Found& found, Carrier::OnDone on_done) {
    const auto linked = std::make_shared<bool>(false);
    const auto work = [this, person, hospital, found, linked](core::Transaction& transaction) -> Result<Next> {
        Next next;
        for (const contract::HospitalFile& file : found.files) {
            Result<Next> taken = take(transaction, person, hospital, file, kFound);
            if (!taken.ok()) return taken.failure();
            join(next, std::move(*taken));
        }
        const auto files = people_.files.linkedAt(transaction, person.id, hospital);
        if (!files.ok()) return files.failure();
        *linked = !files->empty();
        return next;
    };
    house_.carrier.run("file", person.id.bits, work, [linked, hospital, on_done = std::move(on_done)](const Result<void>& done) {
        on_done(done.ok() && !*linked ? Result<void>(Failure(Error::HospitalFileNotConfirmed, hospital)) : done);
    });
}

void FileFlow::create(const Person& person, const std::string& hospital, Carrier::OnDone on_done) {
    const auto work = [this, person, hospital](core::Transaction& transaction) -> Result<Next> {
        const Result<std::vector<core::Attempt>> attempts = house_.attempts.ofFlow(transaction, person.id.bits);
        if (!attempts.ok()) return attempts.failure();
        const auto in_state = [&](auto is) {
            return std::ranges::count_if(*attempts,
                                         [&](const core::Attempt& attempt) { return attempt.counterparty == hospital && is(attempt); });
        };
        if (in_state([](const core::Attempt& attempt) { return attempt.state == AttemptState::Parked; }) > 0)
            return Failure(Error::HospitalFileNotConfirmed, hospital);
        const auto over = in_state(isOver);
        StepOrder order{kKind, person.id.bits, "create_" + hospital + "_" + std::to_string(over + 1)};
        order.make = [&]() -> Result<Call> {
            const Result<contract::PatientCreate::Request> request = creationOf(transaction, person);
            if (!request.ok()) return request.failure();
            return callOf<contract::PatientCreate>(metaFor(hospital, house_.terms(), person.id.text()), *request);
        };
        Next next;
        const Result<Steps::Brought> brought = house_.steps.bringAbout(transaction, order, next);
        if (!brought.ok()) return brought.failure();
        if (*brought == Steps::Brought::NotOffered) return Failure(Error::CounterpartyNotAnswering, hospital);
        return next;
    };
    house_.carrier.run("file", person.id.bits, work, std::move(on_done));
}

/// What the hospital has to know for a file: of a child who answers for it, of a newborn without a certificate which one it is.
Result<contract::PatientCreate::Request> FileFlow::creationOf(core::ReadTransaction& transaction, const Person& person) {
    contract::PatientCreate::Request request;
    request.person = person.details;
    const auto cards = people_.store.cardsOf(transaction, person.id);
    if (!cards.ok()) return cards.failure();
    for (const identity::Card& card : *cards) {
        if (card.state == identity::CardState::Active)
            request.card = contract::Credential{contract::CredentialKind::RegionalCard, card.number};
    }
    // It ends by itself when the child is 14.
    const auto guardians = people_.relations.liveOfSubject(transaction, person.id, identity::RelationKind::Guardian, house_.clock.utc(), 1);
    if (!guardians.ok()) return guardians.failure();
    if (!guardians->empty()) {
        const Result<Person> guardian = people_.store.findPerson(transaction, guardians->front().holder);
        if (!guardian.ok()) return guardian.failure();
        request.guardian = guardian->details;
    }
    if (person.details.certificate) return request;
    const auto mothers =
        people_.relations.liveOfSubject(transaction, person.id, identity::RelationKind::MotherChild, house_.clock.utc(), 1);
    if (!mothers.ok()) return mothers.failure();
    if (!mothers->empty()) request.birth_order = mothers->front().birth_order;
    return request;
}

Result<Next> FileFlow::take(core::Transaction& transaction, const Person& person, std::string_view hospital,
                            const contract::HospitalFile& file, std::string_view why) {
    const Result<HospitalFile> taken = people_.files.take(transaction, person, hospital, file, {std::string(kBy), std::string(why)});
    if (!taken.ok()) return taken.failure();
    Next next{{}, {[this, id = person.id.bits] { house_.changes.tell(id); }}};
    if (taken->state != LinkState::Linked) return next;
    Result<Next> followed = linked(transaction, {std::string(hospital), file.local_patient, person.id});
    if (!followed.ok()) return followed.failure();
    join(next, std::move(*followed));
    return next;
}

Result<Next> FileFlow::linked(core::Transaction& transaction, const ChargedFile& file) {
    Result<Next> next = charges_.assign(transaction, file);
    if (!next.ok()) return next;
    Result<Next> records = records_.assign(transaction, file);
    if (!records.ok()) return records;
    join(*next, std::move(*records));
    return next;
}

/// True once in a while for a file. What is remembered is forgotten with the time.
bool FileFlow::isDueAgain(identity::HospitalFileId id) {
    const core::MonoTime now = house_.clock.mono();
    const std::lock_guard lock(mutex_);
    std::erase_if(looked_for_last_, [now](const auto& one) { return one.second + kLookAgainAfter <= now; });
    return looked_for_last_.emplace(id.bits, now).second;
}

void FileFlow::lookForMissing(const ChargedFile& missing) {
    std::optional<HospitalFile> file;
    std::optional<Person> person;
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const auto standing = people_.store.fileByLocalPatient(transaction, missing.hospital, missing.local_patient.reveal());
        if (!standing.ok()) return standing.failure();
        if (!*standing || (*standing)->state != LinkState::Linked) return {};
        file = **standing;
        const Result<Person> found = people_.store.findPerson(transaction, file->person);
        if (!found.ok()) return found.failure();
        person = *found;
        return {};
    });
    // What fails here is tried again with the next "no such patient".
    if (!read.ok() || !person || !isDueAgain(file->id)) return;
    search_.find(*person, missing.hospital, [this, id = file->id](const Result<FileSearch::Found>& found) {
        if (!found.ok() || !found->looked) return;
        house_.carrier.run("file-missing", id.bits,
                           [this, id, found = *found](core::Transaction& transaction) { return concludeMissing(transaction, id, found); });
    });
}

Result<Next> FileFlow::concludeMissing(core::Transaction& transaction, identity::HospitalFileId id, const FileSearch::Found& found) {
    const Result<HospitalFile> file = people_.store.findFile(transaction, id);
    if (!file.ok()) return file.failure();
    if (file->state != LinkState::Linked) return Next{};
    const auto is_it = [&](const contract::HospitalFile& one) {
        return one.local_patient.reveal().text == file->local.local_patient.reveal().text;
    };
    if (std::ranges::any_of(found.files, is_it)) return Next{};
    const Result<Person> person = people_.store.findPerson(transaction, file->person);
    if (!person.ok()) return person.failure();
    const Result<HospitalFile> doubted = people_.files.doubt(transaction, id, {std::string(kBy), "no_such_patient"});
    if (!doubted.ok()) return doubted.failure();
    Result<Next> next = Next{{}, {[this, about = person->id.bits] { house_.changes.tell(about); }}};
    // The hospital may have put it into another, which stands in its place from now on; into somebody else's, staff sees from the case.
    for (const contract::HospitalFile& other : found.files) {
        Result<Next> taken = take(transaction, *person, file->hospital, other, kFound);
        if (!taken.ok() && taken.failure().error() == Error::HospitalFileOfAnother) continue;
        if (!taken.ok()) return taken;
        join(*next, std::move(*taken));
    }
    Result<Next> told = publish(house_, transaction, person->id, "file.missing", "file_id", id.bits, doubted->version, 0);
    if (!told.ok()) return told;
    join(*next, std::move(*told));
    Result<Next> asked = openCase(house_, transaction, payment::CaseAbout::HospitalFile, id.bits, kFileMissing, file->hospital);
    if (!asked.ok()) return asked;
    join(*next, std::move(*asked));
    return next;
}

Result<Next> FileFlow::onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) {
    if (end.state == AttemptState::Done) {
        const auto created = resultOf<contract::PatientCreate>(end.answer);
        if (!created.ok()) return created.failure();
        const Result<Person> person = people_.store.findPerson(transaction, identity::PersonId{attempt.flow_id});
        if (!person.ok()) return person.failure();
        Result<Next> taken = take(transaction, *person, attempt.counterparty, created->file, "created");
        const bool of_another = !taken.ok() && taken.failure().error() == Error::HospitalFileOfAnother;
        if (!of_another) return taken;
        // The hospital told of it before it answered, or gave the number of somebody's file: a person looks, and the answer is kept.
        const Result<void> told = onOverdue(transaction, attempt);
        if (!told.ok()) return told.failure();
    }
    return Next{{}, {[this, id = attempt.flow_id] { house_.changes.tell(id); }}};
}

/// Whether the hospital has made the file, only somebody who looks there can tell: made once more it could be a second one.
Result<void> FileFlow::onOverdue(core::Transaction& transaction, const core::Attempt& attempt) {
    return openOverdue(house_, transaction, payment::CaseAbout::HospitalFile, attempt.id.bits, attempt.counterparty);
}

Result<std::optional<Call>> FileFlow::fence(core::ReadTransaction& /*transaction*/, const core::Attempt& /*attempt*/) {
    return std::optional<Call>();
}

}  // namespace hub::flows
