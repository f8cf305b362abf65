#pragma once

#include "hub/contract/operations/billing.h"
#include "hub/contract/operations/insurance.h"

/// billing/1, what a hospital whose insurance the hub settles tells for it (CONTRACT 6, insurance_by: hub).
namespace hub::contract {

/// A visit and its charges in the insurer's codes, as the hospital states them. The lines come to `total`, which is that of the charges.
struct InsuranceBill {
    static constexpr std::string_view kTypeName = "InsuranceBill";
    VisitKind kind = VisitKind::Outpatient;
    std::string hospital_visit;
    std::optional<std::string> visit;      ///< the insurer's number, where the hospital has registered the visit itself
    std::optional<std::string> batch;      ///< and has uploaded the lines itself, under this number: only with `visit`
    std::optional<std::string> insurance;  ///< the type of insurance that the hospital chose when it did, national code
    std::optional<bool> use_account;       ///< likewise, whether the insurance account is used
    std::string care_type;                 ///< med_type
    core::UtcTime began_at;
    std::string department;  ///< the insurer's code
    std::string department_name;
    std::string doctor;  ///< the insurer's code
    std::string doctor_name;
    std::optional<std::string> bed;
    std::vector<Diagnosis> diagnoses;
    std::vector<InsuredLine> lines;
    core::Money total;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "outpatient or inpatient");
        field("hospital_visit", self.hospital_visit, "the hospital's number of the visit");
        field("visit", self.visit, "the insurer's number of the visit, where the hospital has registered it");
        field("batch", self.batch, "the batch of charges, where the hospital has uploaded them");
        field("insurance", self.insurance, "type of insurance that the hospital chose, national code");
        field("use_account", self.use_account, "whether the insurance account is used, where the hospital chose");
        field("care_type", self.care_type, "type of care, national code");
        field("began_at_ms", self.began_at, "when the visit began");
        field("department", self.department, "the insurer's code of the department");
        field("department_name", self.department_name, "its name");
        field("doctor", self.doctor, "the insurer's code of the doctor");
        field("doctor_name", self.doctor_name, "name of the doctor");
        field("bed", self.bed, "bed of an inpatient");
        field("diagnoses", self.diagnoses, "of the visit, exactly one of them the main one");
        field("lines", self.lines, "what was done and given");
        field("total_fen", self.total, "sum of the lines");
    }
};

/// Refused with ChargeChanged where the charges are not as expected, NotOffered where they are nothing an insurer could settle.
struct InsuranceContext {
    static constexpr std::string_view kName = "insurance.context";
    static constexpr std::string_view kPort = "billing/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "InsuranceContextRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::vector<PaymentConfirm::ChargePaid> charges;  ///< settled together
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("charges", self.charges, "what is to be settled together, as the person saw it");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "InsuranceContextResult";
        InsuranceBill bill;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("bill", self.bill, "the charges in the insurer's codes");
        }
    };
};

}  // namespace hub::contract
