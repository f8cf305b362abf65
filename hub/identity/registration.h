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

  private:
    core::Result<Registered> standing(core::ReadTransaction& transaction, const Person& person, const core::PersonName& name);

    IdentityStore& store_;
    Cards& cards_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

/// `details` as they are kept: every part checked, what the certificate says filled in. Errors as of registerPerson.
core::Result<contract::PersonDetails> checkDetails(const contract::PersonDetails& details, core::Date today);

}  // namespace hub::identity
