#pragma once

#include "hub/contract/operation.h"
#include "hub/contract/people.h"
#include "hub/core/clock.h"

namespace hub::contract {

/// What an identity service says of a name and a number (实名核验).
enum class Verdict {
    Same,      ///< both are one person's
    Differs,   ///< the number is another name's
    NoRecord,  ///< it knows no such number: nothing is said about the person
};
constexpr auto enumNames(Verdict) {
    using Name = std::pair<Verdict, std::string_view>;
    return std::array{Name{Verdict::Same, "same"}, Name{Verdict::Differs, "differs"}, Name{Verdict::NoRecord, "no_record"}};
}

/// What a code is shown for (用码场景). The insurer's numbers of it are the adapter's code map.
enum class CodeUse { Registration, OpenFile, Consultation, Examination, Treatment, Settlement, Dispensing, Deposit, Admission, Report };
constexpr auto enumNames(CodeUse) {
    using Name = std::pair<CodeUse, std::string_view>;
    return std::array{Name{CodeUse::Registration, "registration"}, Name{CodeUse::OpenFile, "open_file"},
                      Name{CodeUse::Consultation, "consultation"}, Name{CodeUse::Examination, "examination"},
                      Name{CodeUse::Treatment, "treatment"},       Name{CodeUse::Settlement, "settlement"},
                      Name{CodeUse::Dispensing, "dispensing"},     Name{CodeUse::Deposit, "deposit"},
                      Name{CodeUse::Admission, "admission"},       Name{CodeUse::Report, "report"}};
}

/// Whether name and certificate are one person's. A service that does not answer has said nothing: the person stays unverified.
struct PersonVerify {
    static constexpr std::string_view kName = "person.verify";
    static constexpr std::string_view kPort = "verify/1";
    static constexpr bool kWrites = false;

    struct Request {
        static constexpr std::string_view kTypeName = "PersonVerifyRequest";
        core::Sensitive<core::PersonName> name;
        Certificate certificate;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("name", self.name, "full name");
            field("certificate", self.certificate, "in its checked form");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "PersonVerifyResult";
        Verdict verdict = Verdict::NoRecord;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("verdict", self.verdict, "what the service says");
        }
    };
};

/// Whose a shown code is. A dynamic code is used up by it, wherever the answer ends: after a lost answer the person shows a fresh one.
struct CredentialDecode {
    static constexpr std::string_view kName = "credential.decode";
    static constexpr std::string_view kPort = "verify/1";
    static constexpr bool kWrites = false;

    struct Request {
        static constexpr std::string_view kTypeName = "CredentialDecodeRequest";
        CredentialKind kind = CredentialKind::EhealthCard;  ///< EhealthCard or InsuranceVoucher
        core::Sensitive<std::string> code;
        CodeUse use = CodeUse::Registration;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("kind", self.kind, "ehealth_card or insurance_voucher");
            field("code", self.code, "as scanned");
            field("use", self.use, "what it is shown for");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "CredentialDecodeResult";
        PersonDetails person;
        std::optional<Credential> credential;                         ///< the lasting number behind the code, where there is one
        std::optional<core::Sensitive<std::string>> insurance_token;  ///< ecToken: by it the insurer takes the person for present
        std::optional<std::string> insured_area;                      ///< six digits (GB/T 2260)

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("person", self.person, "whose code it is");
            field("credential", self.credential, "the lasting number behind it");
            field("insurance_token", self.insurance_token, "the insurer's token of this showing");
            field("insured_area", self.insured_area, "area of insurance, six digits");
        }
    };
};

/// Issues a card at an identity service, or a fresh code of a card that stands. The same person again gets the same card.
struct CredentialIssue {
    static constexpr std::string_view kName = "credential.issue";
    static constexpr std::string_view kPort = "verify/1";
    static constexpr bool kWrites = true;

    struct Request {
        static constexpr std::string_view kTypeName = "CredentialIssueRequest";
        PersonDetails person;
        std::optional<Credential> card;  ///< none: a card is registered; else a dynamic code of it

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("person", self.person, "for whom");
            field("card", self.card, "of which card a dynamic code is wanted; none registers a card");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "CredentialIssueResult";
        Credential card;
        core::Sensitive<std::string> code;
        std::optional<core::UtcTime> valid_until;  ///< none: a static code

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("card", self.card, "the card");
            field("code", self.code, "text of the QR code");
            field("valid_until_ms", self.valid_until, "of a dynamic code");
        }
    };
};

}  // namespace hub::contract
