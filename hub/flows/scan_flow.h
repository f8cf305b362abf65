#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "hub/flows/identity_services.h"
#include "hub/identity/card_codes.h"
#include "hub/identity/credentials.h"
#include "hub/identity/merges.h"
#include "hub/identity/paper_codes.h"
#include "hub/identity/registration.h"
#include "hub/identity/scanned_code.h"

namespace hub::flows {

/// What was scanned, where and for what.
struct Scan {
    core::Sensitive<std::string> text;
    std::string hospital;  ///< whose staff scans
    contract::CodeUse use = contract::CodeUse::Registration;
    std::string trace;
};

/// Whose it is.
struct Scanned {
    identity::PersonId person;  ///< who stands for them (identity::Merges)
    identity::CodeForm form = identity::CodeForm::HospitalCard;
    std::optional<core::UtcTime> valid_until;  ///< from then on it opens nothing; none: no end is known, or it is used up
    std::optional<core::Sensitive<std::string>> insurance_token;  ///< for settlement: only for the hospital's client, and never kept
    std::optional<std::string> insured_area;
};

/// Finds the person behind any code or card that is scanned (一码通): each thing the text can be (identity::recognise) is looked up in turn
/// until one is somebody's. A code that others give out is decoded by its service; whom we do not know by then is registered, and
/// verified, for the service said who it is. Any thread.
class ScanFlow {
  public:
    struct Parts {
        const IdentityServices& services;
        identity::IdentityStore& people;
        identity::Registration& registration;
        identity::Cards& cards;
        identity::CardCodes& card_codes;
        identity::PaperCodes& paper_codes;
        identity::Credentials& credentials;
        identity::Merges& merges;
    };
    /// All outlive the flow.
    ScanFlow(const House& house, const Parts& parts) : house_(house), parts_(parts) {}

    /// Part of the unit that finds the person and uses their code up: the audit's line.
    using Alongside = std::function<core::Result<void>(core::Transaction&, const Scanned&)>;
    using OnScanned = std::function<void(const core::Result<Scanned>&)>;

    /// `on_scanned` is called on the executor, once. What is known and not good ends the search: a lost card's number is not looked up as
    /// something else. Also: CodeNotRecognised; CredentialNotFound (it is nobody's), OperationNotOffered (it is nobody's here, and there is
    /// no service to ask); CardCodeNotValid, CardCodeExpired, CardCodeUsed, CardNotActive, CredentialNotActive; PersonNotActive;
    /// CounterpartyRefused, CounterpartyNotAnswering, PeerAnswerNotValid (of a service); CredentialTaken, RegistrationRefused and
    /// whatever else Registration::registerPerson has against the person a service names; what the units of work answer with.
    void scan(const Scan& scan, Alongside alongside, OnScanned on_scanned);

  private:
    struct Search;
    using Decoded = contract::CredentialDecode::Result;

    void lookOn(const std::shared_ptr<Search>& search);
    void askService(const std::shared_ptr<Search>& search);
    void takeIn(const std::shared_ptr<Search>& search, const Decoded& decoded);

    core::Result<std::optional<Scanned>> ours(core::Transaction& transaction, const identity::ScannedCode& code,
                                              const std::string& hospital);
    core::Result<std::optional<Scanned>> hospitalsOwn(core::ReadTransaction& transaction, const identity::ScannedCode& code,
                                                      const std::string& hospital);
    core::Result<Next> settle(core::Transaction& transaction, const Search& search, Scanned& scanned);
    core::Result<identity::Person> known(core::Transaction& transaction, const contract::PersonDetails& details, Next& next);
    core::Result<identity::PersonId> registrationWith(core::ReadTransaction& transaction, identity::PersonId person,
                                                      const identity::CredentialKey& key);
    core::Result<identity::HeldCredential> bind(core::Transaction& transaction, identity::PersonId person,
                                                const contract::Credential& credential);

    const House& house_;
    Parts parts_;
};

}  // namespace hub::flows
