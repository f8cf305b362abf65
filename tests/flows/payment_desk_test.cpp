// Operators look at payments and decide what the hub must not decide by itself, over the REST interface.
#include <algorithm>

#include "hub/flows/payment_story.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using core::Error;
using payment::Payment;
using payment::PaymentId;
using payment::PaymentState;
using payment::Refund;
using payment::RefundId;
using payment::RefundState;
using tests::failsWith;
using tests::Fields;
using Answer = tests::RestAnswer;

namespace {

Fields staff(const std::string& id) { return {{"Staff-Id", id}, {"Staff-Role", "operator"}, {"Staff-Department", "money"}}; }

std::string decision(const std::string& word, const std::string& reason = "HIS 收款台已核对") {
    return R"({"decision":")" + word + R"(","reason":")" + reason + R"("})";
}

struct Region : tests::RestRegion {
    std::string office = tokenFor("money-office", access::ClientKind::Office, access::Role::Operator, "");
    const Fields li = staff("li");
    const Fields wang = staff("wang");

    /// Paid by the person; what the hospital says to that is scripted before.
    PaymentId paid(const std::string& key = "C1") {
        const payment::Charge charge = this->charge(bill(key, 3500));
        region.answers<contract::ChargeList>({{bill(key, 3500)}});
        contract::OrderCreate::Result created;
        created.order = {"any", contract::OrderState::Waiting, core::Money::fromFen(3500), {}, {}, {}};
        region.answers<contract::OrderCreate>(created);
        const PaymentId id = pay(charge);
        const Payment collecting = paymentIn(id, PaymentState::Collecting);
        contract::CollectionChanged changed;
        changed.order = {collecting.leg().order_number,
                         contract::OrderState::Paid,
                         collecting.leg().amount,
                         "4200001" + key,
                         std::nullopt,
                         core::Money()};
        BOOST_REQUIRE(
            unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "WX", contract::eventOf({}, changed)); }).ok());
        return id;
    }
    PaymentId completed() {
        contract::PaymentConfirm::Result confirmed;
        confirmed.his_receipt = "R1";
        confirmed.terminal = "T1";
        confirmed.hospital_day = "2026-11-30";
        confirmed.posted_at = clock.utc();
        region.answers<contract::PaymentConfirm>(confirmed);
        const PaymentId id = paid();
        paymentIn(id, PaymentState::Completed);
        return id;
    }
    /// As a payment is left whose top-up stands at the hospital and whose payment there does not.
    PaymentId frozen() {
        region.ends("payment.confirm", contract::Ending::Unknown);
        const PaymentId id = paid();
        Payment payment = paymentIn(id, PaymentState::HisDoubt);
        payment.state = PaymentState::Frozen;
        stores(payment);
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) {
                          return flows::openCase(care.house(), transaction, payment::CaseAbout::Payment, id.bits, "step_stranded", "H1");
                      }).ok());
        return id;
    }
    void stores(const Payment& payment) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto changed = storage->payments().change(transaction, payment);
                          return changed.ok() ? core::Result<flows::Next>(flows::Next{}) : changed.failure();
                      }).ok());
    }
    /// Of a completed payment, which the channel will not give back.
    RefundId stuck(PaymentId payment) {
        agrees();
        region.refuses("refund.create", contract::RefusalReason::Other);
        const Answer made = starts(payment, R"({"lines":[],"reason":"重复缴费"})");
        BOOST_REQUIRE_MESSAGE(made.at("state") == "stuck", made.body);
        const RefundId id = *RefundId::parse(made.at("refund_id"));
        return id;
    }
    void agrees() {
        region.forgets("refund.check");
        contract::RefundCheck::Result agreed;
        agreed.returnable = core::Money::fromFen(3500);
        region.answers<contract::RefundCheck>(agreed);
        contract::RefundConfirm::Result posted;
        posted.his_receipt = "R2";
        region.answers<contract::RefundConfirm>(posted);
    }
    void givesBack() {
        region.forgets("refund.create");
        contract::RefundCreate::Result refunded;
        refunded.refund = {"any", contract::RefundState::Done, core::Money::fromFen(3500), "5000001", std::nullopt};
        region.answers<contract::RefundCreate>(refunded);
    }
    Refund refundIn(RefundId id, RefundState state) {
        return awaitRow<Refund>(
            id.bits, [&](core::ReadTransaction& transaction) { return storage->refunds().find(transaction, id); },
            [&](const Refund& refund) { return refund.state == state; });
    }
    static std::string pathOf(PaymentId id) { return "/api/v1/payments/" + id.text(); }
    static std::string pathOf(RefundId id) { return "/api/v1/refunds/" + id.text(); }
    Answer starts(PaymentId id, const std::string& json) { return call("POST", pathOf(id) + "/refunds-on-behalf", office, json, li); }
    template <class Id>
    core::Result<Answer> proposes(Id id, const std::string& json, const Fields& as) {
        return tried("POST", pathOf(id) + "/decisions", office, json, as);
    }
    /// Path of what li proposed.
    template <class Id>
    std::string proposed(Id id, const std::string& word) {
        const auto answer = proposes(id, decision(word), li);
        BOOST_REQUIRE(answer.ok());
        BOOST_TEST(answer->status == 201);
        return "/api/v1/payment-decisions/" + answer->at("decision_id");
    }
    core::Result<Answer> confirms(const std::string& path, const Fields& as) { return tried("POST", path + "/confirm", office, {}, as); }
    Answer looks(const std::string& path) { return call("GET", path, office, {}, li); }
    std::vector<audit::AuditEntry> audited(const std::string& action) {
        audit::AuditSearch search;
        search.about = person;
        search.until = clock.utc() + core::Duration(60'000);
        search.limit = 1000;
        const auto entries = read<std::vector<audit::ChainedEntry>>(
            [&](core::ReadTransaction& transaction) { return storage->audit().search(transaction, search); });
        std::vector<audit::AuditEntry> found;
        for (const audit::ChainedEntry& one : entries) {
            if (one.entry.action == action) found.push_back(one.entry);
        }
        return found;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(payment_desk, Region)

BOOST_AUTO_TEST_CASE(a_frozen_payment_is_completed_by_two_operators_and_never_by_one) {
    const PaymentId id = frozen();
    const std::string path = proposed(id, "completed");
    BOOST_TEST(failsWith(confirms(path, li), Error::SecondPersonNeeded));
    const std::string other = tokenFor("other-office", access::ClientKind::Office, access::Role::Operator, "");
    BOOST_TEST(failsWith(tried("POST", path + "/confirm", other, {}, li), Error::SecondPersonNeeded));  // through another client
    BOOST_TEST(looks(pathOf(id) + "/standing").at("payment.state") == "frozen");
    BOOST_TEST(looks("/api/v1/payment-decisions").at("decisions.0.proposed_by") == "money-office/li");
    const auto done = confirms(path, wang);
    BOOST_REQUIRE(done.ok());
    BOOST_TEST(done->at("state") == "confirmed");
    BOOST_TEST(done->at("decided_by") == "money-office/wang");
    paymentIn(id, PaymentState::Completed);
    BOOST_TEST(region.calls("refund.create") == 0);
    BOOST_TEST(ledger.balance("hospital_payable/H1")->balance.fen() == 3500);
    BOOST_TEST(looks(pathOf(id) + "/standing").at("open_cases") == "0");
    BOOST_TEST(looks("/api/v1/payment-decisions").at("decisions") == "0");
    BOOST_TEST(failsWith(confirms(path, wang), Error::DecisionNotOpen));
    BOOST_REQUIRE(audited("payment.propose_decision").size() == 1U);
    BOOST_TEST(audited("payment.propose_decision")[0].actor == "li");
    BOOST_REQUIRE(audited("payment.confirm_decision").size() == 1U);
    BOOST_TEST(audited("payment.confirm_decision")[0].actor == "wang");
}

BOOST_AUTO_TEST_CASE(a_frozen_payment_that_two_operators_give_back_is_back_at_the_payer) {
    const PaymentId id = frozen();
    givesBack();
    const std::string path = proposed(id, "give_back");
    BOOST_TEST(region.calls("refund.create") == 0);  // one person's word moves nothing
    BOOST_REQUIRE(confirms(path, wang).ok());
    const Payment reversed = paymentIn(id, PaymentState::Reversed);
    BOOST_TEST(reversed.leg().refunded.fen() == 3500);
    BOOST_TEST(ledger.balance("hospital_payable/H1")->balance.isZero());
}

BOOST_AUTO_TEST_CASE(a_stuck_refund_is_tried_again_by_two) {
    const RefundId id = stuck(completed());
    const int asked = region.calls("refund.create");
    givesBack();
    BOOST_TEST(failsWith(proposes(id, decision("completed"), li), Error::JsonNotValid));  // a word about payments
    const std::string path = proposed(id, "again");
    BOOST_TEST(failsWith(confirms(path, li), Error::SecondPersonNeeded));
    BOOST_TEST(region.calls("refund.create") == asked);
    BOOST_REQUIRE(confirms(path, wang).ok());
    BOOST_TEST(!refundIn(id, RefundState::Done).by_hand);
    BOOST_TEST(region.calls("refund.create") == asked + 1);
}

BOOST_AUTO_TEST_CASE(a_stuck_refund_that_was_paid_out_at_a_counter_is_not_sent_again) {
    const RefundId id = stuck(completed());
    const int asked = region.calls("refund.create");
    BOOST_REQUIRE(confirms(proposed(id, "done_by_hand"), wang).ok());
    BOOST_TEST(refundIn(id, RefundState::Done).by_hand);
    BOOST_TEST(region.calls("refund.create") == asked);
}

BOOST_AUTO_TEST_CASE(a_proposal_ends_when_the_payment_moves_on_without_it) {
    const PaymentId id = frozen();
    const std::string path = proposed(id, "give_back");
    contract::PaymentConfirm::Result found;
    found.his_receipt = "R9";
    payment::payment_event::HisFound ours{contract::Finding::Ours, found};
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return care.payments().apply(transaction, id, ours); }).ok());
    paymentIn(id, PaymentState::Completed);
    BOOST_TEST(failsWith(confirms(path, wang), Error::DecisionNotOpen));
    BOOST_TEST(looks(path).at("state") == "overtaken");
    paymentIn(id, PaymentState::Completed);
    BOOST_TEST(audited("payment.confirm_decision").empty());
}

