#include "tests/flows/rest_region.h"

using namespace hub;
using core::Error;
using payment::PaymentState;
using payment::SettlementState;
using Answer = tests::RestAnswer;

namespace {

constexpr const char* kResidentId = "379999199001010010";
constexpr const char* kAgreed = R"({"split":{"fund_fen":3000,"account_fen":500,"cash_fen":1500,"hospital_part_fen":0}})";

contract::SettlementAmounts amounts(std::int64_t cash = 1500) {
    contract::SettlementAmounts split;
    split.total = core::Money::fromFen(5000);
    split.fund = core::Money::fromFen(3000);
    split.account = core::Money::fromFen(2000 - cash);
    split.cash = core::Money::fromFen(cash);
    return split;
}

contract::SettlementAmounts minus(const contract::SettlementAmounts& settled) {
    contract::SettlementAmounts back;
    back.total -= settled.total;
    back.fund -= settled.fund;
    back.account -= settled.account;
    back.cash -= settled.cash;
    return back;
}

contract::Settlement settlementOf(const contract::SettlementAmounts& split, std::string number = "S1") {
    contract::Settlement settlement;
    settlement.number = std::move(number);
    settlement.amounts = split;
    return settlement;
}

/// Somebody with a bill of 50.00 at H2, whose insurance the hub settles at YB.
struct Region : tests::RestRegion {
    Region() {
        house.channels.emplace("WX", api::rest::Channel{"测试渠道", "M1", payment::Settles::ViaHub});
        opened(who, "H2", "P0002");
        token = verified(who);
        BOOST_REQUIRE(
            unit([&](core::Transaction& transaction) { return care.charges().told(transaction, file(), bill("C1", 5000)); }).ok());
        charge_id = call("GET", who + "/charges", token).at("charges.0.charge_id");
        region.answers<contract::ChargeList>({{bill("C1", 5000)}});
        insures(kResidentId);
        contract::InsuranceContext::Result context;
        context.bill.hospital_visit = "V100";
        context.bill.care_type = "11";
        context.bill.total = core::Money::fromFen(5000);
        region.answers<contract::InsuranceContext>(context);
        region.answers<contract::VisitRegister>({"M1"});
        region.answers<contract::ChargesUpload>({});
        region.answers<contract::SettlementQuote>({amounts()});
        region.answers<contract::SettlementConfirm>({settlementOf(amounts())});
        region.answers<contract::SettlementRevoke>({settlementOf(minus(amounts()))});
        region.answers<contract::ChargesRevoke>({});
        region.answers<contract::VisitCancel>({});
        contract::PaymentConfirm::Result confirmed;
        confirmed.his_receipt = "R1";
        region.answers<contract::PaymentConfirm>(confirmed);
    }

    flows::ChargedFile file() const {
        const auto id = identity::PersonId::parse(who.substr(who.rfind('/') + 1));
        return {"H2", core::Sensitive(core::CardNumber{"P0002"}), *id};
    }
    void insures(const char* certificate) {
        contract::InsuredFind::Result insured;
        insured.insured_number = core::Sensitive<std::string>("N1");
        insured.person.certificate =
            contract::Certificate{contract::CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{certificate})};
        insured.insurances = {{"310", "11", true, "370200", std::nullopt}, {"390", "14", false, "370200", std::nullopt}};
        now<contract::InsuredFind>(insured);
    }
    /// In place of what was answered before.
    template <class Op>
    void now(typename Op::Result result) {
        region.forgets(Op::kName);
        region.answers<Op>(std::move(result));
    }
    /// The channel has an order of the cash, in this state.
    void orders(contract::OrderState state, std::int64_t cash = 1500) {
        contract::OrderCreate::Result created;
        created.order = {"any", state, core::Money::fromFen(cash), "4200001", {}, {}};
        region.answers<contract::OrderCreate>(created);
    }

    std::string wanted() const {
        return R"({"channel":"WX","charges":[{"charge_id":")" + charge_id +
               R"(","expected_version":"v1","expected_total_fen":5000}],"insurance":{"credential":{"kind":"certificate","number":")" +
               kResidentId + R"("}}})";
    }
    Answer begins() { return call("POST", who + "/payments", token, wanted()); }
    /// The path of a payment that the person is shown the split of.
    std::string shown() {
        const Answer begun = begins();
        BOOST_REQUIRE_MESSAGE(begun.at("state") == "agreeing", begun.body);
        return "/api/v1/payments/" + begun.at("payment_id");
    }
    payment::PaymentId idIn(const std::string& path) const { return *payment::PaymentId::parse(path.substr(path.rfind('/') + 1)); }
    payment::Settlement settlement(const std::string& path) {
        const auto all = read<std::vector<payment::Settlement>>([&](core::ReadTransaction& transaction) {
            return storage->settlements().ofPayment(transaction, idIn(path), {10, std::nullopt});
        });
        BOOST_REQUIRE(all.size() == 1U);
        return all.front();
    }
    payment::Settlement settlementIn(const std::string& path, SettlementState state) {
        while (settlement(path).state != state) std::this_thread::yield();
        return settlement(path);
    }
    std::int64_t balance(const std::string& account) {
        const auto there = ledger.balance(account);
        return there.ok() ? there->balance.fen() : 0;
    }

    std::string who = registered("测试甲", kResidentId);
    std::string token;
    std::string charge_id;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(insured_payments, Region)

