#include "hub/api/message.h"

#include "hub/core/json.h"
#include "tests/support/failures.h"

namespace hub::api {

namespace {

core::Language languageOf(std::string accept) {
    Request request;
    request.headers.add("accept-language", std::move(accept));
    return request.language();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(message)

BOOST_AUTO_TEST_CASE(header_names_have_no_case) {
    Headers headers;
    headers.add("Content-Type", "a");
    headers.add("content-type", "b");
    BOOST_TEST((headers.find("CONTENT-TYPE") == "a"));
    headers.set("CoNtEnT-tYpE", "c");
    BOOST_TEST(headers.all().size() == 1U);
    BOOST_TEST((headers.find("content-type") == "c"));
    BOOST_TEST(!headers.find("Content"));
}

BOOST_AUTO_TEST_CASE(chinese_is_spoken_unless_english_is_wanted_more) {
    using enum core::Language;
    BOOST_TEST((Request().language() == Chinese));
    BOOST_TEST((languageOf("") == Chinese));
    BOOST_TEST((languageOf("fr, *;q=0.5") == Chinese));
    BOOST_TEST((languageOf("en") == English));
    BOOST_TEST((languageOf("en-GB,en;q=0.9") == English));
    BOOST_TEST((languageOf("EN-us") == English));
    BOOST_TEST((languageOf("zh-CN,zh;q=0.9,en;q=0.8") == Chinese));
    BOOST_TEST((languageOf("en;q=0.9, zh;q=0.8") == English));
    BOOST_TEST((languageOf("en;q=0.9, zh;q=0.9") == Chinese));
    BOOST_TEST((languageOf("en;q=0") == Chinese));
    BOOST_TEST((languageOf("en;q=0.001") == English));
    BOOST_TEST((languageOf("en;q=nonsense,;;,=") == Chinese));
    BOOST_TEST((languageOf("zh;q=0, en;q=0.1") == English));
}

BOOST_AUTO_TEST_CASE(a_problem_names_code_status_and_trace) {
    const TraceId trace{core::IdBits{{1, 2, 3}}};
    const Response response = problem(core::Failure(core::Error::HttpBodyTooLarge, "100"), core::Language::English, trace);
    BOOST_TEST(response.status == 413);
    BOOST_TEST((response.headers.find("Content-Type") == "application/problem+json"));
    BOOST_TEST((response.headers.find("Content-Language") == "en"));
    BOOST_TEST(!response.headers.find("Retry-After"));

    const auto document = core::JsonDocument::parse(response.body);
    BOOST_REQUIRE(document.ok());
    const auto text = [&](std::string_view name) { return std::string(document->root().member(name)->string().value()); };
    BOOST_TEST(text("type") == "urn:onecard:error:OC-API-005");
    BOOST_TEST(text("code") == "OC-API-005");
    BOOST_TEST(text("implies") == "final");
    BOOST_TEST(text("trace") == trace.text());
    BOOST_TEST((document->root().member("status")->integer() == 413));
    BOOST_TEST(text("detail").find("100") != std::string::npos);
    BOOST_TEST(text("title").find("100") == std::string::npos);  // the same for every occurrence (RFC 9457 §3.1.3)
}

BOOST_AUTO_TEST_CASE(a_problem_is_told_in_chinese_and_says_when_to_come_again) {
    const Response response = problem(core::Failure(core::Error::HubBusy), core::Language::Chinese, {});
    BOOST_TEST((response.headers.find("Content-Language") == "zh-CN"));
    BOOST_TEST(response.headers.find("Retry-After").has_value());
    BOOST_TEST(response.body.find("繁忙") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::api
