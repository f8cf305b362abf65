#include "tests/unit/payment/simulated_world.h"

#include "hub/core/describe.h"

namespace tests::payment {

using contract::Finding;
using contract::OrderState;
using core::AttemptState;
namespace pay = hub::payment::payment_event;
namespace back = hub::payment::refund_event;

namespace {

constexpr std::string_view kOrder = "ORDER1";

}  // namespace

SimulatedWorld::SimulatedWorld(std::uint64_t seed) : SimulatedNetwork(seed), hospital_kind_(static_cast<Kind>(seed % 3)) {
    PaymentDecision opened = *openPayment(wish(), now_, kRules);
    payment_ = std::move(opened.next);
    carryOut(opened.actions);
}

void SimulatedWorld::live(int steps) {
    for (int step = 0; step < steps; ++step) moment();
    calmDown();
}

void SimulatedWorld::moment() {
    crashed_ = chance(5);
    if (chance(6)) somebodyActs();
    if (!deliverOne()) passTime();
    checkAlways();
}

void SimulatedWorld::passTime() {
    now_ = now_ + core::Duration(random_() % (random_() % 8 == 0 ? 600'000 : 5'000));
    const bool due = payment_.hand_over_at && now_ >= *payment_.hand_over_at && payment_.next_check_at && now_ >= *payment_.next_check_at;
    decidePayment(pay::Tick{});
    if (due && cases_.empty()) note("I13: past its time without a case");
    std::vector<std::string> keys;
    for (const auto& [key, refund] : refunds_) keys.push_back(key);
    for (const std::string& key : keys) decideRefund(key, back::Tick{});
    resolveDue();
    for (const auto& [number, refund] : channel_.refunds) {
        if (refund.state == contract::RefundState::Accepted && random_() % 3 == 0) channel_.settle(number, chance(10));
    }
}

void SimulatedWorld::somebodyActs() {
    switch (random_() % 10) {
        case 0:
            later([this] { decidePayment(pay::CancelAsked{}); });
            return;
        case 1:
            if (hospital_.paid_by) return;
            ++hospital_.version;
            later([this] { decidePayment(pay::ChargeMoved{}); });
            return;
        case 2:
            if (!hospital_.paid_by) hospital_.paid_by = "WINDOW";
            return;
        case 3:
            channel_.pay(std::string(kOrder), /*only_begin=*/true);
            return;
        case 4:
            askRefund(/*whole=*/true);
            return;
        case 5:
            askRefund(/*whole=*/false);
            return;
        default:
            break;
    }
    if (!channel_.pay(std::string(kOrder), /*only_begin=*/false)) return;
    for (std::uint64_t copies = random_() % 3; copies > 0; --copies)
        later([this] { decidePayment(pay::OrderSeen{channel_.find(std::string(kOrder))}); });
}

/// No more faults and nobody acts but those who decide cases; then everything has to come to an end.
void SimulatedWorld::calmDown() {
    faults_ = false;
    crashed_ = false;
    const auto busy = [this] {
        return !in_flight_.empty() || !isFinal(payment_.state) ||
               std::ranges::any_of(refunds_, [](const auto& refund) { return !isFinal(refund.second.state); });
    };
    for (int rounds = 0; rounds < 5000 && busy(); ++rounds) {
        moment();
        channel_.close("nothing");
        if (auto order = channel_.orders.find(std::string(kOrder)); order != channel_.orders.end()) {
            if (order->second.state == OrderState::PayerTyping) order->second.state = OrderState::Waiting;  // gave up
        }
        askParked();
        for (auto& [key, refund] : refunds_) {
            if (refund.state == RefundState::Stuck) later([this, key = key] { decideRefund(key, back::Decided{back::Decision::Again}); });
        }
    }
    if (busy()) note("it does not come to an end: " + std::string(core::enumName(payment_.state)));
}

void SimulatedWorld::checkAlways() {
    const Leg& leg = payment_.leg();
    if (leg.refunded + leg.refund_reserved > leg.amount) note("I10: refunds exceed what was paid");
    if (channel_.overdrawn) note("I10: the channel was asked for more than was paid");
    if (channel_.orders.size() > 1) note("I9: two orders");
    if (ledger_.mismatched) note("I5: one key, two requests");
    if (!ledger_.sum().isZero()) note("I1: the journal does not sum to zero");
    if (payment_.next_check_at.has_value() == isFinal(payment_.state)) note("I13: an open payment nobody looks at");
    if (!leg.refunded.isZero() && leg.state != LegState::Paid) note("I7: a refund without money");
}

std::vector<std::string> SimulatedWorld::violations() const {
    std::vector<std::string> all(violations_.begin(), violations_.end());
    const auto check = [&](bool right, const char* what) {
        if (!right) all.emplace_back(std::string(what) + " in " + std::string(core::enumName(payment_.state)));
    };
    const auto order = channel_.orders.find(std::string(kOrder));
    const bool paid = order != channel_.orders.end() && order->second.state == OrderState::Paid;
    const Money returned = order == channel_.orders.end() ? Money() : order->second.refunded;
    const Money kept = paid ? payment_.total - returned : Money();
    check(returned == payment_.leg().refunded, "I10: the channel and we disagree on what went back");
    check(ledger_.balance("channel_clearing/wechat/M1") == kept, "I8: the channel and the ledger disagree");
    check(ledger_.balance("hospital_payable/H0001") == -kept, "I8: what the hospital is owed is not what was kept");
    check(ledger_.balance("refund_payable/wechat").isZero() && ledger_.balance("suspense/wechat").isZero(), "I6: money left on its way");
    if (payment_.state == PaymentState::Completed) {
        check(paid && paidByUs(), "I7: the hospital does not have our number");
        Money posted;
        for (const auto& [number, amount] : hospital_.posted) posted += amount;
        check(posted == returned, "I10: the hospital has posted other refunds than were paid out");
    } else {
        check(kept.isZero(), "I9: money taken and not given back");
        check(!paidByUs(), "I7: the hospital has our number and the payer the money");
        check(order == channel_.orders.end() || paid || order->second.state == OrderState::Closed, "I9: an order left open");
    }
    return all;
}

void SimulatedWorld::decidePayment(decltype(PaymentEvent::what) what) {
    const auto decided = decide(payment_, {now_, std::move(what)}, kRules);
    if (!decided.ok()) return;
    payment_ = decided->next;
    carryOut(decided->actions);
}

void SimulatedWorld::decideRefund(const std::string& key, decltype(RefundEvent::what) what) {
    const auto decided = decide(refunds_.at(key), {now_, std::move(what)}, kRules);
    if (!decided.ok()) return;
    refunds_.at(key) = decided->next;
    carryOut(key, decided->actions);
}

void SimulatedWorld::carryOut(const std::vector<PaymentAction>& actions) {
    namespace action = hub::payment::payment_action;
    for (const PaymentAction& one : actions) {
        std::visit(Overloaded{
                       [&](const action::OpenCase& open) { cases_.insert(std::string(core::enumName(open.kind))); },
                       [&](const action::Call& asked) {
                           call(asked.step.text(), false, [&] {
                               return asked.step.step == PaymentStep::OrderCreate  ? createOrder()
                                      : asked.step.step == PaymentStep::OrderClose ? closeOrder(asked.step)
                                                                                   : confirmPayment(asked.step);
                           });
                       },
                       [](const action::TellSettlement&) {},  // nobody here is insured,
                       [](const action::TellTransfer&) {},    // or has an e-account
                       [&](const action::CheckCharges&) {
                           if (crashed_) return;
                           later([this] {
                               const bool same = hospital_.version == 1 && !hospital_.paid_by;
                               decidePayment(pay::ChargesChecked{chance(10) ? pay::ChargesFound::NotReadable
                                                                 : same     ? pay::ChargesFound::AsExpected
                                                                            : pay::ChargesFound::Changed});
                           });
                       },
                       [&](const action::AskOrder&) {
                           if (crashed_ || chance(20)) return;
                           later([this, order = channel_.find(std::string(kOrder))] { decidePayment(pay::OrderSeen{order}); });
                       },
                       [&](const action::AskHis&) {
                           if (!crashed_) askHospital();
                       },
                       [&](const action::SubmitLedger& submit) {
                           if (crashed_) return;
                           later([this, command = submit.command] {
                               if (chance(10)) return;  // busy
                               ledger_.submit(command);
                               for (std::uint64_t copies = chance(10) ? 0 : 1 + random_() % 2; copies > 0; --copies)
                                   later([this] { decidePayment(pay::LedgerEnded{}); });
                           });
                       },
                       [&](const action::StartRefund& start) {
                           if (crashed_ || refunds_.contains("give_back")) return;
                           RefundWish wish;
                           wish.request_key = "give_back";
                           wish.cause = start.cause;
                           wish.amount = start.amount;
                           openRefundOf(std::move(wish));
                       },
                       [](const action::TellSubject&) {},
                       [](const action::Publish&) {},
                   },
                   one);
    }
}

void SimulatedWorld::carryOut(const std::string& key, const std::vector<RefundAction>& actions) {
    namespace action = hub::payment::refund_action;
    const Refund refund = refunds_.at(key);
    for (const RefundAction& one : actions) {
        std::visit(Overloaded{
                       [&](const action::OpenCase& open) { cases_.insert(std::string(core::enumName(open.kind))); },
                       [&](const action::TellPayment& tell) {  // in the same unit of work: neither chance nor crash
                           const auto decided = decide(payment_, {now_, tell.ended}, kRules);
                           payment_ = decided->next;
                           carryOut(decided->actions);
                       },
                       [&](const action::Call& asked) {
                           const bool create = asked.step == RefundStep::RefundCreate;
                           call(key + "/" + std::string(core::enumName(asked.step)), asked.again,
                                [&] { return create ? createRefund(key) : postRefund(key); });
                       },
                       [](const action::StartTransfer&) {},
                       [&](const action::CheckRefund&) {
                           if (crashed_) return;
                           later([this, key, refund] {
                               back::HisChecked checked{back::Agreement::Agreed, refund.amount, "2", refund.remaining_total};
                               if (chance(20)) checked.agreement = back::Agreement::NotReadable;
                               if (chance(10)) checked.agreement = back::Agreement::Refused;
                               decideRefund(key, checked);
                           });
                       },
                       [&](const action::AskRefund&) {
                           if (crashed_ || chance(20)) return;
                           later([this, key, seen = channel_.findRefund(refund.number)] { decideRefund(key, back::RefundSeen{seen}); });
                       },
                       [&](const action::SubmitLedger& submit) {
                           if (crashed_) return;
                           later([this, key, command = submit.command] {
                               if (chance(10)) return;
                               ledger_.submit(command);
                               const back::Entry entry = command.step == "owed" ? back::Entry::Owed : back::Entry::Returned;
                               for (std::uint64_t copies = chance(10) ? 0 : 1 + random_() % 2; copies > 0; --copies)
                                   later([this, key, entry] { decideRefund(key, back::LedgerEnded{entry, true}); });
                           });
                       },
                       [](const action::TellCharges&) {},
                       [](const action::Publish&) {},
                   },
                   one);
    }
}

SimulatedWorld::Attempt SimulatedWorld::createOrder() {
    const std::string name = "order_create_1";
    const auto tell = [this](AttemptState state) {
        pay::StepMoved moved;
        moved.state = state;
        if (state == AttemptState::Done) moved.order = channel_.find(std::string(kOrder));
        decidePayment(moved);
    };
    Attempt attempt;
    attempt.moved = tell;
    attempt.arrive = [this, name, tell] {
        const bool taken = !chance(5) && channel_.create(std::string(kOrder), payment_.leg().amount);
        answer(name, taken ? AttemptState::Done : AttemptState::Refused, tell);
    };
    attempt.ask = [this, name, tell] {
        if (channel_.find(std::string(kOrder))) return answer(name, AttemptState::Done, tell);
        if (channel_.close(std::string(kOrder))) answer(name, AttemptState::NotHappened, tell);
    };
    return attempt;
}

SimulatedWorld::Attempt SimulatedWorld::closeOrder(core::NumberedStep<PaymentStep> step) {
    const std::string name = step.text();
    const auto tell = [this, step](AttemptState state) {
        pay::StepMoved moved;
        moved.step = step;
        moved.state = state;
        decidePayment(moved);
    };
    Attempt attempt;
    attempt.moved = tell;
    attempt.arrive = attempt.ask = [this, name, tell] {
        answer(name, channel_.close(std::string(kOrder)) ? AttemptState::Done : AttemptState::Refused, tell);
    };
    return attempt;
}

SimulatedWorld::Attempt SimulatedWorld::confirmPayment(core::NumberedStep<PaymentStep> step) {
    const std::string name = step.text();
    const auto tell = [this, step](AttemptState state) {
        pay::StepMoved moved;
        moved.step = step;
        moved.state = state;
        decidePayment(moved);
    };
    Attempt attempt;
    attempt.number = "PAY/" + name;
    attempt.moved = tell;
    attempt.arrive = [this, name, tell, number = attempt.number] {
        if (channel_.orders.at(std::string(kOrder)).state != OrderState::Paid) note("P4: the hospital was told before the money was there");
        const auto refused = hospital_.confirm(number, 1, !chance(10));
        const bool lie = !refused && hospital_kind_ != Kind::SameAnswer && chance(5);  // a time-out inside, told as a refusal
        answer(name, refused || lie ? AttemptState::Refused : AttemptState::Done, tell);
    };
    attempt.ask = [this, name, tell, number = attempt.number] {
        if (hospital_kind_ == Kind::SameAnswer) return later(attempts_.at(name).arrive);  // asking is sending again
        if (hospital_.paid_by == number) return answer(name, AttemptState::Done, tell);
        if (hospital_.paid_by) return answer(name, AttemptState::SomeoneElse, tell);
        if (hospital_kind_ == Kind::Neither && attempts_.at(name).state != AttemptState::Parked)
            return answer(name, AttemptState::Parked, tell);
        if (hospital_.kill(number)) answer(name, AttemptState::NotHappened, tell);
    };
    return attempt;
}

SimulatedWorld::Attempt SimulatedWorld::createRefund(const std::string& key) {
    const std::string name = key + "/refund_create";
    const Refund refund = refunds_.at(key);
    const auto tell = [this, key, refund](AttemptState state) {
        back::StepMoved moved;
        moved.state = state;
        if (state == AttemptState::Done) moved.refund = channel_.findRefund(refund.number);
        decideRefund(key, moved);
    };
    Attempt attempt;
    attempt.moved = tell;
    attempt.arrive = attempt.ask = [this, name, tell, refund] {
        if (chance(5)) return answer(name, AttemptState::Refused, tell);
        channel_.refund(refund.number, refund.order_number, refund.amount);
        answer(name, AttemptState::Done, tell);
    };
    return attempt;
}

SimulatedWorld::Attempt SimulatedWorld::postRefund(const std::string& key) {
    const std::string name = key + "/his_refund";
    const Refund refund = refunds_.at(key);
    const auto tell = [this, key](AttemptState state) {
        back::StepMoved moved;
        moved.step = RefundStep::HisRefund;
        moved.state = state;
        decideRefund(key, moved);
    };
    Attempt attempt;
    attempt.moved = tell;
    attempt.arrive = attempt.ask = [this, name, tell, refund] {
        const auto returned = channel_.findRefund(refund.number);
        if (!returned || returned->state != contract::RefundState::Done) note("CONTRACT 10: posted before the cash was back");
        if (chance(5)) return answer(name, AttemptState::Refused, tell);
        hospital_.postRefund(refund.number, refund.amount);
        answer(name, AttemptState::Done, tell);
    };
    return attempt;
}

void SimulatedWorld::askHospital() {
    later([this] {
        std::optional<Finding> finding;
        if (hospital_kind_ != Kind::SameAnswer) {
            finding = paidByUs() ? Finding::Ours : hospital_.paid_by ? Finding::SomeoneElse : Finding::NotThere;
            if (chance(10)) finding = Finding::CannotTell;
            if (chance(10)) finding = Finding::NotYet;
        }
        later([this, finding] { decidePayment(pay::HisFound{finding, {}}); });
    });
}

void SimulatedWorld::askRefund(bool whole) {
    RefundWish wish;
    wish.request_key = "asked_" + std::to_string(refunds_.size());
    wish.item = whole ? "C1" : "C2";
    wish.amount = whole ? fen(3500) : fen(400 + static_cast<std::int64_t>(random_() % 800));
    if (payment_.state == PaymentState::Completed) openRefundOf(std::move(wish));
}

void SimulatedWorld::openRefundOf(RefundWish wish) {
    const std::string key = wish.request_key;
    wish.id = RefundId{bits(static_cast<std::uint8_t>(100 + refunds_.size()))};
    wish.number = "BACK/" + key;
    std::vector<Refund> earlier;
    for (const auto& [name, refund] : refunds_) earlier.push_back(refund);
    const auto opened = openRefund(payment_, earlier, std::move(wish), now_, kRules);
    if (!opened.ok()) return;
    payment_ = opened->payment;
    refunds_.emplace(key, opened->refund.next);
    carryOut(key, opened->refund.actions);
}

}  // namespace tests::payment
