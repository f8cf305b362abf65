#include "hub/flows/hospital_notices.h"

#include <algorithm>
#include <map>
#include <optional>

#include "hub/contract/operations/health.h"
#include "hub/contract/operations/patients.h"
#include "hub/identity/person_details.h"
#include "hub/vault/vault.h"

namespace hub::flows {

using contract::PatientMerge;
using contract::PatientUpdate;
using core::Attempt;
using core::AttemptState;
using core::Result;
using identity::FileChoice;
using identity::HospitalFile;
using identity::HospitalFileId;
using identity::LinkState;
using identity::Person;
using identity::PersonId;

namespace {

constexpr std::string_view kMerge = "merge_";    ///< then the id of the file that goes on
constexpr std::string_view kUpdate = "update_";  ///< then the version of the registration, and of who stands for it

bool isOpen(AttemptState state) {
    return state == AttemptState::Ready || state == AttemptState::Accepted || state == AttemptState::Unknown;
}

/// A merge that the hospital has made, or may have made.
bool mayHaveMerged(const Attempt& attempt) {
    return attempt.operation == PatientMerge::kName &&
           (isOpen(attempt.state) || attempt.state == AttemptState::Done || attempt.state == AttemptState::SomeoneElse ||
            attempt.state == AttemptState::Parked);
}

bool isAmong(PersonId id, const std::vector<PersonId>& people) { return std::ranges::find(people, id) != people.end(); }

}  // namespace

HospitalNotices::HospitalNotices(const House& house, identity::IdentityStore& people, FileChoices choices)
    : house_(house), people_(people), choices_(std::move(choices)) {
    house_.runner.serve(*this);
}

Result<Next> HospitalNotices::merged(core::Transaction& transaction, PersonId root) {
    const Result<std::vector<PersonId>> members = house_.merges.membersOf(transaction, root);
    if (!members.ok()) return members.failure();
    Result<Files> linked = linkedOf(transaction, *members);
    if (!linked.ok()) return linked.failure();
    std::map<std::string, Files> by_hospital;
    for (HospitalFile& file : *linked) by_hospital[file.hospital].push_back(std::move(file));
    Next next;
    for (auto& [hospital, files] : by_hospital) {
        if (files.size() < 2) continue;
        const Result<void> told = putTogether(transaction, std::move(files), next);
        if (!told.ok()) return told.failure();
    }
    return next;
}

Result<HospitalNotices::Files> HospitalNotices::linkedOf(core::ReadTransaction& transaction, const std::vector<PersonId>& people) {
    Files linked;
    for (const PersonId person : people) {
        const Result<Files> files = people_.filesOf(transaction, person);
        if (!files.ok()) return files;
        std::ranges::copy_if(*files, std::back_inserter(linked), [](const HospitalFile& file) { return file.state == LinkState::Linked; });
    }
    return linked;
}

/// All of one hospital.
Result<void> HospitalNotices::putTogether(core::Transaction& transaction, Files files, Next& next) {
    Files standing;
    for (HospitalFile& file : files) {
        const Result<bool> ended = wasToldToEnd(transaction, file);
        if (!ended.ok()) return ended.failure();
        if (!*ended) standing.push_back(std::move(file));
    }
    if (standing.size() < 2) return {};
    const FileChoice choice = choices_(standing.front().hospital);
    const std::optional<HospitalFileId> goes_on = primaryFile(standing, choice == FileChoice::Ask ? FileChoice::LastVisit : choice);
    HUB_ASSERT(goes_on.has_value());  // they are linked, and nobody is asked
    const auto stays = std::ranges::find(standing, *goes_on, &HospitalFile::id);
    for (const HospitalFile& file : standing) {
        if (file.id == stays->id) continue;
        const Result<void> told = tellMerge(transaction, file, *stays, next);
        if (!told.ok()) return told;
    }
    return {};
}

Result<bool> HospitalNotices::wasToldToEnd(core::ReadTransaction& transaction, const HospitalFile& file) {
    const Result<std::vector<Attempt>> attempts = house_.attempts.ofFlow(transaction, file.id.bits);
    if (!attempts.ok()) return attempts.failure();
    return std::ranges::any_of(*attempts, mayHaveMerged);
}

/// The hospital compares the person with its own file that goes on: so it is the registration which that one was linked with.
Result<void> HospitalNotices::tellMerge(core::Transaction& transaction, const HospitalFile& ends, const HospitalFile& stays, Next& next) {
    const Result<Person> person = people_.findPerson(transaction, stays.person);
    if (!person.ok()) return person.failure();
    const PatientMerge::Request request{stays.local.local_patient, ends.local.local_patient, person->details};
    return bringAbout(transaction, ends, std::string(kMerge) + stays.id.text(),
                      callOf<PatientMerge>(metaFor(ends.hospital, house_.terms(), ends.id.text()), request), next);
}

Result<Next> HospitalNotices::updated(core::Transaction& transaction, PersonId id) {
    const Result<Person> person = people_.findPerson(transaction, id);
    if (!person.ok()) return person.failure();
    const Result<std::vector<PersonId>> members = house_.merges.membersOf(transaction, id);
    if (!members.ok()) return members.failure();
    const Result<Files> files = linkedOf(transaction, *members);
    if (!files.ok()) return files.failure();
    Next next;
    for (const HospitalFile& file : *files) {
        const Result<bool> ended = isPutTogether(transaction, file);
        if (!ended.ok()) return ended.failure();
        const Result<void> told = *ended ? Result<void>() : tellUpdate(transaction, file, next);
        if (!told.ok()) return told.failure();
    }
    return next;
}

Result<bool> HospitalNotices::isPutTogether(core::ReadTransaction& transaction, const HospitalFile& file) {
    const Result<std::vector<Attempt>> attempts = house_.attempts.ofFlow(transaction, file.id.bits);
    if (!attempts.ok()) return attempts.failure();
    const Result<PersonId> root = house_.merges.rootOf(transaction, file.person);
    if (!root.ok()) return root.failure();
    for (const Attempt& attempt : *attempts) {
        if (!mayHaveMerged(attempt)) continue;
        const Result<HospitalFile> into = goesOnIn(transaction, attempt);
        if (!into.ok()) return into.failure();
        const Result<PersonId> other = house_.merges.rootOf(transaction, into->person);
        if (!other.ok()) return other.failure();
        if (*other == *root) return true;
    }
    return false;
}

/// A hospital knows its file by the registration that it was linked with; where they are reached is known of the person as a whole.
Result<HospitalNotices::Telling> HospitalNotices::tellingOf(core::ReadTransaction& transaction, PersonId registration) {
    Result<Person> person = people_.findPerson(transaction, registration);
    if (!person.ok()) return person.failure();
    const Result<PersonId> root = house_.merges.rootOf(transaction, registration);
    if (!root.ok()) return root.failure();
    Telling telling{person->details, std::to_string(person->version)};
    if (*root == registration) return telling;
    const Result<Person> whole = people_.findPerson(transaction, *root);
    if (!whole.ok()) return whole.failure();
    (void)identity::takeContact(telling.details, {whole->details.phone, whole->details.address});
    telling.version += "_" + std::to_string(whole->version);
    return telling;
}

Result<void> HospitalNotices::tellUpdate(core::Transaction& transaction, const HospitalFile& file, Next& next) {
    const Result<Telling> telling = tellingOf(transaction, file.person);
    if (!telling.ok()) return telling.failure();
    const Result<std::vector<Attempt>> attempts = house_.attempts.ofFlow(transaction, file.id.bits);
    if (!attempts.ok()) return attempts.failure();
    Call call = callOf<PatientUpdate>(metaFor(file.hospital, house_.terms(), file.id.text()), {file.local.local_patient, telling->details});
    const auto last = std::find_if(attempts->rbegin(), attempts->rend(),
                                   [](const Attempt& attempt) { return attempt.operation == PatientUpdate::kName; });
    if (last != attempts->rend()) {
        if (isOpen(last->state)) return {};  // two at once could arrive in the other order: its end brings this one about
        if (last->body_hash == vault::Vault::digest(call.request.reveal())) return {};
    }
    return bringAbout(transaction, file, std::string(kUpdate) + telling->version, std::move(call), next);
}

Result<void> HospitalNotices::bringAbout(core::Transaction& transaction, const HospitalFile& file, std::string step, Call call,
                                         Next& next) {
    StepOrder order{kKind, file.id.bits, std::move(step)};
    order.make = [&]() -> Result<Call> { return std::move(call); };
    const Result<Steps::Brought> brought = house_.steps.bringAbout(transaction, order, next);
    if (!brought.ok()) return brought.failure();
    const bool in_service = house_.counterparties.capability(file.hospital, contract::Ping::kName).has_value();
    if (*brought != Steps::Brought::NotOffered || in_service) return {};
    Result<Next> asked = ask(transaction, NoticeCase::NotSent, file.id.bits, file.hospital);
    if (!asked.ok()) return asked.failure();
    join(next, *std::move(asked));
    return {};
}

Result<Next> HospitalNotices::unmerged(core::Transaction& transaction, const std::vector<PersonId>& one,
                                       const std::vector<PersonId>& other) {
    Next next;
    for (const auto& [people, others] : {std::pair(&one, &other), std::pair(&other, &one)}) {
        for (const PersonId person : *people) {
            const Result<Files> files = people_.filesOf(transaction, person);
            if (!files.ok()) return files.failure();
            for (const HospitalFile& file : *files) {  // also one that the hospital has put into another by now
                const Result<void> told = toUndo(transaction, file, *others, next);
                if (!told.ok()) return told.failure();
            }
        }
    }
    return next;
}

Result<void> HospitalNotices::toUndo(core::Transaction& transaction, const HospitalFile& file, const std::vector<PersonId>& other,
                                     Next& next) {
    const Result<std::vector<Attempt>> attempts = house_.attempts.ofFlow(transaction, file.id.bits);
    if (!attempts.ok()) return attempts.failure();
    for (const Attempt& attempt : *attempts) {
        if (!mayHaveMerged(attempt)) continue;
        const Result<HospitalFile> into = goesOnIn(transaction, attempt);
        if (!into.ok()) return into.failure();
        if (!isAmong(into->person, other)) continue;
        Result<Next> asked = ask(transaction, NoticeCase::MergeToUndo, attempt.id.bits, attempt.counterparty);
        if (!asked.ok()) return asked.failure();
        join(next, *std::move(asked));
    }
    return {};
}

/// The file into which another was to be put.
Result<HospitalFile> HospitalNotices::goesOnIn(core::ReadTransaction& transaction, const Attempt& merge) {
    const Result<HospitalFileId> stays = HospitalFileId::parse(StepName::parse(merge.step).step.substr(kMerge.size()));
    return stays.ok() ? people_.findFile(transaction, *stays) : stays.failure();
}

Result<Next> HospitalNotices::onEnd(core::Transaction& transaction, const Attempt& attempt, const End& end) {
    Next next;
    if (isOpen(end.state)) return next;
    if (end.state == AttemptState::NotReached) {
        // As if it were not answered yet: the resolver sends it again, also after a restart, for as long as it takes.
        Result<Attempt> standing = house_.attempts.find(transaction, attempt.id);
        if (!standing.ok()) return standing.failure();
        const Result<Attempt> again = house_.runner.again(transaction, *std::move(standing));
        return again.ok() ? Result<Next>(std::move(next)) : again.failure();
    }
    if (end.state == AttemptState::Refused) {
        Result<Next> asked = ask(transaction, NoticeCase::Refused, attempt.id.bits, attempt.counterparty);
        if (!asked.ok()) return asked;
        join(next, *std::move(asked));
    }
    if (attempt.operation != PatientUpdate::kName) return next;
    const Result<HospitalFile> file = people_.findFile(transaction, HospitalFileId{attempt.flow_id});
    if (!file.ok()) return file.failure();
    if (file->state != LinkState::Linked) return next;
    const Result<void> told = tellUpdate(transaction, *file, next);
    return told.ok() ? Result<Next>(std::move(next)) : told.failure();
}

/// Whether the hospital has done it, only somebody who looks there can tell.
Result<void> HospitalNotices::onOverdue(core::Transaction& transaction, const Attempt& attempt) {
    return openOverdue(house_, transaction, payment::CaseAbout::HospitalFile, attempt.id.bits, attempt.counterparty);
}

Result<std::optional<Call>> HospitalNotices::fence(core::ReadTransaction& /*transaction*/, const Attempt& /*attempt*/) {
    return std::optional<Call>();
}

Result<Next> HospitalNotices::ask(core::Transaction& transaction, NoticeCase what, core::IdBits subject, std::string_view hospital) {
    return openCase(house_, transaction, payment::CaseAbout::HospitalFile, subject, core::enumName(what), hospital);
}

}  // namespace hub::flows
