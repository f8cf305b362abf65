#include "adapters/bank/their_codes.h"

#include <fmt/format.h>

#include <array>
#include <boost/test/unit_test.hpp>

#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using namespace adapters::bank;
using adapters::kit::NoAnswer;
using core::Error;
using hub::contract::Refusal;
using hub::contract::RefusalReason;

std::string no(std::string_view code, std::string_view text = "synthetic") {
    return fmt::format(R"({{"code":"{}","text":"{}"}})", code, text);
}

NoAnswer unanswered(int status, const std::string& body) {
    const Answer answer = theySay(status, body, std::array<std::string_view, 2>{"name", "amount"});
    BOOST_REQUIRE(std::holds_alternative<NoAnswer>(answer));
    return std::get<NoAnswer>(answer);
}

bool isNone(int status, const std::string& body, Error error, bool surely_not_done) {
    const NoAnswer none = unanswered(status, body);
    return tests::failsWith(core::Result<void>(none.failure), error) && none.surely_not_written == surely_not_done;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_refusal_of_the_page_has_its_reason) {
    using R = RefusalReason;
    const std::pair<const char*, R> codes[] = {{"number_used", R::DuplicateNumber}, {"no_such_transfer", R::Other},
                                               {"no_such_account", R::Other},       {"balance_too_low", R::BalanceTooLow},
                                               {"person_differs", R::NotAllowed},   {"no_such_card", R::Other},
                                               {"no_such_original", R::Other},      {"too_much", R::AmountRefused},
                                               {"over_limit", R::NotAllowed},       {"account_frozen", R::NotAllowed}};
    for (const auto& [code, reason] : codes) {
        const Answer answer = theySay(409, no(code, "㛃䶮𠮷"), {});
        BOOST_REQUIRE_MESSAGE(std::holds_alternative<Refusal>(answer), code);
        BOOST_TEST(core::enumName(std::get<Refusal>(answer).reason) == core::enumName(reason), code);
        BOOST_TEST(std::get<Refusal>(answer).their_code == code);
        BOOST_TEST(std::get<Refusal>(answer).their_text.reveal() == "㛃䶮𠮷");
    }
}

// Table: an answer that is signed and is no refusal, and whether it proves that nothing was done.
BOOST_AUTO_TEST_CASE(only_what_the_page_says_did_nothing_did_nothing) {
    const struct {
        int status;
        std::string body;
        Error error;
        bool surely_not_done;
    } rows[] = {
        {503, no("busy"), Error::ChannelBusy, true},
        {503, "", Error::ChannelBusy, true},
        {400, no("not_valid", "amount"), Error::RequestNotWritable, true},
        {400, no("balance_too_low"), Error::ChannelInTrouble, false},
        {400, "", Error::ChannelInTrouble, false},
        {409, no("not_valid"), Error::ChannelInTrouble, false},
        {409, no("not_ready"), Error::ChannelInTrouble, false},
        {409, no("nobody_knows"), Error::ChannelInTrouble, false},
        {409, "", Error::ChannelInTrouble, false},
        {409, "[]", Error::ChannelInTrouble, false},
        {409, R"({"code":7})", Error::ChannelInTrouble, false},
        {404, no("not_ready"), Error::ChannelInTrouble, false},
        {404, "", Error::ChannelInTrouble, false},
        {401, no("number_used"), Error::ChannelInTrouble, false},
        {500, no("balance_too_low"), Error::ChannelInTrouble, false},
        {502, "", Error::ChannelInTrouble, false},
        {201, "{}", Error::ChannelInTrouble, false},
        {302, "", Error::ChannelInTrouble, false},
    };
    for (const auto& row : rows) BOOST_TEST(isNone(row.status, row.body, row.error, row.surely_not_done), row.status << " " << row.body);
}

BOOST_AUTO_TEST_CASE(of_a_request_that_is_not_valid_only_our_own_members_are_named) {
    BOOST_TEST(unanswered(400, no("not_valid", "amount: 0")).failure.detail() == "not_valid amount");
    BOOST_TEST(unanswered(400, no("not_valid", "㛃䶮𠮷 990101199003000013")).failure.detail() == "not_valid");
}

BOOST_AUTO_TEST_CASE(a_code_that_is_none_is_shown_by_its_shape) {
    BOOST_TEST(unanswered(409, no("nobody_knows")).failure.detail() == "status 409 nobody_knows");
    BOOST_TEST(unanswered(409, no("990101199003000013 x")).failure.detail() == "status 409 999999999999999999?a");
    BOOST_TEST(unanswered(409, no(std::string(65, 'a'))).failure.detail() == "status 409 ");
}

BOOST_AUTO_TEST_CASE(a_code_counts_with_its_own_status_alone) {
    BOOST_TEST(says(409, no("no_such_transfer"), "no_such_transfer"));
    BOOST_TEST(!says(404, no("no_such_transfer"), "no_such_transfer"));
    BOOST_TEST(!says(409, no("no_such_account"), "no_such_transfer"));
    BOOST_TEST(says(404, no("not_ready"), "not_ready"));
    BOOST_TEST(!says(409, no("not_ready"), "not_ready"));
    BOOST_TEST(!says(404, "", "not_ready"));
}
