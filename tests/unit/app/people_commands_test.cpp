// What `onecard person`, `card` and `match` refuse before they ask a hub, and how their tables stand.
#include "hub/app/commands/people_commands.h"

#include <sstream>

#include "hub/app/commands/table.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"
#include "tests/unit/app/command_run.h"

using namespace hub;
using app::TypedNumber;
using cli::Exit;

namespace {

constexpr const char* kNumber = "379999199001010010";
const std::string kId(26, '1');

/// With this typed; nobody at a terminal.
tests::CommandRun run(const std::vector<std::string>& arguments, const std::string& typed = {}) {
    std::istringstream in(typed);
    std::ostringstream out;
    std::ostringstream err;
    const int exit = cli::runCommandLine(arguments, app::peopleCommands(TypedNumber(in, /*terminal=*/false)), out, err, false);
    return {exit, out.str(), err.str()};
}

bool endsWith(const tests::CommandRun& run, Exit exit, const std::string& said) {
    if (run.exit == static_cast<int>(exit) && run.err.find(said) != std::string::npos) return true;
    BOOST_TEST_MESSAGE(run.exit << " " << run.err);
    return false;
}

std::string nowhere(const tests::FileTree& tree) { return (tree.path() / "data").string(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(people_commands)

BOOST_AUTO_TEST_CASE(a_number_is_read_from_the_input_and_never_from_the_command_line) {
    const tests::FileTree tree;
    const std::string data = nowhere(tree);
    for (const char* what : {"person", "card"}) {
        const tests::CommandRun refused = run({what, "find", "--data", data, "--number", kNumber});
        BOOST_TEST(endsWith(refused, Exit::Usage, "OC-CLI-002"));
        BOOST_TEST(refused.err.find(kNumber) == std::string::npos);
        BOOST_TEST(endsWith(run({what, "find", "--data", data}, kNumber), Exit::Usage, "--number -"));  // it is asked for by name
        BOOST_TEST(endsWith(run({what, "find", "--data", data, "--number", "-"}, " \n"), Exit::Usage, "--number -"));
        BOOST_TEST(endsWith(run({what, "find", "--data", data, "--number", "-"}, kNumber), Exit::Unreachable, "onecard serve"));
        BOOST_TEST(endsWith(run({what, "find", "--data", data, kId}), Exit::Unreachable, "onecard serve"));
        const tests::CommandRun no_id = run({what, "find", "--data", data, kNumber});
        BOOST_TEST(no_id.exit == static_cast<int>(Exit::NotFound));
        BOOST_TEST(no_id.err.find(kNumber) == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_first_line_of_the_input_counts_without_blanks_at_its_ends) {
    std::istringstream in(" 12 34\t\r\nmore\n");
    std::ostringstream out;
    std::ostringstream err;
    cli::Terminal terminal{out, err};
    const auto number = TypedNumber(in, false).read(terminal, "-");
    BOOST_REQUIRE(number.ok());
    BOOST_TEST(number->reveal() == "12 34");
    BOOST_TEST(err.str().empty());
}

BOOST_AUTO_TEST_CASE(whoever_sits_at_a_terminal_is_asked) {
    std::istringstream in("1234\n");
    std::ostringstream out;
    std::ostringstream err;
    cli::Terminal terminal{out, err};
    const auto number = TypedNumber(in, true).read(terminal, "");
    BOOST_REQUIRE(number.ok());
    BOOST_TEST(number->reveal() == "1234");
    BOOST_TEST(err.str() == "号码（不显示）: \n");
    BOOST_TEST(out.str().empty());
}

BOOST_AUTO_TEST_CASE(who_changes_something_or_looks_in_full_says_who_they_are) {
    const tests::FileTree tree;
    const std::string data = nowhere(tree);
    const std::vector<std::vector<std::string>> commands{
        {"person", "merge", kId, kId},    {"person", "unmerge", kId},        {"person", "show", kId, "--purpose", "supervision"},
        {"card", "link", "H1", kId, kId}, {"card", "reject", "H1", kId},     {"match", "claim", kId},
        {"match", "release", kId},        {"match", "propose", kId, "same"}, {"match", "approve", kId},
        {"match", "send-back", kId},      {"match", "reopen", kId}};
    for (std::vector<std::string> command : commands) {
        BOOST_TEST_CONTEXT(command[0] << " " << command[1]) {
            command.insert(command.end(), {"--data", data});
            BOOST_TEST(endsWith(run(command), Exit::Usage, "--staff OFFICE/STAFF_ID"));
            command.insert(command.end(), {"--staff", "city-office/li"});
            BOOST_TEST(endsWith(run(command), Exit::Unreachable, "onecard serve"));
        }
    }
    for (const std::vector<std::string>& command : {std::vector<std::string>{"person", "show", kId},
                                                    {"card", "show", kId},
                                                    {"match", "queue"},
                                                    {"match", "show", kId},
                                                    {"match", "files", "H1"}}) {
        std::vector<std::string> all = command;
        all.insert(all.end(), {"--data", data});
        BOOST_TEST(endsWith(run(all), Exit::Unreachable, "onecard serve"));
    }
}

BOOST_AUTO_TEST_CASE(a_slip_is_answered_with_what_was_probably_meant) {
    BOOST_TEST(endsWith(run({"persn", "find"}), Exit::Usage, "onecard person ?"));
    BOOST_TEST(endsWith(run({"match", "quue"}), Exit::Usage, "onecard match queue ?"));
    BOOST_TEST(endsWith(run({"match", "queue", "--state", "opne"}), Exit::Usage, "open ?"));
    BOOST_TEST(endsWith(run({"match", "queue", "--state", "x"}), Exit::Usage, "not_same"));  // none is near: all of them
    BOOST_TEST(endsWith(run({"match", "propose", kId, "smae", "--staff", "li"}), Exit::Usage, "same ?"));
    BOOST_TEST(endsWith(run({"match", "files", "H1", "--kind", "candidat"}), Exit::Usage, "candidate ?"));
    BOOST_TEST(endsWith(run({"person", "find", "--by", "crad"}), Exit::Usage, "card ?"));
    BOOST_TEST(endsWith(run({"person", "find", "--kind", "pasport"}), Exit::Usage, "passport ?"));
    BOOST_TEST(endsWith(run({"person", "show", kId, "--staff", "li", "--purpose", "tretment"}), Exit::Usage, "treatment ?"));
    BOOST_TEST(endsWith(run({"match", "claim", "7", "--staff", "li"}), Exit::NotFound, "OC-"));
}

BOOST_AUTO_TEST_CASE(a_name_with_a_line_break_reaches_no_header) {
    const tests::FileTree tree;
    BOOST_TEST(endsWith(run({"match", "claim", kId, "--data", nowhere(tree), "--staff", "li\r\nX: y"}), Exit::Usage, "Staff"));
}

BOOST_AUTO_TEST_CASE(columns_are_as_wide_as_what_stands_in_them_on_a_terminal) {
    app::Table table({"姓名", "state", "n"});
    table.add({"测试甲", "linked", "1"});
    table.add({"ab", "", "22"});
    table.add({"c", "candidate", ""});
    std::ostringstream out;
    table.print(out);
    BOOST_TEST(out.str() ==
               "姓名    state      n\n"
               "测试甲  linked     1\n"
               "ab                 22\n"
               "c       candidate\n");
}

BOOST_AUTO_TEST_CASE(times_are_shown_in_shanghai) {
    BOOST_TEST(app::shanghaiText({0}) == "1970-01-01 08:00");
    BOOST_TEST(app::shanghaiText({57'599'999}) == "1970-01-01 23:59");
    BOOST_TEST(app::shanghaiText({57'600'000}) == "1970-01-02 00:00");
}

BOOST_AUTO_TEST_SUITE_END()
