#include "hub/storage/sql/match_store.h"

#include <string>
#include <vector>

#include "hub/storage/sql/match_walk_store.h"
#include "tests/stores/payment_examples.h"
#include "tests/stores/people.h"

using namespace hub::core;
using hub::identity::LoadProgress;
using hub::identity::MatchRow;
using hub::identity::PersonId;
using hub::jobs::MatchWalkPage;
using hub::storage::sql::SqlMatchStore;
using tests::failsWith;
using tests::idOf;
using tests::Stores;

namespace {

struct Kept {
    IdBits id;
    PersonId person;
    std::string packed;
    friend bool operator==(const Kept&, const Kept&) = default;
};

template <class Engine>
struct Matches : Stores<Engine> {
    SqlMatchStore matches{this->vault};

    bool inUnit(const std::function<Result<void>(Transaction&)>& work) { return Stores<Engine>::inUnit(work).ok(); }

    /// All rows, read in pages of `page`.
    std::vector<Kept> rows(std::size_t page) {
        std::vector<Kept> kept;
        IdBits after;
        do {
            const auto last = this->template answerInRead<IdBits>([&](ReadTransaction& transaction) {
                return matches.each(transaction, after, page, [&](const MatchRow& row) {
                    kept.push_back({row.id, row.person, std::string(row.packed)});
                });
            });
            BOOST_REQUIRE(last.ok());
            after = *last;
        } while (after != IdBits());
        return kept;
    }
};

/// With people: 1 and 4 have a record, 3 has one of a file, 2 and 5 have none.
template <class Engine>
struct Walked : Matches<Engine> {
    hub::storage::sql::SqlIdentityStore people{this->vault};
    hub::storage::sql::SqlMatchWalkStore walk;

