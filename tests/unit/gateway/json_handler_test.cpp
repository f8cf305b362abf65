#include "hub/gateway/json_handler.h"

#include "tests/unit/gateway/world.h"

using namespace hub::gateway;
using namespace hub::contract;
using namespace tests;
using hub::core::Error;
using hub::core::Exposure;
using hub::core::Money;
using hub::core::Sensitive;

namespace {

/// Equal in every field, also in those that are not shown.
template <class T>
void checkEqual(const T& one, const T& other) {
    BOOST_TEST(hub::core::toJson(one, Exposure::Revealed) == hub::core::toJson(other, Exposure::Revealed));
}

Meta fullMeta() {
    Meta meta;
    meta.attempt = "attempt";
    meta.wire_id = "wire";
    meta.counterparty = "H1";
    meta.campus = "东院";
    meta.channel = "kiosk";
    meta.deadline_at = {1'750'000'000'123};
    meta.trace = "trace";
    meta.step = "pay";
    meta.steps_done.push_back({"top_up", "wire-1", Sensitive<std::string>("deposit \"17\"\n")});
    return meta;
}

ChargeList::Result charges() {
    Charge charge;
    charge.key = "C1";
    charge.version = "3";
    charge.total = Money::fromFen(1250);
    charge.department = "0101";
    charge.department_name = "内科";
    ChargeLine line;
    line.item_name = "阿莫西林胶囊";
    line.amount = Money::fromFen(1250);
    charge.lines = {line, line};
    ChargeList::Result result;
    result.charges = {charge, charge};
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_handler)

BOOST_AUTO_TEST_CASE(a_read_through_its_json_form_has_the_outcome_of_the_direct_call) {
    std::vector<std::string> seen;
    Handling<ChargeList> direct([&](const Meta& meta, const ChargeList::Request& request) {
        seen.push_back(hub::core::toJson(meta, Exposure::Revealed) + hub::core::toJson(request, Exposure::Revealed));
        return OutcomeOf<ChargeList>::done(charges());
    });
    JsonHandler<ChargeList> through(direct);
    ChargeList::Request request;
    request.local_patient = Sensitive(hub::core::CardNumber{"P0001"});
    checkEqual(through.call(fullMeta(), request), direct.call(fullMeta(), request));
    BOOST_REQUIRE(seen.size() == 2U);
    BOOST_TEST(seen[0] == seen[1]);  // and the handler got the same call
}

BOOST_AUTO_TEST_CASE(a_write_with_steps_passes_whole_with_its_evidence_and_its_inquiry) {
    HandlingWrite<PaymentConfirm> direct(
        [](const Meta& meta, const auto&) {
            if (meta.steps_done.empty()) return OutcomeOf<PaymentConfirm>::stepDone("deposit \"17\"\n");
            PaymentConfirm::Result result;
            result.his_receipt = "R" + meta.steps_done[0].evidence.reveal();
            result.posted_at = hub::core::UtcTime{1'750'000'000'456};
            return OutcomeOf<PaymentConfirm>::done(result);
        },
        [](const Meta& meta, const auto&) {
            return meta.step ? InquiryOf<PaymentConfirm>::oursStep("deposit") : InquiryOf<PaymentConfirm>::notThere();
        });
    JsonHandler<PaymentConfirm> through(direct);
    PaymentConfirm::Request request;
    request.charges.push_back({"C1", "3", Money::fromFen(1250)});
    request.total = Money::fromFen(1250);

    Meta first = fullMeta();
    first.step = "top_up";
    first.steps_done.clear();
    const OutcomeOf<PaymentConfirm> step = through.call(first, request);
    checkEqual(step, direct.call(first, request));
    BOOST_TEST((step.ending == Ending::StepDone));
    const OutcomeOf<PaymentConfirm> last = through.call(fullMeta(), request);
    checkEqual(last, direct.call(fullMeta(), request));
    BOOST_TEST(*last.result->his_receipt == "Rdeposit \"17\"\n");
    checkEqual(through.inquire(fullMeta(), request), direct.inquire(fullMeta(), request));
}

BOOST_AUTO_TEST_CASE(what_has_no_json_form_is_unknown_and_an_inquiry_about_it_cannot_tell) {
    HandlingWrite<PaymentConfirm> broken(
        [](const auto&, const auto&) {
            PaymentConfirm::Result result;
            result.his_receipt = "\xff";  // no UTF-8
            return OutcomeOf<PaymentConfirm>::done(result);
        },
        [](const auto&, const auto&) { return InquiryOf<PaymentConfirm>::oursStep("\xff"); });
    JsonHandler<PaymentConfirm> through(broken);
    const OutcomeOf<PaymentConfirm> outcome = through.call(fullMeta(), {});
    BOOST_TEST((outcome.ending == Ending::Unknown));
    BOOST_TEST(failsWith(asResult(outcome.trouble), Error::JsonNotValid));
    const InquiryOf<PaymentConfirm> inquiry = through.inquire(fullMeta(), {});
    BOOST_TEST((inquiry.finding == Finding::CannotTell));
    BOOST_TEST(failsWith(asResult(inquiry.trouble), Error::JsonNotValid));
}

BOOST_FIXTURE_TEST_CASE(a_counterparty_whose_handler_speaks_json_serves_as_any_other, World) {
    const auto direct =
        std::make_shared<Handling<ChargeList>>([](const auto&, const auto&) { return OutcomeOf<ChargeList>::done(charges()); });
    const auto through = std::make_shared<JsonHandler<ChargeList>>(*direct);
    script->offer<ChargeList>([direct, through](const Meta& with, const auto& request) { return through->call(with, request); });
    serve();
    const auto answers = answered<ChargeList>(meta());
    BOOST_REQUIRE((answers->onTime().ending == Ending::Done));
    checkEqual(*answers->onTime().result, charges());
}

BOOST_AUTO_TEST_SUITE_END()
