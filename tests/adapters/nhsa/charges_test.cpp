#include <fmt/format.h>

#include "tests/adapters/nhsa/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using namespace tests::nhsa;
using core::Error;
using tests::troubleOf;

using Uploaded = Outcome<ChargesUpload::Result>;

/// An upload step by step, as the hub carries it out.
class Upload {
  public:
    Upload(CounterBench& bench, ChargesUpload::Request request) : bench_(bench), request_(std::move(request)) {}

    Uploaded step(const std::string& name) {
        Meta meta;
        meta.wire_id = fmt::format("H3702000000120300102093000{:04}", ++serial_);
        meta.step = name;
        meta.steps_done = done_;
        const Uploaded outcome = bench_.adapter.call<ChargesUpload>(request_, meta);
        if (outcome.ending == Ending::StepDone) done_.push_back({name, meta.wire_id, *outcome.evidence});
        return outcome;
    }

    std::vector<StepDone>& done() { return done_; }

  private:
    CounterBench& bench_;
    const ChargesUpload::Request request_;
    std::vector<StepDone> done_;
    int serial_ = 0;
};

std::string result(const std::string& key, const std::string& amount) {
    return fmt::format(R"({{"result":[{{"feedetl_sn":"{}","det_item_fee_sumamt":{},"fulamt_ownpay_amt":0.2,"overlmt_amt":"0.30",)"
                       R"("preselfpay_amt":0.1,"inscp_scp_amt":"0.40","chrgitm_lv":"01"}}]}})",
                       key, amount);
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_upload_of_few_lines_is_its_diagnoses_and_one_call) {
    CounterBench bench;
    Upload upload(bench, uploadOf(1));
    BOOST_TEST((upload.step("diagnoses").ending == Ending::StepDone));
    BOOST_TEST(holds(bench.insurer.lastInput("2203"),
                     R"({"mdtrtinfo":{"mdtrt_id":"M0001","psn_no":"P370200000001","med_type":"11","begntime":"2030-01-02 09:30:00",)"
                     R"("dise_codg":"J00","dise_name":"感冒"},"diseinfo":[{"diag_type":"1","diag_srt_no":"1","diag_code":"J00",)"));
    bench.insurer.sayOutput("2204", result("K1", "1"));
    const Uploaded done = upload.step("lines_1");
    BOOST_REQUIRE((done.ending == Ending::Done));
    BOOST_TEST(
        bench.insurer.lastInput("2204") ==
        R"({"feedetail":[{"feedetl_sn":"K1","mdtrt_id":"M0001","psn_no":"P370200000001","chrg_bchno":"B0001","rxno":"",)"
        R"("fee_ocur_time":"2030-01-02 09:30:00","med_list_codg":"N1","medins_list_codg":"H1","det_item_fee_sumamt":"1.00","cnt":"2",)"
        R"("pric":"0.5","bilg_dept_codg":"D1","bilg_dept_name":"内科","bilg_dr_codg":"DR1","bilg_dr_name":"医师甲"}]})");
    BOOST_REQUIRE(done.result->lines.size() == 1U);
    const LineCover& cover = done.result->lines[0];
    BOOST_TEST(cover.key == "K1");
    BOOST_TEST(cover.amount.fen() == 100);
    BOOST_TEST(cover.full_own.fen() == 20);
    BOOST_TEST(cover.over_limit.fen() == 30);
    BOOST_TEST(cover.own_first.fen() == 10);
    BOOST_TEST(cover.in_scope.fen() == 40);
    BOOST_TEST(cover.level.value() == "01");
    BOOST_TEST(!done.result->order.has_value());
}

// Border of one call: a hundred lines are one, a hundred and one are two.
BOOST_AUTO_TEST_CASE(each_hundred_lines_are_a_call_and_the_last_brings_what_is_said_of_all) {
    for (const int lines : {100, 101, 200}) {
        CounterBench bench;
        Upload upload(bench, uploadOf(lines));
        BOOST_TEST((upload.step("diagnoses").ending == Ending::StepDone));
        const Uploaded first = upload.step("lines_1");
        BOOST_TEST((first.ending == (lines == 100 ? Ending::Done : Ending::StepDone)));
        const Uploaded last = lines == 100 ? first : upload.step("lines_2");
        BOOST_REQUIRE((last.ending == Ending::Done));
        BOOST_REQUIRE(last.result->lines.size() == static_cast<std::size_t>(lines));
        for (int i = 0; i < lines; ++i) BOOST_TEST(last.result->lines[static_cast<std::size_t>(i)].key == fmt::format("K{}", i + 1));
        BOOST_TEST(bench.insurer.callsOf("2204") == (lines == 100 ? 1 : 2));
    }
}

