#include "hub/identity/hospital_files.h"

#include <algorithm>
#include <string>

#include "hub/identity/certificate.h"

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;

namespace {

bool sameContent(const contract::HospitalFile& one, const contract::HospitalFile& other) {
    return core::toJson(one, core::Exposure::Revealed) == core::toJson(other, core::Exposure::Revealed);
}

/// Whether the last word about this person was no.
bool wasRejectedFor(PersonId person, const std::vector<LinkChange>& history) {
    const auto last = std::find_if(history.rbegin(), history.rend(), [&](const LinkChange& change) { return change.person == person; });
    return last != history.rend() && last->state == LinkState::Rejected;
}

}  // namespace

Result<bool> isKnownFromFilesAlone(core::ReadTransaction& transaction, IdentityStore& store, const Person& person) {
    if (person.state != PersonState::Unverified) return false;
    const Result<std::vector<Card>> cards = store.cardsOf(transaction, person.id);
    return cards.ok() ? Result<bool>(cards->empty()) : cards.failure();
}

Result<HospitalFile> HospitalFiles::take(core::Transaction& transaction, const Person& person, std::string_view hospital,
                                         const contract::HospitalFile& local, const LinkReason& reason) {
    const Result<Evidence> weighed = evidenceOf(transaction, person, local.person);
    if (!weighed.ok()) return weighed.failure();
    const Evidence& evidence = *weighed;
    Result<std::optional<HospitalFile>> before = store_.fileByLocalPatient(transaction, hospital, local.local_patient.reveal());
    if (!before.ok()) return before.failure();
    if (!*before) {
        const HospitalFile file{.id = ids_.next<HospitalFileId>(),
                                .hospital = std::string(hospital),
                                .person = person.id,
                                .local = local,
                                .state = evidence.links() ? LinkState::Linked : LinkState::Candidate,
                                .merged_into = {}};
        const Result<bool> added = store_.addFile(transaction, file, lineOf(file, reason, evidence));
        if (!added.ok()) return added.failure();
        if (*added) return file;
        // Another lane added the same file a moment ago; the row is committed by now.
        before = store_.fileByLocalPatient(transaction, hospital, local.local_patient.reveal());
        if (!before.ok()) return before.failure();
        if (!*before) return Failure(Error::HospitalFileNotFound);
    }
    return takeStanding(transaction, person, **before, local, reason, evidence);
}

Result<HospitalFile> HospitalFiles::takeStanding(core::Transaction& transaction, const Person& person, const HospitalFile& standing,
                                                 const contract::HospitalFile& local, const LinkReason& reason, const Evidence& evidence) {
    if (standing.state == LinkState::MergedInto) return Failure(Error::LinkNotAllowed, "it is merged into another file");
    HospitalFile file = standing;
    file.local = local;
    if (standing.person != person.id) {
        const Result<bool> may = mayTakeOver(transaction, person, standing, evidence);
        if (!may.ok()) return may.failure();
        if (!*may) return Failure(Error::HospitalFileOfAnother);
        file.person = person.id;
        file.state = LinkState::Candidate;
    }
    if (file.state == LinkState::Candidate && evidence.links()) file.state = LinkState::Linked;
    return change(transaction, standing, file, reason, evidence);
}

Result<bool> HospitalFiles::mayTakeOver(core::ReadTransaction& transaction, const Person& person, const HospitalFile& standing,
                                        const Evidence& evidence) {
    if (standing.state == LinkState::Linked) {
        if (!evidence.links()) return false;
        const Result<Person> holder = store_.findPerson(transaction, standing.person);
        if (!holder.ok()) return holder.failure();
        const Result<bool> from_files = isKnownFromFilesAlone(transaction, store_, *holder);
        if (!from_files.ok() || !*from_files) return from_files;
    }
    const Result<std::vector<LinkChange>> history = store_.historyOf(transaction, standing.id);
    if (!history.ok()) return history.failure();
    return !wasRejectedFor(person.id, *history);
}

Result<HospitalFile> HospitalFiles::link(core::Transaction& transaction, const Person& person, HospitalFileId id,
                                         const LinkReason& reason) {
    const Result<HospitalFile> standing = store_.findFile(transaction, id);
    if (!standing.ok()) return standing;
    if (standing->state == LinkState::MergedInto) return Failure(Error::LinkNotAllowed, "it is merged into another file");
    if (standing->state == LinkState::Linked && standing->person != person.id) return Failure(Error::HospitalFileOfAnother);
    HospitalFile file = *standing;
    file.person = person.id;
    file.state = LinkState::Linked;
    const Result<Evidence> evidence = evidenceOf(transaction, person, file.local.person);
    if (!evidence.ok()) return evidence.failure();
    return change(transaction, *standing, file, reason, *evidence);
}

