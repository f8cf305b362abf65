// A disk that fails or loses power at every operation of a load: what was acknowledged is there as it was acknowledged, and the books are
// right. Each point is a process; ONECARD_FAULT_POINTS says how many are tried (tests/stores/ledger/fault_vfs.h).

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "tests/stores/ledger/open_ledger.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kCommands = 60;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::int64_t kPoints = 90;  // a process each, and sanitizers are slow to start
#else
constexpr std::int64_t kPoints = 2'100;
#endif

std::int64_t pointsOfEach() {
    const char* wanted = std::getenv("ONECARD_FAULT_POINTS");
    return (wanted == nullptr ? kPoints : std::stoll(wanted)) / 3;
}

struct Ended {
    tests::Words words;
    std::int64_t operations = 0;  ///< 0: it did not come to its end
    int status = 0;
};

Ended runVictim(const fs::path& folder, std::int64_t commands, const std::vector<std::string>& fault) {
    std::vector<std::string> words{FAULT_VICTIM, folder.string(), std::to_string(commands)};
    words.insert(words.end(), fault.begin(), fault.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int ends[2];
    BOOST_REQUIRE(pipe(ends) == 0);
    const pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        if (freopen("/dev/null", "w", stderr) == nullptr) _exit(126);  // a disk that cannot be trusted ends it with a word
        close(ends[0]);
        execv(FAULT_VICTIM, arguments.data());
        _exit(127);
    }
    close(ends[1]);
    Ended ended;
    FILE* from = fdopen(ends[0], "r");
    char line[200];
    while (fgets(line, sizeof(line), from) != nullptr) {
        const std::string text(line);
        if (text.back() != '\n') break;
        const std::size_t blank = text.find(' ');
        const std::string word = text.substr(blank + 1, text.size() - blank - 2);
        if (text.starts_with("operations")) {
            ended.operations = std::stoll(word);
        } else {
            ended.words[std::stoll(text.substr(0, blank))] = word;
        }
    }
    fclose(from);
    waitpid(pid, &ended.status, 0);
    return ended;
}

struct Fixture {
    tests::FileTree tree;
    fs::path empty = tree.path() / "empty";  // a migrated database
    std::int64_t opening = 0;                // operations before the first command
    std::int64_t whole = 0;                  // of a load that nothing happens to

    Fixture() {
        runVictim(empty, 0, {});
        opening = runVictim(copy("opening"), 0, {}).operations;
        whole = runVictim(copy("whole"), kCommands, {}).operations;
        BOOST_REQUIRE(opening >= 0);
        BOOST_REQUIRE(whole > opening + 40);
    }

    fs::path copy(const std::string& name) {
        const fs::path folder = tree.path() / name;
        fs::remove_all(folder);
        fs::copy(empty, folder, fs::copy_options::recursive);
        return folder;
    }

    /// Every operation in turn, again and again with other seeds.
    template <class Audit>
    void everyPoint(const std::string& fault, const Audit& audit) {
        std::int64_t felt = 0;
        const std::int64_t points = pointsOfEach();
        for (std::int64_t point = 0; point < points; ++point) {
            const std::int64_t at = 1 + (point * 7) % whole;  // 7 and the number of operations have rarely a factor in common
            BOOST_TEST_CONTEXT(fault << " at operation " << at << ", seed " << point) {
                const fs::path folder = copy("data");
                const fs::path image = tree.path() / "image";
                fs::remove_all(image);
                fs::create_directory(image);
                const Ended ended = runVictim(folder, kCommands, {fault, std::to_string(at), std::to_string(point), image.string()});
                felt += audit(ended, folder, image) ? 1 : 0;
            }
        }
        BOOST_TEST(felt > points / 2, felt << " of " << points << " points met the load");
    }

    /// Those that the hub has answered for good.
    static tests::Words kept(tests::Words words) {
        std::erase_if(words, [](const auto& word) { return word.second.starts_with("Storage") || word.second == "CommitUnknown"; });
        return words;
    }

    static void audit(const fs::path& folder, const tests::Words& words) {
        tests::OpenLedger({.folder = folder, .url = {}, .password = {}, .limits = {}, .migrate = true})
            .audit(kept(words), words.empty() ? 40 : words.rbegin()->first + 30);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(storage_faults, Fixture)

BOOST_AUTO_TEST_CASE(wherever_the_power_fails_what_was_acknowledged_is_there_and_the_books_are_right) {
    everyPoint("dies", [&](const Ended& ended, const fs::path&, const fs::path& image) {
        const bool died = WIFEXITED(ended.status) && WEXITSTATUS(ended.status) == 137;
        if (!died) return false;  // this load came to its end with fewer operations
        audit(image, ended.words);
        return true;
    });
}

BOOST_AUTO_TEST_CASE(a_disk_that_refuses_any_operation_loses_nothing_that_was_acknowledged) {
    everyPoint("refused", [&](const Ended& ended, const fs::path& folder, const fs::path&) {
        audit(folder, ended.words);
        return ended.operations == 0;  // it gave up: an fsync that failed is never tried again
    });
}

BOOST_AUTO_TEST_CASE(a_full_disk_loses_nothing_that_was_acknowledged_and_the_hub_goes_on_when_there_is_room) {
    std::int64_t came_to_its_end = 0;
    everyPoint("full", [&](const Ended& ended, const fs::path& folder, const fs::path&) {
        audit(folder, ended.words);
        came_to_its_end += ended.operations > 0 ? 1 : 0;
        return true;
    });
    BOOST_TEST(came_to_its_end > pointsOfEach() / 2);
}

BOOST_AUTO_TEST_SUITE_END()
