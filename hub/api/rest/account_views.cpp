#include "hub/api/rest/account_views.h"

namespace hub::api::rest {

namespace {

std::optional<std::string> unlessEmpty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace

EAccountView viewOf(const payment::EAccount& account) {
    EAccountView view;
    view.e_account_id = account.id;
    view.bank = account.bank;
    view.state = account.state;
    view.reason = unlessEmpty(account.reason);
    view.opened_at = account.opened_at;
    view.next_check_at = account.next_check_at;
    view.hand_over_at = account.hand_over_at;
    return view;
}

AccountTransferView viewOf(const payment::AccountTransfer& transfer) {
    AccountTransferView view;
    view.transfer_id = transfer.id;
    view.kind = transfer.kind;
    view.amount = transfer.amount;
    view.state = transfer.state;
    view.reason = unlessEmpty(transfer.reason);
    view.bank_number = transfer.bank_number;
    view.booked_at = transfer.booked_at;
    view.created_at = transfer.created_at;
    view.next_check_at = transfer.next_check_at;
    view.hand_over_at = transfer.hand_over_at;
    return view;
}

AccountEntryView viewOf(const ledger::Entry& entry) {
    return {entry.sequence, entry.kind,    entry.movement.command.flow, entry.change,
            entry.amount,   entry.balance, entry.pending_out,           entry.booked_at};
}

}  // namespace hub::api::rest
