#include "hub/payment/refund_machine.h"

#include <algorithm>

#include "hub/core/back_off.h"
#include "hub/core/machine.h"

namespace hub::payment {

using contract::RefusalReason;
using core::AttemptState;
using core::Error;
using core::Failure;
using core::Money;
using core::Result;
using ChannelState = contract::RefundState;

namespace {

class RefundMachine {
  public:
    RefundMachine(Refund refund, core::UtcTime at, const PaymentRules& rules) : next_(std::move(refund)), at_(at), rules_(rules) {}

    void open() { enter(next_.cause == RefundCause::PersonAsked ? RefundState::Checking : RefundState::Owing); }

    void on(const refund_event::Tick&) {
        if (isFinal(next_.state) || at_ < *next_.next_check_at) return;
        if (!next_.handed_over && at_ >= *next_.hand_over_at) {
            next_.handed_over = true;
            openCase(CaseKind::Overdue);
        }
        ++next_.tries;
        carryOn();
        schedule();
        return;
    }

    void on(const refund_event::HisChecked& event) {
        if (next_.state != RefundState::Checking) return;
        switch (event.agreement) {
            case refund_event::Agreement::Refused:
                return refused();
            case refund_event::Agreement::NotReadable:
                if (next_.tries + 1 >= rules_.tries_max) refused();
                return;
            case refund_event::Agreement::Agreed:
                break;
        }
        if (event.returnable != next_.amount) return refused();  // the person asks again with what the hospital gives back
        next_.whole_item = event.remaining_total.isZero();
        next_.remaining_version = event.remaining_version;
        next_.remaining_total = event.remaining_total;
        return enter(RefundState::Owing);
    }

    void on(const refund_event::StepMoved& event) {
        return event.step == RefundStep::RefundCreate ? createMoved(event) : confirmMoved(event);
    }

    void on(const refund_event::TransferEnded& event) {
        if (next_.state != RefundState::Sending || !next_.e_account) return;
        if (!event.done) return stuck(CaseKind::RefundRefused);
        next_.channel_number = event.bank_number;
        return back(event.booked_at.value_or(at_));
    }

    void on(const refund_event::RefundSeen& event) {
        if (event.refund) refundSeen(*event.refund);
    }

    void on(const refund_event::LedgerEnded& event) {
        const bool owed = event.entry == refund_event::Entry::Owed;
        if (next_.state != (owed ? RefundState::Owing : RefundState::Returning)) return;
        if (!event.accepted) return openCase(CaseKind::LedgerRefused);
        if (owed) return enter(RefundState::Sending);
        next_.returned = true;
        act(refund_action::TellPayment{{next_.amount, true}});
        return postsAtHospital() ? enter(RefundState::Confirming) : done();
    }

    Result<void> on(const refund_event::Decided& event) {
        if (next_.state != RefundState::Stuck) return Failure(Error::DecisionNotOpen, next_.id.text());
        if (event.decision == refund_event::Decision::Again) {
            again(next_.returned ? RefundState::Confirming : RefundState::Sending);
        } else if (next_.returned) {
            done();
        } else {
            next_.by_hand = true;
            back(at_);
        }
        return {};
    }

    RefundDecision take() { return {std::move(next_), std::move(actions_)}; }

  private:
    template <class Action>
    void act(Action action) {
        actions_.emplace_back(std::move(action));
    }
    void openCase(CaseKind kind) { return act(refund_action::OpenCase{kind}); }
    void publish() { return act(refund_action::Publish{"refund.changed"}); }
    bool postsAtHospital() const { return next_.cause == RefundCause::PersonAsked || next_.cause == RefundCause::HospitalAsked; }

    void enter(RefundState state, bool again = false) {
        next_.state = state;
        next_.tries = 0;
        next_.handed_over = false;
        next_.next_check_at.reset();
        next_.hand_over_at.reset();
        if (!isFinal(state)) {
            next_.hand_over_at = at_ + rules_.hand_over_after;
            carryOn(again);
            schedule();
        }
        return publish();
    }

    void again(RefundState state) { return enter(state, true); }

    void stuck(CaseKind kind) {
        openCase(kind);
        return enter(RefundState::Stuck);
    }

    void refused() {
        act(refund_action::TellPayment{{next_.amount, false}});
        return enter(RefundState::Refused);
    }

    void done() {
        if (next_.cause != RefundCause::GiveBack)
            act(refund_action::TellCharges{next_.whole_item, next_.remaining_version, next_.remaining_total});
        return enter(RefundState::Done);
    }

    void back(core::UtcTime at) {
        next_.refunded_at = at;
        return enter(RefundState::Returning);
    }

    void schedule() {
        core::UtcTime next = at_ + core::backOff(rules_.wait_first, next_.tries, rules_.wait_most);
        if (!next_.handed_over) next = std::min(next, std::max(*next_.hand_over_at, at_));
        next_.next_check_at = next;
    }

