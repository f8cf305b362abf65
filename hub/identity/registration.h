#pragma once

#include <optional>

#include "hub/core/ids.h"
#include "hub/identity/cards.h"
#include "hub/identity/identity_store.h"

namespace hub::identity {

struct Registered {
    Person person;
    std::optional<Card> card;  ///< the active one; none while the person's card is lost or closed
    bool created = false;      ///< false: the person stood already
};

/// A person comes into the region's books once. Nothing here asks for a guardian: children under 14 and newborns come in by Newborns.
/// Any thread.
class Registration {
  public:
    /// All outlive this.
    Registration(IdentityStore& store, Cards& cards, core::IdSource& ids, const core::Clock& clock)
        : store_(store), cards_(cards), ids_(ids), clock_(clock) {}

    /// Adds the person, unverified, and a card. The same certificate with the same name is the same person again, as they stand: nothing
    /// is changed. Of two at once one adds, the other finds. Sex and day of birth come from the certificate where it says them.
    /// Also: PersonIncomplete (no certificate; no sex or day of birth where the certificate does not say them), CertificateNotValid,
    /// CertificateContradicts, PersonNameNotValid, PhoneNotValid, RegistrationRefused (the certificate stands under another name; the
    /// answer tells no more than that it cannot be done online), PersonNotActive.
    core::Result<Registered> registerPerson(core::Transaction& transaction, const contract::PersonDetails& details);

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
    core::Result<Registered> standing(core::ReadTransaction& transaction, const Person& person, const core::PersonName& name);

    IdentityStore& store_;
    Cards& cards_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

/// `details` as they are kept: every part checked, what the certificate says filled in. Errors as of registerPerson.
core::Result<contract::PersonDetails> checkDetails(const contract::PersonDetails& details, core::Date today);

/// What of details from elsewhere holds by itself: a certificate or a telephone that is not valid, or a certificate that contradicts sex or
/// day of birth, is left out; what the certificate says is filled in.
contract::PersonDetails soundDetails(const contract::PersonDetails& details, core::Date today);

}  // namespace hub::identity
