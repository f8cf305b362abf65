#pragma once

#include <functional>
#include <string_view>

#include "hub/core/outbox.h"
#include "hub/flows/hospital_notices.h"
#include "hub/flows/identity_services.h"
#include "hub/identity/newborns.h"
#include "hub/identity/registration.h"

namespace hub::flows {

inline constexpr std::string_view kVerifyTopic = "verify";  ///< of the outbox: people of whom no service could say anything yet

/// How asking after a person's real name ended.
enum class NameCheck {
    Settled,  ///< verified, suspended, or nothing to be said any more: not asked again
    Open,     ///< nobody answered, or the certificate is another one by now: asked again later
};

/// Whose word it is that a certificate is the person's.
enum class Word {
    Staff,    ///< they have seen it
    Service,  ///< an identity service has to say so: the person themselves has typed it
};

/// A person comes into the region's books, and changes there, by their real name (实名认证): an identity service is asked whether name and
/// certificate are one person's before they are written down. A service that does not answer keeps nobody out: the person is registered
/// unverified and asked after again. Any thread.
class RegistrationFlow {
  public:
    struct Parts {
        const IdentityServices& services;
        identity::IdentityStore& people;
        identity::Registration& registration;
        identity::Newborns& newborns;
        HospitalNotices& notices;
        core::Outbox& outbox;
    };
    /// All outlive the flow.
    RegistrationFlow(const House& house, const Parts& parts) : house_(house), parts_(parts) {}

    /// Part of the unit that registers: the audit's line.
    using Alongside = std::function<core::Result<Next>(core::Transaction&, const identity::Registered&)>;
    using OnRegistered = std::function<void(const core::Result<identity::Registered>&)>;

    /// Registers, or finds who stands; of a registration that goes on as a part of somebody (identity::Merges) that is who stands for it.
    /// `on_registered` is called on the executor, once. Also: RealNameDiffers, what Registration::registerPerson refuses, PersonNotActive
    /// (who stands for them), and what the units of work answer with.
    void registerPerson(const contract::PersonDetails& details, Alongside alongside, OnRegistered on_registered);
    /// The same of a child, with Newborns::registerChild.
    void registerChild(const contract::PersonDetails& details, const identity::GuardianConsent& consent, Alongside alongside,
                       OnRegistered on_registered);

    using AlongsideGiven = std::function<core::Result<Next>(core::Transaction&, const identity::GivenCertificate&)>;
    using OnGiven = std::function<void(const core::Result<identity::GivenCertificate>&)>;

    /// Registration::giveCertificate, once a service was asked about the new one; one that is theirs already is not asked about. A service
    /// that says nothing leaves it to `word`: by staff's it is written and, where nobody has verified the person, asked about again.
    /// `on_given` is called on the executor, once. Also: RealNameDiffers, RegistrationRefused (by the service's word alone, which nobody
    /// gave, or for somebody who has no certificate yet), what giveCertificate refuses, and what the units of work answer with.
    void giveCertificate(identity::PersonId person, const contract::PersonDetails& details, Word word, AlongsideGiven alongside,
                         OnGiven on_given);

    /// Registration::changeContact, and what follows from it. Part of the caller's unit.
    core::Result<Next> changeContact(core::Transaction& transaction, identity::PersonId person, const identity::Contact& contact);

    /// All that follows in the unit that changed the details of somebody who stands. `person` as they are now.
    core::Result<Next> changed(core::Transaction& transaction, const identity::Person& person);

    /// All that follows in the unit that put somebody's certificate right, or took it away: as of changed(), and an unverified person who
    /// has one is asked about.
    core::Result<Next> corrected(core::Transaction& transaction, const identity::Person& person);

    /// Asks once more about an unverified person. A service that knows them under another name has them suspended: someone has to look at
    /// the certificate. `on_checked` is called on the executor, once. Also: what the units of work answer with.
    void checkName(identity::PersonId person, std::function<void(const core::Result<NameCheck>&)> on_checked);

  private:
    enum class Known { Verified, NoMore, AskAgain };
    using OnKnown = std::function<void(const core::Result<Known>&)>;
    /// What is to be asked about; none: nothing.
    using Question = core::Result<std::optional<contract::PersonDetails>>;
    using Write = std::function<core::Result<identity::Registered>(core::Transaction&)>;
    struct Giving;

    void find(const std::function<Question(core::ReadTransaction&)>& question, OnKnown on_known);
    void ask(const contract::PersonDetails& checked, OnKnown on_known);
    core::Result<void> answerWithRoot(core::ReadTransaction& transaction, identity::Registered& registered) const;
    Question questionIfNew(core::ReadTransaction& transaction, const core::Result<contract::PersonDetails>& checked);
    OnKnown thenWrite(Write write, Alongside alongside, OnRegistered on_registered);
    Question questionOfGiving(core::ReadTransaction& transaction, const Giving& giving);
    core::Result<void> forgiveParts(core::ReadTransaction& transaction, identity::GivenCertificate& given) const;
    void give(const Giving& giving, Known known);
    core::Result<void> keepAsking(core::Transaction& transaction, identity::PersonId person);
    core::Result<Next> takeVerified(core::Transaction& transaction, identity::Person& person, bool told);
    void settle(const identity::Person& asked, contract::Verdict verdict, std::function<void(const core::Result<NameCheck>&)> on_checked);
    core::Date today() const { return core::shanghaiDate(house_.clock.utc(), core::Duration(0)); }

    const House& house_;
    Parts parts_;
};

}  // namespace hub::flows
