#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hub/core/date.h"
#include "hub/core/decimal.h"
#include "hub/core/describe.h"

namespace hub::contract {

/// GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated. Every counterparty's own codes go through its code map.
enum class Sex { Unknown, Male, Female, NotStated };
constexpr auto enumNames(Sex) {
    using Name = std::pair<Sex, std::string_view>;
    return std::array{Name{Sex::Unknown, "unknown"}, Name{Sex::Male, "male"}, Name{Sex::Female, "female"},
                      Name{Sex::NotStated, "not_stated"}};
}

enum class CertificateKind {
    ResidentId,          ///< GB 11643
    ResidencePermit,     ///< of Hong Kong, Macau and Taiwan people (81, 82, 83)
    PermanentResidence,  ///< of foreigners
    HongKongMacauPass,
    TaiwanPass,
    Passport,
    OfficerCard,
    BirthCertificate,
    Other,
};
constexpr auto enumNames(CertificateKind) {
    using Name = std::pair<CertificateKind, std::string_view>;
    return std::array{Name{CertificateKind::ResidentId, "resident_id"},
                      Name{CertificateKind::ResidencePermit, "residence_permit"},
                      Name{CertificateKind::PermanentResidence, "permanent_residence"},
                      Name{CertificateKind::HongKongMacauPass, "hong_kong_macau_pass"},
                      Name{CertificateKind::TaiwanPass, "taiwan_pass"},
                      Name{CertificateKind::Passport, "passport"},
                      Name{CertificateKind::OfficerCard, "officer_card"},
                      Name{CertificateKind::BirthCertificate, "birth_certificate"},
                      Name{CertificateKind::Other, "other"}};
}

enum class CredentialKind { RegionalCard, HospitalCard, SocialSecurityCard, EhealthCard, InsuranceVoucher, Certificate };
constexpr auto enumNames(CredentialKind) {
    using Name = std::pair<CredentialKind, std::string_view>;
    return std::array{Name{CredentialKind::RegionalCard, "regional_card"},
                      Name{CredentialKind::HospitalCard, "hospital_card"},
                      Name{CredentialKind::SocialSecurityCard, "social_security_card"},
                      Name{CredentialKind::EhealthCard, "ehealth_card"},
                      Name{CredentialKind::InsuranceVoucher, "insurance_voucher"},
                      Name{CredentialKind::Certificate, "certificate"}};
}

struct Certificate {
    static constexpr std::string_view kTypeName = "Certificate";
    CertificateKind kind = CertificateKind::ResidentId;
    core::Sensitive<core::CertificateNumber> number;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "kind of certificate");
        field("number", self.number, "as its authority writes it");
    }
};

/// Something a person shows. A card is evidence, not identity.
struct Credential {
    static constexpr std::string_view kTypeName = "Credential";
    CredentialKind kind = CredentialKind::HospitalCard;
    core::Sensitive<core::CardNumber> number;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "kind of credential");
        field("number", self.number, "number or code as read");
    }
};

/// A person as a hospital's file or our own account writes them.
struct PersonDetails {
    static constexpr std::string_view kTypeName = "PersonDetails";
    core::Sensitive<core::PersonName> name;
    Sex sex = Sex::Unknown;
    std::optional<core::Sensitive<core::Date>> birth_date;
    std::optional<Certificate> certificate;
    std::optional<core::Sensitive<core::PhoneNumber>> phone;
    std::optional<core::Sensitive<std::string>> address;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("name", self.name, "full name");
        field("sex", self.sex, "GB/T 2261.1");
        field("birth_date", self.birth_date, "day of birth");
        field("certificate", self.certificate, "the certificate shown");
        field("phone", self.phone, "telephone");
        field("address", self.address, "postal address");
    }
};

}  // namespace hub::contract
