#include "hub/flows/people_load.h"

#include "tests/flows/region.h"
#include "tests/flows/town.h"

using namespace hub;
using contract::Sex;
using flows::Loaded;
using flows::LoadedRow;
using flows::LoadRow;
using flows::PeopleLoad;
using identity::LinkState;

namespace {

constexpr const char* kWangId = "379999199001010010";
constexpr const char* kLiId = "379999198503040025";

LoadRow rowOf(std::int64_t line, const std::string& hospital, const std::string& local, const std::string& name, Sex sex, core::Date born,
              const std::string& id_no, const std::string& phone = "") {
    return tests::rowOf(line, hospital, local, tests::detailsOf(name, sex, born, id_no, phone));
}

struct World : tests::FlowWorld {
    identity::HospitalFiles loaded_files{storage->identity(), ids, clock};  // nobody is asked about: the list itself is matched
    core::Digest list;

    World() {
        BOOST_REQUIRE(master_index.load(storage->reads()).ok());
        const std::vector<LoadRow> others = tests::townRows();
        core::Digest town;
        town.bytes[0] = 1;
        BOOST_REQUIRE(loadAll(town, others).size() == others.size());
        list.bytes[0] = 2;
    }

    PeopleLoad newLoad(const core::Digest& of) {
        return PeopleLoad({storage->units(), storage->reads(), storage->identity(), loaded_files, storage->matches(), master_index,
                           known_people, ids, clock},
                          of);
    }

    std::vector<LoadedRow> loadAll(const core::Digest& of, const std::vector<LoadRow>& rows) {
        PeopleLoad load = newLoad(of);
        BOOST_REQUIRE(load.begin().ok());
        const auto loaded = load.take(rows, 0);
        BOOST_REQUIRE(loaded.ok());
        BOOST_REQUIRE(load.finish().ok());
        return *loaded;
    }

    std::vector<identity::HospitalFile> filesOf(identity::PersonId id) {
        return read<std::vector<identity::HospitalFile>>(
            [&](core::ReadTransaction& transaction) { return storage->identity().filesOf(transaction, id); });
    }
};

const LoadRow kWang = rowOf(2, "H1", "A1", "王晓岚", Sex::Male, {1990, 1, 1}, kWangId, "13912340001");

}  // namespace

BOOST_FIXTURE_TEST_SUITE(people_load, World)

BOOST_AUTO_TEST_CASE(files_of_one_person_at_two_hospitals_become_one_person) {
    const auto loaded = loadAll(list, {kWang, rowOf(3, "H2", "B7", "王晓岚", Sex::Male, {1990, 1, 1}, kWangId)});
    BOOST_TEST((loaded[0].how == Loaded::Created));
    BOOST_TEST((loaded[1].how == Loaded::Linked));
    BOOST_TEST((loaded[0].person == loaded[1].person));
    const auto theirs = filesOf(loaded[0].person);
    BOOST_REQUIRE(theirs.size() == 2U);
    BOOST_TEST((theirs[0].state == LinkState::Linked && theirs[1].state == LinkState::Linked));
    const auto person_row = read<identity::Person>(
        [&](core::ReadTransaction& transaction) { return storage->identity().findPerson(transaction, loaded[0].person); });
    BOOST_TEST((person_row.state == identity::PersonState::Unverified));
    BOOST_TEST(person_row.details.certificate->number.reveal().text == kWangId);
}

BOOST_AUTO_TEST_CASE(a_file_links_to_who_stands_from_an_earlier_list_and_says_how_it_was_weighed) {
    const auto first = loadAll(list, {kWang});
    core::Digest other;
    other.bytes[0] = 3;
    const auto second = loadAll(other, {rowOf(2, "H2", "B7", "王晓岚", Sex::Male, {1990, 1, 1}, kWangId)});
    BOOST_TEST((second[0].how == Loaded::Linked));
    BOOST_TEST((second[0].person == first[0].person));
    const auto history = read<std::vector<identity::LinkChange>>(
        [&](core::ReadTransaction& transaction) { return storage->identity().historyOf(transaction, second[0].file); });
    BOOST_REQUIRE(history.size() == 1U);
    BOOST_REQUIRE(history[0].evidence.weighing.has_value());
    BOOST_TEST(history[0].evidence.weighing->levels == "111100");  // same name, birth date, sex and ID; nothing of telephone and address
    BOOST_TEST(history[0].evidence.weighing->weights.size() == 8U);
    BOOST_TEST(history[0].by == "load");
}