BOOST_AUTO_TEST_CASE(an_upload_that_needs_more_calls_than_are_set_is_not_begun) {
    CounterBench bench;
    for (const int lines : {0, 201}) {
        Upload upload(bench, uploadOf(lines));
        const Uploaded outcome = upload.step("diagnoses");
        BOOST_TEST((outcome.ending == Ending::NotReached));
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::RequestNotWritable));
    }
    BOOST_TEST(bench.insurer.callsOf("2203") == 0);
}

BOOST_AUTO_TEST_CASE(a_step_that_is_none_or_comes_before_its_turn_is_not_sent) {
    CounterBench bench;
    for (const char* step : {"", "lines_0", "lines_3", "lines_02", "lines_2", "other"}) {
        Upload upload(bench, uploadOf(100));  // lines_2 has no lines left
        BOOST_TEST(tests::failsWith(troubleOf(upload.step(step)), Error::RequestNotWritable), step);
    }
    Upload too_early(bench, uploadOf(101));
    BOOST_TEST(tests::failsWith(troubleOf(too_early.step("lines_2")), Error::RequestNotWritable));
    Upload damaged(bench, uploadOf(101));
    damaged.done().push_back({"lines_1", "", core::Sensitive<std::string>("no evidence")});
    BOOST_TEST(tests::failsWith(troubleOf(damaged.step("lines_2")), Error::RequestNotWritable));
    BOOST_TEST(bench.insurer.callsOf("2204") == 0);
}

BOOST_AUTO_TEST_CASE(an_inpatients_diagnoses_came_with_the_admission) {
    CounterBench bench;
    ChargesUpload::Request request = uploadOf(1);
    request.visit = visitOf(VisitKind::Inpatient);
    request.diagnoses.clear();
    Upload upload(bench, request);
    BOOST_TEST((upload.step("diagnoses").ending == Ending::StepDone));
    BOOST_TEST(bench.insurer.callsOf("9001") == 0);  // nothing at all was sent
    BOOST_TEST((upload.step("lines_1").ending == Ending::Done));
    BOOST_TEST(bench.insurer.callsOf("2301") == 1);
}

BOOST_AUTO_TEST_CASE(an_outpatient_has_exactly_one_main_diagnosis) {
    CounterBench bench;
    for (const std::vector<Diagnosis>& diagnoses :
         {std::vector<Diagnosis>{}, {diagnosisOf(false)}, {diagnosisOf(true), diagnosisOf(true)}}) {
        ChargesUpload::Request request = uploadOf(1);
        request.diagnoses = diagnoses;
        Upload upload(bench, request);
        BOOST_TEST(tests::failsWith(troubleOf(upload.step("diagnoses")), Error::RequestNotWritable));
    }
    BOOST_TEST(bench.insurer.callsOf("2203") == 0);
}

BOOST_AUTO_TEST_CASE(lines_that_are_not_those_asked_for_are_unknown) {
    const std::pair<std::string, Error> rows[] = {
        {result("K2", "1.00"), Error::PeerAnswerNotValid},
        {result("K1", "1.01"), Error::ChannelAmountDiffers},
        {result("K1", "1.001"), Error::PeerAnswerNotValid},
        {R"({"result":[]})", Error::PeerAnswerNotValid},
        {R"({"result":[{},{}]})", Error::PeerAnswerNotValid},
        {R"({"result":{}})", Error::PeerAnswerNotValid},
        {R"({"result":[{"feedetl_sn":"K1"}]})", Error::PeerAnswerNotValid},
        {"{}", Error::PeerAnswerNotValid},
    };
    for (const auto& [output, error] : rows) {
        CounterBench bench;
        Upload upload(bench, uploadOf(1));
        bench.insurer.sayOutput("2204", output);
        const Uploaded outcome = upload.step("lines_1");
        BOOST_TEST((outcome.ending == Ending::Unknown), output);
        BOOST_TEST(tests::failsWith(troubleOf(outcome), error), output);
    }
}

BOOST_AUTO_TEST_CASE(a_step_that_is_refused_or_lost_is_no_step_done) {
    CounterBench bench;
    bench.insurer.sayCode("2203", "2001");
    bench.insurer.fail("2204", tests::conformance::Fault::LoseAnswer);
    Upload upload(bench, uploadOf(101));
    BOOST_TEST((upload.step("diagnoses").ending == Ending::Refused));
    BOOST_TEST((upload.step("lines_1").ending == Ending::Unknown));
    BOOST_TEST(upload.done().empty());
}
