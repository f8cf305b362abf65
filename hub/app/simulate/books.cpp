#include "hub/app/simulate/books.h"

#include <algorithm>

namespace hub::simulate {

using core::Result;

namespace {

constexpr core::Page kPage{100, std::nullopt};  // far more than one person or file has here

Result<void> takeCases(SimulatedHub& hub, core::ReadTransaction& transaction, core::IdBits subject, std::vector<payment::Case>& into) {
    auto cases = hub.storage().cases().ofSubject(transaction, subject, kPage);
    if (!cases.ok()) return cases.failure();
    std::ranges::copy_if(*cases, std::back_inserter(into), [](const payment::Case& one) { return !one.closed_at; });
    return {};
}

Result<KnownPayment> known(SimulatedHub& hub, core::ReadTransaction& transaction, payment::Payment payment) {
    KnownPayment known;
    known.payment = std::move(payment);
    auto refunds = hub.storage().refunds().ofPayment(transaction, known.payment.id, kPage);
    if (!refunds.ok()) return refunds.failure();
    known.refunds = std::move(*refunds);
    Result<void> taken = takeCases(hub, transaction, known.payment.id.bits, known.cases);
    for (const payment::Refund& refund : known.refunds) {
        if (taken.ok()) taken = takeCases(hub, transaction, refund.id.bits, known.cases);
    }
    if (!taken.ok()) return taken.failure();
    const auto attempts = hub.storage().attempts().ofFlow(transaction, known.payment.id.bits);
    if (!attempts.ok()) return attempts.failure();
    for (const core::Attempt& attempt : *attempts) {
        if (attempt.operation == contract::PaymentConfirm::kName) known.numbers_at_hospital.push_back(attempt.wire_id);
    }
    return known;
}

}  // namespace

bool KnownPayment::hasCase(payment::CaseKind kind) const {
    return std::ranges::any_of(cases, [&](const payment::Case& one) { return one.kind == core::enumName(kind); });
}

bool KnownPayment::hasCaseOf(core::IdBits subject) const {
    return std::ranges::any_of(cases, [&](const payment::Case& one) { return one.subject == subject; });
}

bool KnownPayment::isSettled() const {
    // What is being given back waits for its refund: that one's case is the payment's.
    const bool itself = payment::isFinal(payment.state) || !cases.empty();
    return itself && std::ranges::all_of(refunds, [&](const payment::Refund& refund) {
               return payment::isFinal(refund.state) || hasCaseOf(refund.id.bits);
           });
}

bool KnownPayment::isOver() const {
    return payment::isFinal(payment.state) &&
           std::ranges::all_of(refunds, [](const payment::Refund& refund) { return payment::isFinal(refund.state); });
}

bool HubBooks::isSettled() const { return std::ranges::all_of(payments, &KnownPayment::isSettled); }

Result<HubBooks> HubBooks::read(SimulatedHub& hub, const std::vector<Visit>& visits) {
    HubBooks books;
    const Result<void> done = hub.storage().reads().read([&](core::ReadTransaction& transaction) -> Result<void> {
        for (const Visit& visit : visits) {
            auto payments = hub.storage().payments().ofPerson(transaction, visit.person, kPage);
            if (!payments.ok()) return payments.failure();
            for (payment::Payment& payment : *payments) {
                Result<KnownPayment> one = known(hub, transaction, std::move(payment));
                if (!one.ok()) return one.failure();
                books.payments.push_back(std::move(*one));
            }
            auto charges = hub.storage().charges().ofFile(
                transaction, visit.hospital, core::Sensitive(core::CardNumber{visit.local_patient}), payment::WhichCharges::All, kPage);
            if (!charges.ok()) return charges.failure();
            books.charges[visit.bill] = std::move(*charges);
        }
        return {};
    });
    if (!done.ok()) return done.failure();
    return books;
}

}  // namespace hub::simulate
