#include "hub/identity/index/placement.h"

#include <string>

#include "hub/identity/index/judgement.h"
#include "hub/identity/registration.h"

namespace hub::identity::index {

using core::Error;
using core::Result;

Placement placementOf(const Decision& decision, std::string_view hospital, const contract::HospitalFile& local,
                      const matching::Features& features, core::IdSource& ids, const core::Clock& clock) {
    const core::Date today = core::shanghaiDate(clock.utc(), core::Duration(0));
    Placement placement;
    placement.file = {.id = ids.next<HospitalFileId>(), .hospital = std::string(hospital), .person = {}, .local = local, .merged_into = {}};
    if (decision.band == matching::Band::New) {
        contract::PersonDetails details = local.person;
        if (features.name.child_of != matching::ChildOf::Nobody) details.certificate.reset();
        placement.person = Person{.id = ids.next<PersonId>(), .details = soundDetails(details, today), .registered_at = clock.utc()};
        placement.file.person = placement.person->id;
        placement.file.state = LinkState::Linked;
        placement.evidence = compare(placement.person->details, local.person, today);
        return placement;
    }
    const Found& best = decision.found.front();
    const bool link = decision.band == matching::Band::Link;
    const bool certain = link && isCertain(best.score);
    placement.how = certain ? Placed::Linked : link ? Placed::Probable : Placed::Review;
    placement.file.person = best.person;
    placement.file.state = certain ? LinkState::Linked : LinkState::Candidate;
    placement.evidence = evidenceOf(best.score, *decision.weights);
    return placement;
}

Result<bool> write(core::Transaction& transaction, IdentityStore& people, HospitalFiles& files, const Placement& placement,
                   std::string_view by) {
    if (placement.person) {
        Person person = *placement.person;
        Result<void> added = people.addPerson(transaction, person);
        if (!added.ok() && added.failure().error() == Error::CertificateTaken) {
            person.details.certificate.reset();
            added = people.addPerson(transaction, person);
        }
        if (!added.ok()) return added.failure();
    }
    return files.place(transaction, placement.file, {std::string(by), "matched"}, placement.evidence);
}

}  // namespace hub::identity::index