/// A file from before a renewal has a number that the person gave up: it is theirs.
Result<Evidence> HospitalFiles::evidenceOf(core::ReadTransaction& transaction, const Person& person, const contract::PersonDetails& file) {
    const core::Date today = core::shanghaiDate(clock_.utc(), core::Duration(0));
    Evidence evidence = compare(person.details, file, today);
    if (evidence.certificate != Agreement::Differs) return evidence;
    const Result<CheckedCertificate> theirs = checkCertificate(*file.certificate, today);
    if (!theirs.ok()) return theirs.failure();
    const Result<std::optional<Person>> holder = store_.personByCertificate(transaction, theirs->certificate);
    if (!holder.ok()) return holder.failure();
    if (*holder && (*holder)->id == person.id) evidence.certificate = Agreement::Agrees;
    return evidence;
}

Result<HospitalFile> HospitalFiles::doubt(core::Transaction& transaction, HospitalFileId id, const LinkReason& reason) {
    const Result<HospitalFile> standing = store_.findFile(transaction, id);
    if (!standing.ok() || standing->state == LinkState::Candidate) return standing;
    if (standing->state != LinkState::Linked) return Failure(Error::LinkNotAllowed, "it is not linked");
    HospitalFile file = *standing;
    file.state = LinkState::Candidate;
    return change(transaction, *standing, file, reason, Evidence());
}

Result<HospitalFile> HospitalFiles::reject(core::Transaction& transaction, HospitalFileId id, const LinkReason& reason) {
    const Result<HospitalFile> standing = store_.findFile(transaction, id);
    if (!standing.ok()) return standing;
    if (standing->state == LinkState::MergedInto) return Failure(Error::LinkNotAllowed, "it is merged into another file");
    HospitalFile file = *standing;
    file.state = LinkState::Rejected;
    return change(transaction, *standing, file, reason, Evidence());
}

Result<HospitalFile> HospitalFiles::mergeInto(core::Transaction& transaction, HospitalFileId id, HospitalFileId into,
                                              const LinkReason& reason) {
    if (id == into) return Failure(Error::LinkNotAllowed, "a file is not merged into itself");
    const Result<HospitalFile> standing = store_.findFile(transaction, id);
    if (!standing.ok()) return standing;
    const Result<HospitalFile> target = store_.findFile(transaction, into);
    if (!target.ok()) return target;
    if (standing->hospital != target->hospital) return Failure(Error::LinkNotAllowed, "the files are of two hospitals");
    if (target->state == LinkState::MergedInto) return Failure(Error::LinkNotAllowed, "the other file is itself merged");
    HospitalFile file = *standing;
    file.state = LinkState::MergedInto;
    file.merged_into = into;
    return change(transaction, *standing, file, reason, Evidence());
}

Result<std::vector<HospitalFile>> HospitalFiles::linkedAt(core::ReadTransaction& transaction, PersonId person, std::string_view hospital) {
    Result<std::vector<HospitalFile>> files = store_.filesOf(transaction, person);
    if (!files.ok()) return files;
    std::erase_if(*files, [&](const HospitalFile& file) { return file.state != LinkState::Linked || file.hospital != hospital; });
    return files;
}

LinkChange HospitalFiles::lineOf(const HospitalFile& file, const LinkReason& reason, const Evidence& evidence) const {
    return {.number = file.version,
            .person = file.person,
            .state = file.state,
            .merged_into = file.merged_into,
            .at = clock_.utc(),
            .by = reason.by,
            .why = reason.why,
            .evidence = evidence};
}

/// Writes what is new in `file`, nothing when that is nothing.
Result<HospitalFile> HospitalFiles::change(core::Transaction& transaction, const HospitalFile& standing, HospitalFile file,
                                           const LinkReason& reason, const Evidence& evidence) {
    const bool same_link = file.person == standing.person && file.state == standing.state && file.merged_into == standing.merged_into;
    if (same_link && sameContent(file.local, standing.local)) return standing;
    std::optional<LinkChange> line;
    if (!same_link) {
        line = lineOf(file, reason, evidence);
        line->number = standing.version + 1;
    }
    const Result<std::int64_t> version = store_.changeFile(transaction, file, line);
    if (!version.ok()) return version.failure();
    file.version = *version;
    return file;
}

}  // namespace hub::identity
