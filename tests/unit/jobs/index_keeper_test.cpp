#include "hub/jobs/index_keeper.h"

#include <map>

#include "tests/support/failures.h"
#include "tests/support/memory_work.h"

namespace hub::jobs {

using namespace std::chrono_literals;
using core::Result;
using identity::MatchRow;
using identity::PersonId;

namespace {

/// Rows in memory; `fails` readings answer with StorageDown.
class Rows final : public identity::MatchStore {
  public:
    Result<core::Sensitive<std::string>> secret(core::ReadTransaction&) override {
        return core::Sensitive<std::string>("sixteen bytes it");
    }
    Result<void> add(core::Transaction& transaction, const MatchRow& row) override { return put(transaction, row); }
    Result<void> put(core::Transaction&, const MatchRow& row) override {
        rows[row.id] = {row.person, std::string(row.packed)};
        return {};
    }
    Result<void> remove(core::Transaction&, const core::IdBits& id) override {
        rows.erase(id);
        return {};
    }
    Result<std::optional<identity::KeptMatchRow>> find(core::ReadTransaction&, const core::IdBits& id) override {
        const auto found = rows.find(id);
        return found == rows.end() ? std::optional<identity::KeptMatchRow>() : std::optional(found->second);
    }
    Result<core::IdBits> each(core::ReadTransaction&, const core::IdBits& after, std::size_t limit,
                              const std::function<void(const MatchRow&)>& use) override {
        ++readings;
        if (fails > 0 && fails-- > 0) return core::Failure(core::Error::StorageDown);
        core::IdBits last;
        for (auto it = rows.upper_bound(after); it != rows.end() && limit > 0; ++it, --limit) {
            last = it->first;
            use({it->first, it->second.person, it->second.packed});
        }
        return last;
    }
    Result<std::optional<identity::LoadProgress>> progressOf(core::ReadTransaction&, const core::Digest&) override {
        return std::optional<identity::LoadProgress>();
    }
    Result<void> keepProgress(core::Transaction&, const identity::LoadProgress&) override { return {}; }

    std::map<core::IdBits, identity::KeptMatchRow> rows;
    int fails = 0;
    int readings = 0;
};

struct Fixture {
    core::VirtualExecutor time{{1'800'000'000'000}};
    core::SeededIdSource ids{time, 3};
    tests::MemoryWork work{time};
    Rows rows;
    identity::index::MasterIndex index{work, rows, identity::matching::startingWeights()};
    int told = 0;
    int looks = 0;  ///< at the weights
    int looks_failing = 0;
    IndexKeeper keeper{index,
                       work,
                       time,
                       time,
                       {.on_failure = [this](const core::Failure&) { ++told; },
                        .take_weights = [this]() -> Result<void> {
                            ++looks;
                            if (looks_failing > 0 && looks_failing-- > 0) return core::Failure(core::Error::StorageDown);
                            return {};
                        }}};

    void addRow() {
        contract::PersonDetails details;
        details.name = core::Sensitive(core::PersonName{"王晓岚"});
        details.birth_date = core::Sensitive(core::Date{1990, 1, 1});
        tests::MemoryTransaction transaction;
        const PersonId person = ids.next<PersonId>();
        BOOST_REQUIRE(index.keep(transaction, person.bits, person, index.packed(index.read(details))).ok());
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(index_keeper, Fixture)

BOOST_AUTO_TEST_CASE(the_image_is_loaded_by_itself_and_nothing_is_decided_before) {
    addRow();
    BOOST_TEST(!index.isReady());
    keeper.start();
    time.runReady();
    BOOST_TEST(index.isReady());
    BOOST_TEST(index.size() == 1U);
    BOOST_TEST(told == 0);
    const int read = rows.readings;
    time.advance(60s);  // from then on it is only kept sorted
    BOOST_TEST(rows.readings == read);
}

BOOST_AUTO_TEST_CASE(a_load_that_fails_is_told_and_tried_again_until_it_is_done) {
    addRow();
    addRow();
    rows.fails = 2;
    keeper.start();
    time.runReady();
    BOOST_TEST(told == 1);
    BOOST_TEST(!index.isReady());
    time.advance(10s);
    BOOST_TEST(told == 2);
    BOOST_TEST(index.isReady());
    BOOST_TEST(index.size() == 2U);
}

BOOST_AUTO_TEST_CASE(every_few_seconds_it_looks_for_weights_that_another_process_has_activated) {
    keeper.start();
    time.runReady();
    BOOST_TEST(looks == 0);  // it was begun with those that are active
    time.advance(2s);
    BOOST_TEST(looks == 1);
    time.advance(2s);
    BOOST_TEST(looks == 2);
    looks_failing = 1;
    time.advance(2s);
    BOOST_TEST(told == 1);
    time.advance(2s);
    BOOST_TEST(looks == 4);  // soon again, and then as before
    time.advance(2s);
    BOOST_TEST(looks == 5);
    BOOST_TEST(told == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::jobs
