#include "hub/cli/match_bench_people.h"

#include <filesystem>
#include <fstream>

#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

using namespace hub;
using core::Error;
using identity::matching::ImageRow;
using tests::failsWith;

namespace {

/// What the image and the bench get.
struct Given {
    std::vector<ImageRow> rows;
    cli::TakeRows take = [this](std::span<const ImageRow> some) { rows.insert(rows.end(), some.begin(), some.end()); };
};

constexpr cli::BenchPeople kPeople{300, 7};

void nobody(std::uint32_t) {}

}  // namespace

BOOST_AUTO_TEST_SUITE(match_bench_people)

BOOST_AUTO_TEST_CASE(each_person_has_one_row_and_is_asked_for_by_another_record) {
    Given given;
    const cli::Questions questions = kPeople.make(given.take, nobody);
    BOOST_TEST(given.rows.size() == 300U);
    for (std::uint32_t i = 0; i < given.rows.size(); ++i) BOOST_TEST(given.rows[i].ordinal == i);
    BOOST_TEST(questions.size() > 150U);
    std::size_t other = 0;
    for (const auto& question : questions) other += question.record == given.rows[question.ordinal].record ? 0 : 1;
    BOOST_TEST(2 * other > questions.size());
}

BOOST_AUTO_TEST_CASE(people_read_from_a_folder_are_those_that_were_made) {
    Given made;
    const cli::Questions questions = kPeople.make(made.take, nobody);
    const tests::FileTree tree;
    for (int again = 0; again < 2; ++again) {
        Given given;
        const auto read = kPeople.read(tree.path(), given.take, nobody);
        BOOST_REQUIRE(read.ok());
        BOOST_REQUIRE(read->size() == questions.size());
        for (std::size_t i = 0; i < questions.size(); ++i) BOOST_TEST(((*read)[i].record == questions[i].record));
        BOOST_REQUIRE(given.rows.size() == made.rows.size());
        for (std::size_t i = 0; i < made.rows.size(); ++i) BOOST_TEST((given.rows[i].record == made.rows[i].record));
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_was_cut_is_refused) {
    const tests::FileTree tree;
    Given given;
    BOOST_REQUIRE(kPeople.read(tree.path(), given.take, nobody).ok());
    const std::filesystem::path file = tree.path() / "match-300-7.packed";
    for (const std::uintmax_t bytes : {std::filesystem::file_size(file) - 1, std::uintmax_t{300 * 64 - 1}}) {
        std::filesystem::resize_file(file, bytes);
        BOOST_TEST(failsWith(kPeople.read(tree.path(), given.take, nobody), Error::FileNotReadable));
    }
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_is_said) {
    const tests::FileTree tree;
    tree.write("file", "");
    Given given;
    BOOST_TEST(failsWith(kPeople.read(tree.path() / "file", given.take, nobody), Error::RegionNotWritable));
}

BOOST_AUTO_TEST_SUITE_END()
