#include "hub/ledger/request.h"

#include <set>

#include "tests/support/failures.h"
#include "tests/unit/ledger/command_text.h"

using namespace hub::core;
using namespace hub::ledger;
using tests::commandOf;

BOOST_AUTO_TEST_SUITE(request)

BOOST_AUTO_TEST_CASE(accounts_are_named_by_their_kind_and_its_names) {
    for (const char* key : {"channel_clearing/wechat/M1", "hospital_payable/H0001", "refund_payable/alipay", "suspense/wechat",
                            "memo_channel_clearing/wechat/M1", "memo_hospital_payable/H0001", "memo_refund_payable/alipay",
                            "memo_suspense/wechat", "e_account/01J00000000000000000000000", "legacy_prepaid/H1/P.1_x-Y"}) {
        const Result<AccountName> name = AccountName::parse(key);
        BOOST_TEST_REQUIRE(name.ok(), key);
        BOOST_TEST(name->key == key);
        BOOST_TEST(name->memo == std::string(key).starts_with("memo_"));
    }
    for (const char* key : {"", "/", "moon/H1", "hospital_payable", "hospital_payable/", "hospital_payable/H1/", "hospital_payable/H1/x",
                            "channel_clearing/wechat", "channel_clearing//M1", "hospital_payable/H 1", "hospital_payable/医院",
                            "memo_e_account/P", "memo_memo_suspense/x", "HOSPITAL_PAYABLE/H1"})
        BOOST_TEST(tests::failsWith(AccountName::parse(key), Error::AccountNotValid), key);
    BOOST_TEST(AccountName::parse("e_account/" + std::string(64, 'x')).ok());
    BOOST_TEST(tests::failsWith(AccountName::parse("e_account/" + std::string(65, 'x')), Error::AccountNotValid));
}

BOOST_AUTO_TEST_CASE(every_kind_of_the_chart_can_be_named_and_no_two_accounts_share_an_id) {
    std::set<AccountId> ids;
    for (const AccountKind& kind : chart()) {
        const std::string names = kind.name_count == 1 ? "/a" : "/a/b";
        BOOST_TEST(ids.insert(AccountName::parse(std::string(kind.name) + names)->id).second);
        if (kind.may_be_memo) BOOST_TEST(ids.insert(AccountName::parse("memo_" + std::string(kind.name) + names)->id).second);
    }
}

BOOST_AUTO_TEST_CASE(a_command_that_cannot_be_is_refused_before_the_books_are_asked) {
    const auto refuses = [](const Command& command, Error error) { BOOST_TEST(tests::failsWith(Request::of(command), error)); };
    const Command good = commandOf("a bank/b > e_account/P 1");
    BOOST_TEST(Request::of(good).ok());

    Command command = good;
    command.chain.clear();
    refuses(command, Error::CommandNotValid);
    command.chain.assign(kChainMax, good.chain.front());
    BOOST_TEST(Request::of(command).ok());
    command.chain.push_back(good.chain.front());
    refuses(command, Error::CommandNotValid);

    for (const std::string& step : {std::string(), std::string(65, 's'), std::string("a b"), std::string("张")}) {
        command = good;
        command.key.step = step;
        refuses(command, Error::CommandNotValid);
    }
    command = good;
    command.key.step = std::string(64, 's');
    BOOST_TEST(Request::of(command).ok());

    command = good;
    command.outbox.resize(kOutboxMax);
    BOOST_TEST(Request::of(command).ok());
    command.outbox.resize(kOutboxMax + 1);
    refuses(command, Error::CommandNotValid);

    for (const char* line :
         {"a bank/b > bank/b 1", "a bank/b > e_account/P 0", "a bank/b > e_account/P -1", "a hold bank/b > e_account/P 0 until 9",
          "a post a#0 0", "a memo_suspense/x > suspense/x 1", "a suspense/x > memo_suspense/x 1"})
        refuses(commandOf(line), Error::CommandNotValid);
    BOOST_TEST(Request::of(commandOf("a memo_suspense/x > memo_hospital_payable/H 1")).ok());
    for (const char* line : {"a moon/b > e_account/P 1", "a bank/b > moon/P 1", "a close moon/P"})
        refuses(commandOf(line), Error::AccountNotValid);
    command = good;
    command.chain.front() = Void{};
    refuses(command, Error::CommandNotValid);
}

BOOST_AUTO_TEST_CASE(one_amount_has_a_limit_of_its_own) {
    BOOST_TEST(Request::of(commandOf("a bank/b > e_account/P " + std::to_string(kAmountMax.fen()))).ok());
    BOOST_TEST(
        tests::failsWith(Request::of(commandOf("a bank/b > e_account/P " + std::to_string(kAmountMax.fen() + 1))), Error::MoneyOutOfRange));
}

BOOST_AUTO_TEST_CASE(the_hash_is_of_the_chain_alone) {
    const Request one = *Request::of(commandOf("a bank/b > e_account/P 1"));
    Command other = commandOf("b bank/b > e_account/P 1");
    other.outbox.resize(1);
    BOOST_TEST((Request::of(other)->hash == one.hash));
    BOOST_TEST((Request::of(commandOf("a bank/b > e_account/P 2"))->hash != one.hash));
}

BOOST_AUTO_TEST_SUITE_END()
