#include "hub/app/load/load_rows.h"

#include <string>
#include <utility>

#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

using namespace hub;
using app::LoadRows;
using app::RejectedRow;
using tests::failsWith;

namespace {

const std::string kHeader = "record_id,hospital,local_id,name,sex,birth_date,id_kind,id_no,phone,address,mother_record_id,birth_order\n";
constexpr core::Date kToday{2026, 11, 29};

struct List {
    tests::FileTree tree;
    core::Result<LoadRows> open(const std::string& text) {
        tree.write("people.csv", text);
        return LoadRows::open((tree.path() / "people.csv").string(), kToday);
    }
    LoadRows::Row first(const std::string& row) {
        auto rows = open(kHeader + row + "\n");
        BOOST_REQUIRE(rows.ok());
        LoadRows::Row read;
        const auto more = rows->next(read);
        BOOST_REQUIRE(more.ok() && *more);
        return read;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(load_rows, List)

BOOST_AUTO_TEST_CASE(a_row_becomes_a_hospitals_file) {
    const auto row = first("7,H1,A1,王晓岚,1,1990-01-01,resident_id,379999199001010010,13912340001,测试路1号,5,2");
    const auto* file = std::get_if<flows::LoadRow>(&row);
    BOOST_REQUIRE(file != nullptr);
    BOOST_TEST(file->line == 2);
    BOOST_TEST(file->hospital == "H1");
    BOOST_TEST(file->local.local_patient.reveal().text == "A1");
    BOOST_TEST((file->local.person.sex == contract::Sex::Male));
    BOOST_TEST((file->local.person.birth_date->reveal() == core::Date{1990, 1, 1}));
    BOOST_TEST((file->local.person.certificate->kind == contract::CertificateKind::ResidentId));
    BOOST_TEST(file->of_mother);
    BOOST_TEST(file->birth_order == 2);
}

BOOST_AUTO_TEST_CASE(what_is_not_known_may_be_empty_and_a_number_need_not_pass_its_check) {
    const auto row = first("7,H1,A1,王晓岚,,,,,,,,");
    BOOST_REQUIRE(std::holds_alternative<flows::LoadRow>(row));
    BOOST_TEST(!std::get<flows::LoadRow>(row).local.person.certificate.has_value());
    BOOST_TEST(std::holds_alternative<flows::LoadRow>(first("7,H1,A1,王晓岚,1,1990-01-01,resident_id,379999199001010011,,,,")));
}

BOOST_AUTO_TEST_CASE(a_rejected_row_says_which_column_and_why) {
    struct Line {
        const char* row;
        std::string_view column;
        std::string_view reason;
    };
    const std::string long_code(65, 'A');
    const std::string long_row = "7," + long_code + ",A1,王晓岚,1,,,,,,,";
    for (const Line& line : {Line{"7,,A1,王晓岚,1,,,,,,,", "hospital", "missing"}, Line{"7,H1,,王晓岚,1,,,,,,,", "local_id", "missing"},
                             Line{"7,H1,A1,,1,,,,,,,", "name", "missing"}, Line{"7,H1,A1,王晓岚,3,,,,,,,", "sex", "not_valid"},
                             Line{"7,H1,A1,王晓岚,1,1990-02-30,,,,,,", "birth_date", "not_a_date"},
                             Line{"7,H1,A1,王晓岚,1,2026-11-30,,,,,,", "birth_date", "in_the_future"},
                             Line{"7,H1,A1,王晓岚,1,,driving_licence,1,,,,", "id_kind", "no_such_kind"},
                             Line{"7,H1,A1,王晓岚,1,,,,,,,0", "birth_order", "not_valid"}, Line{"7,H1,A1,王晓岚,1", "", "fields"},
                             Line{long_row.c_str(), "hospital", "too_long"}}) {
        BOOST_TEST_CONTEXT(line.row) {
            const auto row = first(line.row);
            const auto* rejected = std::get_if<RejectedRow>(&row);
            BOOST_REQUIRE(rejected != nullptr);
            BOOST_TEST(rejected->column == line.column);
            BOOST_TEST(rejected->reason == line.reason);
            BOOST_TEST(rejected->line == 2);
        }
    }
    BOOST_TEST(std::holds_alternative<flows::LoadRow>(first("7,H1,A1,王晓岚,1,2026-11-29,,,,,,9")));  // today; the ninth
}

BOOST_AUTO_TEST_CASE(a_list_without_its_header_is_refused) {
    BOOST_TEST(failsWith(open("id,name\n"), core::Error::PeopleFileNotValid));
    BOOST_TEST(failsWith(open(""), core::Error::PeopleFileNotValid));
    BOOST_TEST(failsWith(LoadRows::open((tree.path() / "none.csv").string(), kToday), core::Error::FileNotReadable));
}

BOOST_AUTO_TEST_CASE(a_file_is_named_by_its_content) {
    tree.write("a.csv", "one");
    tree.write("b.csv", "one");
    tree.write("c.csv", "two");
    const auto digest = [&](const char* name) { return app::digestOfFile((tree.path() / name).string()); };
    BOOST_TEST((*digest("a.csv") == *digest("b.csv")));
    BOOST_TEST((*digest("a.csv") != *digest("c.csv")));
    BOOST_TEST(failsWith(digest("none.csv"), core::Error::FileNotReadable));
}

BOOST_AUTO_TEST_SUITE_END()
