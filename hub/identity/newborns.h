#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/core/ids.h"
#include "hub/identity/registration.h"
#include "hub/identity/relations.h"

namespace hub::identity {

/// A child before it has a certificate.
struct NewbornDetails {
    core::Sensitive<core::PersonName> name;  ///< as the hospital calls the child; 王芳之子 is one
    contract::Sex sex = contract::Sex::Unknown;
    core::Sensitive<core::Date> birth_date;
};

/// Who answers for a child, and who says so.
struct GuardianConsent {
    PersonId guardian;                 ///< verified, of age
    Kinship kinship = Kinship::Child;  ///< what the child is to the guardian
    std::string consent_by;            ///< the staff who saw the certificates, or kConsentByPerson
};

/// 大小卡: what the mother's card leads to.
struct ChildCard {
    PersonId child;
    std::int32_t birth_order = 1;
    std::optional<Card> card;  ///< none while it is lost or closed
};

/// Children come into the region's books with a guardian: newborns without a certificate, and those under 14 with one. What was a newborn
/// gets its certificate and its name by Registration::giveCertificate.
/// Each call is part of the caller's unit of work. Any thread.
class Newborns {
  public:
    /// All outlive this.
    Newborns(IdentityStore& store, Registration& registration, Relations& relations, Cards& cards, core::IdSource& ids,
             const core::Clock& clock)
        : store_(store), registration_(registration), relations_(relations), cards_(cards), ids_(ids), clock_(clock) {}

    /// Adds the child, unverified, with a card and the relations MotherChild and Guardian. The same mother, day of birth and birth order is
    /// the same child again, whatever it is called and also when it has a certificate by now: nothing is changed. Of two at once one adds,
    /// the other finds. `birth_order` is 1 to 9 among the children of one birth. Mother and guardian may be one.
    /// Also: PersonIncomplete (no sex; day of birth in the future; birth_order), PersonNameNotValid, GuardianMissing (not registered, no
    /// consent), RelationNotAllowed (mother or guardian not verified, the mother not female, the guardian under 18, the child 14 or older,
    /// a child of the other sex stands in this place), PersonNotFound, PersonNotActive.
    core::Result<Registered> registerNewborn(core::Transaction& transaction, const NewbornDetails& details, PersonId mother,
                                             std::int32_t birth_order, const GuardianConsent& consent);

    /// As Registration::registerPerson, for a child under 14, with its guardian. A child that stands already is answered to its guardians
    /// alone: who else knows its certificate does not become one by it. But one that only hospitals' files and lists know, and that has no
    /// guardian, gets this one. Also: as of checkChild(); RelationNotAllowed (the guardian as of registerNewborn; the child stands and this
    /// is none of its guardians).
    core::Result<Registered> registerChild(core::Transaction& transaction, const contract::PersonDetails& details,
                                           const GuardianConsent& consent);

    /// What can be said before anybody else is asked about the child: its details, as of checkDetails(). Also: RelationNotAllowed (14 or
    /// older), GuardianMissing (not registered, no consent).
    core::Result<contract::PersonDetails> checkChild(core::ReadTransaction& transaction, const contract::PersonDetails& details,
                                                     const GuardianConsent& consent);

    /// Of her children, oldest relation first. What may be done with a card Relations::allowing says, not this.
    core::Result<std::vector<ChildCard>> cardsOfChildren(core::ReadTransaction& transaction, PersonId mother);

  private:
    core::Result<void> requireGuardian(core::ReadTransaction& transaction, const GuardianConsent& consent);
    core::Result<std::optional<Person>> standingChild(core::ReadTransaction& transaction, const NewbornKey& key);
    core::Result<Registered> asItStands(core::ReadTransaction& transaction, const Person& child, contract::Sex sex);
    core::Result<void> relate(core::Transaction& transaction, PersonId child, const GuardianConsent& consent);

    IdentityStore& store_;
    Registration& registration_;
    Relations& relations_;
    Cards& cards_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::identity
