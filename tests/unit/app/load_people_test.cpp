#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/file_tree.h"
#include "tests/unit/app/command_run.h"

using namespace hub;

namespace {

const std::string kHeader = "record_id,hospital,local_id,name,sex,birth_date,id_kind,id_no,phone,address,mother_record_id,birth_order\n";

std::string contentOf(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(load_people)

BOOST_AUTO_TEST_CASE(a_list_is_taken_in_once_with_a_report_of_what_was_not) {
    const tests::FileTree tree;
    const std::string list = tree.write("people.csv", kHeader +
                                                          "1,H1,A1,王晓岚,1,1990-01-01,resident_id,379999199001010010,,,,\n"
                                                          "2,H2,B7,王晓岚,1,1990-01-01,resident_id,379999199001010010,,,,\n"
                                                          "3,H2,B8,李雅静,2,1985-02-30,,,,,,\n")
                                 .string();
    const std::string report = (tree.path() / "report.csv").string();
    const std::string data = (tree.path() / "data").string();
    const auto load = [&] {
        return tests::runCommand({"load", "people", list, "--report", report, "--config", "config", "--data", data, "--json"});
    };
    const tests::CommandRun first = load();
    BOOST_TEST(first.exit == static_cast<int>(cli::Exit::Partly), first.err);  // a row was rejected
    BOOST_TEST(first.out.find(R"("rows":3,"created":1,"linked":1,"probable":0,"review":0,"unchanged":0,"rejected":1,"taken_up_at":0)") !=
               std::string::npos);
    BOOST_TEST(contentOf(report) == "line,what,column,reason,file_id,person_id,guards\n4,rejected,birth_date,not_a_date,,,\n");
    const tests::CommandRun second = load();
    BOOST_TEST(second.out.find(R"("rows":3,"created":1,"linked":1,"probable":0,"review":0,"unchanged":0,"rejected":1,"taken_up_at":3)") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_or_no_list_of_people_is_said_so) {
    const tests::FileTree tree;
    tree.write("other.csv", "a,b\n");
    const auto load = [&](const char* name) {
        const std::string list = (tree.path() / name).string();
        return tests::runCommand({"load", "people", list, "--config", "config", "--data", (tree.path() / "data").string()});
    };
    BOOST_TEST(load("none.csv").err.find("OC-CLI-003") != std::string::npos);
    BOOST_TEST(load("other.csv").err.find("OC-IDN-034") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
