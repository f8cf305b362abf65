// kill -9 under load, again and again: what was acknowledged is there once, as it was acknowledged, and the books are right.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <future>
#include <map>
#include <mutex>
#include <random>

#include "tests/stores/ledger/crash_load.h"
#include "tests/stores/ledger/open_ledger.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"
#include "tests/support/mariadb.h"

using namespace hub::core;
using namespace hub::ledger;
using hub::storage::StorageConfig;
using tests::OpenLedger;
using tests::Words;

namespace {

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