BOOST_AUTO_TEST_CASE(a_person_sees_the_split_agrees_and_pays_the_cash_alone) {
    orders(contract::OrderState::Paid);
    const std::string path = shown();
    const Answer split = call("GET", path, token);
    BOOST_TEST(split.at("insurance.split.fund_fen") == "3000");
    BOOST_TEST(split.at("insurance.split.cash_fen") == "1500");
    BOOST_TEST(region.calls("settlement.confirm") == 0);
    BOOST_TEST(region.calls("order.create") == 0);

    const Answer paid = call("POST", path + "/agreement", token, kAgreed);
    BOOST_REQUIRE_MESSAGE(paid.at("state") == "completed", paid.body);
    BOOST_TEST(paid.at("insurance.settled") == "S1");
    BOOST_TEST(region.asked<contract::OrderCreate>().front().amount.fen() == 1500);
    BOOST_TEST(balance("hospital_payable/H2") == 1500);
    BOOST_TEST(balance("memo_hospital_payable/H2") == 3500);
    BOOST_TEST(balance("memo_fund_receivable/YB") == 3000);
    BOOST_TEST(balance("memo_personal_account_receivable/YB") == 500);
    const contract::PaymentConfirm::Request told = region.asked<contract::PaymentConfirm>().front();
    BOOST_TEST(told.cash.fen() == 1500);
    BOOST_REQUIRE(told.insurance.has_value());
    BOOST_TEST((told.cash + told.insurance->fund + told.insurance->account + told.insurance->hospital_part == told.total));
    BOOST_TEST(told.insurance->settlement == "S1");
    const contract::SettlementOf of = region.asked<contract::SettlementConfirm>().front().of;
    BOOST_TEST(of.visit.visit == "M1");
    BOOST_TEST(of.visit.insurance == "310");
    BOOST_TEST(of.visit.hospital_visit == "V100");
    const std::string office = tokenFor("money-office", hub::access::ClientKind::Office, hub::access::Role::Operator, "");
    const tests::Fields staff{{"Staff-Id", "0417"}, {"Staff-Role", "operator"}, {"Staff-Department", "fin"}};
    const Answer standing = call("GET", path + "/standing", office, {}, staff);
    BOOST_TEST(standing.at("insurance.split.fund_fen") == "3000");
    BOOST_TEST(standing.at("insurance.settled") == "S1");
    const Answer story = call("GET", path + "/story", office, {}, staff);
    BOOST_TEST(story.body.find("settlement_confirm") != std::string::npos);  // the insurer's side is told too
    // Settled money goes back by the chain alone, which is not there yet.
    BOOST_TEST(tests::failsWith(tried("POST", path + "/refunds", token, R"({"amount_fen":1500,"lines":[]})"), Error::PaymentNotRefundable));
}

BOOST_AUTO_TEST_CASE(only_what_is_shown_now_can_be_agreed_to) {
    const std::string path = shown();
    const std::string other = R"({"split":{"fund_fen":3100,"account_fen":500,"cash_fen":1400,"hospital_part_fen":0}})";
    BOOST_TEST(tests::failsWith(tried("POST", path + "/agreement", token, other), Error::PaymentExpectationDiffers));
    BOOST_TEST(call("GET", path, token).at("state") == "agreeing");
    BOOST_TEST(region.calls("settlement.confirm") == 0);
}

BOOST_AUTO_TEST_CASE(what_is_settled_other_than_agreed_is_shown_again_before_any_cash) {
    orders(contract::OrderState::Paid, 1600);
    now<contract::SettlementConfirm>({settlementOf(amounts(1600))});
    const std::string path = shown();
    const Answer again = call("POST", path + "/agreement", token, kAgreed);
    BOOST_REQUIRE_MESSAGE(again.at("state") == "agreeing", again.body);
    BOOST_TEST(again.at("insurance.split.cash_fen") == "1600");
    BOOST_TEST(region.calls("order.create") == 0);
    const std::string other = R"({"split":{"fund_fen":3000,"account_fen":400,"cash_fen":1600,"hospital_part_fen":0}})";
    BOOST_TEST(call("POST", path + "/agreement", token, other).at("state") == "completed");
    BOOST_TEST(region.calls("settlement.confirm") == 1);
    BOOST_TEST(balance("hospital_payable/H2") == 1600);
}