BOOST_AUTO_TEST_CASE(a_dropped_proposal_is_never_carried_out) {
    const PaymentId id = frozen();
    const std::string path = proposed(id, "give_back");
    BOOST_TEST(failsWith(proposes(id, decision("completed"), wang), Error::DecisionNotOpen));  // one waits
    BOOST_TEST(call("POST", path + "/drop", office, {}, li).at("state") == "dropped");
    BOOST_TEST(failsWith(confirms(path, wang), Error::DecisionNotOpen));
    BOOST_TEST(proposes(id, decision("completed"), wang).ok());
    BOOST_TEST(audited("payment.drop_decision").size() == 1U);
}

BOOST_AUTO_TEST_CASE(only_what_waits_is_decided_and_only_for_a_reason) {
    const PaymentId id = completed();
    const std::string nothing = std::string(26, '1');
    BOOST_TEST(failsWith(proposes(id, decision("give_back"), li), Error::DecisionNotOpen));
    BOOST_TEST(failsWith(proposes(id, decision("again"), li), Error::JsonNotValid));
    BOOST_TEST(failsWith(proposes(id, decision("give_back", ""), li), Error::JsonNotValid));
    BOOST_TEST(failsWith(proposes(*PaymentId::parse(nothing), decision("give_back"), li), Error::PaymentNotFound));
    BOOST_TEST(failsWith(proposes(*RefundId::parse(nothing), decision("again"), li), Error::RefundNotFound));
    BOOST_TEST(failsWith(confirms("/api/v1/payment-decisions/" + nothing, wang), Error::CaseNotFound));
    BOOST_TEST(failsWith(tried("GET", "/api/v1/payment-decisions?state=any", office, {}, li), Error::QueryParameterMissing));
    for (const char* of : {"/standing", "/story"})
        BOOST_TEST(failsWith(tried("GET", "/api/v1/payments/" + nothing + of, office, {}, li), Error::PaymentNotFound));
}

