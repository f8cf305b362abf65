#include "adapters/kit/mapping/call_mapping.h"

#include <fmt/format.h>

#include "tests/support/failures.h"
#include "tests/unit/mapping/bill.h"

using namespace tests::mapping;
using core::Error;
using hub::contract::Refusal;
using hub::contract::RefusalReason;

namespace {

constexpr std::string_view kVerdict = R"({"from": ["@Result", "Result"], "yes": ["0"], "no": ["-1", "1"], "text": "Msg"})";
constexpr std::string_view kLists =
    R"("answer": {"rows": {"at": "Items/Item", "into": "bills", "fields": {"key": {"from": "Key"}, "colour": {"const": "red"},
       "open": {"const": "true"}, "pages": {"from": "P", "as": "count", "default": "1"}}}})";

Verdict verdict() {
    SettingsProblems problems;
    const Verdict made = Verdict::parse(json(kVerdict).root(), "/success", problems);
    BOOST_REQUIRE(!problems.any());
    return made;
}

std::vector<std::string> parsed(std::string_view spec, CallMapping& call) {
    SettingsProblems problems;
    const Shape input = objectOf({{"request", true, Shape::of<Bill>()}});
    call = CallMapping::parse(json(spec).root(), "/calls/x", input, Shape::of<Bills>(), verdict(), maps(), problems);
    return placesOf(problems);
}

CallMapping callWith(std::string_view more) {
    CallMapping call;
    const std::vector<std::string> places = parsed(fmt::format(R"({{"code": "1", {}{}}})", kLists, more), call);
    BOOST_REQUIRE_MESSAGE(places.empty(), (places.empty() ? "" : places.front()));
    return call;
}

/// "yes", the reason of a no, or the code of what was not understood.
std::string readingOf(const CallMapping& call, std::string_view answer) {
    const CallMapping::Reading reading = call.read(xml(answer));
    if (const auto* refusal = std::get_if<Refusal>(&reading)) return std::string(core::enumName(refusal->reason));
    if (const auto* failure = std::get_if<core::Failure>(&reading)) {
        tests::noteReturned(failure->error());
        return std::string(core::errorInfo(failure->error()).name);
    }
    return "yes";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(call_mapping)

BOOST_AUTO_TEST_CASE(only_a_declared_yes_is_one_and_what_is_neither_is_not_understood) {
    const CallMapping call = callWith("");
    for (const char* yes : {"<R Result='0'/>", "<R Result=' 0 '/>", "<R result='0'/>", "<R><Result>0</Result></R>"})
        BOOST_TEST(readingOf(call, yes) == "yes", yes);
    for (const char* no : {"<R Result='-1'/>", "<R Result='1'><Msg>x</Msg></R>", "<R><Result> 1 </Result></R>"})
        BOOST_TEST(readingOf(call, no) == "other", no);
    for (const char* neither : {"<R/>", "<R Result=''/>", "<R Result='2'/>", "<R Result='00'/>", "<R Result='true'/>", "<html/>"})
        BOOST_TEST(readingOf(call, neither) == "PeerAnswerNotValid", neither);
}

BOOST_AUTO_TEST_CASE(a_call_may_have_a_verdict_of_its_own) {
    const CallMapping call = callWith(R"(, "success": {"from": "Code", "yes": ["200"], "no": ["500"], "text": "Text"})");
    BOOST_TEST(readingOf(call, "<R Result='0'><Code>200</Code></R>") == "yes");
    BOOST_TEST(readingOf(call, "<R Result='0'><Code>500</Code></R>") == "other");
    BOOST_TEST(readingOf(call, "<R Result='0'/>") == "PeerAnswerNotValid");
}

BOOST_AUTO_TEST_CASE(a_no_is_named_by_its_declared_code_or_text_and_keeps_both) {
    const CallMapping call = callWith(R"(, "refusals": [{"code": "1", "text": "余额", "reason": "balance_too_low"},
                                                        {"text": "余额", "reason": "amount_refused"}])");
    BOOST_TEST(readingOf(call, "<R Result='1'><Msg>账户余额不足</Msg></R>") == "balance_too_low");
    BOOST_TEST(readingOf(call, "<R Result='-1'><Msg>账户余额不足</Msg></R>") == "amount_refused");
    BOOST_TEST(readingOf(call, "<R Result='1'><Msg>其他</Msg></R>") == "other");
    const CallMapping::Reading reading = call.read(xml("<R Result='1'><Msg>其他</Msg></R>"));
    BOOST_TEST(std::get<Refusal>(reading).their_code == "1");
    BOOST_TEST(std::get<Refusal>(reading).their_text.reveal() == "其他");
}

BOOST_AUTO_TEST_CASE(a_no_means_nothing_found_only_where_declared_and_never_by_its_text_alone) {
    constexpr std::string_view kNo = "<R Result='-1'><Msg>无记录</Msg></R>";
    BOOST_TEST(readingOf(callWith(""), kNo) == "other");
    const CallMapping by_code = callWith(R"(, "nothing_found": {"no": ["-1"]})");
    BOOST_TEST(std::get<std::string>(by_code.read(xml(kNo))) == R"({"bills":[]})");
    BOOST_TEST(readingOf(by_code, "<R Result='1'><Msg>无记录</Msg></R>") == "other");
    const CallMapping by_both = callWith(R"(, "nothing_found": {"no": ["-1"], "texts": ["无记录"]})");
    BOOST_TEST(readingOf(by_both, kNo) == "yes");
    BOOST_TEST(readingOf(by_both, "<R Result='-1'><Msg>超时</Msg></R>") == "other");
    BOOST_TEST(readingOf(by_both, "<R Result='2'><Msg>无记录</Msg></R>") == "PeerAnswerNotValid");
}

BOOST_AUTO_TEST_CASE(every_mistake_is_told_at_its_place_when_the_mapping_is_loaded) {
    const auto with = [](std::string_view more) { return fmt::format(R"({{"code": "1", {}{}}})", kLists, more); };
    const std::pair<std::string, const char*> rows[] = {
        {fmt::format("{{{}}}", kLists), "/calls/x/code"},
        {with(R"(, "codes": "2")"), "/calls/x/codes"},
        {with(R"(, "success": {"from": "A", "yes": ["0"], "no": ["0"], "text": "T"})"), "/calls/x/success/no"},
        {with(R"(, "success": {"from": "A", "yes": ["0"], "no": ["1"]})"), "/calls/x/success/text"},
        {with(R"(, "refusals": {})"), "/calls/x/refusals"},
        {with(R"(, "refusals": [{"text": "x", "reason": "because"}])"), "/calls/x/refusals/0/reason"},
        {with(R"(, "refusals": [{"reason": "other"}])"), "/calls/x/refusals/0"},
        {with(R"(, "nothing_found": {"texts": ["x"]})"), "/calls/x/nothing_found/no"}};
    for (const auto& [spec, place] : rows) {
        CallMapping call;
        const std::vector<std::string> places = parsed(spec, call);
        BOOST_TEST((places.empty() ? "" : places.front()) == place, spec);
    }
}

BOOST_AUTO_TEST_SUITE_END()
