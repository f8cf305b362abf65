#pragma once

#include "hub/contract/operation.h"
#include "hub/contract/people.h"

/// insurance/1 (CONTRACT 6, insurance_by: hub): who is insured, the visit at the insurer, and its charges. What they come to is in
/// settlement.h. Codes that the national dictionaries have (险种 insutype, 医疗类别 med_type) pass as they are: "310", "11".
namespace hub::contract {

/// What the person shows the insurer.
struct InsuranceCredential {
    static constexpr std::string_view kTypeName = "InsuranceCredential";
    CredentialKind kind = CredentialKind::InsuranceVoucher;  ///< InsuranceVoucher, SocialSecurityCard or Certificate
    core::Sensitive<std::string> number;                     ///< the voucher's token (ecToken), the card's or the certificate's number
    std::optional<std::string> card_serial;                  ///< SocialSecurityCard: from its chip

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "insurance_voucher, social_security_card or certificate");
        field("number", self.number, "token of the voucher, or number of the card or certificate");
        field("card_serial", self.card_serial, "serial from the chip of a social security card");
    }
};

/// One insurance of a person: each has its own account, rules and area.
struct Insurance {
    static constexpr std::string_view kTypeName = "Insurance";
    std::string type;         ///< insutype
    std::string person_type;  ///< psn_type
    bool active = false;
    std::string area;                    ///< insured area, six digits (GB/T 2260)
    std::optional<core::Money> balance;  ///< of the personal account

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("type", self.type, "type of insurance, national code");
        field("person_type", self.person_type, "category of the insured, national code");
        field("active", self.active, "whether it pays now");
        field("area", self.area, "area of insurance, six digits");
        field("balance_fen", self.balance, "balance of the personal account");
    }
};

struct InsuredFind {
    static constexpr std::string_view kName = "insured.find";
    static constexpr std::string_view kPort = "insurance/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "InsuredFindRequest";
        InsuranceCredential credential;
        std::optional<core::Sensitive<core::PersonName>> name;  ///< compared by the insurer where it is given
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("credential", self.credential, "what the person shows");
            field("name", self.name, "full name, to be compared");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "InsuredFindResult";
        core::Sensitive<std::string> insured_number;  ///< psn_no
        PersonDetails person;
        std::vector<Insurance> insurances;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("insured_number", self.insured_number, "the insurer's number of the person");
            field("person", self.person, "as the insurer has them");
            field("insurances", self.insurances, "every insurance, the active ones too");
        }
    };
};

enum class VisitKind { Outpatient, Inpatient };
constexpr auto enumNames(VisitKind) {
    using Name = std::pair<VisitKind, std::string_view>;
    return std::array{Name{VisitKind::Outpatient, "outpatient"}, Name{VisitKind::Inpatient, "inpatient"}};
}

struct Diagnosis {
    static constexpr std::string_view kTypeName = "Diagnosis";
    std::string code;  ///< the insurer's version of ICD-10
    core::Sensitive<std::string> name;
    bool main = false;  ///< exactly one of a visit is
    std::string department;
    std::string doctor;  ///< the insurer's code of the doctor
    std::string doctor_name;
    core::UtcTime at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "code of the diagnosis, the insurer's version");
        field("name", self.name, "its name");
        field("main", self.main, "whether it is the main one");
        field("department", self.department, "department that made it");
        field("doctor", self.doctor, "the insurer's code of the doctor");
        field("doctor_name", self.doctor_name, "name of the doctor");
        field("at_ms", self.at, "when it was made");
    }
};

/// A visit as the insurer knows it. Goes with every later call.
struct InsuredVisit {
    static constexpr std::string_view kTypeName = "InsuredVisit";
    VisitKind kind = VisitKind::Outpatient;
    core::Sensitive<std::string> insured_number;
    std::string insured_area;  ///< of the insurance, six digits
    std::string insurance;     ///< insutype
    std::string care_type;     ///< med_type
    std::string visit;         ///< the insurer's number (mdtrt_id); empty before visit.register
    std::string hospital_visit;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "outpatient or inpatient");
        field("insured_number", self.insured_number, "the insurer's number of the person");
        field("insured_area", self.insured_area, "area of insurance, six digits");
        field("insurance", self.insurance, "type of insurance, national code");
        field("care_type", self.care_type, "type of care, national code");
        field("visit", self.visit, "the insurer's number of the visit; empty while it has none");
        field("hospital_visit", self.hospital_visit, "the hospital's number of the visit");
    }
};

/// Registers an outpatient visit or an admission. It may wait until the first upload (CONTRACT 8).
struct VisitRegister {
    static constexpr std::string_view kName = "visit.register";
    static constexpr std::string_view kPort = "insurance/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "VisitRegisterRequest";
        InsuredVisit visit;
        InsuranceCredential credential;
        core::UtcTime began_at;
        std::string department;  ///< the insurer's code
        std::string department_name;
        std::string doctor;  ///< the insurer's code
        std::string doctor_name;
        std::optional<std::string> bed;    ///< Inpatient
        std::vector<Diagnosis> diagnoses;  ///< Inpatient: of the admission
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("visit", self.visit, "whose visit, without the insurer's number");
            field("credential", self.credential, "what the person shows");
            field("began_at_ms", self.began_at, "when the visit begins");
            field("department", self.department, "the insurer's code of the department");
            field("department_name", self.department_name, "its name");
            field("doctor", self.doctor, "the insurer's code of the doctor");
            field("doctor_name", self.doctor_name, "name of the doctor");
            field("bed", self.bed, "bed of an inpatient");
            field("diagnoses", self.diagnoses, "of an admission");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "VisitRegisterResult";
        std::string visit;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("visit", self.visit, "the insurer's number of the visit");
        }
    };
};

