#pragma once

#include "hub/payment/settlement.h"
#include "tests/stores/payment_examples.h"

/// As in payment_examples.h.
namespace tests {

/// Of fullPayment(), with an amount of its own in every field; no rule of splits holds, and none is looked at here.
inline hub::contract::SettlementAmounts fullAmounts(std::int64_t base) {
    hub::contract::SettlementAmounts amounts;
    amounts.total = fen(base + 1);
    amounts.fund = fen(base + 2);
    amounts.account = fen(base + 3);
    amounts.cash = fen(base + 4);
    amounts.hospital_part = fen(base + 5);
    amounts.mutual_aid = fen(base + 6);
    amounts.person_part = fen(base + 7);
    amounts.funds = {{"310100", "统筹基金", fen(base + 8)}};
    amounts.balance = fen(-base);
    return amounts;
}

inline hub::payment::Settlement fullSettlement() {
    hub::payment::Settlement settlement;
    settlement.id.bits = idOf(6);
    settlement.payment.bits = idOf(1);
    settlement.person.bits = idOf(2);
    settlement.hospital = "h01";
    settlement.insurer = "yb01";
    settlement.rules.fund_includes_account = true;
    settlement.local_patient = file("P0001");
    settlement.charges = {{.subject = idOf(3), .key = "C-1", .expected_version = "v1", .total = fen(3000)},
                          {.subject = idOf(4), .key = "C-2", .expected_version = "v2", .total = fen(2000)}};
    settlement.of.visit.insured_number = hub::core::Sensitive<std::string>("37000000001");
    settlement.of.visit.visit = "M-1";
    settlement.of.credential.number = hub::core::Sensitive<std::string>("ec-token-1");
    settlement.of.batch = "B-1";
    settlement.of.total = fen(5000);
    settlement.of.use_account = false;
    settlement.of.order = hub::contract::InsuranceOrder{};
    settlement.of.order->number = "O-9";
    settlement.bill.hospital_visit = "V-1";
    settlement.bill.diagnoses.resize(1);
    settlement.bill.lines.resize(1);
    settlement.bill.lines.front().key = "L1";
    settlement.bill.lines.front().unit_price = hub::core::Decimal{"25.0000"};
    settlement.bill.lines.front().quantity = hub::core::Decimal{"2"};
    settlement.has_quote = false;
    settlement.state = hub::payment::SettlementState::Revoking;
    settlement.why = hub::payment::WhyEnded::NotWanted;
    settlement.quoted = fullAmounts(100);
    settlement.settled = hub::contract::Settlement{};
    settlement.settled->number = "S-1";
    settlement.settled->amounts = fullAmounts(200);
    settlement.revocation = hub::contract::Settlement{};
    settlement.revocation->number = "S-2";
    settlement.revocation->amounts = fullAmounts(-300);
    settlement.breach = hub::payment::SplitBreach::Mirror;
    settlement.registered = true;
    settlement.uploaded = true;
    settlement.registers = 21;
    settlement.uploads = 22;
    settlement.confirms = 23;
    settlement.undo_number = 24;
    settlement.failed_undos = 25;
    settlement.nothing_sent = true;
    settlement.tries = 26;
    settlement.handed_over = true;
    settlement.created_at = {31};
    settlement.next_check_at = hub::core::UtcTime{33};
    settlement.hand_over_at = hub::core::UtcTime{34};
    settlement.version = 1;
    return settlement;
}

inline std::vector<std::string> fieldsOf(const hub::payment::Settlement& settlement) {
    const auto& [id, payment, person, hospital, insurer, rules, local_patient, charges, of, bill, has_quote, state, why, quoted, settled,
                 revocation, breach, registered, uploaded, registers, uploads, confirms, undo_number, failed_undos, nothing_sent, tries,
                 handed_over, created_at, next_check_at, hand_over_at, version] = settlement;
    return fieldTexts(id, payment, person, hospital, insurer, rules, local_patient, charges, of, bill, has_quote, state, why, quoted,
                      settled, revocation, breach, registered, uploaded, registers, uploads, confirms, undo_number, failed_undos,
                      nothing_sent, tries, handed_over, created_at, next_check_at, hand_over_at, version);
}

}  // namespace tests