    Walked() {
        BOOST_REQUIRE(this->inUnit([&](Transaction& transaction) -> Result<void> {
            for (const std::uint8_t number : std::initializer_list<std::uint8_t>{5, 1, 4, 2, 3}) {
                hub::identity::Person person;
                person.id.bits = idOf(number);
                const auto added = people.addPerson(transaction, person);
                if (!added.ok()) return added;
            }
            hub::identity::HospitalFile file;
            file.id.bits = idOf(9);
            file.hospital = "H1";
            file.local.local_patient = Sensitive(CardNumber{"P0001"});
            file.person.bits = idOf(3);
            hub::identity::LinkChange change;
            change.number = 1;
            const auto filed = people.addFile(transaction, file, change);
            if (!filed.ok()) return filed.failure();
            for (const auto& row : {MatchRow{idOf(1), PersonId{idOf(1)}, "a"}, MatchRow{idOf(4), PersonId{idOf(4)}, "d"},
                                    MatchRow{idOf(9), PersonId{idOf(3)}, "c"}}) {
                const auto added = this->matches.add(transaction, row);
                if (!added.ok()) return added;
            }
            return {};
        }));
    }
    MatchWalkPage next(std::size_t people_max, std::size_t unknown_max) {
        const auto page = this->template answerInRead<MatchWalkPage>(
            [&](ReadTransaction& transaction) { return walk.page(transaction, people_max, unknown_max); });
        BOOST_REQUIRE(page.ok());
        return *page;
    }
    Result<void> movesOn(const MatchWalkPage& page) {
        return Stores<Engine>::inUnit([&](Transaction& transaction) { return walk.moveOn(transaction, page); });
    }
    std::size_t left(std::size_t most = 100) {
        const auto count =
            this->template answerInRead<std::size_t>([&](ReadTransaction& transaction) { return walk.left(transaction, most); });
        BOOST_REQUIRE(count.ok());
        return *count;
    }
};

std::vector<PersonId> peopleOf(std::initializer_list<std::uint8_t> numbers) {
    std::vector<PersonId> people;
    for (const std::uint8_t number : numbers) people.push_back(PersonId{idOf(number)});
    return people;
}

MatchRow rowOf(std::uint8_t id, std::uint8_t person, std::string_view packed) { return {idOf(id), PersonId{idOf(person)}, packed}; }
Kept keptOf(std::uint8_t id, std::uint8_t person, std::string packed) { return {idOf(id), PersonId{idOf(person)}, std::move(packed)}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(match_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(rows_are_read_back_in_order_whatever_the_page, Engine, tests::Engines) {
    Matches<Engine> stores;
    BOOST_TEST(stores.inUnit([&](Transaction& transaction) -> Result<void> {
        for (const auto& row : {rowOf(3, 9, "c"), rowOf(1, 8, "a"), rowOf(2, 8, "b")}) {
            const auto added = stores.matches.add(transaction, row);
            if (!added.ok()) return added;
        }
        return {};
    }));
    const std::vector<Kept> expected{keptOf(1, 8, "a"), keptOf(2, 8, "b"), keptOf(3, 9, "c")};
    for (const std::size_t page : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{100}})
        BOOST_TEST((stores.rows(page) == expected), page);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_row_is_put_in_the_place_of_the_one_that_stands, Engine, tests::Engines) {
    Matches<Engine> stores;
    const auto put = [&](const MatchRow& row) {
        return stores.inUnit([&](Transaction& transaction) { return stores.matches.put(transaction, row); });
    };
    BOOST_TEST(put(rowOf(1, 8, "a")));
    BOOST_TEST(put(rowOf(1, 9, "b")));
    const auto found = [&](std::uint8_t id) {
        const auto row = stores.template answerInRead<std::optional<hub::identity::KeptMatchRow>>(
            [&](ReadTransaction& transaction) { return stores.matches.find(transaction, idOf(id)); });
        BOOST_REQUIRE(row.ok());
        return *row ? (*row)->packed + (*row)->person.text() : "nothing";
    };
    BOOST_TEST(found(1) == "b" + PersonId{idOf(9)}.text());
    BOOST_TEST(found(2) == "nothing");
    BOOST_TEST((stores.rows(10) == std::vector{keptOf(1, 9, "b")}));
    const auto again = stores.template answerInUnit<bool>([&](Transaction& transaction) -> Result<bool> {
        const auto added = stores.matches.add(transaction, rowOf(1, 8, "a"));
        return added.ok() ? Result<bool>(true) : added.failure();
    });
    BOOST_TEST(failsWith(again, Error::RowTaken));
    BOOST_TEST(stores.inUnit([&](Transaction& transaction) { return stores.matches.remove(transaction, idOf(1)); }));
    BOOST_TEST(stores.rows(10).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(how_far_a_load_has_come_is_kept_by_the_content_of_its_file, Engine, tests::Engines) {
    Matches<Engine> stores;
    Digest file;
    file.bytes[0] = 7;
    const auto progress = [&](const Digest& of) {
        const auto found = stores.template answerInRead<std::optional<LoadProgress>>(
            [&](ReadTransaction& transaction) { return stores.matches.progressOf(transaction, of); });
        BOOST_REQUIRE(found.ok());
        return *found ? (*found)->rows * 1'000'000 + (*found)->created * 100'000 + (*found)->linked * 10'000 + (*found)->probable * 1000 +
                            (*found)->review * 100 + (*found)->unchanged * 10 + (*found)->rejected
                      : -1;
    };
    BOOST_TEST(progress(file) == -1);
    for (const LoadProgress& kept : {LoadProgress{file, 1, 1, 0, 0, 0, 0, 0}, LoadProgress{file, 9, 1, 2, 3, 4, 5, 6}})
        BOOST_TEST(stores.inUnit([&](Transaction& transaction) { return stores.matches.keepProgress(transaction, kept); }));
    BOOST_TEST(progress(file) == 9'123'456);
    BOOST_TEST(progress(Digest()) == -1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_walk_finds_whoever_has_no_record_neither_of_their_own_nor_of_a_file, Engine, tests::Engines) {
    Walked<Engine> stores;
    BOOST_TEST(stores.left() == 5U);
    BOOST_TEST(stores.left(4) == 4U);
    const MatchWalkPage all = stores.next(10, 10);
    BOOST_TEST(all.people == 5U);
    BOOST_TEST((all.unknown == peopleOf({2, 5})));
    BOOST_TEST((stores.next(2, 10).unknown == peopleOf({2})));
    const MatchWalkPage first = stores.next(10, 1);  // as many as may be asked about: the next page begins behind them
    BOOST_TEST((first.unknown == peopleOf({2})));
    BOOST_TEST(first.people == 2U);
    BOOST_REQUIRE(stores.movesOn(first).ok());
    BOOST_TEST(stores.left() == 3U);
    const MatchWalkPage second = stores.next(10, 10);
    BOOST_TEST(second.people == 3U);
    BOOST_TEST((second.unknown == peopleOf({5})));
    BOOST_REQUIRE(stores.movesOn(second).ok());
    BOOST_TEST(stores.left() == 0U);
    BOOST_TEST(stores.next(10, 10).people == 0U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_who_walk_one_moves_on, Engine, tests::Engines) {
    Walked<Engine> stores;
    const MatchWalkPage first = stores.next(2, 10);
    BOOST_TEST(stores.movesOn(first).ok());
    BOOST_TEST(failsWith(stores.movesOn(first), Error::VersionConflict));
    const MatchWalkPage second = stores.next(2, 10);
    BOOST_TEST(stores.movesOn(second).ok());
    BOOST_TEST(failsWith(stores.movesOn(second), Error::VersionConflict));
    BOOST_TEST(stores.left() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
