#pragma once

#include <functional>
#include <string_view>

#include "hub/core/outbox.h"
#include "hub/flows/identity_services.h"
#include "hub/identity/registration.h"

namespace hub::flows {

inline constexpr std::string_view kVerifyTopic = "verify";  ///< of the outbox: people of whom no service could say anything yet

/// How asking after a person's real name ended.
enum class NameCheck {
    Settled,  ///< verified, suspended, or nothing to be said any more: not asked again
    Open,     ///< nobody answered: asked again later
};

/// A person comes into the region's books by their real name (实名认证): an identity service is asked whether name and certificate are one
/// person's before they are written down. A service that does not answer keeps nobody out: the person is registered unverified and asked
/// after again. Any thread.
class RegistrationFlow {
  public:
    struct Parts {
        const IdentityServices& services;
        identity::IdentityStore& people;
        identity::Registration& registration;
        core::Outbox& outbox;
    };
    /// All outlive the flow.
    RegistrationFlow(const House& house, const Parts& parts) : house_(house), parts_(parts) {}

    /// Part of the unit that registers: the audit's line.
    using Alongside = std::function<core::Result<void>(core::Transaction&, const identity::Registered&)>;
    using OnRegistered = std::function<void(const core::Result<identity::Registered>&)>;

    /// Registers, or finds who stands; of a registration that goes on as a part of somebody (identity::Merges) that is who stands for it.
    /// `on_registered` is called on the executor, once. Also: RealNameDiffers, what Registration::registerPerson refuses, PersonNotActive
    /// (who stands for them), and what the units of work answer with.
    void registerPerson(const contract::PersonDetails& details, Alongside alongside, OnRegistered on_registered);

    /// Asks once more about an unverified person. A service that knows them under another name has them suspended: someone has to look at
    /// the certificate. `on_checked` is called on the executor, once. Also: what the units of work answer with.
    void checkName(identity::PersonId person, std::function<void(const core::Result<NameCheck>&)> on_checked);

  private:
    core::Result<void> answerWithRoot(core::ReadTransaction& transaction, identity::Registered& registered) const;
    enum class Known { Verified, NoMore, AskAgain };
    void write(const contract::PersonDetails& details, Known known, Alongside alongside, OnRegistered on_registered);
    void settle(identity::PersonId person, contract::Verdict verdict, std::function<void(const core::Result<NameCheck>&)> on_checked);

    const House& house_;
    Parts parts_;
};

}  // namespace hub::flows
