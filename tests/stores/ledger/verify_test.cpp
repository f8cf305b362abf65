#include "hub/ledger/verify.h"

#include <set>

#include "tests/stores/ledger/ledger_stores.h"

using namespace hub::core;
using namespace hub::ledger;
using tests::LedgerStores;

namespace {

/// A little of everything, in several batches.
template <class Engine>
void fill(LedgerStores<Engine>& books) {
    for (const char* line :
         {"load bank/b > e_account/P 100 ; bank/b > e_account/Q 50", "h hold e_account/P > hospital_payable/H 30 until 9000000000000",
          "i hold e_account/P > hospital_payable/H 20 until 9000000000000", "j hold e_account/Q > fee/f 5 until 9000000000000",
          "post post h#0 25", "void void i#0", "out e_account/Q > fee/f 45", "paid channel_clearing/wechat/M > hospital_payable/H 700"})
        BOOST_REQUIRE(books.run(line).ok());
    BOOST_REQUIRE(!books.run("no e_account/P > fee/f 1000").ok());
    BOOST_REQUIRE(books.run("bye e_account/P > bank/b 75 ; close e_account/P").ok());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verify_books)

BOOST_AUTO_TEST_CASE_TEMPLATE(books_as_the_writer_left_them_are_clean, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    books.checkClean();  // empty ones too
    fill(books);
    books.checkClean();
    const Verification found = books.verified();
    BOOST_TEST(found.counts.transfers == 11);
    BOOST_TEST(found.counts.refusals == 1);
    BOOST_TEST(found.counts.accounts == 6);
    BOOST_TEST(found.counts.holds == 3);
}

// One row changed by hand, and what must be said about it: rule and place.
BOOST_AUTO_TEST_CASE_TEMPLATE(whatever_is_changed_by_hand_is_named, Engine, tests::Engines) {
    struct Meddling {
        const char* sql;
        std::set<std::string> named;
    };
    const std::vector<Meddling> all{
        {"UPDATE transfer SET amount_fen = 101 WHERE no = 1", {"I1 batch 1", "I11 batch 1", "I3 account bank/b", "I3 account e_account/P"}},
        {"UPDATE transfer SET debit_balance_fen = debit_balance_fen + 1 WHERE no = 1", {"I11 batch 1", "I3 account bank/b"}},
        {"UPDATE transfer SET credit_sequence = 9 WHERE no = 11", {"I11 batch 10"}},
        {"DELETE FROM transfer WHERE no = 8", {"I11 batch 7", "I3 account e_account/Q", "I3 account fee/f", "I11 transfer 9"}},
        {"UPDATE account SET credit_posted_fen = credit_posted_fen + 1 WHERE sequence = 5", {"I3 account hospital_payable/H", "I1 ledger"}},
        {"UPDATE account SET closed = 0", {"I3 account e_account/P"}},
        {"UPDATE account SET floor_fen = NULL", {}},  // the floor is the chart's; the column only guards
        {"UPDATE account SET sequence = sequence + 1 WHERE sequence = 5", {"I3 account hospital_payable/H"}},
        {"UPDATE hold SET ended_by = NULL WHERE ended_by = 6", {"I6 transfer 6", "I6 ledger"}},
        {"UPDATE hold SET ended_by = 1 WHERE ended_by IS NULL", {"I6 ledger"}},
        {"DELETE FROM hold WHERE ended_by = 7", {"I6 transfer 7", "I6 ledger"}},
        {"UPDATE batch SET epoch = 0 WHERE no = 2", {"I11 batch 2"}},
        {"UPDATE batch SET booked_at_ms = booked_at_ms + 1 WHERE no = 3", {"I11 batch 3"}},
        {"DELETE FROM batch WHERE no = 10", {"I11 ledger"}},
        {"UPDATE batch SET debit_posted_fen = 1, credit_posted_fen = 1 WHERE no = 1", {"I1 batch 1", "I11 batch 1"}},
        {"DELETE FROM command", {"I11 batch 9"}},
        {"UPDATE command SET batch_no = 99", {"I11 batch 9", "I11 ledger"}},
        {"UPDATE ledger_lease SET batch_no = 9", {"I11 ledger"}},
        {"UPDATE transfer SET leg = 5 WHERE no = 2", {"I4 transfer 2", "I11 batch 1"}},
        {"UPDATE transfer SET ends = 4 WHERE no = 6", {"I6 transfer 6"}},
        {"UPDATE transfer SET expires_at_ms = 5 WHERE no = 3", {"I6 transfer 6", "I11 batch 2"}},
    };
    for (const Meddling& meddling : all) {
        BOOST_TEST_CONTEXT(meddling.sql) {
            LedgerStores<Engine> books;
            fill(books);
            books.meddle(meddling.sql);
            const Verification found = books.verified();
            std::set<std::string> named;
            for (const Violation& one : found.first) named.insert(one.rule + " " + one.where);
            for (const std::string& wanted : meddling.named) {
                std::string all_named;
                for (const std::string& one : named) all_named += one + "; ";
                BOOST_TEST(named.contains(wanted), wanted << " is not among " << all_named);
            }
            BOOST_TEST((found.violations > 0) == !meddling.named.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_command_that_was_booked_and_refused_is_named, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    fill(books);
    books.meddle("UPDATE command SET step = (SELECT step FROM transfer WHERE no = 9)");
    bool named = false;
    for (const Violation& one : books.verified().first) named = named || one.rule == "I4";
    BOOST_TEST(named);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(only_the_first_violations_are_named_but_all_are_counted_and_progress_is_told, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    fill(books);
    books.meddle("UPDATE transfer SET credit_balance_fen = credit_balance_fen + 1");
    std::int64_t told = 0;
    std::int64_t all = 0;
    const VerifyOptions options{.violations_max = 2, .page = 4, .progress = [&](std::int64_t done, std::int64_t of) {
                                    BOOST_TEST(done >= told);
                                    told = done;
                                    all = of;
                                }};
    const Result<Verification> found = verify(books.reads, books.store, options);
    BOOST_TEST(found->first.size() == 2U);
    BOOST_TEST(found->violations > 10);
    BOOST_TEST(told == all);
    BOOST_TEST(all == 11 * 3 + 3);
}

BOOST_AUTO_TEST_SUITE_END()