BOOST_AUTO_TEST_CASE(operators_alone_look_and_decide_and_each_by_name) {
    const PaymentId id = frozen();
    const std::string steward = tokenFor("city-office", access::ClientKind::Office, access::Role::Steward, "");
    for (const std::string& token : {steward, h1})
        BOOST_TEST(failsWith(tried("GET", pathOf(id) + "/standing", token, {}, li), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("GET", pathOf(id) + "/story", entrance), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("GET", "/api/v1/payments?hospital=H1", office), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(proposes(id, decision("completed"), {}), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", pathOf(id) + "/decisions", steward, decision("completed"), li), Error::ScopeMissing));
}

BOOST_AUTO_TEST_CASE(a_refund_on_the_persons_behalf_goes_the_way_of_the_persons_own) {
    const PaymentId id = completed();
    contract::RefundCheck::Result less;
    less.returnable = core::Money::fromFen(100);
    region.answers<contract::RefundCheck>(less);
    BOOST_TEST(failsWith(starts(id, R"({"lines":[],"reason":""})").result(), Error::JsonNotValid));
    BOOST_TEST(failsWith(starts(id, R"({"item":"C9","lines":[],"reason":"重复缴费"})").result(), Error::PaymentNotRefundable));
    BOOST_TEST(failsWith(starts(id, R"({"amount_fen":3501,"lines":[],"reason":"重复缴费"})").result(), Error::RefundTooLarge));
    BOOST_TEST(region.calls("refund.check") == 0);
    BOOST_TEST(starts(id, R"({"lines":[],"reason":"重复缴费"})").at("state") == "refused");  // the hospital is asked, and says no
    agrees();
    givesBack();
    const Answer made = starts(id, R"({"item":"C1","amount_fen":3500,"lines":[],"reason":"重复缴费"})");
    BOOST_REQUIRE_MESSAGE(made.status == 201, made.body);
    BOOST_TEST(made.at("state") == "done");
    BOOST_TEST(audited("payment.refund_on_behalf").size() == 2U);
    const Answer standing = looks(pathOf(id) + "/standing");
    BOOST_TEST(standing.at("refunds.1.state") == "done");
    BOOST_TEST(standing.at("decisions.1.verdict") == "start_refund");
    BOOST_TEST(standing.at("decisions.1.reason") == "重复缴费");
    BOOST_TEST(standing.at("legs.0.refunded_fen") == "3500");
}

BOOST_AUTO_TEST_CASE(payments_are_found_by_numbers_person_and_what_they_have_in_common) {
    const PaymentId id = completed();
    const Payment payment = paymentIn(id, PaymentState::Completed);
    const std::string today = core::shanghaiDate(payment.created_at, core::Duration(0)).text();
    const std::string before = core::shanghaiDate(payment.created_at + core::Duration(-86'400'000), core::Duration(0)).text();
    const auto found = [&](const std::string& query) { return looks("/api/v1/payments?" + query).at("payments"); };
    for (const std::string& query :
         {"number=" + payment.leg().order_number, std::string("number=4200001C1"), "person=" + person.text(), std::string("hospital=H1"),
          std::string("state=completed"), "hospital=H1&state=completed&day=" + today})
        BOOST_TEST(found(query) == "1", query);
    for (const std::string& query : {std::string("number=1"), std::string("hospital=H2"), std::string("state=frozen"),
                                     "hospital=H1&day=" + before, "person=" + std::string(26, '1')})
        BOOST_TEST(found(query) == "0", query);
    for (const char* query : {"day=2026-11-30", "hospital=H1&state=paid_twice"})
        BOOST_TEST(failsWith(tried("GET", std::string("/api/v1/payments?") + query, office, {}, li), Error::QueryParameterMissing), query);
    BOOST_TEST(looks("/api/v1/payments?hospital=H1").at("payments.0.payment_id") == id.text());
}

BOOST_AUTO_TEST_CASE(the_story_of_a_payment_is_told_in_order_with_everybody_in_it_and_nobody_s_data) {
    const PaymentId id = frozen();
    givesBack();
    clock.pass(core::Duration(1000));
    const std::string path = proposed(id, "give_back");
    clock.pass(core::Duration(1000));
    BOOST_REQUIRE(confirms(path, wang).ok());
    paymentIn(id, PaymentState::Reversed);
    const Answer answer = looks(pathOf(id) + "/story");
    BOOST_TEST(answer.at("state") == "reversed");
    BOOST_TEST(answer.body.find("P0001") == std::string::npos);
    const auto story = flows::storyOf({care.house(), decisions, storage->audit()}, id);
    BOOST_REQUIRE(story.ok());
    BOOST_TEST(!story->cut);
    BOOST_TEST(std::ranges::is_sorted(story->lines, {}, &flows::StoryLine::at));
    std::vector<std::string> told;
    for (const flows::StoryLine& line : story->lines)
        told.push_back(std::string(core::enumName(line.kind)) + " " + line.what + (line.state.empty() ? "" : " " + line.state));
    const auto place = [&](const std::string& line) { return std::ranges::find(told, line) - told.begin(); };
    // What happens one after the other, as far as time tells.
    const std::vector<std::string> order{"payment made", "attempt his_confirm_1 unknown", "decision give_back proposed",
                                         "decision give_back confirmed", "ledger returned"};
    for (const std::string& line : order) BOOST_TEST((place(line) < std::ssize(told)), line);
    for (std::size_t i = 1; i < order.size(); ++i) BOOST_TEST(place(order[i - 1]) < place(order[i]), order[i]);
    for (const char* line : {"payment paid", "attempt order_create_1 done", "ledger collected", "case step_stranded opened",
                             "case step_stranded closed", "refund made done", "attempt refund_create done", "ledger owed",
                             "audit payment.propose_decision done", "audit payment.confirm_decision done"})
        BOOST_TEST((place(line) < std::ssize(told)), line);
}

BOOST_AUTO_TEST_CASE(the_standing_of_a_payment_says_what_reconciliation_needs) {
    const PaymentId id = completed();
    const Answer standing = looks(pathOf(id) + "/standing");
    BOOST_TEST(standing.at("payment.total_fen") == "3500");
    BOOST_TEST(standing.at("his.his_receipt") == "R1");
    BOOST_TEST(standing.at("his.terminal") == "T1");
    BOOST_TEST(standing.at("his.hospital_day") == "2026-11-30");
    BOOST_TEST(standing.at("legs.0.channel_number") == "4200001C1");
    BOOST_TEST(standing.at("items.0.key") == "C1");
    BOOST_TEST(standing.body.find("P0001") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
