#include "hub/payment/decisions.h"
#include "tests/stores/payment_stores.h"

using namespace hub::core;
using namespace hub::payment;
using tests::failsWith;
using tests::fen;
using tests::fieldsOf;
using tests::fullDecision;
using tests::fullPayment;
using tests::fullRefund;
using tests::idOf;
using tests::PaymentStores;

namespace {

constexpr const char* kLi = "money-office/li";
constexpr const char* kWang = "money-office/wang";

class FixedClock final : public Clock {
  public:
    UtcTime utc() const override { return now; }
    MonoTime mono() const override { return {}; }
    UtcTime now{60'000};
};

/// A payment that is frozen and has a refund that is stuck.
template <class Engine>
struct Desk : PaymentStores<Engine> {
    FixedClock clock;
    Decisions desk{{this->decisions, this->payments, this->refunds, this->cases}, clock};

    Desk() {
        Payment payment = fullPayment();
        payment.state = PaymentState::Frozen;
        BOOST_REQUIRE(this->add(this->payments, payment).ok());
        Refund refund = fullRefund();
        refund.state = RefundState::Stuck;
        BOOST_REQUIRE(this->add(this->refunds, refund).ok());
    }
    template <class Subject>
    Result<Decision> proposes(std::uint8_t number, Subject subject, Verdict verdict, std::string_view by = kLi,
                              const std::string& reason = "HIS 已入账") {
        return this->template answerInUnit<Decision>(
            [&](Transaction& transaction) { return desk.propose(transaction, DecisionId{idOf(number)}, subject, verdict, by, reason); });
    }
    Result<Decision> confirms(std::uint8_t number, std::string_view by = kWang) {
        return this->template answerInUnit<Decision>(
            [&](Transaction& transaction) { return desk.confirm(transaction, DecisionId{idOf(number)}, by); });
    }
    Result<Decision> drops(std::uint8_t number, std::string_view by = kLi) {
        return this->template answerInUnit<Decision>(
            [&](Transaction& transaction) { return desk.drop(transaction, DecisionId{idOf(number)}, by); });
    }
    DecisionState stateOf(std::uint8_t number) {
        const auto found = this->read([&](ReadTransaction& transaction) { return desk.find(transaction, DecisionId{idOf(number)}); });
        BOOST_REQUIRE(found.ok());
        return found->state;
    }
    /// A look that changes nothing but the row's version, as a Tick does.
    void looksAt(PaymentId id) {
        Payment payment = *this->find(this->payments, id);
        ++payment.tries;
        BOOST_REQUIRE(this->change(this->payments, payment).ok());
    }
    void moves(PaymentId id, PaymentState state) {
        Payment payment = *this->find(this->payments, id);
        payment.state = state;
        BOOST_REQUIRE(this->change(this->payments, payment).ok());
    }
    void sticksAgain(RefundId id) {
        Refund refund = *this->find(this->refunds, id);
        refund.hand_over_at = UtcTime{refund.hand_over_at->ms + 1};
        BOOST_REQUIRE(this->change(this->refunds, refund).ok());
    }
    void asks(std::uint8_t number, IdBits subject, CaseKind kind) {
        Case question = tests::fullCase();
        question.id.bits = idOf(number);
        question.subject = subject;
        question.kind = enumName(kind);
        BOOST_REQUIRE(
            this->template answerInUnit<bool>([&](Transaction& transaction) { return this->cases.open(transaction, question); }).ok());
    }
    Case question(std::uint8_t number) { return *this->find(this->cases, CaseId{idOf(number)}); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(decision_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_decision_comes_back_whole_and_changes_over_exactly_its_version, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.payments, fullPayment()).ok());
    BOOST_REQUIRE(stores.add(stores.refunds, fullRefund()).ok());
    Decision decision = fullDecision();
    BOOST_TEST(failsWith(stores.find(stores.decisions, decision.id), Error::CaseNotFound));
    tests::comesBackWhole(stores, stores.decisions, decision);
    decision.state = DecisionState::Confirmed;
    BOOST_TEST(*stores.change(stores.decisions, decision) == 2);
    BOOST_TEST(failsWith(stores.change(stores.decisions, decision), Error::VersionConflict));
    BOOST_TEST((stores.find(stores.decisions, decision.id)->state == DecisionState::Confirmed));
    decision = fullDecision();
    decision.id.bits = idOf(10);
    decision.proposed_by = std::string(65, 'x');
    BOOST_TEST(failsWith(stores.add(stores.decisions, decision), Error::FieldTooLong));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_proposals_for_one_refund_one_waits_whoever_writes_the_row, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.payments, fullPayment()).ok());
    BOOST_REQUIRE(stores.add(stores.refunds, fullRefund()).ok());
    BOOST_REQUIRE(stores.add(stores.decisions, fullDecision()).ok());
    Decision other = fullDecision();
    other.id.bits = idOf(10);
    BOOST_TEST(failsWith(stores.add(stores.decisions, other), Error::DecisionNotOpen));
    Decision decided = fullDecision();
    decided.state = DecisionState::Dropped;
    BOOST_REQUIRE(stores.change(stores.decisions, decided).ok());
    BOOST_TEST(stores.add(stores.decisions, other).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_one_proposes_another_one_confirms, Engine, tests::Engines) {
    Desk<Engine> desk;
    BOOST_REQUIRE(desk.proposes(11, fullPayment().id, Verdict::Completed).ok());
    BOOST_TEST(failsWith(desk.confirms(11, kLi), Error::SecondPersonNeeded));
    BOOST_TEST(failsWith(desk.confirms(11, "other-office/li"), Error::SecondPersonNeeded));  // through another client
    BOOST_TEST((desk.stateOf(11) == DecisionState::Proposed));
    desk.clock.now = {70'000};
    const auto confirmed = desk.confirms(11);
    BOOST_REQUIRE(confirmed.ok());
    BOOST_TEST((confirmed->state == DecisionState::Confirmed));
    BOOST_TEST(*confirmed->decided_by == kWang);
    BOOST_TEST(confirmed->decided_at->ms == 70'000);
    BOOST_TEST(failsWith(desk.confirms(11), Error::DecisionNotOpen));  // once
    BOOST_TEST(failsWith(desk.drops(11), Error::DecisionNotOpen));
    BOOST_TEST(failsWith(desk.confirms(99), Error::CaseNotFound));
    BOOST_TEST(failsWith(desk.drops(99), Error::CaseNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_proposal_waits_alone_until_it_is_dropped, Engine, tests::Engines) {
    Desk<Engine> desk;
    BOOST_REQUIRE(desk.proposes(11, fullRefund().id, Verdict::Again).ok());
    BOOST_TEST(failsWith(desk.proposes(12, fullRefund().id, Verdict::DoneByHand, kWang), Error::DecisionNotOpen));
    BOOST_TEST(desk.proposes(13, fullPayment().id, Verdict::GiveBack).ok());  // another question
    BOOST_REQUIRE(desk.drops(11).ok());
    BOOST_TEST((desk.stateOf(11) == DecisionState::Dropped));
    BOOST_TEST(failsWith(desk.confirms(11), Error::DecisionNotOpen));
    BOOST_TEST(desk.proposes(12, fullRefund().id, Verdict::DoneByHand, kWang).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(only_what_waits_for_a_person_is_decided, Engine, tests::Engines) {
    Desk<Engine> desk;
    BOOST_TEST(failsWith(desk.proposes(11, PaymentId{idOf(77)}, Verdict::Completed), Error::PaymentNotFound));
    BOOST_TEST(failsWith(desk.proposes(11, RefundId{idOf(77)}, Verdict::Again), Error::RefundNotFound));
    BOOST_TEST(failsWith(desk.proposes(11, fullPayment().id, Verdict::Completed, kLi, std::string(501, 'x')), Error::FieldTooLong));
    BOOST_TEST(desk.proposes(11, fullPayment().id, Verdict::Completed, kLi, std::string(500, 'x')).ok());
    BOOST_REQUIRE(desk.drops(11).ok());
    for (const PaymentState state : {PaymentState::HisDoubt, PaymentState::Completed, PaymentState::Compensating}) {
        desk.moves(fullPayment().id, state);
        BOOST_TEST(failsWith(desk.proposes(12, fullPayment().id, Verdict::Completed), Error::DecisionNotOpen));
    }
}

// A look at a frozen payment raises its version as well; a proposal must outlive it.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_proposal_ends_when_the_payment_moves_on_and_not_when_it_is_looked_at, Engine, tests::Engines) {
    Desk<Engine> desk;
    BOOST_REQUIRE(desk.proposes(11, fullPayment().id, Verdict::GiveBack).ok());
    desk.looksAt(fullPayment().id);
    BOOST_TEST((desk.stateOf(11) == DecisionState::Proposed));
    desk.moves(fullPayment().id, PaymentState::Completed);
    BOOST_TEST((desk.stateOf(11) == DecisionState::Overtaken));
    BOOST_TEST(failsWith(desk.confirms(11), Error::DecisionNotOpen));
    BOOST_TEST(failsWith(desk.drops(11), Error::DecisionNotOpen));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refund_that_is_stuck_again_is_another_question, Engine, tests::Engines) {
    Desk<Engine> desk;
    BOOST_REQUIRE(desk.proposes(11, fullRefund().id, Verdict::DoneByHand).ok());
    desk.sticksAgain(fullRefund().id);
    BOOST_TEST(failsWith(desk.confirms(11), Error::DecisionNotOpen));
    BOOST_REQUIRE(desk.proposes(12, fullRefund().id, Verdict::Again).ok());
    BOOST_TEST((desk.find(desk.decisions, DecisionId{idOf(11)})->state == DecisionState::Overtaken));  // by now in its row
    BOOST_TEST(desk.confirms(12).ok());
    const auto all = desk.read([&](ReadTransaction& transaction) {
        return desk.desk.ofPayment(transaction, fullPayment().id, {10, std::nullopt});
    });
    BOOST_TEST(all->size() == 2U);
    const auto proposed = desk.read([&](ReadTransaction& transaction) {
        return desk.desk.queue(transaction, DecisionState::Proposed, {10, std::nullopt});
    });
    BOOST_TEST(proposed->empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_confirmed_decision_closes_the_questions_it_answers_and_no_others, Engine, tests::Engines) {
    Desk<Engine> desk;
    desk.asks(21, fullPayment().id.bits, CaseKind::StepStranded);
    desk.asks(22, fullPayment().id.bits, CaseKind::LateSuccess);
    desk.asks(23, fullRefund().id.bits, CaseKind::RefundRefused);
    BOOST_REQUIRE(desk.proposes(11, fullPayment().id, Verdict::Completed).ok());
    BOOST_TEST(!desk.question(21).closed_at.has_value());
    BOOST_REQUIRE(desk.confirms(11).ok());
    BOOST_TEST(desk.question(21).closed_by == kWang);
    BOOST_TEST(desk.question(21).decision == "completed");
    BOOST_TEST(!desk.question(22).closed_at.has_value());
    BOOST_TEST(!desk.question(23).closed_at.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(payment_search)

BOOST_AUTO_TEST_CASE_TEMPLATE(payments_are_found_by_hospital_state_and_time_the_latest_first, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    for (std::uint8_t number = 1; number <= 4; ++number) {
        Payment payment = fullPayment();
        payment.id.bits = idOf(number);
        payment.request_key = std::to_string(number);
        payment.hospital = number == 4 ? "h02" : "h01";
        payment.state = number == 1 ? PaymentState::Frozen : PaymentState::HisDoubt;
        payment.created_at = {1000 * number};
        payment.legs[0].order_number = "O-" + std::to_string(number);
        BOOST_REQUIRE(stores.add(stores.payments, payment).ok());
    }
    const auto found = [&](const std::optional<std::string>& hospital, std::optional<PaymentState> state, std::int64_t from,
                           std::int64_t until) {
        std::vector<int> numbers;
        Page page{2, std::nullopt};
        while (true) {  // page by page
            const auto part = stores.read([&](ReadTransaction& transaction) {
                return stores.search.search(transaction, {hospital, state, {from}, {until}}, page);
            });
            BOOST_REQUIRE(part.ok());
            for (const auto& one : *part) numbers.push_back(one.id.bits.bytes[0]);
            if (part->size() < page.limit) return numbers;
            page.after = part->back().place();
        }
    };
    using Numbers = std::vector<int>;
    BOOST_TEST((found("h01", std::nullopt, 0, 9000) == Numbers{3, 2, 1}));
    BOOST_TEST((found("h01", std::nullopt, 2000, 3000) == Numbers{2}));  // the first is in, the end is not
    BOOST_TEST((found("h01", PaymentState::Frozen, 0, 9000) == Numbers{1}));
    BOOST_TEST((found(std::nullopt, PaymentState::HisDoubt, 0, 9000) == Numbers{4, 3, 2}));
    BOOST_TEST(found("h09", std::nullopt, 0, 9000).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_payment_is_found_by_our_order_number_and_by_the_channels, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.payments, fullPayment()).ok());
    const auto found = [&](const std::string& number) {
        return stores.read([&](ReadTransaction& transaction) { return stores.search.byOrder(transaction, number, 10); })->size();
    };
    BOOST_TEST(found("O-1") == 1U);
    BOOST_TEST(found("4200001") == 1U);
    BOOST_TEST(found("wechat") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
