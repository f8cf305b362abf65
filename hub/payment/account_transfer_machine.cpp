#include "hub/payment/account_transfer_machine.h"

#include <algorithm>

#include "hub/core/back_off.h"

namespace hub::payment {

using contract::RefusalReason;
using core::AttemptState;
using core::Error;
using core::Failure;
using core::Result;
using State = AccountTransferState;
using BankState = contract::TransferState;
namespace action = account_transfer_action;
namespace event = account_transfer_event;

namespace {

constexpr std::string_view kUnwanted = "unwanted";                            // the reason where the bank was not asked for one
constexpr core::Money kAmountMax = core::Money::fromFen(10'000'000'000'000);  // ledger::kAmountMax: of one movement

class AccountTransferMachine {
  public:
    AccountTransferMachine(AccountTransfer transfer, core::UtcTime at, const PaymentRules& rules)
        : next_(std::move(transfer)), at_(at), rules_(rules) {}

    void open() { enter(takes() ? State::Freezing : State::Sending); }

    void on(const event::Tick&) {
        if (isFinal(next_.state) || at_ < *next_.next_check_at) return;
        if (!next_.handed_over && at_ >= *next_.hand_over_at) {
            next_.handed_over = true;
            openCase(CaseKind::Overdue);
        }
        ++next_.tries;
        carryOn();
        schedule();
    }

    void on(const event::CreateMoved& moved) {
        if (moved.transfer) return seen(*moved.transfer);
        if (next_.state != State::Sending && next_.state != State::InDoubt) return;
        switch (moved.state) {
            case AttemptState::Accepted:
                return enter(State::Accepted);
            case AttemptState::Unknown:
                return doubt();
            case AttemptState::Parked:
                openCase(CaseKind::Parked);
                return doubt();
            case AttemptState::SomeoneElse:
                openCase(CaseKind::NotOurs);
                return doubt();
            case AttemptState::Refused:  // a number that is taken is taken by an earlier send of ours: ask for that transfer
                if (moved.refusal == RefusalReason::DuplicateNumber) return doubt();
                return refused(std::string(core::enumName(moved.refusal.value_or(RefusalReason::Other))));
            case AttemptState::NotHappened:
                return next_.unwanted ? refused(std::string(kUnwanted)) : enter(State::Sending, true);
            case AttemptState::NotReached:
                return notReached();
            case AttemptState::Ready:
            case AttemptState::Done:
                return;
        }
        HUB_ASSERT(false);
    }

    void on(const event::TransferSeen& answer) {
        if (answer.transfer) seen(*answer.transfer);
    }

    void on(const event::MirrorEnded& ended) {
        if (!isAwaited(ended.entry)) return;
        if (ended.entry == MirrorEntry::Freeze && ended.booked == event::Booked::TooLittle) {
            next_.reason = core::enumName(RefusalReason::BalanceTooLow);
            return enter(State::Rejected);
        }
        if (ended.booked != event::Booked::Accepted) return openCase(CaseKind::LedgerRefused);
        switch (next_.state) {
            case State::Freezing:
                return next_.unwanted ? refused(std::string(kUnwanted)) : enter(State::Sending);
            case State::Booking:
                return enter(State::Done);
            default:
                return enter(State::Rejected);
        }
    }

    void on(const event::Unwanted&) {
        next_.unwanted = true;
        if (next_.state == State::Sending && next_.nothing_sent) refused(std::string(kUnwanted));
    }

    AccountTransferDecision take() { return {std::move(next_), std::move(actions_)}; }

  private:
    template <class Action>
    void act(Action one) {
        actions_.emplace_back(std::move(one));
    }
    void openCase(CaseKind kind) { return act(action::OpenCase{kind}); }
    bool takes() const { return payment::takes(next_.kind); }
    bool hasOwner() const { return next_.payment || next_.refund; }
    MirrorEntry booking() const { return takes() ? MirrorEntry::Take : MirrorEntry::Add; }

    bool isAwaited(MirrorEntry entry) const {
        return (next_.state == State::Freezing && entry == MirrorEntry::Freeze) || (next_.state == State::Booking && entry == booking()) ||
               (next_.state == State::Releasing && entry == MirrorEntry::Release);
    }

