#include "hub/flows/file_matching.h"

#include <optional>
#include <utility>

#include "hub/identity/certificate.h"
#include "hub/identity/name.h"

namespace hub::flows {

using core::Error;
using core::Failure;
using core::Result;
using identity::LinkState;
using identity::PersonId;
using identity::index::Decision;
using identity::index::Known;
using identity::index::MatchedRecord;
using identity::index::Placed;
using identity::index::Placement;

namespace {

constexpr std::string_view kBy = "matching";

}  // namespace

Result<Next> FileMatching::take(core::Transaction& transaction, std::string_view hospital, const contract::HospitalFile& told) {
    if (!identity::checkName(told.person.name.reveal()).ok()) return Next{};
    const MatchedRecord record = parts_.index.packed(parts_.index.read(told.person));
    const Result<Decision> decision = decide(transaction, told, record);
    if (!decision.ok()) return decision.failure();
    const Placement placement = identity::index::placementOf(*decision, hospital, told, record.features, house_.ids, house_.clock);
    const Result<bool> written = identity::index::write(transaction, parts_.people, parts_.files, placement, kBy);
    if (!written.ok()) return written.failure();
    if (!*written) return Failure(Error::VersionConflict, placement.file.id.text());

    const PersonId person = placement.file.person;
    Next next{{}, {[this, how = placement.how, id = person.bits] {
                  count(how);
                  house_.changes.tell(id);
              }}};
    if (placement.file.state != LinkState::Linked) return next;
    const Result<void> kept = parts_.index.keep(transaction, placement.file.id.bits, person, record);
    if (!kept.ok()) return kept.failure();
    next.after.emplace_back([this, person, record] { parts_.index.take(person, record); });
    Result<Next> linked = flow_.linked(transaction, {std::string(hospital), told.local_patient, person});
    if (!linked.ok()) return linked.failure();
    join(next, std::move(*linked));
    return next;
}

Result<Decision> FileMatching::decide(core::Transaction& transaction, const contract::HospitalFile& told,
                                      const MatchedRecord& record) const {
    // The image learns of a person a moment after they register: who holds the file's certificate is looked up.
    std::optional<PersonId> holder;
    if (told.person.certificate) {
        const auto checked =
            identity::checkCertificate(*told.person.certificate, core::shanghaiDate(house_.clock.utc(), core::Duration(0)));
        const auto found = checked.ok() ? parts_.people.personByCertificate(transaction, checked->certificate)
                                        : Result<std::optional<identity::Person>>(std::optional<identity::Person>());
        if (!found.ok()) return found.failure();
        if (*found) holder = (*found)->id;
    }
    return parts_.index.decide({.records = {&record, 1}, .holder = holder}, [&](PersonId person) -> Result<Known> {
        Result<Known> known = parts_.known.of(transaction, person);
        const bool unseen = !known.ok() && known.failure().error() == Error::PersonNotFound;
        return unseen ? Result<Known>(Failure(Error::MatchingNotReady)) : std::move(known);
    });
}

void FileMatching::count(Placed how) {
    switch (how) {
        case Placed::Created:
            ++counters_.created;
            break;
        case Placed::Linked:
            ++counters_.linked;
            break;
        case Placed::Probable:
            ++counters_.probable;
            break;
        case Placed::Review:
            ++counters_.review;
            break;
    }
}

}  // namespace hub::flows
