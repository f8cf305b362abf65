#pragma once

#include "hub/payment/e_account.h"
#include "tests/stores/payment_examples.h"

/// As in payment_examples.h.
namespace tests {

/// Not final: with what the bank is asked.
inline hub::payment::EAccount fullEAccount() {
    hub::payment::EAccount account;
    account.id.bits = idOf(7);
    account.person.bits = idOf(2);
    account.bank = "SLYH";
    account.state = hub::payment::EAccountState::InDoubt;
    account.asked.emplace();
    account.asked->person.name = hub::core::Sensitive(hub::core::PersonName{"张三"});
    account.asked->linked_card = hub::core::Sensitive<std::string>("6222000000000001");
    account.number = hub::core::Sensitive<std::string>("6230000000000000001");
    account.opened_at = hub::core::UtcTime{41};
    account.reason = "not_allowed";
    account.tries = 21;
    account.handed_over = true;
    account.created_at = {31};
    account.next_check_at = hub::core::UtcTime{33};
    account.hand_over_at = hub::core::UtcTime{34};
    account.version = 1;
    return account;
}

inline std::vector<std::string> fieldsOf(const hub::payment::EAccount& account) {
    const auto& [id, person, bank, state, asked, number, opened_at, reason, tries, handed_over, created_at, next_check_at, hand_over_at,
                 version] = account;
    return fieldTexts(id, person, bank, state, asked, number, opened_at, reason, tries, handed_over, created_at, next_check_at,
                      hand_over_at, version);
}

/// Of fullEAccount().
inline hub::payment::AccountTransfer fullAccountTransfer() {
    hub::payment::AccountTransfer transfer;
    transfer.id.bits = idOf(8);
    transfer.client = "kiosk";
    transfer.request_key = "key-3";
    transfer.person.bits = idOf(2);
    transfer.account = fullEAccount().id;
    transfer.bank = "SLYH";
    transfer.kind = hub::payment::AccountTransferKind::Withdraw;
    transfer.amount = fen(700);
    transfer.number = "T-1";
    transfer.payment.emplace().bits = idOf(1);
    transfer.refund.emplace().bits = idOf(5);
    transfer.original = "O-1";
    transfer.state = hub::payment::AccountTransferState::Releasing;
    transfer.unwanted = true;
    transfer.nothing_sent = true;
    transfer.bank_number = "9900001";
    transfer.booked_at = hub::core::UtcTime{41};
    transfer.bank_day = hub::core::Date{2026, 11, 23};
    transfer.reason = "card_closed";
    transfer.tries = 21;
    transfer.handed_over = true;
    transfer.created_at = {31};
    transfer.next_check_at = hub::core::UtcTime{33};
    transfer.hand_over_at = hub::core::UtcTime{34};
    transfer.version = 1;
    return transfer;
}

inline std::vector<std::string> fieldsOf(const hub::payment::AccountTransfer& transfer) {
    const auto& [id, client, request_key, person, account, bank, kind, amount, number, payment, refund, original, state, unwanted,
                 nothing_sent, bank_number, booked_at, bank_day, reason, tries, handed_over, created_at, next_check_at, hand_over_at,
                 version] = transfer;
    return fieldTexts(id, client, request_key, person, account, bank, kind, amount, number, payment, refund, original, state, unwanted,
                      nothing_sent, bank_number, booked_at, bank_day ? bank_day->text() : std::string("none"), reason, tries, handed_over,
                      created_at, next_check_at, hand_over_at, version);
}

}  // namespace tests
