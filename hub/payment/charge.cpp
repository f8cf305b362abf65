#include "hub/payment/charge.h"

#include <algorithm>
#include <utility>

#include "hub/core/machine.h"

namespace hub::payment {

using core::Error;
using core::Failure;
using core::Result;

namespace {

/// One decision being made. Each `on` is one kind of event over all states.
class ChargeMachine {
  public:
    ChargeMachine(const Charge& charge, core::UtcTime at) : decision_{charge, {}}, at_(at) {}

    Result<ChargeDecision> take() { return std::move(decision_); }

    void on(const charge_event::Told& event) {
        switch (charge().state) {
            case ChargeState::Open:
                if (sameContent(charge().content, event.content)) return;
                setContent(event.content);
                publish("charge.changed");
                return;
            case ChargeState::Unclear:
                setContent(event.content);
                return;
            case ChargeState::InPayment:
                toldInPayment(event.content);
                return;
            case ChargeState::Paid:
                toldWhenPaid(event.content);
                return;
            case ChargeState::Refunded:
            case ChargeState::Cancelled:
                setContent(event.content);
                moveTo(ChargeState::Open);
                charge().payment.reset();
                publish("charge.created");
                return;
        }
        HUB_ASSERT(false);
    }

    void on(const charge_event::Cancelled&) {
        if (charge().state == ChargeState::Paid) {
            openCase(CaseKind::CancelledAfterPaid);
            return;
        }
        takeBack();
        return;
    }

    void on(const charge_event::Absent&) {
        if (charge().state != ChargeState::Paid) takeBack();  // a paid charge is no longer in the open set
        return;
    }

    Result<void> on(const charge_event::PaymentStarted& event) {
        if (charge().state == ChargeState::InPayment && charge().payment == event.payment) return {};
        if (charge().state != ChargeState::Open) return Failure(Error::ChargeNotPayable, charge().id.text());
        moveTo(ChargeState::InPayment);
        charge().payment = event.payment;
        return {};
    }

    void on(const charge_event::PaymentCompleted& event) {
        if (!isPaidBy(event.payment)) return;
        moveTo(ChargeState::Paid);
        charge().gone = false;
        if (charge().later) openCase(CaseKind::ChangedAfterPaid);
        publish("charge.changed");
        return;
    }

    void on(const charge_event::PaymentEnded& event) {
        if (!isPaidBy(event.payment)) return;
        charge().payment.reset();
        takeLater();
        if (std::exchange(charge().gone, false)) {
            moveTo(ChargeState::Cancelled);
            publish("charge.cancelled");
        } else {
            moveTo(ChargeState::Open);
            publish("charge.changed");
        }
        return;
    }

    void on(const charge_event::RefundDone& event) {
        if (charge().state != ChargeState::Paid) return;
        if (!event.whole) {
            charge().content.version = event.remaining_version;
            charge().content.total = event.remaining_total;
            if (charge().later && charge().later->total == event.remaining_total) takeLater();  // the hospital told it before we were done
            touch();
        } else if (charge().later) {
            takeLater();
            moveTo(ChargeState::Open);
        } else {
            moveTo(ChargeState::Refunded);
        }
        publish("charge.changed");
        return;
    }

    Result<void> on(const charge_event::Decided& event) {
        const bool payable = event.decision == charge_event::Decision::Payable;
        if (charge().state == ChargeState::Unclear) {
            moveTo(payable ? ChargeState::Open : ChargeState::Cancelled);
            if (payable) publish("charge.created");
            return {};
        }
        if (charge().state != ChargeState::Paid || !charge().later) return Failure(Error::DecisionNotOpen, charge().id.text());
        if (!payable) {
            charge().later.reset();
            touch();
            return {};
        }
        takeLater();
        moveTo(ChargeState::Open);
        charge().payment.reset();
        publish("charge.created");
        return {};
    }

  private:
    Charge& charge() { return decision_.next; }
    void touch() { charge().changed_at = at_; }
    void moveTo(ChargeState state) {
        charge().state = state;
        touch();
    }
    void publish(std::string_view type) { decision_.actions.emplace_back(charge_action::Publish{type}); }
    void openCase(CaseKind kind) { decision_.actions.emplace_back(charge_action::OpenCase{kind}); }
    bool isPaidBy(PaymentId payment) { return charge().state == ChargeState::InPayment && charge().payment == payment; }

    /// Keeps the key: the hospital may have none.
    void setContent(contract::Charge content) {
        content.key = charge().content.key;
        charge().content = std::move(content);
        touch();
    }
    void takeLater() {
        if (charge().later) setContent(*std::exchange(charge().later, std::nullopt));
    }

    void toldInPayment(const contract::Charge& content) {
        const bool was_gone = std::exchange(charge().gone, false);
        if (sameContent(charge().content, content)) {
            if (was_gone || charge().later) touch();
            charge().later.reset();
            return;
        }
        if (charge().later && sameContent(*charge().later, content)) return;
        charge().later = content;
        touch();
        decision_.actions.emplace_back(charge_action::TellPayment{*charge().payment});
        publish("charge.changed");
    }

    void toldWhenPaid(const contract::Charge& content) {
        if (sameContent(charge().content, content)) {
            if (charge().later) touch();
            charge().later.reset();
            return;
        }
        if (charge().later && sameContent(*charge().later, content)) return;
        charge().later = content;
        touch();
        openCase(CaseKind::ChangedAfterPaid);
    }

    void takeBack() {
        switch (charge().state) {
            case ChargeState::Open:
            case ChargeState::Unclear:
                moveTo(ChargeState::Cancelled);
                publish("charge.cancelled");
                return;
            case ChargeState::InPayment:
                if (charge().gone) return;
                charge().gone = true;
                touch();
                decision_.actions.emplace_back(charge_action::TellPayment{*charge().payment});
                return;
            case ChargeState::Paid:
            case ChargeState::Refunded:
            case ChargeState::Cancelled:
                return;
        }
    }

    ChargeDecision decision_;
    core::UtcTime at_;
};

bool sameLine(const contract::ChargeLine& one, const contract::ChargeLine& other) {
    return one.key == other.key && one.item_code == other.item_code && one.item_name == other.item_name && one.quantity == other.quantity &&
           one.amount == other.amount;
}

}  // namespace

bool sameContent(const contract::Charge& one, const contract::Charge& other) {
    if (one.version != other.version || one.total != other.total) return false;
    if (!one.version.empty()) return true;
    return one.visit == other.visit && one.department == other.department && one.doctor == other.doctor &&
           one.ordered_at == other.ordered_at && std::ranges::equal(one.lines, other.lines, sameLine);
}

ChargeDecision newCharge(Charge blank, contract::Charge content, bool like_another, core::UtcTime at) {
    const bool unclear = content.key.empty() && like_another;
    if (content.key.empty()) content.key = "hub:" + blank.id.text();
    blank.content = std::move(content);
    blank.state = unclear ? ChargeState::Unclear : ChargeState::Open;
    blank.changed_at = at;
    ChargeDecision decision{std::move(blank), {}};
    if (unclear) {
        decision.actions.emplace_back(charge_action::OpenCase{CaseKind::PossibleDuplicate});
    } else {
        decision.actions.emplace_back(charge_action::Publish{"charge.created"});
    }
    return decision;
}

Result<ChargeDecision> decide(const Charge& charge, const ChargeEvent& event, core::UtcTime at) {
    ChargeMachine machine(charge, at);
    const Result<void> decided = core::giveTo(machine, event);
    if (!decided.ok()) return decided.failure();
    return machine.take();
}

}  // namespace hub::payment
