#include "hub/cli/match_evaluate.h"

#include <cmath>
#include <memory>
#include <sstream>

#include "hub/cli/match_explain.h"
#include "hub/cli/people_file.h"
#include "hub/cli/population/generator.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"
#include "tests/unit/cli/run.h"

using namespace hub;
using core::Error;
using tests::failsWith;
using tests::Run;

namespace {

const std::string kHeader = "record_id,hospital,local_id,name,sex,birth_date,id_kind,id_no,phone,address,mother_record_id,birth_order\n";

const identity::matching::FeatureReader& reader() {
    static const identity::matching::FeatureReader kReader;  // one for all cases: making it takes longer than they do
    return kReader;
}

struct Folder {
    tests::FileTree tree;

    std::string file(const std::string& name, const std::string& text) {
        tree.write(name, text);
        return tree.path() / name;
    }
    core::Result<cli::PeopleFile> people(const std::string& rows) { return cli::readPeople(file("people.csv", kHeader + rows), reader()); }
};

/// Where `rows` of people cannot be read.
std::string complaintAbout(const std::string& rows) {
    Folder folder;
    const auto read = folder.people(rows);
    BOOST_REQUIRE(failsWith(read, Error::FileNotReadable));
    const std::string detail = read.failure().detail();
    return detail.substr(detail.find("people.csv ") + 11);
}

Run run(const std::vector<std::string>& arguments) { return tests::run<cli::MatchEvaluate, cli::MatchExplain>(arguments); }
Run evaluate(const std::string& people, const std::string& pairs) {
    return run({"match", "evaluate", "--people", people, "--pairs", pairs, "--json"});
}

double numberIn(const std::string& json, const std::string& name) {
    return std::stod(json.substr(json.find("\"" + name + "\":") + name.size() + 3));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(match_evaluate)

BOOST_AUTO_TEST_CASE(people_are_read_by_the_header_and_what_is_empty_is_unknown) {
    Folder folder;
    const auto people = folder.people(
        "R1,H1,1,宋晓岚,2,1990-02-03,resident_id,370202199002030018,13712340001,海滨路1号,,\n"
        "R2,H1,2,,,,,,,,R1,2\n"
        "R3,H2,7,John Smith,1,1990-02-30,strange,AB12,,,,\n");
    BOOST_REQUIRE(people.ok());
    BOOST_REQUIRE(people->records.size() == 3U);
    BOOST_TEST((people->records[0].sex == contract::Sex::Female));
    BOOST_TEST((people->records[0].birth_date == core::Date{1990, 2, 3}));
    BOOST_TEST(people->records[0].phone.known());
    BOOST_TEST((people->records[1].mother == 0U));
    BOOST_TEST(people->records[1].birth_order == 2);
    BOOST_TEST(!people->records[1].birth_date.has_value());
    BOOST_TEST(!people->records[2].birth_date.has_value());
    BOOST_TEST(people->records[2].id.number.known());
    BOOST_TEST(people->dates_unreadable == 1U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_as_it_should_be_is_refused_with_the_line_and_without_its_text) {
    BOOST_TEST(complaintAbout("R1,H1,1,宋晓岚\n") == "line 2: 4 fields, 12 are expected");
    BOOST_TEST(complaintAbout("R1,,,宋晓岚,,,,,,,,\nR1,,,宋晓岚,,,,,,,,\n") == "line 3: this record_id came before");
    BOOST_TEST(complaintAbout("R1,,,宋晓岚,,,,,,,R9,\n") == "line 2: there is no record of this mother_record_id");
    Folder folder;
    const std::string other = folder.file("other.csv", "id,name\n");
    BOOST_TEST(cli::readPeople(other, reader()).failure().detail().find("line 1: the header should be record_id,") != std::string::npos);
    BOOST_TEST(failsWith(cli::readPeople(folder.file("empty.csv", ""), reader()), Error::FileNotReadable));
    BOOST_TEST(failsWith(cli::readPeople(folder.tree.path() / "none.csv", reader()), Error::FileNotReadable));
}

BOOST_AUTO_TEST_CASE(the_truth_names_records_that_are_there_in_either_order_and_each_pair_counts_once) {
    Folder folder;
    const auto people = folder.people("R1,,,甲,,,,,,,,\nR2,,,乙,,,,,,,,\n");
    BOOST_REQUIRE(people.ok());
    const auto truth = cli::readTruth(folder.file("truth.csv", "record_id_a,record_id_b\nR2,R1\nR1,R2\n"), *people);
    BOOST_REQUIRE(truth.ok());
    BOOST_TEST((*truth == identity::matching::TruePairs{{0, 1}}));
    BOOST_TEST(failsWith(cli::readTruth(folder.file("lost.csv", "record_id_a,record_id_b\nR1,R3\n"), *people), Error::FileNotReadable));
}

BOOST_AUTO_TEST_CASE(records_of_an_invented_region_are_found_and_its_households_kept_apart) {
    Folder folder;
    std::ostringstream people;
    std::ostringstream truth;
    const auto made = cli::population::generate({5, 3000, {}}, [](std::uint32_t) {});
    cli::population::writePeople(people, made);
    cli::population::writeTruth(truth, made);
    const Run done = evaluate(folder.file("people.csv", people.str()), folder.file("truth.csv", truth.str()));
    BOOST_TEST(done.exit == 0);
    BOOST_TEST(done.err.empty());
    BOOST_TEST(numberIn(done.out, "records") == static_cast<double>(made.records.size()));
    const std::string linked = done.out.substr(done.out.find("\"auto\""));
    BOOST_TEST(numberIn(linked, "precision") > 0.99);  // what it measures is for the command; this only has to be no nonsense
    BOOST_TEST(numberIn(linked, "precision") <= 1.0);
    BOOST_TEST(numberIn(linked, "recall") > 0.8);
    BOOST_TEST(numberIn(done.out, "review_records_share") < 0.2);
}

BOOST_AUTO_TEST_CASE(a_file_without_records_has_no_quality_and_no_fault) {
    Folder folder;
    const Run done = evaluate(folder.file("people.csv", kHeader), folder.file("truth.csv", "record_id_a,record_id_b\n"));
    BOOST_TEST(done.exit == 0);
    BOOST_TEST(numberIn(done.out, "records") == 0);
    BOOST_TEST(numberIn(done.out, "f1") == 0);
}

BOOST_AUTO_TEST_CASE(two_records_are_explained_field_by_field_and_nothing_they_say_is_shown) {
    Folder folder;
    const std::string people = folder.file("people.csv", kHeader +
                                                             "R1,H1,1,宋晓岚,2,2012-05-06,,,13712340001,海滨路1号,,\n"
                                                             "R2,H2,2,宋晓雯,2,2012-05-06,,,13712340001,海滨路1号,,\n");
    const Run done = run({"match", "explain", "--people", people, "--a", "R1", "--b", "R2", "--json"});
    BOOST_TEST(done.exit == 0);
    BOOST_TEST(done.out.find(R"("field":"name","level":"one_off")") != std::string::npos);
    BOOST_TEST(done.out.find(R"("guards":["twin_or_sibling"])") != std::string::npos);
    BOOST_TEST(done.out.find(R"("phone_birth")") != std::string::npos);
    double sum = numberIn(done.out, "prior_bits");
    for (std::size_t at = done.out.find(R"("bits":)"); at != std::string::npos; at = done.out.find(R"("bits":)", at + 1))
        sum += std::stod(done.out.substr(at + 7));
    BOOST_TEST(std::abs(sum - numberIn(done.out, "total_bits")) < 0.001);
    const Run text = run({"match", "explain", "--people", people, "--a", "R1", "--b", "R2", "--lang", "en"});
    BOOST_TEST(text.out.find("twin_or_sibling") != std::string::npos);
    for (const std::string& shown : {done.out, text.out}) {
        for (const char* personal : {"宋", "2012", "1371234", "海滨"}) BOOST_TEST(shown.find(personal) == std::string::npos);
    }
    const Run wrong = run({"match", "explain", "--people", people, "--a", "R1", "--b", "R9"});
    BOOST_TEST(wrong.exit != 0);
    BOOST_TEST(wrong.err.find("--b") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
