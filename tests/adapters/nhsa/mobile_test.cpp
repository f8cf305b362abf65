#include <fmt/format.h>
#include <fmt/ranges.h>

#include "adapters/nhsa/order_token.h"
#include "tests/adapters/nhsa/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using namespace tests::nhsa;
using adapters::nhsa::OrderToken;
using core::Error;
using tests::troubleOf;
using tests::conformance::Fault;

ChargesUpload::Request namedUpload() {
    ChargesUpload::Request request = uploadOf(2);
    request.name = core::Sensitive(core::PersonName{tests::conformance::nameOf(1)});
    request.certificate =
        Certificate{CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{tests::conformance::numberOf(1)})};
    request.visit.visit.clear();
    return request;
}

SettlementOf orderOf(std::int64_t fen) {
    SettlementOf of = settlementOf(fen);
    of.order = InsuranceOrder{fmt::format("ORD{}", fen), core::Sensitive<std::string>(fmt::format("TOK{}", fen))};
    return of;
}

SettlementRevoke::Request refundOf(const SettlementAmounts& settled) {
    SettlementRevoke::Request request;
    request.visit = visitOf();
    request.number = fmt::format("ORD{}", settled.total.fen());
    request.credential = voucher();
    request.settled = settled;
    return request;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_mobile_chain_offers_only_what_it_has) {
    MobileBench bench;
    std::set<std::string> offered;
    for (const Capability& capability : bench.adapter.instance->capabilities()) offered.insert(capability.operation);
    BOOST_TEST(offered == (std::set<std::string>{"ping", "charges.upload", "settlement.confirm", "settlement.revoke", "settlement.find",
                                                 "call.reverse"}),
               boost::test_tools::per_element());
}

// Table: what each write promises.
BOOST_AUTO_TEST_CASE(each_write_promises_what_the_page_lets_it) {
    const auto promises = [](Instance& instance) {
        std::map<std::string, std::string> all;
        for (const Capability& one : instance.capabilities())
            all[one.operation] = fmt::format("{} {} {} {}", core::enumName(one.asks_by), core::enumName(one.repeat),
                                             one.fence.value_or("-"), fmt::join(one.steps, ","));
        return all;
    };
    MobileBench mobile;
    auto of_mobile = promises(*mobile.adapter.instance);
    BOOST_TEST(of_mobile["settlement.confirm"] == "our_id same_answer call.reverse ");
    BOOST_TEST(of_mobile["charges.upload"] == "nothing same_answer - ");
    BOOST_TEST(of_mobile["settlement.revoke"] == "nothing same_answer - ");
    BOOST_TEST(of_mobile["call.reverse"] == "nothing same_answer - ");
    CounterBench counter;
    auto of_counter = promises(*counter.adapter.instance);
    BOOST_TEST(of_counter["charges.upload"] == "nothing acts_again call.reverse diagnoses,lines_1,lines_2");
    for (const char* makes : {"visit.register", "settlement.confirm"})
        BOOST_TEST(of_counter[makes] == "nothing acts_again call.reverse ", makes);
    for (const char* takes_back : {"visit.cancel", "charges.revoke", "settlement.revoke"})  // reversed, it would be back again
        BOOST_TEST(of_counter[takes_back] == "nothing acts_again - ", takes_back);
    BOOST_TEST(of_counter["call.reverse"] == "nothing same_answer - ");
}