/// Refused with WrongState while charges of the visit stand there.
struct VisitCancel {
    static constexpr std::string_view kName = "visit.cancel";
    static constexpr std::string_view kPort = "insurance/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "VisitCancelRequest";
        InsuredVisit visit;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("visit", self.visit, "which visit");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "VisitCancelResult";
        template <class Visitor, class Self>
        static void describe(Visitor&, Self&) {}
    };
};

/// A line as the insurer wants it: with its own item, doctor and department (CONTRACT 6: a hospital without them settles by itself).
struct InsuredLine {
    static constexpr std::string_view kTypeName = "InsuredLine";
    std::string key;            ///< ours; the insurer's answer names it
    std::string national_item;  ///< med_list_codg
    std::string hospital_item;  ///< medins_list_codg
    core::Decimal unit_price;
    core::Decimal quantity;
    core::Money amount;
    std::string department;
    std::string department_name;
    std::string doctor;
    std::string doctor_name;
    std::optional<std::string> prescription;
    core::UtcTime at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("key", self.key, "our key of the line");
        field("national_item", self.national_item, "item of the national list");
        field("hospital_item", self.hospital_item, "the hospital's item");
        field("unit_price", self.unit_price, "price of one, as text");
        field("quantity", self.quantity, "how many, as text");
        field("amount_fen", self.amount, "price of the line");
        field("department", self.department, "the insurer's code of the department");
        field("department_name", self.department_name, "its name");
        field("doctor", self.doctor, "the insurer's code of the doctor");
        field("doctor_name", self.doctor_name, "name of the doctor");
        field("prescription", self.prescription, "number of the prescription");
        field("at_ms", self.at, "when the cost arose");
    }
};

/// What the insurer says of a line.
struct LineCover {
    static constexpr std::string_view kTypeName = "LineCover";
    std::string key;
    core::Money amount;
    core::Money full_own;    ///< fulamt_ownpay_amt: not covered at all
    core::Money over_limit;  ///< overlmt_amt: above the price limit
    core::Money own_first;   ///< preselfpay_amt: the person's share before the rules
    core::Money in_scope;    ///< inscp_scp_amt
    std::optional<std::string> level;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("key", self.key, "our key of the line");
        field("amount_fen", self.amount, "price of the line");
        field("full_own_fen", self.full_own, "not covered at all");
        field("over_limit_fen", self.over_limit, "above the price limit");
        field("own_first_fen", self.own_first, "the person's share before the rules");
        field("in_scope_fen", self.in_scope, "what the rules are applied to");
        field("level", self.level, "level of the item, national code");
    }
};

/// In the mobile chain (6201) the upload makes the insurer's order, which the later calls name.
struct InsuranceOrder {
    static constexpr std::string_view kTypeName = "InsuranceOrder";
    std::string number;                  ///< payOrdId
    core::Sensitive<std::string> token;  ///< payToken

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "the insurer's number of the order");
        field("token", self.token, "the insurer's token of the order");
    }
};

struct ChargesUpload {
    static constexpr std::string_view kName = "charges.upload";
    static constexpr std::string_view kPort = "insurance/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "ChargesUploadRequest";
        InsuredVisit visit;
        InsuranceCredential credential;
        std::optional<core::Sensitive<core::PersonName>> name;  ///< the mobile chain wants name and certificate
        std::optional<Certificate> certificate;
        std::string batch;                 ///< chrg_bchno: what is settled together
        std::vector<Diagnosis> diagnoses;  ///< of the visit, with exactly one main one
        std::vector<InsuredLine> lines;
        core::Money total;  ///< sum of the lines
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("visit", self.visit, "which visit");
            field("credential", self.credential, "what the person shows");
            field("name", self.name, "full name");
            field("certificate", self.certificate, "the person's certificate");
            field("batch", self.batch, "names what is settled together");
            field("diagnoses", self.diagnoses, "of the visit");
            field("lines", self.lines, "what was done and given");
            field("total_fen", self.total, "sum of the lines");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "ChargesUploadResult";
        std::vector<LineCover> lines;         ///< in the mobile chain empty
        std::optional<InsuranceOrder> order;  ///< in the mobile chain
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("lines", self.lines, "what the insurer says of each line");
            field("order", self.order, "the insurer's order, in the mobile chain");
        }
    };
};

/// Takes back what was uploaded and is not settled.
struct ChargesRevoke {
    static constexpr std::string_view kName = "charges.revoke";
    static constexpr std::string_view kPort = "insurance/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "ChargesRevokeRequest";
        InsuredVisit visit;
        std::optional<std::string> batch;  ///< none: everything of the visit that is not settled
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("visit", self.visit, "which visit");
            field("batch", self.batch, "which batch; absent: all that is not settled");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "ChargesRevokeResult";
        template <class Visitor, class Self>
        static void describe(Visitor&, Self&) {}
    };
};

}  // namespace hub::contract