BOOST_AUTO_TEST_CASE(another_name_on_a_persons_certificate_is_never_theirs) {
    const auto loaded = loadAll(list, {kWang, rowOf(3, "H2", "B7", "李海燕", Sex::Female, {2015, 5, 6}, kWangId)});
    BOOST_TEST((loaded[1].how != Loaded::Linked));
    if (loaded[1].how == Loaded::Created) {
        BOOST_TEST((loaded[1].person != loaded[0].person));
    } else {
        BOOST_TEST((filesOf(loaded[1].person).back().state == LinkState::Candidate));
    }
}

BOOST_AUTO_TEST_CASE(a_certificate_that_contradicts_the_day_of_birth_stays_with_the_file_alone) {
    const auto loaded = loadAll(list, {rowOf(2, "H1", "A1", "欧阳海燕", Sex::Female, {2015, 5, 6}, kWangId)});
    BOOST_TEST((loaded[0].how == Loaded::Created));
    const auto person_row = read<identity::Person>(
        [&](core::ReadTransaction& transaction) { return storage->identity().findPerson(transaction, loaded[0].person); });
    BOOST_TEST(!person_row.details.certificate.has_value());
    BOOST_TEST(filesOf(loaded[0].person)[0].local.person.certificate->number.reveal().text == kWangId);
}

BOOST_AUTO_TEST_CASE(a_name_alone_is_not_enough_to_link) {
    const auto loaded = loadAll(list, {kWang, rowOf(3, "H2", "B7", "王晓岚", Sex::Male, {1971, 8, 9}, "")});
    BOOST_TEST((loaded[1].how == Loaded::Created || loaded[1].how == Loaded::Review));
}

BOOST_AUTO_TEST_CASE(the_same_list_again_changes_nothing) {
    const std::vector<LoadRow> rows{kWang, rowOf(3, "H1", "A2", "李雅静", Sex::Female, {1985, 3, 4}, kLiId)};
    BOOST_TEST(loadAll(list, rows).size() == 2U);
    PeopleLoad again = newLoad(list);
    const auto progress = again.begin();
    BOOST_REQUIRE(progress.ok());
    BOOST_TEST(progress->rows == 2);
    BOOST_TEST(progress->created == 2);
    core::Digest edited;  // the list with a line more: what stands is passed over
    edited.bytes[0] = 9;
    const auto loaded = loadAll(edited, {rows[0], rows[1], rowOf(4, "H1", "A2", "李雅静", Sex::Female, {1985, 3, 4}, kLiId)});
    for (const LoadedRow& row : loaded) BOOST_TEST((row.how == Loaded::Unchanged));
    BOOST_TEST(filesOf(loadAll(edited, {rowOf(9, "H7", "Z1", "李雅静", Sex::Female, {1985, 3, 4}, kLiId)})[0].person).size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_load_goes_on_after_the_rows_that_are_durable) {
    PeopleLoad load = newLoad(list);
    BOOST_REQUIRE(load.begin().ok());
    BOOST_REQUIRE(load.take({kWang}, 2).ok());
    BOOST_REQUIRE(load.finish().ok());
    PeopleLoad next = newLoad(list);
    const auto progress = next.begin();
    BOOST_REQUIRE(progress.ok());
    BOOST_TEST(progress->rows == 3);
    BOOST_TEST(progress->rejected == 2);
}

BOOST_AUTO_TEST_CASE(an_index_made_anew_from_the_rows_decides_as_the_one_that_grew) {
    loadAll(list, {kWang});
    identity::index::MasterIndex anew(storage->reads(), storage->matches(), identity::matching::startingWeights());
    contract::PersonDetails asked = kWang.local.person;
    const auto record = anew.packed(anew.read(asked));
    const identity::index::Question question{.records = {&record, 1}};
    const auto whole = [&](identity::PersonId id) {
        return core::Result<identity::index::Known>(
            read<identity::index::Known>([&](core::ReadTransaction& transaction) { return known_people.of(transaction, id); }));
    };
    BOOST_TEST(tests::failsWith(anew.decide(question, whole), core::Error::MatchingNotReady));
    BOOST_REQUIRE(anew.load(storage->reads()).ok());
    BOOST_TEST(anew.size() == master_index.size());
    const auto decision = anew.decide(question, whole);
    const auto grown = master_index.decide(question, whole);
    BOOST_REQUIRE(decision.ok());
    BOOST_REQUIRE(grown.ok());
    BOOST_TEST((decision->band == identity::matching::Band::Link));
    BOOST_TEST((decision->found.front().person == grown->found.front().person));
}

BOOST_AUTO_TEST_SUITE_END()