BOOST_AUTO_TEST_CASE(an_upload_makes_an_order_whose_token_brings_back_what_later_calls_need) {
    MobileBench bench;
    const auto uploaded = bench.call<ChargesUpload>(namedUpload());
    BOOST_REQUIRE((uploaded.ending == Ending::Done));
    BOOST_TEST(uploaded.result->lines.empty());
    const InsuranceOrder order = uploaded.result->order.value();
    BOOST_TEST(order.number == "ORD200");
    const OrderToken token = OrderToken::of(order.token);
    BOOST_TEST(token.pay_token == "TOK200");
    BOOST_TEST(token.visit == "M200");
    const std::string data = bench.insurer.lastData("uldFeeInfo");
    for (const std::string& part :
         {std::string(R"("ecToken":"00000000000000000000000000000001")"), std::string(R"("medOrgOrd":"01JGYH8M0000000000A1")"),
          std::string(R"("medfeeSumamt":"2.00")"), std::string(R"("insuCode":"370200")"), std::string(R"("mdtrtId":"")"),
          std::string(R"("orgCodg":"H37020000001")"), std::string(R"("begntime":"2030-01-02 09:30:00")"),
          fmt::format(R"("idNo":"{}","idType":"01")", tests::conformance::numberOf(1)),
          fmt::format(R"("userName":"{}")", tests::conformance::nameOf(1)),
          std::string(
              R"({"bilgDeptCodg":"D1","bilgDeptName":"内科","bilgDrCodg":"DR1","bilgDrName":"医师甲","chrgBchno":"B0001","cnt":"2",)"
              R"("detItemFeeSumamt":"1.00","feeOcurTime":"2030-01-02 09:30:00","feedetlSn":"K1","mdtrtId":"","medListCodg":"N1",)"
              R"("medinsListCodg":"H1","pric":"0.5","psnNo":"P370200000001","rxno":""})"),
          std::string(R"("diagCode":"J00","diagDept":"D1")"), std::string(R"("maindiagFlag":"1")")})
        BOOST_TEST(holds(data, part), part);

    // Paid with the order as the hub kept it: the visit that the upload gave, and the insurer's own token.
    SettlementOf of = settlementOf(200);
    of.visit.visit.clear();
    of.order = order;
    BOOST_TEST((bench.call<SettlementConfirm>({of, std::nullopt, std::nullopt}).ending == Ending::Done));
    BOOST_TEST(holds(bench.insurer.lastData("pay_order"), R"("mdtrtId":"M200","orgBizSer":"01JGYH8M0000000000A1")"));
    BOOST_TEST(holds(bench.insurer.lastData("pay_order"), R"("payToken":"TOK200"})"));
    BOOST_TEST((bench.inquire<SettlementConfirm>({of, std::nullopt, std::nullopt}).finding == Finding::Ours));
    BOOST_TEST(
        bench.insurer.lastData("query_order_info") ==
        fmt::format(R"({{"idNo":"{}","idType":"01","orgCodg":"H37020000001","payOrdId":"ORD200","payToken":"TOK200","userName":"{}"}})",
                    tests::conformance::numberOf(1), tests::conformance::nameOf(1)));
    BOOST_TEST((bench.call<CallReverse>({visitOf(), "settlement.confirm", kOurNumber, order}).ending == Ending::Done));
    BOOST_TEST(bench.insurer.lastData("revoke_order") == R"({"orgCodg":"H37020000001","payOrdId":"ORD200","payToken":"TOK200"})");
}

BOOST_AUTO_TEST_CASE(an_upload_that_the_mobile_chain_cannot_take_is_not_sent) {
    MobileBench bench;
    std::vector<ChargesUpload::Request> requests(7, namedUpload());
    requests[0].name.reset();
    requests[1].certificate.reset();
    requests[2].certificate->kind = CertificateKind::Passport;
    requests[3].visit.kind = VisitKind::Inpatient;
    requests[4].credential.kind = CredentialKind::Certificate;
    requests[5].lines.clear();
    requests[6].diagnoses.clear();
    for (const auto& request : requests) {
        const auto outcome = bench.call<ChargesUpload>(request);
        BOOST_TEST((outcome.ending == Ending::NotReached));
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::RequestNotWritable));
    }
    for (const std::string& number : {std::string(), std::string(33, 'a'), std::string("a b")})
        BOOST_TEST(tests::failsWith(troubleOf(bench.call<ChargesUpload>(namedUpload(), number)), Error::RequestNotWritable));
    SettlementOf without_order = settlementOf(1000);
    BOOST_TEST(
        tests::failsWith(troubleOf(bench.call<SettlementConfirm>({without_order, std::nullopt, std::nullopt})), Error::RequestNotWritable));
    BOOST_TEST((bench.inquire<SettlementConfirm>({without_order, std::nullopt, std::nullopt}).finding == Finding::CannotTell));
    BOOST_TEST(bench.insurer.callsOf("uldFeeInfo") + bench.insurer.callsOf("pay_order") + bench.insurer.callsOf("query_order_info") == 0);
}

