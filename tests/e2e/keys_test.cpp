#include <algorithm>
#include <atomic>
#include <filesystem>
#include <sstream>
#include <thread>

#include "hub/app/commands/commands.h"
#include "hub/app/key_status.h"
#include "hub/cli/command.h"
#include "tests/e2e/running_hub.h"

using namespace hub;

namespace {

/// What `onecard` prints, and that it ends with `exit`.
std::string printed(const std::vector<std::string>& arguments, int exit = 0) {
    std::ostringstream out;
    std::ostringstream err;
    BOOST_TEST(cli::runCommandLine(arguments, app::commands(), out, err, false) == exit, err.str());
    return exit == 0 ? out.str() : err.str();
}

struct Keys : tests::OpenedHub {
    Keys() : OpenedHub("jobs: {reseal_pause: 10ms}\n") {}

    app::KeyStatus status() {
        const auto read = core::fromJson<app::KeyStatus>(printed(command("status", {"--json"})));
        BOOST_REQUIRE(read.ok());
        return *read;
    }
    std::vector<std::string> command(const std::string& verb, const std::vector<std::string>& more = {}) const {
        std::vector<std::string> all{"key", verb, "--data", data(), "--config", (tree.path() / "config").string()};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    std::string figure(const std::string& name) {
        const std::string text = call("GET", "/metrics", "").body;
        const std::size_t at = text.find("\n" + name + " ");
        BOOST_REQUIRE_MESSAGE(at != std::string::npos, text);
        const std::size_t begin = at + name.size() + 2;
        return text.substr(begin, text.find('\n', begin) - begin);
    }
    std::int64_t older(const app::KeyStatus& of) const {
        std::int64_t sum = 0;
        for (const app::ColumnSeals& one : of.columns) sum += one.older;
        return sum;
    }
    /// The job goes on by itself: this asks until it is done.
    app::KeyStatus statusWhenDone() {
        while (true) {
            const app::KeyStatus now = status();
            if (std::ranges::all_of(now.columns, [](const app::ColumnSeals& one) { return one.finished; })) return now;
        }
    }
    void stopHub() {
        BOOST_TEST(server->stop() == 0U);
        server.reset();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(keys, Keys)

BOOST_AUTO_TEST_CASE(a_key_is_rotated_while_the_hub_runs_and_all_that_stands_comes_under_it) {
    const std::string first = registered().body;
    BOOST_TEST(status().current == 1);
    BOOST_TEST(status().oldest_needed == 1);
    BOOST_TEST(status().certain);
    BOOST_TEST(printed(command("rotate", {"--json"})) == "{\"kind\":\"seal\",\"current\":2}\n");
    BOOST_TEST(status().current == 2);
    const app::KeyStatus now = statusWhenDone();
    BOOST_TEST(older(now) == 0);
    BOOST_TEST(now.oldest_needed == 2);
    BOOST_TEST(now.certain);
    BOOST_TEST(figure("onecard_resealed_total") != "0");
    BOOST_TEST(registered().body == first);  // found by the certificate: what was sealed anew opens

    stopHub();  // and the old key can go
    std::filesystem::rename(tree.path() / "data/keys/seal-1.key", tree.path() / "put-away.key");
    start();
    BOOST_TEST(registered().body == first);
    BOOST_TEST(status().missing.empty());
}

BOOST_AUTO_TEST_CASE(where_no_hub_runs_the_commands_do_it_themselves) {
    BOOST_TEST(registered().status == 201);
    stopHub();
    BOOST_TEST(printed(command("rotate", {"--lang", "en"})).find("current key seal 2") == 0U);
    const app::KeyStatus now = status();
    BOOST_TEST(now.current == 2);
    BOOST_TEST(older(now) > 0);
    BOOST_TEST(now.oldest_needed == 1);
    BOOST_TEST(now.certain);
    const std::string text = printed(command("status", {"--lang", "en"}));
    BOOST_TEST(text.find("older\tperson.details\t1") != std::string::npos, text);
    BOOST_TEST(text.find("oldest key needed 1") != std::string::npos, text);

    const auto away = tree.path() / "put-away.key";
    std::filesystem::rename(tree.path() / "data/keys/seal-1.key", away);  // too early
    BOOST_TEST((status().missing == std::vector<std::int64_t>{1}));
    std::filesystem::rename(away, tree.path() / "data/keys/seal-1.key");
    start();  // the job begins by itself
    BOOST_TEST(statusWhenDone().oldest_needed == 2);
}

BOOST_AUTO_TEST_CASE(the_signing_key_is_rotated_while_the_hub_runs_and_both_are_published) {
    BOOST_TEST(registered().status == 201);
    BOOST_REQUIRE(status().signing.size() == 1U);
    BOOST_TEST(status().signing[0].signs);
    BOOST_TEST(printed(command("rotate", {"--kind", "sign", "--json"})) == "{\"kind\":\"sign\",\"current\":2}\n");
    BOOST_TEST(status().current == 1);  // of the seal keys
    BOOST_REQUIRE(status().signing.size() == 2U);
    BOOST_TEST(std::filesystem::exists(tree.path() / "data/keys/sign-1.pub"));

    stopHub();  // and the old secret can go: its public part stays
    std::filesystem::remove(tree.path() / "data/keys/sign-1.key");
    start();
    const app::KeyStatus now = status();
    BOOST_REQUIRE(now.signing.size() == 2U);
    BOOST_TEST(!now.signing[0].signs);
    BOOST_TEST(now.signing[0].checks);
    BOOST_TEST(now.signing[1].signs);
    BOOST_TEST(printed(command("status", {"--lang", "en"})).find("signing key 1\tpublic part only") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_kind_of_key_that_is_none_is_refused) {
    BOOST_TEST(printed(command("rotate", {"--kind", "door"}), 2).find("door") != std::string::npos);
    BOOST_TEST(status().signing.size() == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_data_folder_nothing_is_made) {
    stopHub();
    const std::string nowhere = (tree.path() / "nowhere").string();
    for (const char* verb : {"rotate", "status"}) {
        BOOST_TEST(printed({"key", verb, "--data", nowhere, "--config", (tree.path() / "config").string()}, 1).find("OC-CLI-004") !=
                   std::string::npos);
        BOOST_TEST(!std::filesystem::exists(nowhere));
    }
}

BOOST_AUTO_TEST_CASE(the_index_key_is_rotated_while_people_register_and_are_found) {
    const std::string first = registered().body;
    const auto passport = [](int number) {
        return R"({"person":{"name":"测试乙","sex":"female","birth_date":"1990-01-01","certificate":{"kind":"passport","number":"E)" +
               std::to_string(10'000'000 + number) + R"("}}})";
    };
    std::atomic<bool> ended = false;
    std::vector<std::string> bodies;  // by number; of the thread until it has ended
    std::string wrong;
    std::thread load([&] {
        adapters::cli::demo::Http client(server->reachable().http);
        const auto registers = [&](int number) {
            const auto answer = client.call("POST", "/api/v1/people", entrance, passport(number));
            if (!answer.ok() || !answer->ok()) {
                wrong += std::to_string(number) + (answer.ok() ? " " + answer->body : " no answer") + "\n";
                return std::string();
            }
            return answer->body;
        };
        for (int number = 0; !ended; ++number) {
            bodies.push_back(registers(number));
            for (const int before : {0, number / 2, number}) {
                if (registers(before) != bodies[static_cast<std::size_t>(before)]) wrong += std::to_string(before) + " is somebody else\n";
            }
        }
    });
    struct Joined {
        std::atomic<bool>& ended;
        std::thread& load;
        ~Joined() {
            ended = true;
            if (load.joinable()) load.join();
        }
    } joined{ended, load};
    BOOST_TEST(printed(command("rotate", {"--kind", "index", "--json"})) == "{\"kind\":\"index\",\"current\":2}\n");
    BOOST_TEST(status().index.writes == 2);
    while (status().index.older) {
    }
    ended = true;
    load.join();
    BOOST_TEST(wrong == "");
    BOOST_TEST(bodies.size() > 0U);
    BOOST_TEST(registered().body == first);
    BOOST_TEST(figure("onecard_reindexed_total") != "0");
    BOOST_TEST(figure("onecard_reindex_columns_left") == "0");
    BOOST_TEST(printed(command("status", {"--lang", "en"})).find("index key 2\tfiles of older index keys may be put away") !=
               std::string::npos);

