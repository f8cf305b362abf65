#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/api/rest/views.h"
#include "hub/contract/operations/verify.h"
#include "hub/identity/credential.h"
#include "hub/identity/paper_code.h"
#include "hub/identity/scanned_code.h"
#include "hub/vault/signer.h"

/// What clients send and get of credentials and codes, as JSON.
namespace hub::api::rest {

struct ScanCode {
    static constexpr std::string_view kTypeName = "ScanCode";
    core::Sensitive<std::string> text;
    contract::CodeUse use = contract::CodeUse::Registration;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("text", self.text, "as the scanner or card reader gives it, whatever it is");
        field("use", self.use, "what it is shown for");
    }
};

struct ScannedView {
    static constexpr std::string_view kTypeName = "ScannedCode";
    PersonView person;
    identity::CodeForm form = identity::CodeForm::HospitalCard;
    contract::CodeUse use = contract::CodeUse::Registration;
    std::optional<core::UtcTime> valid_until;
    std::optional<std::string> insurance_token;  ///< for the hospital that settles: in full, in this answer alone
    std::optional<std::string> insured_area;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person", self.person, "whose it is");
        field("form", self.form, "what was scanned");
        field("use", self.use, "what it was shown for");
        field("valid_until_ms", self.valid_until, "of what may be shown again: from then on it opens nothing");
        field("insurance_token", self.insurance_token, "the insurer's token of this showing, for settlement; never kept");
        field("insured_area", self.insured_area, "area of insurance, six digits");
    }
};

struct CardsView {
    static constexpr std::string_view kTypeName = "Cards";
    std::vector<CardView> cards;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("cards", self.cards, "those of the registration that stands for the person first, of each the oldest first");
    }
};

struct BindCredential {
    static constexpr std::string_view kTypeName = "BindCredential";
    contract::CredentialKind kind = contract::CredentialKind::HospitalCard;
    core::Sensitive<core::CardNumber> number;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "hospital_card, of the caller's hospital, or social_security_card");
        field("number", self.number, "as read from the card");
    }
};

struct ReplaceCredential {
    static constexpr std::string_view kTypeName = "ReplaceCredential";
    core::Sensitive<core::CardNumber> number;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "of the new card; the same again makes the old one valid anew");
    }
};

struct HeldCredentialView {
    static constexpr std::string_view kTypeName = "HeldCredential";
    identity::CredentialId credential_id;
    contract::CredentialKind kind = contract::CredentialKind::HospitalCard;
    std::string issuer;
    core::Sensitive<core::CardNumber> number;
    identity::CredentialState state = identity::CredentialState::Active;
    core::UtcTime bound_at;
    std::optional<core::UtcTime> valid_until;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("credential_id", self.credential_id, "our id of it");
        field("kind", self.kind, "kind of credential");
        field("issuer", self.issuer, "code of the hospital whose card it is; empty for all others");
        field("number", self.number, "masked");
        field("state", self.state, "active, lost or revoked");
        field("bound_at_ms", self.bound_at, "since when it is the person's");
        field("valid_until_ms", self.valid_until, "from then on it has expired");
    }
};

struct HeldCredentialsView {
    static constexpr std::string_view kTypeName = "HeldCredentials";
    std::vector<HeldCredentialView> credentials;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("credentials", self.credentials, "oldest first");
    }
};

struct IssuePaperCode {
    static constexpr std::string_view kTypeName = "IssuePaperCode";
    std::int32_t valid_days = 0;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("valid_days", self.valid_days, "1 to 366: good today and on so many days after");
    }
};

struct PaperCodeView {
    static constexpr std::string_view kTypeName = "PaperCode";
    identity::PaperCodeId paper_code_id;
    core::Date valid_until;
    std::optional<core::UtcTime> revoked_at;
    std::optional<std::string> text;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("paper_code_id", self.paper_code_id, "our id of it");
        field("valid_until", self.valid_until, "its last day");
        field("revoked_at_ms", self.revoked_at, "since when it opens nothing");
        field("text", self.text, "what the QR code holds, for the printer: in the answer that issues it alone");
    }
};

struct PublicKeyView {
    static constexpr std::string_view kTypeName = "PublicKey";
    std::int32_t number = 0;
    vault::Suite suite = vault::Suite::Intl;
    std::string key;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "as codes name it: the four digits before the signature");
        field("suite", self.suite, "intl: Ed25519; gm: SM2 with SM3");
        field("key", self.key, "hexadecimal: 32 bytes of Ed25519; x and y of SM2, 32 bytes each");
    }
};

struct PaperCodeKeysView {
    static constexpr std::string_view kTypeName = "PaperCodeKeys";
    std::string signed_prefix;
    std::vector<PublicKeyView> keys;
    std::vector<identity::PaperCodeId> revoked;
    std::optional<identity::PaperCodeId> next;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("signed_prefix", self.signed_prefix, "what is signed is this and the first 63 characters of the code");
        field("keys", self.keys, "by number");
        field("revoked", self.revoked, "ids of codes that are revoked and have not expired, by id: at most 1000");
        field("next", self.next, "there are more: ask with it as the parameter after");
    }
};

HeldCredentialView viewOf(const identity::HeldCredential& credential);

}  // namespace hub::api::rest