BOOST_AUTO_TEST_CASE(an_upload_about_another_visit_is_not_taken) {
    MobileBench bench;
    ChargesUpload::Request request = namedUpload();
    request.visit.visit = "M0001";
    for (const char* data : {R"({"payOrdId":"O1","payToken":"T1","mdtrtId":"M0002"})", R"({"payOrdId":"O1","payToken":"T1"})",
                             R"({"payOrdId":"O1","mdtrtId":"M0001"})", R"({"payToken":"T1","mdtrtId":"M0001"})", "{}"}) {
        bench.insurer.sayData("uldFeeInfo", data);
        BOOST_TEST((bench.call<ChargesUpload>(request).ending == Ending::Unknown), data);
    }
    bench.insurer.sayData("uldFeeInfo", R"({"payOrdId":"O1","payToken":"T1","mdtrtId":"M0001"})");
    BOOST_TEST((bench.call<ChargesUpload>(request).ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(the_hospitals_part_is_inside_the_fund_there_and_beside_it_here) {
    MobileBench bench;
    bench.insurer.sayData("pay_order", R"({"payOrdId":"ORD1000","ordStas":"6","feeSumamt":"10.00","ownPayAmt":"2.00","psnAcctPay":"3.00",)"
                                       R"("fundPay":"5.00","acctMulaidPay":"1.00","hospPartAmt":"0.50","setlDetail":[]})");
    const auto outcome = bench.call<SettlementConfirm>({orderOf(1000), std::nullopt, std::nullopt});
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    const SettlementAmounts& amounts = outcome.result->settlement.amounts;
    BOOST_TEST(amounts.fund.fen() == 450);
    BOOST_TEST(amounts.hospital_part.fen() == 50);
    BOOST_TEST(amounts.mutual_aid.fen() == 100);
    BOOST_TEST(amounts.total.fen() == amounts.fund.fen() + amounts.account.fen() + amounts.cash.fen() + amounts.hospital_part.fen());

    const auto refunded = bench.call<SettlementRevoke>(refundOf(amounts));
    BOOST_REQUIRE((refunded.ending == Ending::Done));
    BOOST_TEST(bench.insurer.lastData("refund_Order") ==
               R"({"appRefdSn":"01JGYH8M0000000000A1","appRefdTime":"20300102093000","cashRefdAmt":"2.00",)"
               R"("ecToken":"00000000000000000000000000000001","fundRefdAmt":"5.00","payOrdId":"ORD1000","psnAcctRefdAmt":"3.00",)"
               R"("refdType":"ALL","totlRefdAmt":"10.00"})");
    BOOST_TEST(refunded.result->revocation.number == "RFORD1000");
    BOOST_TEST(refunded.result->revocation.our_number.value() == kOurNumber);
    BOOST_TEST((refunded.result->revocation.state == SettlementState::Revoked));
    BOOST_TEST(refunded.result->revocation.amounts.total.fen() == -1000);
    BOOST_TEST(refunded.result->revocation.amounts.hospital_part.fen() == -50);
}

BOOST_AUTO_TEST_CASE(a_refund_is_done_refused_or_open) {
    const std::tuple<const char*, Ending> rows[] = {
        {R"({"refStatus":"SUCC","refdSn":"R1"})", Ending::Done},   {R"({"refStatus":"FAIL"})", Ending::Refused},
        {R"({"refStatus":"EXP","refdSn":"R1"})", Ending::Unknown}, {R"({"refStatus":"SUCC"})", Ending::Unknown},
        {R"({"refStatus":"OK","refdSn":"R1"})", Ending::Unknown},  {"{}", Ending::Unknown}};
    MobileBench bench;
    for (const auto& [data, ending] : rows) {
        bench.insurer.sayData("refund_Order", data);
        BOOST_TEST((bench.call<SettlementRevoke>(refundOf(amountsOf(1000, 0, 0, 0))).ending == ending), data);
    }
    const int calls = bench.insurer.callsOf("refund_Order");
    SettlementAmounts crooked = amountsOf(1000, 0, 0, 0);
    crooked.cash = core::Money::fromFen(1);
    BOOST_TEST(tests::failsWith(troubleOf(bench.call<SettlementRevoke>(refundOf(crooked))), Error::RequestNotWritable));
    BOOST_TEST(bench.insurer.callsOf("refund_Order") == calls);
}

BOOST_AUTO_TEST_CASE(a_ping_asks_for_an_order_that_nobody_has) {
    MobileBench bench(/*sealed=*/true);
    BOOST_TEST((bench.call<Ping>({}).ending == Ending::Done));
    bench.insurer.sayData("query_order_info", R"({"payOrdId":"ONECARD-PING","ordStas":"6"})");
    BOOST_TEST((bench.call<Ping>({}).ending == Ending::Unknown));
    bench.insurer.fail("query_order_info", Fault::LoseAnswer);
    BOOST_TEST((bench.call<Ping>({}).ending == Ending::Unknown));
    bench.insurer.sayCode("query_order_info", 9001);
    BOOST_TEST(tests::failsWith(troubleOf(bench.call<Ping>({})), Error::ChannelBusy));
}

BOOST_AUTO_TEST_CASE(a_wrong_application_secret_is_turned_away) {
    MobileBench bench(/*sealed=*/true);
    Opened impostor(bench.clock, {{"nhsa.app", "another"}});
    impostor.open(NhsaSubject::settingsJson(adapters::nhsa::Chain::Mobile, bench.insurer.url(), std::chrono::seconds(20), true));
    const auto ping = impostor.call<Ping>({}, {});
    BOOST_TEST((ping.ending == Ending::NotReached));
    BOOST_TEST(tests::failsWith(troubleOf(ping), Error::ChannelRefusesOurSignature));
}