    stopHub();
    std::filesystem::remove(tree.path() / "data/keys/index.key");
    start();
    BOOST_TEST(registered().body == first);
    for (std::size_t number = 0; number < bodies.size(); ++number)
        BOOST_TEST(call("POST", "/api/v1/people", entrance, passport(static_cast<int>(number))).body == bodies[number]);
}

BOOST_AUTO_TEST_CASE(without_a_hub_an_index_key_is_rotated_and_the_status_says_what_is_left) {
    const std::string first = registered().body;
    stopHub();
    BOOST_TEST(printed(command("rotate", {"--kind", "index", "--lang", "en"})).find("current key index 2") == 0U);
    const app::KeyStatus now = status();
    BOOST_TEST(now.index.writes == 2);
    BOOST_TEST((now.index.older == std::int64_t{1}));
    BOOST_TEST(now.index.columns.size() == 7U);
    const std::string text = printed(command("status", {"--lang", "en"}));
    BOOST_TEST(text.find("index key 2\tstill needed 1\n") != std::string::npos, text);
    BOOST_TEST(text.find("older index\tperson.certificate_index\t1\n") != std::string::npos, text);
    BOOST_TEST(printed(command("rotate", {"--kind", "index"}), 1).find("OC-VLT-003") != std::string::npos);
    start();  // the job begins by itself
    while (status().index.older) {
    }
    BOOST_TEST(registered().body == first);
}

BOOST_AUTO_TEST_SUITE_END()
