#include "hub/flows/account_transfer_flow.h"

#include <chrono>
#include <utility>

#include "hub/core/overload.h"
#include "hub/flows/account_calls.h"

namespace hub::flows {

using core::Result;
using payment::AccountTransfer;
using payment::AccountTransferId;
using payment::MirrorEntry;
namespace action = payment::account_transfer_action;
namespace event = payment::account_transfer_event;

namespace {

constexpr std::string_view kCreate = "create";  // its one step

/// Nothing ends by age: what the bank may still do stays frozen until the bank has said, or a person has. A ledger's hold wants a time;
/// it is counted from the transfer's own, so that the command is the same whenever it is submitted.
constexpr core::Duration kFrozenFor = std::chrono::hours(24) * 36'500;

ledger::CommandKey keyOf(const AccountTransfer& transfer, MirrorEntry entry) {
    return {transfer.id.bits, std::string(core::enumName(entry))};
}

ledger::Movement movementOf(const AccountTransfer& transfer, MirrorEntry entry) {
    const std::string mirror = payment::eAccountMirror(transfer.person);
    const std::string bank = payment::eAccountsAtBank(transfer.bank);
    const ledger::MovementKey hold{keyOf(transfer, MirrorEntry::Freeze), 0};
    switch (entry) {
        case MirrorEntry::Freeze:
            return ledger::Hold{mirror, bank, transfer.amount, transfer.created_at + kFrozenFor};
        case MirrorEntry::Take:
            return ledger::Post{hold, std::nullopt};
        case MirrorEntry::Release:
            return ledger::Void{hold};
        case MirrorEntry::Add:
            return ledger::Transfer{bank, mirror, transfer.amount};
    }
    HUB_ASSERT(false);
}

/// None: not decided (busy, down): a Tick submits it again.
std::optional<event::Booked> bookedBy(const ledger::Ledger::Answer& answer) {
    if (answer.ok()) return event::Booked::Accepted;
    if (answer.failure().error() == core::Error::InsufficientFunds) return event::Booked::TooLittle;
    const core::Implies implies = answer.failure().implies();
    if (implies == core::Implies::Final || implies == core::Implies::Bug) return event::Booked::Refused;
    return std::nullopt;
}

}  // namespace

Result<Next> AccountTransferFlow::open(core::Transaction& transaction, const payment::EAccount& account,
                                       payment::AccountTransferWish wish) {
    const Result<std::optional<AccountTransfer>> before =
        house_.account_transfers.findByRequest(transaction, wish.client, wish.request_key);
    if (!before.ok()) return before.failure();
    if (*before) return Next{};
    const Result<payment::AccountTransferDecision> opened =
        payment::openTransfer(account, std::move(wish), house_.clock.utc(), house_.settings.payment);
    if (!opened.ok()) return opened.failure();
    const Result<void> added = house_.account_transfers.add(transaction, opened->next);
    if (!added.ok()) return added.failure();
    return carryOut(transaction, *opened, 1);
}

Result<Next> AccountTransferFlow::apply(core::Transaction& transaction, AccountTransferId id,
                                        decltype(payment::AccountTransferEvent::what) what) {
    const Result<AccountTransfer> before = house_.account_transfers.find(transaction, id);
    if (!before.ok()) return before.failure();
    const payment::AccountTransferDecision decision =
        payment::decide(*before, {house_.clock.utc(), std::move(what)}, house_.settings.payment);
    const Result<std::int64_t> version = house_.account_transfers.change(transaction, decision.next);
    if (!version.ok()) return version.failure();
    return carryOut(transaction, decision, *version);
}

void AccountTransferFlow::submit(AccountTransferId id, decltype(payment::AccountTransferEvent::what) what, Carrier::OnDone on_done) {
    house_.carrier.run(
        kKind, id.bits, [this, id, what = std::move(what)](core::Transaction& transaction) { return apply(transaction, id, what); },
        std::move(on_done));
}

Result<Next> AccountTransferFlow::carryOut(core::Transaction& transaction, const payment::AccountTransferDecision& decision,
                                           std::int64_t version) {
    const AccountTransfer& transfer = decision.next;
    const auto after = [](core::Task task) -> Result<Next> { return Next{{}, {std::move(task)}}; };
    std::int64_t published = 0;
    const core::Overload each{
        [&](const action::Call& what) { return call(transaction, transfer, what.again); },
        [&](const action::AskTransfer&) { return after([this, transfer] { askTransfer(transfer); }); },
        [&](const action::SubmitMirror& what) { return after([this, transfer, entry = what.entry] { submitMirror(transfer, entry); }); },
        [&](const action::TellOwner& what) { return tellOwner(transaction, transfer, what.done); },
        [&](const action::OpenCase& what) {
            return openCase(house_, transaction, payment::CaseAbout::AccountTransfer, transfer.id.bits, core::enumName(what.kind),
                            transfer.bank);
        },
        [&](const action::Publish&) {
            return publish(house_, transaction, transfer.person, "account_transfer.changed", "account_transfer_id", transfer.id.bits,
                           version, published++);
        },
    };
    return carryOutEach(decision.actions, each);
}

Result<Next> AccountTransferFlow::call(core::Transaction& transaction, const AccountTransfer& transfer, bool once_more) {
    StepOrder order{kKind, transfer.id.bits, std::string(kCreate), once_more, transfer.number};
    order.make = [&]() -> Result<Call> {
        const Result<payment::EAccount> account = house_.e_accounts.find(transaction, transfer.account);
        if (!account.ok()) return account.failure();
        HUB_ASSERT(account->number.has_value());  // openTransfer() wants it open, and an open one stays so
        return transferCreateCall(transfer, *account->number, house_.terms());
    };
    Next next;
    const Result<Steps::Brought> brought = house_.steps.bringAbout(transaction, order, next);
    if (!brought.ok()) return brought.failure();
    return next;  // not offered right now: the next Tick tries again, and a person takes part when the promised time is over
}

Result<Next> AccountTransferFlow::tellOwner(core::Transaction& transaction, const AccountTransfer& transfer, bool done) {
    if (transfer.payment)
        return telling_.tell(transaction, *transfer.payment,
                             payment::payment_event::TransferEnded{done, transfer.bank_number, transfer.booked_at});
    return telling_.tell(transaction, *transfer.refund,
                         payment::refund_event::TransferEnded{done, transfer.bank_number, transfer.booked_at});
}

void AccountTransferFlow::askTransfer(const AccountTransfer& transfer) {
    house_.counterparties.call(transferFindCall(transfer, house_.terms()), [this, id = transfer.id](const CallAnswer& answer) {
        if (answer.late || answer.ending != contract::Ending::Done) return;
        Result<contract::TransferFind::Result> found = resultOf<contract::TransferFind>(answer.answer);
        if (found.ok()) submit(id, event::TransferSeen{std::move(found->transfer)});
    });
}

void AccountTransferFlow::submitMirror(const AccountTransfer& transfer, MirrorEntry entry) {
    ledger::Command command;
    command.key = keyOf(transfer, entry);
    command.chain.push_back(movementOf(transfer, entry));
    house_.ledger.submit(std::move(command), [this, id = transfer.id, entry](const ledger::Ledger::Answer& answer) {
        if (const auto booked = bookedBy(answer)) submit(id, event::MirrorEnded{entry, *booked});
    });
}

Result<Next> AccountTransferFlow::onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) {
    event::CreateMoved moved;
    moved.state = end.state;
    if (end.answer.refusal) moved.refusal = end.answer.refusal->reason;
    if (end.state == core::AttemptState::Done) {
        Result<contract::TransferCreate::Result> created = resultOf<contract::TransferCreate>(end.answer);
        if (!created.ok()) return created.failure();
        moved.transfer = std::move(created->transfer);
    }
    return apply(transaction, AccountTransferId{attempt.flow_id}, std::move(moved));
}

Result<void> AccountTransferFlow::onOverdue(core::Transaction& transaction, const core::Attempt& attempt) {
    return openOverdue(house_, transaction, payment::CaseAbout::AccountTransfer, attempt.flow_id, attempt.counterparty);
}

/// The bank has none: transfers are asked for, or repeated, under their number instead.
Result<std::optional<Call>> AccountTransferFlow::fence(core::ReadTransaction& /*transaction*/, const core::Attempt& /*attempt*/) {
    return std::optional<Call>();
}

}  // namespace hub::flows
