#include "hub/flows/account_calls.h"

namespace hub::flows {

namespace {

/// What the statement says; no person.
std::string_view summaryOf(payment::AccountTransferKind kind) {
    switch (kind) {
        case payment::AccountTransferKind::TopUp:
            return "电子账户充值";
        case payment::AccountTransferKind::Withdraw:
            return "电子账户提现";
        case payment::AccountTransferKind::Pay:
            return "医院缴费";
        case payment::AccountTransferKind::GiveBack:
            return "医院退费";
    }
    HUB_ASSERT(false);
}

}  // namespace

Call accountOpenCall(const payment::EAccount& account, const CallTerms& terms) {
    HUB_ASSERT(account.asked.has_value());
    return callOf<contract::AccountOpen>(metaFor(account.bank, terms, account.id.text()), *account.asked);
}

Call transferCreateCall(const payment::AccountTransfer& transfer, const core::Sensitive<std::string>& account, const CallTerms& terms) {
    contract::TransferCreate::Request request;
    request.kind = payment::toContract(transfer.kind);
    request.account = account;
    request.amount = transfer.amount;
    request.original = transfer.original;
    request.summary = summaryOf(transfer.kind);
    return callOf<contract::TransferCreate>(metaFor(transfer.bank, terms, transfer.id.text()), request);
}

Call transferFindCall(const payment::AccountTransfer& transfer, const CallTerms& terms) {
    return callOf<contract::TransferFind>(metaFor(transfer.bank, terms, transfer.id.text()), {transfer.number});
}

}  // namespace hub::flows
