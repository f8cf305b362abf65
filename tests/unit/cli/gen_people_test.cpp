#include "hub/cli/gen_people.h"

#include <algorithm>
#include <memory>
#include <sstream>

#include "hub/cli/file.h"
#include "hub/core/json.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"
#include "tests/unit/cli/run.h"

using namespace hub;
using tests::Run;
namespace fs = std::filesystem;

namespace {

Run run(std::vector<std::string> arguments, bool interactive = false) {
    arguments.insert(arguments.begin(), {"gen", "people", "--lang", "en"});
    return tests::run<cli::GenPeople>(arguments, interactive);
}

std::vector<std::string> namesIn(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

const std::vector<std::string> kBoth = {"people.csv", "truth.csv"};

}  // namespace

BOOST_AUTO_TEST_SUITE(gen_people)

BOOST_AUTO_TEST_CASE(both_files_and_a_summary_are_made) {
    const tests::FileTree tree;
    const fs::path folder = tree.path() / "new" / "one";
    const Run done = run({"--seed", "3", "--n", "50", "--out", folder, "--json"});
    BOOST_TEST(done.exit == 0);
    BOOST_TEST(done.err.empty());
    BOOST_TEST((namesIn(folder) == kBoth));
    const auto summary = core::JsonDocument::parse(done.out);
    BOOST_REQUIRE(summary.ok());
    const std::string people = *cli::readFile(folder / "people.csv");
    const std::string truth = *cli::readFile(folder / "truth.csv");
    BOOST_TEST(summary->root().member("people")->integer().value() == 50);
    BOOST_TEST(summary->root().member("records")->integer().value() == std::count(people.begin(), people.end(), '\n') - 1);
    BOOST_TEST(summary->root().member("pairs")->integer().value() == std::count(truth.begin(), truth.end(), '\n') - 1);
    BOOST_TEST(summary->root().member("mistakes")->member("id_digit_wrong")->member("possible")->integer().value() > 0);
    BOOST_TEST(people.starts_with(
        "record_id,hospital,local_id,name,sex,birth_date,id_kind,id_no,phone,address,mother_record_id,birth_order\nR00000001,H0"));
}

BOOST_AUTO_TEST_CASE(progress_goes_to_a_terminal_and_nowhere_else) {
    const tests::FileTree tree;
    const Run watched = run({"--n", "5", "--out", tree.path() / "a"}, /*interactive=*/true);
    BOOST_TEST(watched.err == "\r5 / 5\n");
    BOOST_TEST(watched.out.starts_with("people\t5\nrecords\t"));
    BOOST_TEST(run({"--n", "5", "--out", tree.path() / "b"}).err.empty());
}

BOOST_AUTO_TEST_CASE(a_folder_with_something_in_it_is_left_alone_unless_forced) {
    const tests::FileTree tree;
    tree.write("people.csv", "old");
    const Run refused = run({"--n", "5", "--out", tree.path()});
    BOOST_TEST(refused.exit == 2);
    BOOST_TEST(refused.err.find("--force") != std::string::npos);
    BOOST_TEST(*cli::readFile(tree.path() / "people.csv") == "old");
    BOOST_TEST(run({"--n", "5", "--out", tree.path(), "--force"}).exit == 0);
    BOOST_TEST(*cli::readFile(tree.path() / "people.csv") != "old");
    BOOST_TEST((namesIn(tree.path()) == kBoth));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_leaves_nothing_behind) {
    const tests::FileTree tree;
    fs::create_directories(tree.path() / "truth.csv" / "in the way");
    const Run failed = run({"--n", "5", "--out", tree.path(), "--force"});
    BOOST_TEST(failed.exit == 1);
    BOOST_TEST(failed.err.find("OC-CLI-008") != std::string::npos);
    tests::noteReturned(core::Error::RegionNotWritable);
    BOOST_TEST((namesIn(tree.path()) == std::vector<std::string>{"truth.csv"}));
}

BOOST_AUTO_TEST_CASE(options_that_do_not_fit_are_refused_with_what_would) {
    const tests::FileTree tree;
    const std::string out = tree.path() / "out";
    const std::string file = tree.write("file", "");
    BOOST_TEST(run({"--n", "0", "--out", out}).exit == 2);
    BOOST_TEST(run({"--n", "5000001", "--out", out}).exit == 2);
    BOOST_TEST(run({"--n", "-1", "--out", out}).exit == 2);
    BOOST_TEST(run({"--n", "1"}).exit == 2);
    BOOST_TEST(run({"--out", out}).exit == 2);
    BOOST_TEST(run({"--n", "1", "--out", file}).err.find("name a folder") != std::string::npos);
    BOOST_TEST(!fs::exists(out));
    BOOST_TEST(run({"--n", "1", "--out", out}).exit == 0);
}

BOOST_AUTO_TEST_CASE(rates_come_from_a_file_and_a_wrong_one_is_named) {
    const tests::FileTree tree;
    const std::string out = tree.path() / "out";
    const std::string right = tree.write("right.json", R"({"phone_blank": 10000})");
    const std::string wrong = tree.write("wrong.json", R"({"phone_blank": 10001})");
    const Run refused = run({"--n", "5", "--out", out, "--rates", wrong});
    BOOST_TEST(refused.exit == 1);
    BOOST_TEST(refused.err.find("/phone_blank: expected ten-thousandths") != std::string::npos);
    BOOST_TEST(run({"--n", "5", "--out", out, "--rates", out}).exit == 5);
    BOOST_TEST(!fs::exists(out));
    const Run done = run({"--n", "5", "--out", out, "--rates", right, "--json"});
    BOOST_TEST(done.out.find(R"("phone_placeholder":{"possible":0,"made":0})") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