    void carryOn(bool once_more = false) {
        const bool later = next_.tries > 0;
        switch (next_.state) {
            case RefundState::Checking:
                act(refund_action::CheckRefund{});
                return;
            case RefundState::Owing:
                act(refund_action::SubmitLedger{owed()});
                return;
            case RefundState::Sending:
                if (next_.e_account) return act(refund_action::StartTransfer{once_more});
                act(refund_action::Call{RefundStep::RefundCreate, "refund.create", once_more});
                return;
            case RefundState::InDoubt:
                if (later) act(refund_action::Call{RefundStep::RefundCreate, "refund.create", false});
                [[fallthrough]];
            case RefundState::Accepted:
                if (later) act(refund_action::AskRefund{});
                return;
            case RefundState::Returning:
                act(refund_action::SubmitLedger{returnedEntry()});
                return;
            case RefundState::Confirming:
                act(refund_action::Call{RefundStep::HisRefund, "refund.confirm", once_more});
                return;
            case RefundState::ConfirmInDoubt:
                if (later) act(refund_action::Call{RefundStep::HisRefund, "refund.confirm", false});
                return;
            case RefundState::Stuck:
                if (later && !next_.returned && !next_.e_account) act(refund_action::AskRefund{});
                return;
            case RefundState::Done:
            case RefundState::Refused:
                return;
        }
    }

    LedgerCommand owed() const {
        const std::string from =
            next_.from_suspense ? suspenseAccount(next_.settles, next_.channel) : hospitalAccount(next_.settles, next_.hospital);
        return {next_.id.bits, "owed", {{from, refundAccount(next_.settles, next_.channel), next_.amount}}};
    }

    /// Money given back by hand came from elsewhere: the channel still has it, until a person books where from.
    LedgerCommand returnedEntry() const {
        const std::string to =
            next_.by_hand ? suspenseAccount(next_.settles, next_.channel) : clearingAccount(next_.settles, next_.channel, next_.merchant);
        return {next_.id.bits, "returned", {{refundAccount(next_.settles, next_.channel), to, next_.amount}}};
    }

    /// The channel may still have given it back, or be about to.
    bool awaitsChannel() const {
        return next_.state == RefundState::Sending || next_.state == RefundState::InDoubt || next_.state == RefundState::Accepted ||
               (next_.state == RefundState::Stuck && !next_.returned);
    }

    void refundSeen(const contract::ChannelRefund& refund) {
        if (next_.by_hand && refund.state == ChannelState::Done) return openCase(CaseKind::LateSuccess);  // twice by now
        if (!awaitsChannel()) return;
        if (refund.amount != next_.amount) return openCase(CaseKind::AmountDiffers);
        next_.channel_number = refund.channel_number;
        switch (refund.state) {
            case ChannelState::Accepted:
                if (next_.state != RefundState::Accepted) enter(RefundState::Accepted);
                return;
            case ChannelState::Done:
                return back(refund.refunded_at.value_or(at_));
            case ChannelState::Rejected:
            case ChannelState::Abnormal:
                if (next_.state != RefundState::Stuck) stuck(CaseKind::RefundRefused);
                return;
        }
        HUB_ASSERT(false);
    }

    void createMoved(const refund_event::StepMoved& event) {
        if (event.refund) return refundSeen(*event.refund);
        if (next_.state != RefundState::Sending && next_.state != RefundState::InDoubt) return;
        switch (event.state) {
            case AttemptState::Accepted:
                return enter(RefundState::Accepted);
            case AttemptState::Parked:
                openCase(CaseKind::Parked);
                return doubt();
            case AttemptState::Unknown:
                return doubt();
            case AttemptState::Refused:  // a number that is taken is taken by an earlier send of ours: ask for that refund
                return event.refusal == RefusalReason::DuplicateNumber ? doubt() : stuck(CaseKind::RefundRefused);
            case AttemptState::NotHappened:
                return again(RefundState::Sending);
            case AttemptState::SomeoneElse:
                return stuck(CaseKind::NotOurs);
            case AttemptState::NotReached:
            case AttemptState::Ready:
            case AttemptState::Done:
                return;
        }
        HUB_ASSERT(false);
    }

    void doubt() {
        if (next_.state == RefundState::Sending) enter(RefundState::InDoubt);
    }

