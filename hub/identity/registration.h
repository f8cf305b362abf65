#pragma once

#include <optional>

#include "hub/core/ids.h"
#include "hub/identity/cards.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/person_details.h"

namespace hub::identity {

/// Who brings somebody to be registered.
enum class Coming {
    Alone,         ///< nobody: no child under 14 comes so
    WithGuardian,  ///< a guardian whom the caller (Newborns) has looked at
    Scanned,       ///< an identity service that read a code: who stands is found as they stand, a child under 14 too, but none is added
};

struct Registered {
    Person person;
    std::optional<Card> card = {};  ///< the active one; none while the person's card is lost or closed
    bool created = false;           ///< false: the person stood already
    bool first = false;             ///< created, or known until now from hospitals' files and lists alone: the card is their first
    bool filled = false;            ///< who stood got details that were not known
    bool related = false;           ///< by Newborns: to a mother, to a guardian
};

/// What came of giving somebody a certificate.
struct GivenCertificate {
    Person person;
    bool changed = false;                   ///< false: it was theirs already, or is `taken_by` somebody
    std::optional<PersonId> taken_by = {};  ///< who holds it, or held it: perhaps the two are one, which a review says
};

/// A person comes into the region's books once, and changes there. Children under 14 and newborns come in by Newborns.
/// Any thread.
class Registration {
  public:
    /// All outlive this.
    Registration(IdentityStore& store, Cards& cards, core::IdSource& ids, const core::Clock& clock)
        : store_(store), cards_(cards), ids_(ids), clock_(clock) {}

    /// Adds the person, unverified, and a card. The same certificate, or one that they gave up, with the same name is the same person
    /// again, as they stand: nothing is changed. But who never had a card, being known from hospitals' files and lists alone, gets one, and
    /// what was not known of them is filled in. Of two at once one adds, the other finds. Sex and day of birth come from the certificate
    /// where it says them.
    /// Also: as of checkDetails(); GuardianMissing (a child under 14, by what is said or by what stands, unless `coming` lets it in),
    /// RegistrationRefused (the certificate stands under another name; the answer tells no more than that it cannot be done online),
    /// PersonNotActive.
    core::Result<Registered> registerPerson(core::Transaction& transaction, const contract::PersonDetails& details,
                                            Coming coming = Coming::Alone);

    /// Whether an identity service should be asked before registerPerson(): nobody holds the certificate, or somebody of this name whom
    /// only files and lists know and nobody has verified. REQUIRES: `checked` by checkDetails().
    core::Result<bool> isToBeAskedAbout(core::ReadTransaction& transaction, const contract::PersonDetails& checked);

    /// The person has this certificate from now on; what they have been told apart by before keeps leading to them, and id, cards and files
    /// stay. Who has none gets its name too: a newborn is called by its mother until then. Else the one they have must give way to it, and
    /// the name is written as it stands. Sex and day of birth must agree; a phone or address that is said is new. Whether the person is
    /// verified does not change. The same certificate again changes nothing.
    /// Also: as of checkDetails(); CertificateContradicts (sex, birth_date or name are others; "certificate": theirs does not give way, or
    /// they gave this one up), CertificateTaken (at the same moment), PersonNotFound, PersonNotActive.
    core::Result<GivenCertificate> giveCertificate(core::Transaction& transaction, PersonId id, const contract::PersonDetails& details);
    /// What giveCertificate() would do now. Errors as of giveCertificate().
    core::Result<GivenCertificate> tryCertificate(core::ReadTransaction& transaction, PersonId id, const contract::PersonDetails& details);

    /// What stands already changes nothing. Also: as of checkContact(); PersonNotFound, PersonNotActive.
    core::Result<Person> changeContact(core::Transaction& transaction, PersonId id, const Contact& contact);

    /// An identity service, or staff, has seen the certificate and says that it is this person's: verified from now on. A second time
    /// changes nothing. Also: PersonNotFound, PersonNotActive.
    core::Result<Person> verify(core::Transaction& transaction, PersonId id);

    /// Nothing new is begun for the person until resume(): the certificate has to be looked at. A second time changes nothing.
    /// Also: PersonNotFound, PersonNotActive (closed).
    core::Result<Person> suspend(core::Transaction& transaction, PersonId id);
    /// Staff has looked at the certificate, and it is theirs: verified. Also: PersonNotFound, PersonNotActive (it is not suspended).
    core::Result<Person> resume(core::Transaction& transaction, PersonId id);
    /// For good: what stands stays readable, and active cards are closed. A second time changes nothing. Also: PersonNotFound.
    core::Result<Person> close(core::Transaction& transaction, PersonId id);

  private:
    core::Result<Person> move(core::Transaction& transaction, Person person, PersonState to);
    core::Result<Registered> add(core::Transaction& transaction, const contract::PersonDetails& checked);
    core::Result<Registered> standing(core::Transaction& transaction, const Person& person, const contract::PersonDetails& said,
                                      Coming coming);
    core::Result<Registered> firstCard(core::Transaction& transaction, Person person, const contract::PersonDetails& said);
    core::Date today() const { return core::shanghaiDate(clock_.utc(), core::Duration(0)); }

    IdentityStore& store_;
    Cards& cards_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::identity
