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

/// A creation that was refused, or is proved never to have been, makes room for the next; any other is the same one again.
bool isOver(const core::Attempt& attempt) {
    return attempt.state == AttemptState::Refused || attempt.state == AttemptState::NotHappened ||
           attempt.state == AttemptState::SomeoneElse;
}

}  // namespace

FileFlow::FileFlow(const House& house, ChargeFlow& charges, RecordFlow& records, const People& people)
    : house_(house), charges_(charges), records_(records), people_(people) {
    house_.runner.serve(*this);
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
    contract::PatientFind::Request request;
    request.certificate = person.details.certificate;
    request.name = person.details.name;
    const Call call = callOf<contract::PatientFind>(metaFor(hospital, house_.terms(), person.id.text()), request);
    house_.counterparties.call(call, [this, person, hospital, on_done = std::move(on_done)](const CallAnswer& answer) {
        if (answer.late) return;
        const bool nobody = answer.ending == contract::Ending::Refused && answer.answer.refusal &&
                            answer.answer.refusal->reason == contract::RefusalReason::NoSuchPatient;
        if (nobody) return create(person, hospital, on_done);
        const bool cannot_look = answer.answer.trouble && answer.answer.trouble->code == core::errorInfo(Error::OperationNotOffered).code;
        if (cannot_look) return create(person, hospital, on_done);  // a hospital that only speaks HL7: it knows its own patients
        const auto found = resultOrWhy<contract::PatientFind>(hospital, answer);
        if (!found.ok()) return on_done(found.failure());
        if (found->files.empty()) return create(person, hospital, on_done);
        takeFound(person, hospital, *found, on_done);
    });
}

void FileFlow::takeFound(const Person& person, const std::string& hospital, const contract::PatientFind::Result& found,
                         Carrier::OnDone on_done) {
    const auto linked = std::make_shared<bool>(false);
    const auto work = [this, person, hospital, found, linked](core::Transaction& transaction) -> Result<Next> {
        Next next;
        for (const contract::HospitalFile& file : found.files) {
            Result<Next> taken = take(transaction, person, hospital, file, "found_by_certificate");
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
            contract::PatientCreate::Request request;
            request.person = person.details;
            const auto cards = people_.store.cardsOf(transaction, person.id);
            if (!cards.ok()) return cards.failure();
            for (const identity::Card& card : *cards) {
                if (card.state == identity::CardState::Active)
                    request.card = contract::Credential{contract::CredentialKind::RegionalCard, card.number};
            }
            return callOf<contract::PatientCreate>(metaFor(hospital, house_.terms(), person.id.text()), request);
        };
        Next next;
        const Result<Steps::Brought> brought = house_.steps.bringAbout(transaction, order, next);
        if (!brought.ok()) return brought.failure();
        if (*brought == Steps::Brought::NotOffered) return Failure(Error::CounterpartyNotAnswering, hospital);
        return next;
    };
    house_.carrier.run("file", person.id.bits, work, std::move(on_done));
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
