#include "hub/flows/scan_flow.h"

#include "hub/core/day_span.h"

#include <chrono>
#include <utility>
#include <vector>

namespace hub::flows {

using contract::CredentialDecode;
using contract::CredentialKind;
using core::Error;
using core::Failure;
using core::Result;
using identity::CodeForm;
using identity::HeldCredential;
using identity::Person;
using identity::ScannedCode;

namespace {

/// What a look-up answers when the text is no such thing of anybody's, so that the next possibility is tried.
bool isUnknown(Error error) { return error == Error::CredentialNotFound || error == Error::CardNotFound; }

std::optional<Scanned> somebody(const ScannedCode& code, identity::PersonId person,
                                std::optional<core::UtcTime> valid_until = std::nullopt) {
    return Scanned{person, code.form, valid_until, {}, {}};
}

/// Of a credential or a card: whose it is, nobody's, or why it is not good.
template <class Found>
Result<std::optional<Scanned>> holderOf(const ScannedCode& code, const Result<Found>& found) {
    if (!found.ok()) return isUnknown(found.failure().error()) ? Result<std::optional<Scanned>>(std::nullopt) : found.failure();
    if constexpr (requires { found->valid_until; }) {
        return somebody(code, found->person, found->valid_until);
    } else {
        return somebody(code, found->person);
    }
}

/// The service's kind of code; none: we know ourselves whose it is, or nobody does.
std::optional<CredentialKind> decodedAs(CodeForm form) {
    switch (form) {
        case CodeForm::EhealthStatic:
        case CodeForm::EhealthDynamic:
            return CredentialKind::EhealthCard;
        case CodeForm::InsuranceVoucher:
            return CredentialKind::InsuranceVoucher;
        case CodeForm::CardCode:
        case CodeForm::PaperCode:
        case CodeForm::RegionalCard:
        case CodeForm::Certificate:
        case CodeForm::SocialSecurityCard:
        case CodeForm::HospitalCard:
            return std::nullopt;
    }
    HUB_ASSERT(false);
}

/// "Expired" and "used" have no reason of their own: adapters of such services say WrongState and DuplicateNumber for them.
Result<CredentialDecode::Result> decodedOrWhy(std::string_view service, const CallAnswer& answer) {
    if (answer.ending == contract::Ending::Refused && answer.answer.refusal) {
        const contract::RefusalReason reason = answer.answer.refusal->reason;
        if (reason == contract::RefusalReason::NoSuchPatient) return Failure(Error::CredentialNotFound);
        if (reason == contract::RefusalReason::WrongState) return Failure(Error::CardCodeExpired);
        if (reason == contract::RefusalReason::DuplicateNumber) return Failure(Error::CardCodeUsed);
    }
    return resultOrWhy<CredentialDecode>(service, answer);
}

}  // namespace

/// One scan under way: its units and calls come one after the other.
struct ScanFlow::Search {
    const Scan scan;
    const std::vector<ScannedCode> codes;
    const Alongside alongside;
    const OnScanned on_scanned;
    std::size_t at = 0;                         ///< the possibility to try next
    Error nobodys = Error::CredentialNotFound;  ///< the answer when none is anybody's
};

void ScanFlow::scan(const Scan& scan, Alongside alongside, OnScanned on_scanned) {
    Result<std::vector<ScannedCode>> codes = identity::recognise(scan.text.reveal(), scan.hospital);
    if (!codes.ok()) {
        house_.executor.post([failure = codes.failure(), on_scanned = std::move(on_scanned)] { on_scanned(failure); });
        return;
    }
    lookOn(std::make_shared<Search>(Search{scan, *std::move(codes), std::move(alongside), std::move(on_scanned)}));
}

void ScanFlow::lookOn(const std::shared_ptr<Search>& search) {
    struct Seen {
        std::size_t at = 0;
        std::optional<Scanned> scanned;
    };
    const auto seen = std::make_shared<Seen>();  // shared: the unit may run again
    const auto work = [this, search, seen](core::Transaction& transaction) -> Result<Next> {
        for (*seen = {search->at, std::nullopt}; seen->at < search->codes.size(); ++seen->at) {
            const ScannedCode& code = search->codes[seen->at];
            Result<std::optional<Scanned>> found = ours(transaction, code, search->scan.hospital);
            if (!found.ok()) return found.failure();
            seen->scanned = *std::move(found);
            if (seen->scanned) return settle(transaction, *search, *seen->scanned);
            if (decodedAs(code.form)) break;
        }
        return Next{};
    };
    house_.carrier.run("scan", core::IdBits{}, work, [this, search, seen](const Result<void>& done) {
        if (!done.ok()) return search->on_scanned(done.failure());
        if (seen->scanned) return search->on_scanned(*seen->scanned);
        search->at = seen->at;
        if (search->at == search->codes.size()) return search->on_scanned(Failure(search->nobodys));
        askService(search);
    });
}

Result<std::optional<Scanned>> ScanFlow::ours(core::Transaction& transaction, const ScannedCode& code, const std::string& hospital) {
    switch (code.form) {
        case CodeForm::CardCode:
            return holderOf(code, parts_.card_codes.redeem(transaction, code.text.reveal()));
        case CodeForm::PaperCode: {
            const Result<identity::PaperCodes::Shown> shown = parts_.paper_codes.check(transaction, code.text.reveal());
            if (!shown.ok()) return shown.failure();
            return somebody(code, shown->card.person, core::spanOf(shown->code.valid_until).until);
        }
        case CodeForm::RegionalCard:
            return holderOf(code, parts_.cards.activeByNumber(transaction, {code.text.reveal()}));
        case CodeForm::EhealthStatic:
        case CodeForm::SocialSecurityCard:
            return holderOf(code, parts_.credentials.find(transaction, *code.credential));
        case CodeForm::Certificate: {
            const Result<std::optional<Person>> person = parts_.people.personByCertificate(transaction, *code.certificate);
            if (!person.ok()) return person.failure();
            return *person ? somebody(code, (*person)->id) : std::nullopt;
        }
        case CodeForm::HospitalCard:
            return hospitalsOwn(transaction, code, hospital);
        case CodeForm::EhealthDynamic:
        case CodeForm::InsuranceVoucher:
            return std::optional<Scanned>();
    }
    HUB_ASSERT(false);
}

/// Cards that the hospital has not bound carry its number of the file.
Result<std::optional<Scanned>> ScanFlow::hospitalsOwn(core::ReadTransaction& transaction, const ScannedCode& code,
                                                      const std::string& hospital) {
    Result<std::optional<Scanned>> holder = holderOf(code, parts_.credentials.find(transaction, *code.credential));
    if (!holder.ok() || *holder) return holder;
    const auto file = parts_.people.fileByLocalPatient(transaction, hospital, {code.text.reveal()});
    if (!file.ok()) return file.failure();
    if (!*file || (*file)->state != identity::LinkState::Linked) return holder;
    return somebody(code, (*file)->person);
}

void ScanFlow::askService(const std::shared_ptr<Search>& search) {
    const ScannedCode& code = search->codes[search->at];
    const std::optional<std::string> service = parts_.services.offering(CredentialDecode::kName);
    const auto goOn = [this, search](Error nobodys) {
        search->nobodys = nobodys;
        ++search->at;
        lookOn(search);
    };
    if (!service) return goOn(Error::OperationNotOffered);
    // The reason of a refusal decides here, which IdentityServices::ask puts into words.
    house_.counterparties.call(callOf<CredentialDecode>(metaFor(*service, house_.terms(), search->scan.trace),
                                                        {*decodedAs(code.form), code.text, search->scan.use}),
                               [this, search, goOn, service = *service](const CallAnswer& answer) {
                                   if (answer.late) return;
                                   const Result<Decoded> decoded = decodedOrWhy(service, answer);
                                   if (decoded.ok()) return takeIn(search, *decoded);
                                   if (isUnknown(decoded.failure().error())) return goOn(search->nobodys);
                                   search->on_scanned(decoded.failure());
                               });
}

void ScanFlow::takeIn(const std::shared_ptr<Search>& search, const Decoded& decoded) {
    const auto scanned = std::make_shared<Scanned>();  // shared: the unit may run again
    const auto work = [this, search, decoded, scanned](core::Transaction& transaction) -> Result<Next> {
        Next next;
        const Result<Person> person = known(transaction, decoded.person, next);
        if (!person.ok()) return person.failure();
        const ScannedCode& code = search->codes[search->at];
        *scanned = {person->id, code.form, {}, decoded.insurance_token, decoded.insured_area};
        if (decoded.credential) {
            const Result<HeldCredential> held = bind(transaction, person->id, *decoded.credential);
            if (!held.ok()) return held.failure();
            if (code.form == CodeForm::EhealthStatic) scanned->valid_until = held->valid_until;
        }
        Result<Next> settled = settle(transaction, *search, *scanned);
        if (!settled.ok()) return settled;
        join(next, *std::move(settled));
        return next;
    };
    house_.carrier.run("scan/decoded", core::IdBits{}, work, [search, scanned](const Result<void>& done) {
        search->on_scanned(done.ok() ? Result<Scanned>(*scanned) : done.failure());
    });
}

/// Under another name than the service's nobody is taken for the person: RegistrationRefused.
Result<Person> ScanFlow::known(core::Transaction& transaction, const contract::PersonDetails& details, Next& next) {
    const auto sound = identity::soundDetails(details, core::shanghaiDate(house_.clock.utc(), core::Duration(0)));
    const Result<identity::Registered> registered = parts_.registration.registerPerson(transaction, sound, identity::Coming::Scanned);
    if (!registered.ok()) return registered.failure();
    const Result<Person> verified = parts_.registration.verify(transaction, registered->person.id);
    if (!verified.ok() || registered->created || verified->version == registered->person.version) return verified;
    Result<Next> told = publish(house_, transaction, verified->id, "person.verified", "person_id", verified->id.bits, verified->version, 0);
    if (!told.ok()) return told.failure();
    join(next, *std::move(told));
    return verified;
}

/// The lasting number behind a code stands as the person's from now on; one that was reported lost stays lost, whatever the service says.
Result<HeldCredential> ScanFlow::bind(core::Transaction& transaction, identity::PersonId person, const contract::Credential& credential) {
    const identity::CredentialKey key{credential.kind, {}, credential.number};
    const Result<identity::PersonId> holder = registrationWith(transaction, person, key);
    if (!holder.ok()) return holder.failure();
    const Result<HeldCredential> bound = parts_.credentials.bind(transaction, *holder, key);
    return bound.ok() ? parts_.credentials.find(transaction, key) : bound;
}

/// Another registration of the same person may have it already.
Result<identity::PersonId> ScanFlow::registrationWith(core::ReadTransaction& transaction, identity::PersonId person,
                                                      const identity::CredentialKey& key) {
    const Result<identity::PersonId> root = parts_.merges.rootOf(transaction, person);
    if (!root.ok()) return root.failure();
    const Result<std::vector<identity::PersonId>> members = parts_.merges.membersOf(transaction, *root);
    if (!members.ok()) return members.failure();
    const Result<std::optional<identity::PersonId>> holder = parts_.credentials.holderAmong(transaction, *members, key);
    if (holder.ok()) return holder->value_or(person);
    const bool not_a_number = holder.failure().error() == Error::CodeNotRecognised;
    return not_a_number ? Failure(Error::PeerAnswerNotValid, holder.failure().detail()) : holder.failure();
}

Result<Next> ScanFlow::settle(core::Transaction& transaction, const Search& search, Scanned& scanned) {
    const Result<identity::PersonId> root = parts_.merges.rootOf(transaction, scanned.person);
    if (!root.ok()) return root.failure();
    // Neither a part that was suspended nor anything of a person who was opens the one.
    for (const identity::PersonId id : {scanned.person, *root}) {
        const Result<Person> person = parts_.people.findPerson(transaction, id);
        if (!person.ok()) return person.failure();
        if (!isActive(person->state)) return Failure(Error::PersonNotActive, std::string(core::enumName(person->state)));
    }
    scanned.person = *root;
    const Result<void> noted = search.alongside(transaction, scanned);
    return noted.ok() ? Result<Next>(Next{}) : noted.failure();
}

}  // namespace hub::flows
