// kill -9 under load, again and again: what was acknowledged is there once, as it was acknowledged, and the books are right.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <future>
#include <map>
#include <mutex>
#include <random>
#include <set>

#include "hub/ledger/verify.h"
#include "hub/ledger/writer.h"
#include "hub/storage/bench/scratch.h"
#include "hub/storage/storage.h"
#include "tests/stores/ledger/crash_load.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"
#include "tests/support/mariadb.h"

using namespace hub::core;
using namespace hub::ledger;
using hub::storage::StorageConfig;

namespace {

using Words = std::map<std::int64_t, std::string>;

/// The hub's side of a database: opened, used and closed.
class OpenLedger {
  public:
    explicit OpenLedger(const StorageConfig& config) {
        auto opened = hub::storage::openStorage(config, vault_, executor_, clock_);
        BOOST_REQUIRE(opened.ok());
        storage_ = *std::move(opened);
        writer_ = std::make_unique<LedgerWriter>(storage_->ledgerUnits(), storage_->reads(), storage_->ledger(), executor_, clock_,
                                                 SystemIdSource(clock_).next<OutboxId>().text());
    }
    ~OpenLedger() {
        writer_->close();
        storage_->close();
        executor_.stop();
    }

    LedgerWriter& writer() { return *writer_; }

    Ledger::Answer run(Command command) {
        std::promise<Ledger::Answer> promise;
        writer_->submit(std::move(command), [&](const Ledger::Answer& answer) { promise.set_value(answer); });
        return promise.get_future().get();
    }

    /// Every acknowledged command has the outcome it was told; what was not acknowledged is booked at most once when submitted again.
    void audit(const Words& acknowledged, std::int64_t next) {
        for (std::int64_t number = 1; number < next; ++number) {
            const Command command = tests::crashCommand(number);
            const auto kept = writer_->outcome(command.key);
            BOOST_REQUIRE(kept.ok());
            const auto known = acknowledged.find(number);
            if (known != acknowledged.end()) {
                BOOST_REQUIRE(kept->has_value());
                BOOST_REQUIRE(tests::wordOf(**kept) == known->second);
            }
            const Ledger::Answer again = run(command);
            if (kept->has_value()) BOOST_REQUIRE(tests::wordOf(again) == tests::wordOf(**kept));
        }
        const Result<Verification> found = verify(storage_->reads(), storage_->ledger(), {});
        BOOST_REQUIRE(found.ok());
        for (const Violation& one : found->first) BOOST_TEST_MESSAGE(one.rule << " " << one.where << ": " << one.what);
        BOOST_REQUIRE(found->violations == 0);
        std::set<std::string> numbers;
        for (std::int64_t number = 1; number < next; ++number) {
            const auto kept = writer_->outcome(tests::crashCommand(number).key);
            if ((*kept)->ok()) BOOST_REQUIRE(numbers.insert(tests::wordOf(**kept)).second);
        }
        BOOST_TEST(numbers.size() > 0U);
    }

  private:
    SystemClock clock_;
    ThreadExecutor executor_{clock_, 2};
    hub::vault::Vault vault_{std::make_shared<hub::storage::bench::BenchKeys>()};
    std::unique_ptr<hub::storage::Storage> storage_;
    std::unique_ptr<LedgerWriter> writer_;
};

/// The process that is killed, and what it said until then.
class Victim {
  public:
    Victim(const std::filesystem::path& folder, std::int64_t first) {
        const std::string first_text = std::to_string(first);
        int ends[2];
        BOOST_REQUIRE(pipe(ends) == 0);
        pid_ = fork();
        if (pid_ == 0) {
            dup2(ends[1], STDOUT_FILENO);
            close(ends[0]);
            execl(CRASH_VICTIM, CRASH_VICTIM, folder.c_str(), first_text.c_str(), nullptr);
            _exit(127);
        }
        close(ends[1]);
        from_ = fdopen(ends[0], "r");
    }

    /// Reads `lines` answers, kills, reads what was said before that took effect, and adds it all up.
    void killAfter(int lines, Words& acknowledged) {
        char line[200];
        for (int read = 0; fgets(line, sizeof(line), from_) != nullptr; ++read) {
            if (read == lines) kill(pid_, SIGKILL);
            const std::string text(line);
            if (text.back() != '\n') break;  // it was killed in the middle of a line
            const std::size_t blank = text.find(' ');
            const std::string word = text.substr(blank + 1, text.size() - blank - 2);
            acknowledged[std::stoll(text.substr(0, blank))] = word;
        }
        fclose(from_);
        int status = 0;
        waitpid(pid_, &status, 0);
        BOOST_TEST((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
    }

  private:
    pid_t pid_ = 0;
    FILE* from_ = nullptr;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(crash)

BOOST_AUTO_TEST_CASE(what_was_acknowledged_before_a_kill_stands_as_it_was_told) {
    constexpr std::uint32_t kSeed = 20261121;
    BOOST_TEST_CONTEXT("seed " << kSeed) {
        std::mt19937 random(kSeed);
        const tests::FileTree tree;
        Words acknowledged;
        std::int64_t next = 1;
        for (int round = 0; round < 8; ++round) {
            Victim(tree.path() / "data", next).killAfter(std::uniform_int_distribution<int>(0, 1500)(random), acknowledged);
            if (!acknowledged.empty()) next = acknowledged.rbegin()->first + 40;  // past those that were under way
        }
        OpenLedger({.folder = tree.path() / "data", .url = {}, .password = {}, .limits = {}, .migrate = true}).audit(acknowledged, next);
    }
}

BOOST_AUTO_TEST_CASE(a_killed_server_loses_nothing_that_was_acknowledged_and_books_nothing_twice) {
    constexpr std::uint32_t kSeed = 20261122;
    BOOST_TEST_CONTEXT("seed " << kSeed) {
        std::mt19937 random(kSeed);
        tests::MariaDb server(tests::MariaDb::Disk::Synced);
        hub::storage::sql::Limits impatient;
        impatient.connect_tries = 2;
        const StorageConfig config{
            .folder = {}, .url = server.url(server.newDatabase()), .password = {}, .limits = impatient, .migrate = true};
        Words acknowledged;
        std::int64_t next = 1;
        for (int round = 0; round < 3; ++round) {
            const int answers_before = std::uniform_int_distribution<int>(50, 2000)(random);
            OpenLedger open(config);
            std::mutex mutex;
            int answers = 0;
            std::promise<void> enough;
            tests::CrashLoad load(open.writer(), next, [&](std::int64_t number, const Ledger::Answer& answer) {
                const std::lock_guard lock(mutex);
                const bool kept = answer.ok() || answer.failure().implies() == Implies::Final;
                if (kept) acknowledged[number] = tests::wordOf(answer);
                if (!kept) load.stop();
                if (++answers == answers_before) enough.set_value();
            });
            enough.get_future().wait();
            server.kill();
            load.waitUntilAllStopped();
            next = load.next();
            server.restart();
        }
        OpenLedger(config).audit(acknowledged, next);
    }
}

BOOST_AUTO_TEST_SUITE_END()
