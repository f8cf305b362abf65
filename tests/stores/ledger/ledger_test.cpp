#include "tests/stores/ledger/ledger_stores.h"

#include "hub/core/describe.h"

using namespace hub::core;
using namespace hub::ledger;
using tests::commandKey;
using tests::commandOf;
using tests::Faults;
using tests::LedgerStores;

BOOST_AUTO_TEST_SUITE(ledger)

BOOST_AUTO_TEST_CASE_TEMPLATE(what_was_booked_can_be_read, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    const Ledger::Answer loaded = books.run("load bank/b > e_account/P 100");
    BOOST_TEST_REQUIRE(loaded.ok());
    BOOST_TEST(loaded->first_transfer == 1);
    BOOST_TEST(loaded->movements == 1);
    BOOST_TEST(!loaded->repeated);
    BOOST_TEST(books.run("hold hold e_account/P > hospital_payable/H 60 until 9000000000000").ok());
    const Result<Balance> held = books.writer->balance("e_account/P");
    BOOST_TEST(held->balance.fen() == 100);
    BOOST_TEST(held->pending_out.fen() == 60);
    BOOST_TEST(held->available().fen() == 40);
    BOOST_TEST(held->last_entry == 2);
    BOOST_TEST(books.writer->balance("hospital_payable/H")->pending_in.fen() == 60);
    BOOST_TEST(books.run("post post hold#0 50 ; e_account/P > bank/b 50 ; close e_account/P")->movements == 3);
    BOOST_TEST(books.writer->balance("e_account/P")->closed);
    BOOST_TEST(books.fen("hospital_payable/H") == 50);
    BOOST_TEST(books.fen("bank/b") == 50);
    books.checkClean();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_statement_shows_every_entry_with_its_running_balance, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    BOOST_TEST(books.run("load bank/b > e_account/P 100").ok());
    BOOST_TEST(books.run("hold hold e_account/P > fee/f 60 until 9000000000000 ; e_account/P > fee/f 30").ok());
    BOOST_TEST(books.run("post post hold#0 50").ok());
    BOOST_TEST(books.run("out e_account/P > bank/b 20 ; close e_account/P").ok());
    const Result<std::vector<Entry>> entries = books.writer->statement("e_account/P", 0, 100);
    BOOST_TEST_REQUIRE(entries.ok());
    std::string text;
    for (const Entry& entry : *entries)
        text += std::to_string(entry.sequence) + " " + std::string(enumName(entry.kind)) + " " + entry.movement.command.step + "#" +
                std::to_string(entry.movement.leg) + " " + std::to_string(entry.change.fen()) + " " + std::to_string(entry.amount.fen()) +
                " = " + std::to_string(entry.balance.fen()) + " - " + std::to_string(entry.pending_out.fen()) + "\n";
    BOOST_TEST(text ==
               "1 transfer load#0 100 100 = 100 - 0\n"
               "2 hold hold#0 0 60 = 100 - 60\n"
               "3 transfer hold#1 -30 30 = 70 - 60\n"
               "4 post post#0 -50 50 = 20 - 0\n"
               "5 transfer out#0 -20 20 = 0 - 0\n"
               "6 close out#1 0 0 = 0 - 0\n");
    const Result<std::vector<Entry>> page = books.writer->statement("e_account/P", 3, 2);
    BOOST_TEST(page->size() == 2U);
    BOOST_TEST(page->front().sequence == 4);
    BOOST_TEST(books.writer->statement("e_account/P", 6, 2)->empty());
    BOOST_TEST(books.writer->statement("bank/b", 0, 1)->front().change.fen() == 100);  // debits raise what we have
    BOOST_TEST(books.rows("entry") == 2 * 6 - 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_account_nobody_used_is_not_found, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    BOOST_TEST(tests::failsWith(books.writer->balance("e_account/P"), Error::AccountNotFound));
    BOOST_TEST(tests::failsWith(books.writer->statement("e_account/P", 0, 1), Error::AccountNotFound));
    BOOST_TEST(tests::failsWith(books.writer->balance("moon/P"), Error::AccountNotValid));
    BOOST_TEST(tests::failsWith(books.run("no e_account/P > fee/f 1"), Error::InsufficientFunds));
    BOOST_TEST(tests::failsWith(books.writer->balance("e_account/P"), Error::AccountNotFound));  // a refusal opens nothing
    BOOST_TEST(tests::failsWith(books.run("a moon/P > fee/f 1"), Error::AccountNotValid));
    BOOST_TEST(tests::failsWith(books.run("a fee/f > fee/f 1"), Error::CommandNotValid));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(outcomes_are_kept_over_a_restart, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    const Ledger::Answer first = books.run("load bank/b > e_account/P 100 ; bank/b > e_account/P 1");
    BOOST_TEST(tests::failsWith(books.run("pay e_account/P > fee/f 200"), Error::InsufficientFunds));
    BOOST_TEST(books.run("more bank/b > e_account/P 1000").ok());
    books.restart();
    const Ledger::Answer again = books.run("load bank/b > e_account/P 100 ; bank/b > e_account/P 1");
    BOOST_TEST(again->repeated);
    BOOST_TEST(again->first_transfer == first->first_transfer);
    BOOST_TEST(again->movements == 2);
    BOOST_TEST(again->booked_at.ms == first->booked_at.ms);
    const Ledger::Answer refused = books.run("pay e_account/P > fee/f 200");
    BOOST_TEST(tests::failsWith(refused, Error::InsufficientFunds));
    BOOST_TEST(refused.failure().detail() == "e_account/P");
    BOOST_TEST(tests::failsWith(books.run("pay e_account/P > fee/f 201"), Error::IdempotencyMismatch));
    BOOST_TEST(tests::failsWith(books.run("load bank/b > e_account/P 100"), Error::IdempotencyMismatch));

    BOOST_TEST((*books.writer->outcome(commandKey("load")))->operator*().movements == 2);
    BOOST_TEST(tests::failsWith((*books.writer->outcome(commandKey("pay"))).value(), Error::InsufficientFunds));
    BOOST_TEST(!books.writer->outcome(commandKey("never"))->has_value());
    books.checkClean();
}

// One batch of everything: repeats, refusals, holds ended where they were made, accounts met for the first time.
BOOST_AUTO_TEST_CASE_TEMPLATE(commands_of_one_batch_see_each_other, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    std::vector<Command> commands;
    for (const char* line : {"load bank/b > e_account/P 100", "load bank/b > e_account/P 100", "load bank/b > e_account/P 101",
                             "h hold e_account/P > fee/f 90 until 9000000000000", "pay e_account/P > fee/f 11", "post post h#0",
                             "pay2 e_account/P > fee/f 10", "close close e_account/P"})
        commands.push_back(commandOf(line));
    const std::vector<Ledger::Answer> answers = books.runTogether(commands);
    BOOST_TEST(answers[0].ok());
    BOOST_TEST(answers[1]->repeated);
    BOOST_TEST(tests::failsWith(answers[2], Error::IdempotencyMismatch));
    BOOST_TEST(tests::failsWith(answers[4], Error::InsufficientFunds));
    for (const int good : {3, 5, 6, 7}) BOOST_TEST(answers[static_cast<std::size_t>(good)].ok());
    BOOST_TEST(books.fen("fee/f") == 100);
    BOOST_TEST(books.rows("command") == 1);
    BOOST_TEST(books.rows("transfer") == 5);
    books.checkClean();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(many_commands_share_a_commit, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    std::vector<Command> commands;
    for (int i = 0; i < 300; ++i)
        commands.push_back(commandOf("c" + std::to_string(i) + " channel_clearing/wechat/M1 > e_account/P" + std::to_string(i) + " 7"));
    for (const Ledger::Answer& answer : books.runTogether(commands)) BOOST_TEST(answer.ok());
    BOOST_TEST(books.writer->figures().batches <= 4U);  // the first alone, then 256 at most
    BOOST_TEST(books.fen("channel_clearing/wechat/M1") == 2100);
    BOOST_TEST(books.writer->statement("channel_clearing/wechat/M1", 0, 1000)->size() == 300U);
    books.checkClean();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(messages_leave_with_the_command_that_caused_them, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    Command command = commandOf("load bank/b > e_account/P 100");
    command.outbox.push_back(books.message(1));
    BOOST_TEST(books.run(command).ok());
    BOOST_TEST(books.rows("outbox") == 1);
    command.outbox.front() = books.message(2);
    BOOST_TEST(books.run(command)->repeated);
    BOOST_TEST(books.rows("outbox") == 1);
    Command refused = commandOf("pay e_account/P > fee/f 101");
    refused.outbox.push_back(books.message(3));
    BOOST_TEST(!books.run(refused).ok());
    BOOST_TEST(books.rows("outbox") == 1);
}

// Its own fault is its own: the others of its batch are booked.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_command_the_store_refuses_costs_the_others_nothing, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    Command first = commandOf("first bank/b > e_account/P 1");
    first.outbox.push_back(books.message(1));
    BOOST_TEST(books.run(first).ok());
    std::vector<Command> commands;
    for (int i = 0; i < 20; ++i) commands.push_back(commandOf("c" + std::to_string(i) + " bank/b > e_account/P 1"));
    commands[13].outbox.push_back(books.message(1));  // that number of its key is taken
    commands[17].outbox.push_back(books.message(2, std::string(65, 't')));
    const std::vector<Ledger::Answer> answers = books.runTogether(commands);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (i == 13) {
            BOOST_TEST(tests::failsWith(answers[i], Error::OutboxOrderTaken));
        } else if (i == 17) {
            BOOST_TEST(tests::failsWith(answers[i], Error::FieldTooLong));
        } else {
            BOOST_TEST(answers[i].ok());
        }
    }
    BOOST_TEST(books.fen("e_account/P") == 19);
    BOOST_TEST(books.run("later bank/b > e_account/P 1").ok());
    books.checkClean();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(holds_are_due_once_their_time_has_come_and_until_they_end, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    BOOST_TEST(books.run("load bank/b > e_account/P 100").ok());
    BOOST_TEST(books.run("a hold e_account/P > fee/f 1 until 2000 ; hold e_account/P > fee/f 2 until 1000").ok());
    BOOST_TEST(books.run("b hold e_account/P > fee/f 3 until 3000").ok());
    BOOST_TEST(books.writer->dueHolds({999}, 10)->empty());
    const Result<std::vector<DueHold>> due = books.writer->dueHolds({2000}, 10);
    BOOST_TEST_REQUIRE(due->size() == 2U);
    BOOST_TEST(due->front().hold.leg == 1);
    BOOST_TEST(due->front().expires_at.ms == 1000);
    BOOST_TEST(books.writer->dueHolds({9000}, 2)->size() == 2U);
    BOOST_TEST(tests::failsWith(books.run("late post a#0"), Error::HoldEnded));
    BOOST_TEST(books.run("x expire a#0 ; expire a#1 ; void b#0").ok());
    BOOST_TEST(books.writer->dueHolds({9000}, 10)->empty());
    BOOST_TEST(books.writer->balance("e_account/P")->available().fen() == 100);
    books.checkClean();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_full_queue_is_busy_before_any_effect, Engine, tests::Engines) {
    LedgerStores<Engine> books(WriterLimits{.queue_max = 3});
    std::vector<Command> commands;
    for (int i = 0; i < 6; ++i) commands.push_back(commandOf("c" + std::to_string(i) + " bank/b > e_account/P 1"));
    const std::vector<Ledger::Answer> answers = books.runTogether(commands);
    for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(answers[i].ok());  // one under way, three that wait
    for (std::size_t i = 4; i < 6; ++i) BOOST_TEST(tests::failsWith(answers[i], Error::LedgerBusy));
    BOOST_TEST(books.fen("e_account/P") == 4);
    BOOST_TEST(books.run(commands[5]).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_writer_that_was_taken_over_from_books_nothing_more, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    BOOST_TEST(books.run("a bank/b > e_account/P 1").ok());
    books.restart();
    BOOST_TEST(books.submit(*books.before, commandOf("b bank/b > e_account/P 10")).get().ok());  // nobody else has booked yet
    BOOST_TEST(books.run("c bank/b > e_account/P 100").ok());
    for (int i = 0; i < 2; ++i)
        BOOST_TEST(tests::failsWith(books.submit(*books.before, commandOf("d bank/b > e_account/P 1000")).get(), Error::LedgerFenced));
    BOOST_TEST(books.run("e bank/b > e_account/P 10000").ok());
    BOOST_TEST(books.fen("e_account/P") == 10111);
    books.checkClean();
}

// The book's own view of an account is not trusted over the row: compare and set.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_row_that_others_changed_stops_the_writer, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    BOOST_TEST(books.run("a bank/b > e_account/P 100").ok());
    books.meddle("UPDATE account SET sequence = sequence + 1 WHERE floor_fen = 0");
    BOOST_TEST(tests::failsWith(books.run("b e_account/P > fee/f 1"), Error::LedgerDamaged));
    BOOST_TEST(tests::failsWith(books.run("c bank/b > fee/f 1"), Error::LedgerDamaged));  // whatever it is about
    BOOST_TEST(books.rows("transfer") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_writer_without_its_last_batch_stops, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    BOOST_TEST(books.run("a bank/b > e_account/P 100").ok());
    books.meddle("DELETE FROM batch");
    books.restart();
    BOOST_TEST(tests::failsWith(books.run("b bank/b > e_account/P 1"), Error::LedgerDamaged));
}

// The tables guard what the rules guard.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_schema_refuses_what_the_book_would_never_write, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    BOOST_TEST(books.run("a bank/b > e_account/P 100").ok());
    auto connection = *books.engine.database().connect(hub::storage::sql::Access::Write);
    for (const char* sql : {"UPDATE account SET debit_posted_fen = 101 WHERE floor_fen = 0",
                            "UPDATE account SET debit_pending_fen = 101 WHERE floor_fen = 0", "UPDATE account SET credit_posted_fen = -1",
                            "UPDATE transfer SET amount_fen = 0", "UPDATE batch SET debit_posted_fen = debit_posted_fen + 1"})
        BOOST_TEST(tests::failsWith(connection->execute(sql, {}), Error::SqlRefused), sql);
    BOOST_TEST(connection->execute("UPDATE account SET debit_posted_fen = 100 WHERE floor_fen = 0", {}).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_can_be_tried_again_is_answered_so_and_then_works, Engine, tests::Engines) {
    LedgerStores<Engine> books;
    BOOST_TEST(books.run("a bank/b > e_account/P 100").ok());
    books.faults.goDown(true);
    BOOST_TEST(tests::failsWith(books.run("b bank/b > e_account/P 10"), Error::StorageDown));
    books.faults.goDown(false);
    BOOST_TEST(books.run("b bank/b > e_account/P 10").ok());
    books.writer->close();
    BOOST_TEST(tests::failsWith(books.run("c bank/b > e_account/P 1"), Error::StorageDown));
    BOOST_TEST(books.fen("e_account/P") == 110);
    books.checkClean();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lost_commit_is_booked_once_whatever_became_of_it, Engine, tests::Engines) {
    for (const Faults::LostCommit how :
         {Faults::LostCommit::TookEffect, Faults::LostCommit::DidNot, Faults::LostCommit::TakesEffectLater}) {
        LedgerStores<Engine> books;
        BOOST_TEST(books.run("a bank/b > e_account/P 100").ok());
        books.faults.loseNextCommit(how);
        const Ledger::Answer answer = books.run("b bank/b > e_account/P 10");
        BOOST_TEST(answer.ok());
        BOOST_TEST(books.run("b bank/b > e_account/P 10")->repeated);
        BOOST_TEST(books.run("c bank/b > e_account/P 1").ok());
        BOOST_TEST(books.fen("e_account/P") == 111);
        books.checkClean();
    }
}

// The database goes with the COMMIT and stays away: nobody knows, and the same key submitted later finds out.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_command_whose_commit_is_unknown_is_submitted_again, Engine, tests::Engines) {
    for (const Faults::LostCommit how : {Faults::LostCommit::TookEffect, Faults::LostCommit::DidNot}) {
        LedgerStores<Engine> books;
        BOOST_TEST(books.run("a bank/b > e_account/P 100").ok());
        books.faults.loseNextCommit(how);
        books.faults.goDownWithNextCommit();
        BOOST_TEST(tests::failsWith(books.run("b bank/b > e_account/P 10"), Error::CommitUnknown));
        books.faults.goDown(false);
        const Ledger::Answer again = books.run("b bank/b > e_account/P 10");
        BOOST_TEST_REQUIRE(again.ok());
        BOOST_TEST(again->repeated == (how == Faults::LostCommit::TookEffect));
        BOOST_TEST(books.fen("e_account/P") == 110);
        books.checkClean();
    }
}

// Every call on the way of a batch fails once in each way: afterwards the books are as if it had not.
BOOST_AUTO_TEST_CASE_TEMPLATE(whatever_call_fails_the_books_stay_right, Engine, tests::Engines) {
    for (const Faults::SqlError error : {Faults::SqlError::Deadlock, Faults::SqlError::ConnectionLost, Faults::SqlError::DiskFull}) {
        bool reached_end = false;
        for (int call = 1; !reached_end; ++call) {
            LedgerStores<Engine> books;
            BOOST_REQUIRE(books.run("a bank/b > e_account/P 100 ; hold e_account/P > fee/f 5 until 9000000000000").ok());
            const int calls = books.faults.calls();
            books.faults.failCall(call, error);
            Command command = commandOf("b e_account/P > fee/f 10 ; post a#1");
            command.outbox.push_back(books.message(1));
            Ledger::Answer answer = books.run(command);
            reached_end = books.faults.calls() - calls < call;
            if (reached_end) break;  // the fault is still to come
            for (int tries = 0; tries < 3 && !answer.ok(); ++tries) answer = books.run(command);
            BOOST_TEST_CONTEXT("call " << call) {
                BOOST_TEST(answer.ok());
                BOOST_TEST(books.fen("e_account/P") == 85);
                BOOST_TEST(books.rows("outbox") == 1);
                books.checkClean();
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