    void seen(const contract::BankTransfer& transfer) {
        const bool awaited = next_.state == State::Sending || next_.state == State::InDoubt || next_.state == State::Accepted;
        const bool given_up = next_.state == State::Releasing || next_.state == State::Rejected;
        if (given_up && transfer.state == BankState::Done) return openCase(CaseKind::LateSuccess);  // the mirror differs by now
        if (!awaited) return;
        if (transfer.amount != next_.amount || transfer.kind != toContract(next_.kind)) return openCase(CaseKind::AmountDiffers);
        next_.bank_number = transfer.bank_number;
        switch (transfer.state) {
            case BankState::Accepted:
                if (next_.state != State::Accepted) enter(State::Accepted);
                return;
            case BankState::Done:
                next_.booked_at = transfer.booked_at;
                next_.bank_day = transfer.bank_day;
                return enter(State::Booking);
            case BankState::Rejected:
                return refused(transfer.reason.value_or(std::string(core::enumName(RefusalReason::Other))));
        }
        HUB_ASSERT(false);
    }

    void doubt() {
        if (next_.state == State::Sending) enter(State::InDoubt);
    }

    void refused(std::string reason) {
        next_.reason = std::move(reason);
        return enter(takes() ? State::Releasing : State::Rejected);
    }

    /// An earlier send may have arrived, unless it is the first one that is still tried.
    void notReached() {
        if (next_.state != State::Sending) return;
        next_.nothing_sent = true;
        if (next_.unwanted) refused(std::string(kUnwanted));
    }

    void enter(State state, bool again = false) {
        next_.state = state;
        next_.tries = 0;
        next_.nothing_sent = false;
        next_.handed_over = false;
        next_.next_check_at.reset();
        next_.hand_over_at.reset();
        if (isFinal(state) && hasOwner()) act(action::TellOwner{state == State::Done});
        if (!isFinal(state)) {
            next_.hand_over_at = at_ + rules_.hand_over_after;
            carryOn(again);
            schedule();
        }
        return act(action::Publish{});
    }

    void schedule() {
        core::UtcTime next = at_ + core::backOff(rules_.wait_first, next_.tries, rules_.wait_most);
        if (!next_.handed_over) next = std::min(next, std::max(*next_.hand_over_at, at_));
        next_.next_check_at = next;
    }

    void carryOn(bool once_more = false) {
        const bool later = next_.tries > 0;
        switch (next_.state) {
            case State::Freezing:
                return act(action::SubmitMirror{MirrorEntry::Freeze});
            case State::Sending:
                next_.nothing_sent = false;
                return act(action::Call{once_more});
            case State::InDoubt:
                if (later) act(action::Call{});
                [[fallthrough]];
            case State::Accepted:
                if (later) act(action::AskTransfer{});
                return;
            case State::Booking:
                return act(action::SubmitMirror{booking()});
            case State::Releasing:
                return act(action::SubmitMirror{MirrorEntry::Release});
            case State::Done:
            case State::Rejected:
                return;
        }
        HUB_ASSERT(false);
    }

    AccountTransfer next_;
    std::vector<AccountTransferAction> actions_;
    const core::UtcTime at_;
    const PaymentRules& rules_;
};

}  // namespace

Result<AccountTransferDecision> openTransfer(const EAccount& account, AccountTransferWish wish, core::UtcTime at,
                                             const PaymentRules& rules) {
    if (account.state != EAccountState::Open) return Failure(Error::AccountNotFound, account.id.text());
    if (!wish.amount.isPositive() || wish.amount > kAmountMax) return Failure(Error::MoneyOutOfRange, wish.amount.yuan());
    AccountTransfer transfer;
    transfer.id = wish.id;
    transfer.client = std::move(wish.client);
    transfer.request_key = std::move(wish.request_key);
    transfer.person = account.person;
    transfer.account = account.id;
    transfer.bank = account.bank;
    transfer.kind = wish.kind;
    transfer.amount = wish.amount;
    transfer.number = std::move(wish.number);
    transfer.payment = wish.payment;
    transfer.refund = wish.refund;
    transfer.original = std::move(wish.original);
    transfer.created_at = at;
    AccountTransferMachine machine(std::move(transfer), at, rules);
    machine.open();
    return machine.take();
}

AccountTransferDecision decide(const AccountTransfer& transfer, const AccountTransferEvent& happened, const PaymentRules& rules) {
    AccountTransferMachine machine(transfer, happened.at, rules);
    std::visit([&](const auto& what) { machine.on(what); }, happened.what);
    return machine.take();
}

}  // namespace hub::payment