    void confirmMoved(const refund_event::StepMoved& event) {
        const bool posting = next_.state == RefundState::Confirming || next_.state == RefundState::ConfirmInDoubt;
        if (event.state == AttemptState::Done && (posting || (next_.state == RefundState::Stuck && next_.returned))) {
            next_.his_receipt = event.his_receipt;
            return done();
        }
        if (!posting) return;
        switch (event.state) {
            case AttemptState::Parked:
                openCase(CaseKind::Parked);
                return confirmDoubt();
            case AttemptState::Unknown:
                return confirmDoubt();
            case AttemptState::Refused:
                return stuck(CaseKind::RefundNotPosted);
            case AttemptState::NotHappened:
                return again(RefundState::Confirming);
            case AttemptState::SomeoneElse:
                return stuck(CaseKind::NotOurs);
            case AttemptState::Accepted:
            case AttemptState::NotReached:
            case AttemptState::Ready:
            case AttemptState::Done:
                return;
        }
        HUB_ASSERT(false);
    }

    void confirmDoubt() {
        if (next_.state == RefundState::Confirming) enter(RefundState::ConfirmInDoubt);
    }

    Refund next_;
    std::vector<RefundAction> actions_;
    const core::UtcTime at_;
    const PaymentRules& rules_;
};

/// What is left of an item at the hospital, other refunds' part aside.
Money leftOf(const PaidItem& item, std::span<const Refund> earlier) {
    Money left = item.total;
    for (const Refund& refund : earlier) {
        if (refund.state != RefundState::Refused && refund.item && refund.item->key == item.key) left -= refund.amount;
    }
    return left;
}

bool isTaken(const std::string& line, const PaidItem& item, std::span<const Refund> earlier) {
    return std::ranges::any_of(earlier, [&](const Refund& refund) {
        return refund.state != RefundState::Refused && refund.item && refund.item->key == item.key &&
               std::ranges::find(refund.lines, line) != refund.lines.end();
    });
}

/// The item asked for; where the hospital has to agree or to post, also the only one.
const PaidItem* itemOf(const Payment& payment, const RefundWish& wish) {
    if (!wish.item) return payment.items.size() == 1 ? &payment.items.front() : nullptr;
    const auto found = std::ranges::find(payment.items, *wish.item, &PaidItem::key);
    return found == payment.items.end() ? nullptr : &*found;
}

Result<void> checkWish(const Payment& payment, std::span<const Refund> earlier, const RefundWish& wish, const PaidItem* item) {
    // What an insurer has settled goes back by the chain of CONTRACT 7, never by cash alone.
    if (payment.state != PaymentState::Completed || item == nullptr || payment.insurance)
        return Failure(Error::PaymentNotRefundable, payment.id.text());
    const bool too_much = wish.amount > payment.leg().refundable() || wish.amount > leftOf(*item, earlier);
    if (!wish.amount.isPositive() || too_much) return Failure(Error::RefundTooLarge, wish.amount.yuan());
    for (const std::string& line : wish.lines) {
        if (isTaken(line, *item, earlier)) return Failure(Error::RefundLineTaken, item->key);
    }
    return {};
}

}  // namespace

Result<OpenedRefund> openRefund(const Payment& payment, std::span<const Refund> earlier, RefundWish wish, core::UtcTime at,
                                const PaymentRules& rules) {
    const bool giving_back = wish.cause == RefundCause::GiveBack;
    const PaidItem* const item = giving_back ? nullptr : itemOf(payment, wish);
    if (giving_back) {
        HUB_ASSERT(payment.state == PaymentState::Compensating && wish.amount == payment.leg().refund_reserved);
    } else {
        const Result<void> checked = checkWish(payment, earlier, wish, item);
        if (!checked.ok()) return checked.failure();
    }
    const Leg& leg = payment.leg();
    Refund refund;
    refund.id = wish.id;
    refund.client = std::move(wish.client);
    refund.request_key = std::move(wish.request_key);
    refund.payment = payment.id;
    refund.person = payment.person;
    refund.hospital = payment.hospital;
    refund.cause = wish.cause;
    if (item != nullptr) {
        refund.item = *item;
        refund.remaining_version = item->expected_version;
        refund.remaining_total = leftOf(*item, earlier) - wish.amount;
        refund.whole_item = refund.remaining_total.isZero();
    }
    refund.lines = std::move(wish.lines);
    refund.amount = wish.amount;
    refund.settles = leg.settles;
    refund.channel = leg.channel;
    refund.merchant = leg.merchant;
    refund.order_number = leg.order_number;
    refund.number = std::move(wish.number);
    refund.e_account = leg.e_account;
    refund.from_suspense = leg.in_suspense;
    refund.created_at = at;
    OpenedRefund opened{{}, payment};
    if (!giving_back) opened.payment.leg().refund_reserved += refund.amount;
    RefundMachine machine(std::move(refund), at, rules);
    machine.open();
    opened.refund = machine.take();
    return opened;
}

Result<RefundDecision> decide(const Refund& refund, const RefundEvent& event, const PaymentRules& rules) {
    RefundMachine machine(refund, event.at, rules);
    const Result<void> decided = core::giveTo(machine, event.what);
    if (!decided.ok()) return decided.failure();
    return machine.take();
}

}  // namespace hub::payment
