#include <future>

#include "hub/app/foundation.h"
#include "hub/ledger/writer.h"
#include "hub/storage/sqlite/database.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"
#include "tests/unit/app/command_run.h"

using namespace hub;
using tests::CommandRun;
using tests::runCommand;

namespace {

/// Books with two transfers in them.
void fill(const std::filesystem::path& data) {
    const app::config::SecretEnvironment secrets;
    const auto foundation = app::Foundation::open({}, secrets, data);
    BOOST_REQUIRE(foundation.ok());
    storage::Storage& storage = (*foundation)->storage();
    ledger::LedgerWriter writer(storage.ledgerUnits(), storage.reads(), storage.ledger(), (*foundation)->executor(), (*foundation)->clock(),
                                "test");
    for (const char* step : {"first", "second"}) {
        std::promise<ledger::Ledger::Answer> answer;
        writer.submit({{core::IdBits{{1}}, step}, {ledger::Transfer{"bank/b", "e_account/P", core::Money::fromFen(100)}}, {}},
                      [&](const ledger::Ledger::Answer& given) { answer.set_value(given); });
        BOOST_REQUIRE(answer.get_future().get().ok());
    }
    writer.close();
}

void meddle(const std::filesystem::path& data, const std::string& sql) {
    const auto database = storage::sqlite::SqliteDatabase::open(data);
    BOOST_REQUIRE(database.ok());
    BOOST_REQUIRE((*(*database)->connect(storage::sql::Access::Write))->execute(sql, {}).ok());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ledger_commands)

BOOST_AUTO_TEST_CASE(verify_finds_nothing_in_sound_books_and_names_what_was_changed_by_hand) {
    const tests::FileTree tree;
    const std::string data = (tree.path() / "data").string();
    fill(data);
    const CommandRun sound = runCommand({"ledger", "verify", "--config", "config", "--data", data, "--json"});
    BOOST_TEST(sound.exit == 0);
    BOOST_TEST(sound.out.find("\"transfers\":2") != std::string::npos, sound.out);
    BOOST_TEST(sound.out.find("\"violations\":0") != std::string::npos, sound.out);

    meddle(data, "UPDATE account SET credit_posted_fen = credit_posted_fen + 1 WHERE floor_fen = 0");
    const CommandRun changed = runCommand({"ledger", "verify", "--config", "config", "--data", data});
    BOOST_TEST(changed.exit == 1);
    BOOST_TEST(changed.out.find("I3 account e_account/P") != std::string::npos, changed.out);
}

BOOST_AUTO_TEST_CASE(verify_makes_no_books_where_there_are_none) {
    const tests::FileTree tree;
    const std::string data = (tree.path() / "data").string();
    BOOST_TEST(runCommand({"ledger", "verify", "--config", "config", "--data", data}).exit == 1);
    BOOST_TEST(!std::filesystem::exists(data));
}

BOOST_AUTO_TEST_SUITE_END()
