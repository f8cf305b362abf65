#include "hub/ledger/book.h"

#include "tests/support/failures.h"
#include "tests/unit/ledger/command_text.h"
#include "tests/unit/ledger/memory_books.h"

using namespace hub::core;
using namespace hub::ledger;
using tests::commandOf;
using tests::MemoryBooks;

namespace {

struct Line {
    std::string command;  ///< as command_text.h; "@ 5000" sets the time
    std::string answer;   ///< booked, again, or the name of a code
};

std::string textOf(const Ledger::Answer& answer) {
    if (answer.ok()) return answer->repeated ? "again" : "booked";
    tests::noteReturned(answer.failure().error());
    return tests::nameOf(answer.failure().error());
}

/// Each line in a batch of its own, and then all between two times in one: how commands are grouped changes no answer.
void check(const std::vector<Line>& lines, const std::map<std::string, std::int64_t>& balances) {
    for (const bool together : {false, true}) {
        BOOST_TEST_CONTEXT((together ? "in one batch" : "in a batch each")) {
            MemoryBooks books;
            std::vector<Command> commands;
            std::vector<std::string> expected;
            const auto flush = [&] {
                const std::vector<Ledger::Answer> answers = books.run(commands);
                for (std::size_t i = 0; i < answers.size(); ++i)
                    BOOST_TEST(textOf(answers[i]) == expected[i], commands[i].key.step << ": " << textOf(answers[i]));
                commands.clear();
                expected.clear();
            };
            for (const Line& line : lines) {
                if (line.command[0] == '@') {
                    flush();
                    books.now = {std::stoll(line.command.substr(2))};
                    continue;
                }
                commands.push_back(commandOf(line.command));
                expected.push_back(line.answer);
                if (!together) flush();
            }
            flush();
            for (const auto& [account, fen] : balances)
                BOOST_TEST(books.balance(account).balance.fen() == fen, account << " has " << books.balance(account).balance.fen());
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(book)

BOOST_AUTO_TEST_CASE(a_transfer_raises_what_we_have_and_what_we_owe) {
    check({{"paid channel_clearing/wechat/M1 > hospital_payable/H1 1500", "booked"},
           {"back hospital_payable/H1 > refund_payable/wechat 500", "booked"},
           {"gone refund_payable/wechat > channel_clearing/wechat/M1 500", "booked"}},
          {{"channel_clearing/wechat/M1", 1000}, {"hospital_payable/H1", 1000}, {"refund_payable/wechat", 0}});
}

BOOST_AUTO_TEST_CASE(accounts_without_a_floor_go_below_nothing) {
    check({{"back hospital_payable/H1 > refund_payable/wechat 500", "booked"}}, {{"hospital_payable/H1", -500}});
}

BOOST_AUTO_TEST_CASE(a_guarded_account_keeps_its_floor) {
    check({{"load bank/b > e_account/P 100", "booked"},
           {"more e_account/P > hospital_payable/H1 101", "InsufficientFunds"},
           {"all e_account/P > hospital_payable/H1 100", "booked"},
           {"one e_account/P > hospital_payable/H1 1", "InsufficientFunds"},
           {"owes credit_receivable/P > hospital_payable/H1 10", "booked"},
           {"over bank/b > credit_receivable/P 11", "InsufficientFunds"},
           {"pays bank/b > credit_receivable/P 10", "booked"}},
          {{"e_account/P", 0}, {"credit_receivable/P", 0}, {"hospital_payable/H1", 110}});
}

// Not only at the end: the second movement would put it right.
BOOST_AUTO_TEST_CASE(a_floor_holds_at_every_movement_of_a_chain) {
    check({{"wrong e_account/P > hospital_payable/H1 5 ; bank/b > e_account/P 5", "InsufficientFunds"},
           {"right bank/b > e_account/P 5 ; e_account/P > hospital_payable/H1 5", "booked"}},
          {{"e_account/P", 0}, {"hospital_payable/H1", 5}, {"bank/b", 5}});
}

BOOST_AUTO_TEST_CASE(a_chain_is_booked_whole_or_not_at_all) {
    check({{"load bank/b > e_account/P 100", "booked"},
           {"hold hold e_account/P > hospital_payable/H1 30 until 9000", "booked"},
           {"mix void hold#0 ; bank/b > hospital_payable/H2 7 ; hold e_account/P > fee/f 1 until 9000 ; e_account/P > fee/f 100",
            "InsufficientFunds"},
           {"post post hold#0", "booked"},        // its void was undone
           {"void void mix#2", "HoldNotFound"}},  // as was this hold
          {{"e_account/P", 70}, {"hospital_payable/H1", 30}, {"hospital_payable/H2", 0}, {"bank/b", 100}});
}

BOOST_AUTO_TEST_CASE(what_is_frozen_counts_against_the_floor) {
    check({{"load bank/b > e_account/P 100", "booked"},
           {"hold hold e_account/P > hospital_payable/H1 60 until 9000", "booked"},
           {"over e_account/P > hospital_payable/H1 41", "InsufficientFunds"},
           {"held hold e_account/P > hospital_payable/H1 41 until 9000", "InsufficientFunds"},
           {"fits e_account/P > hospital_payable/H1 40", "booked"},
           {"void void hold#0", "booked"},
           {"free e_account/P > hospital_payable/H1 60", "booked"}},
          {{"e_account/P", 0}, {"hospital_payable/H1", 100}});
}

// What is on its way in cannot be spent.
BOOST_AUTO_TEST_CASE(what_is_frozen_for_an_account_is_not_there_yet) {
    check({{"in hold bank/b > e_account/P 100 until 9000", "booked"},
           {"early e_account/P > hospital_payable/H1 1", "InsufficientFunds"},
           {"post post in#0", "booked"},
           {"now e_account/P > hospital_payable/H1 100", "booked"}},
          {{"e_account/P", 0}});
}

BOOST_AUTO_TEST_CASE(a_hold_is_posted_whole_or_in_part_and_the_rest_is_free) {
    check({{"load bank/b > e_account/P 100", "booked"},
           {"a hold e_account/P > hospital_payable/H1 50 until 9000", "booked"},
           {"b hold e_account/P > hospital_payable/H1 50 until 9000", "booked"},
           {"over post a#0 51", "AmountExceedsHold"},
           {"part post a#0 20", "booked"},
           {"rest e_account/P > hospital_payable/H2 30", "booked"},
           {"whole post b#0 50", "booked"}},
          {{"e_account/P", 0}, {"hospital_payable/H1", 70}, {"hospital_payable/H2", 30}});
}

BOOST_AUTO_TEST_CASE(a_hold_ends_once) {
    const std::vector<std::string> ends{"post", "void", "expire"};
    for (const std::string first : {"post", "void"}) {
        for (const std::string& second : ends) {
            check({{"load bank/b > e_account/P 100", "booked"},
                   {"h hold e_account/P > hospital_payable/H1 50 until 9000", "booked"},
                   {"first " + first + " h#0", "booked"},
                   {"second " + second + " h#0", "HoldEnded"}},
                  {{"e_account/P", first == "post" ? 50 : 100}});
        }
    }
}

BOOST_AUTO_TEST_CASE(a_hold_can_be_posted_until_its_time_and_expired_from_then_on) {
    check({{"load bank/b > e_account/P 100", "booked"},
           {"a hold e_account/P > hospital_payable/H1 10 until 9000", "booked"},
           {"b hold e_account/P > hospital_payable/H1 20 until 9000", "booked"},
           {"c hold e_account/P > hospital_payable/H1 30 until 9000", "booked"},
           {"@ 8999", ""},
           {"early expire a#0", "HoldNotDue"},
           {"last post a#0", "booked"},
           {"@ 9000", ""},
           {"late post b#0", "HoldEnded"},
           {"due expire b#0", "booked"},
           {"twice expire b#0", "HoldEnded"},
           {"void void c#0", "booked"}},
          {{"e_account/P", 90}, {"hospital_payable/H1", 10}});
}

BOOST_AUTO_TEST_CASE(only_a_hold_can_be_ended) {
    check({{"load bank/b > e_account/P 100", "booked"},
           {"a post load#0", "HoldNotFound"},
           {"h hold e_account/P > fee/f 1 until 9000", "booked"},
           {"b post h#1", "HoldNotFound"},
           {"c void never#0", "HoldNotFound"}},
          {});
}

BOOST_AUTO_TEST_CASE(a_closed_account_takes_nothing_more) {
    check({{"early close e_account/P", "AccountNotFound"},
           {"load bank/b > e_account/P 100", "booked"},
           {"full close e_account/P", "AccountNotEmpty"},
           {"h hold e_account/P > fee/f 100 until 9000", "booked"},
           {"held close e_account/P", "AccountNotEmpty"},
           {"void void h#0", "booked"},
           {"last e_account/P > bank/b 100 ; close e_account/P", "booked"},
           {"more bank/b > e_account/P 1", "AccountClosed"},
           {"out e_account/P > bank/b 1", "AccountClosed"},
           {"frozen hold bank/b > e_account/P 1 until 9000", "AccountClosed"},
           {"twice close e_account/P", "AccountClosed"}},
          {{"e_account/P", 0}, {"bank/b", 0}});
}

BOOST_AUTO_TEST_CASE(an_account_that_money_is_on_its_way_to_stays_open) {
    check({{"h hold bank/b > e_account/P 100 until 9000", "booked"}, {"close close e_account/P", "AccountNotEmpty"}}, {});
}

BOOST_AUTO_TEST_CASE(the_same_key_gets_the_same_outcome_again) {
    check({{"load bank/b > e_account/P 100", "booked"},
           {"load bank/b > e_account/P 100", "again"},
           {"pay e_account/P > fee/f 101", "InsufficientFunds"},
           {"more bank/b > e_account/P 1", "booked"},
           {"pay e_account/P > fee/f 101", "InsufficientFunds"},  // though there would be enough by now
           {"pay2 e_account/P > fee/f 101", "booked"}},
          {{"e_account/P", 0}, {"fee/f", 101}});
}

BOOST_AUTO_TEST_CASE(the_same_key_with_another_request_has_no_effect) {
    check({{"load bank/b > e_account/P 100", "booked"},
           {"load bank/b > e_account/P 101", "IdempotencyMismatch"},
           {"load bank/b > e_account/Q 100", "IdempotencyMismatch"},
           {"load e_account/P > bank/b 100", "IdempotencyMismatch"},
           {"load hold bank/b > e_account/P 100 until 9000", "IdempotencyMismatch"},
           {"load bank/b > e_account/P 100 ; bank/b > e_account/P 100", "IdempotencyMismatch"},
           {"load bank/b > e_account/P 100", "again"},
           {"no e_account/P > fee/f 200", "InsufficientFunds"},
           {"no e_account/P > fee/f 100", "IdempotencyMismatch"},
           {"h hold e_account/P > fee/f 10 until 9000", "booked"},
           {"h hold e_account/P > fee/f 10 until 9001", "IdempotencyMismatch"},
           {"p post h#0", "booked"},
           {"p post h#0 10", "IdempotencyMismatch"},  // all of it, and 10 fen, are two requests
           {"p void h#0", "IdempotencyMismatch"}},
          {{"e_account/P", 90}, {"fee/f", 10}});
}

BOOST_AUTO_TEST_CASE(an_account_never_holds_more_than_an_amount_can_say) {
    MemoryBooks books;
    Command load = commandOf("load bank/b > hospital_payable/H 1");
    int loads = 0;
    for (; loads < 200; ++loads) {
        load.key.step = "load" + std::to_string(loads);
        std::get<Transfer>(load.chain.front()).amount = kAmountMax;
        const Ledger::Answer answer = books.run({load}).front();
        if (answer.ok()) continue;
        BOOST_TEST(tests::failsWith(answer, Error::MoneyOutOfRange));
        break;
    }
    BOOST_TEST(loads == Money::kFenMax / kAmountMax.fen());
}

BOOST_AUTO_TEST_CASE(a_row_that_no_writer_wrote_is_not_taken_for_an_account) {
    AccountCache cache(8);
    Book book(Tail{}, UtcTime{0}, cache);
    const AccountName name = *AccountName::parse("e_account/P");
    AccountRow row;
    row.id = name.id;
    row.key = "e_account/Q";
    BOOST_TEST(tests::failsWith(book.know(row), Error::LedgerDamaged));
    row.key = "moon/Q";
    BOOST_TEST(tests::failsWith(book.know(row), Error::LedgerDamaged));
}

BOOST_AUTO_TEST_CASE(the_cache_forgets_what_was_not_used_for_long_and_never_changes_what_it_says) {
    AccountCache cache(4);
    const auto account = [](int number) {
        AccountRow row;
        row.id = AccountName::parse("e_account/" + std::to_string(number))->id;
        row.sequence = number;
        return row;
    };
    for (int number = 0; number < 100; ++number) {
        cache.put(account(number));
        BOOST_TEST(cache.size() <= 4U);
        BOOST_TEST(cache.find(account(number).id)->sequence == number);
        if (number > 0) BOOST_TEST(cache.find(account(0).id) != nullptr);  // used each time
    }
    BOOST_TEST(cache.find(account(50).id) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
