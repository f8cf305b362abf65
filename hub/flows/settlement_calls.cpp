#include "hub/flows/settlement_calls.h"

#include "hub/flows/steps.h"

namespace hub::flows {

using payment::Settlement;
using payment::SettlementStep;

namespace {

contract::Meta metaOf(const Settlement& settlement, const CallTerms& terms) {
    return metaFor(settlement.insurer, terms, settlement.payment.text());
}

contract::VisitRegister::Request registrationOf(const Settlement& settlement) {
    const contract::InsuranceBill& bill = settlement.bill;
    return {settlement.of.visit, settlement.of.credential, bill.began_at, bill.department, bill.department_name,
            bill.doctor,         bill.doctor_name,         bill.bed,      bill.diagnoses};
}

contract::ChargesUpload::Request uploadOf(const Settlement& settlement, const contract::PersonDetails& person) {
    return {settlement.of.visit, settlement.of.credential,  person.name,           person.certificate,
            settlement.of.batch, settlement.bill.diagnoses, settlement.bill.lines, settlement.of.total};
}

}  // namespace

Call insuredFindCall(const Settlement& settlement, const contract::PersonDetails& person, const CallTerms& terms) {
    return callOf<contract::InsuredFind>(metaOf(settlement, terms), {settlement.of.credential, person.name});
}

Call insuranceContextCall(const Settlement& settlement, const CallTerms& terms) {
    contract::InsuranceContext::Request request;
    request.local_patient = settlement.local_patient;
    for (const payment::PaidItem& charge : settlement.charges)
        request.charges.push_back({charge.key, charge.expected_version, charge.total});
    return callOf<contract::InsuranceContext>(metaFor(settlement.hospital, terms, settlement.payment.text()), request);
}

Call settlementQuoteCall(const Settlement& settlement, const CallTerms& terms) {
    return callOf<contract::SettlementQuote>(metaOf(settlement, terms), {settlement.of});
}

Call settlementFindCall(const Settlement& settlement, const std::string& number, const contract::PersonDetails& person,
                        const CallTerms& terms) {
    return callOf<contract::SettlementFind>(metaOf(settlement, terms),
                                            {settlement.of.visit, number, settlement.of.order, person.name, person.certificate});
}

Call settlementStepCall(const Settlement& settlement, SettlementStep step, const contract::PersonDetails& person, const CallTerms& terms) {
    contract::Meta meta = metaOf(settlement, terms);
    switch (step) {
        case SettlementStep::VisitRegister:
            return callOf<contract::VisitRegister>(std::move(meta), registrationOf(settlement));
        case SettlementStep::ChargesUpload:
            return callOf<contract::ChargesUpload>(std::move(meta), uploadOf(settlement, person));
        case SettlementStep::SettlementConfirm:
            return callOf<contract::SettlementConfirm>(std::move(meta), {settlement.of, settlement.quoted, std::nullopt});
        case SettlementStep::SettlementRevoke:
            return callOf<contract::SettlementRevoke>(
                std::move(meta), {settlement.of.visit, settlement.settled->number, settlement.of.credential, settlement.of.order,
                                  settlement.settled->amounts});
        case SettlementStep::ChargesRevoke:
            return callOf<contract::ChargesRevoke>(std::move(meta), {settlement.of.visit, settlement.of.batch});
        case SettlementStep::VisitCancel:
            return callOf<contract::VisitCancel>(std::move(meta), {settlement.of.visit});
    }
    HUB_ASSERT(false);
}

Call callReverseCall(const Settlement& settlement, const core::Attempt& attempt, const CallTerms& terms) {
    const std::string part = StepName::parse(attempt.step).part;
    const std::string operation = part.empty() ? attempt.operation : attempt.operation + "/" + part;
    return callOf<contract::CallReverse>(metaOf(settlement, terms), {settlement.of.visit, operation, attempt.wire_id, settlement.of.order});
}

}  // namespace hub::flows