BOOST_AUTO_TEST_CASE(a_settlement_that_nobody_knows_of_is_reversed_and_quoted_anew) {
    orders(contract::OrderState::Paid);
    region.forgets("settlement.confirm");
    region.ends("settlement.confirm", contract::Ending::Unknown);
    region.answers<contract::SettlementConfirm>({settlementOf(amounts(), "S2")});
    region.answers<contract::CallReverse>({});
    contract::Capability as_nhsa;  // it cannot be asked what became of it, only told to undo it
    as_nhsa.operation = "settlement.confirm";
    as_nhsa.asks_by = contract::AsksBy::Nothing;
    as_nhsa.repeat = contract::Repeat::ActsAgain;
    as_nhsa.fence = "call.reverse";
    region.offers(as_nhsa);
    const std::string path = shown();
    call("POST", path + "/agreement", token, kAgreed);
    settlementIn(path, SettlementState::InDoubt);
    BOOST_TEST(region.calls("order.create") == 0);
    const auto now_due = [&] {
        clock.pass(core::Duration(60'000));
        BOOST_REQUIRE(ended([&](auto done) { runner.resolveDue([done](std::size_t) { done({}); }); }).ok());
    };
    while (region.calls("call.reverse") == 0) now_due();
    const contract::CallReverse::Request reversed = region.asked<contract::CallReverse>().front();
    BOOST_TEST(reversed.operation == "settlement.confirm");
    BOOST_TEST(!reversed.wire_id.empty());
    const payment::Payment completed = paymentIn(idIn(path), PaymentState::Completed);
    BOOST_TEST(completed.insurance->settled.value_or("") == "S2");
    BOOST_TEST(region.calls("settlement.confirm") == 2);
}

BOOST_AUTO_TEST_CASE(who_gives_it_up_before_agreeing_leaves_nothing_at_the_insurer) {
    const std::string path = shown();
    BOOST_TEST(call("POST", path + "/cancellation", token).at("state") == "unpaid");
    const payment::Settlement ended = settlementIn(path, SettlementState::Ended);
    BOOST_TEST((ended.why == payment::WhyEnded::NotWanted));
    BOOST_TEST(region.calls("settlement.confirm") == 0);
    BOOST_TEST(region.calls("charges.revoke") == 1);
    BOOST_TEST(region.calls("visit.cancel") == 1);
}

BOOST_AUTO_TEST_CASE(a_settlement_is_taken_back_before_the_cash_when_the_hospital_will_not_have_it) {
    orders(contract::OrderState::Paid);
    region.forgets("payment.confirm");
    region.refuses("payment.confirm", contract::RefusalReason::AlreadyPaid);
    region.finds<contract::PaymentConfirm>(contract::Finding::SomeoneElse, {});
    contract::RefundCreate::Result refunded;
    refunded.refund = {"any", contract::RefundState::Done, core::Money::fromFen(1500), "5000001", clock.utc()};
    region.answers<contract::RefundCreate>(refunded);
    const std::string path = shown();
    call("POST", path + "/agreement", token, kAgreed);
    const payment::Payment reversed = paymentIn(idIn(path), PaymentState::Reversed);
    BOOST_TEST(reversed.leg().refunded.fen() == 1500);
    BOOST_TEST(region.calls("settlement.revoke") == 1);
    for (const char* account : {"hospital_payable/H2", "memo_hospital_payable/H2", "memo_fund_receivable/YB",
                                "memo_personal_account_receivable/YB", "channel_clearing/WX/M1"})
        BOOST_TEST(balance(account) == 0, account);
}

BOOST_AUTO_TEST_CASE(another_persons_insurance_pays_nothing) {
    insures("370202199001010015");
    const Answer begun = begins();
    const payment::Payment unpaid = paymentIn(idIn("/" + begun.at("payment_id")), PaymentState::Unpaid);
    BOOST_TEST((unpaid.why == payment::Why::NotInsured));
    BOOST_TEST(region.calls("visit.register") == 0);
}

BOOST_AUTO_TEST_CASE(a_split_that_does_not_come_to_the_total_is_parked_and_nobody_is_shown_it) {
    contract::SettlementAmounts broken = amounts();
    broken.cash = core::Money::fromFen(1501);
    now<contract::SettlementQuote>({broken});
    const Answer begun = begins();
    const std::string path = "/api/v1/payments/" + begun.at("payment_id");
    const payment::Settlement frozen = settlementIn(path, SettlementState::Frozen);
    BOOST_TEST((frozen.breach == payment::SplitBreach::Parts));
    BOOST_TEST(call("GET", path, token).at("state") == "insuring");
}

BOOST_AUTO_TEST_CASE(a_hospital_that_settles_by_itself_is_told_so) {
    opened(who, "H1", "P0001");
    const auto at_h1 = flows::ChargedFile{"H1", core::Sensitive(core::CardNumber{"P0001"}), file().person};
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return care.charges().told(transaction, at_h1, bill("C9", 5000)); }).ok());
    const Answer charges = call("GET", who + "/charges", token);
    for (std::size_t i = 0; i < 2; ++i) {
        const std::string row = "charges." + std::to_string(i);
        if (charges.at(row + ".hospital") == "H1") charge_id = charges.at(row + ".charge_id");
    }
    BOOST_TEST(tests::failsWith(tried("POST", who + "/payments", token, wanted()), Error::InsuranceNotOffered));
}

BOOST_AUTO_TEST_SUITE_END()
