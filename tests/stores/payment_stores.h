#pragma once

#include <array>
#include <atomic>
#include <future>
#include <type_traits>

#include "hub/storage/sql/booking_store.h"
#include "hub/storage/sql/case_store.h"
#include "hub/storage/sql/charge_store.h"
#include "hub/storage/sql/decision_store.h"
#include "hub/storage/sql/e_account_store.h"
#include "hub/storage/sql/payment_search_store.h"
#include "hub/storage/sql/payment_store.h"
#include "hub/storage/sql/refund_store.h"
#include "hub/storage/sql/sealing.h"
#include "hub/storage/sql/seat_store.h"
#include "hub/storage/sql/settlement_store.h"
#include "tests/stores/account_examples.h"
#include "tests/stores/payment_examples.h"
#include "tests/stores/settlement_examples.h"
#include "tests/stores/stores.h"

namespace tests {

inline hub::storage::sql::Limits twoLanes() {
    hub::storage::sql::Limits limits = impatientLimits();
    limits.lanes = 2;
    return limits;
}

/// The stores of bookings and money on a migrated database.
template <class Engine>
class PaymentStores : public Stores<Engine> {
  public:
    explicit PaymentStores(const hub::storage::sql::Limits& limits = impatientLimits()) : Stores<Engine>(limits) {}

    template <class Store, class Of>
    hub::core::Result<void> add(Store& store, const Of& of) {
        return this->inUnit([&](hub::core::Transaction& transaction) { return store.add(transaction, of); });
    }

    template <class Store, class Of>
    hub::core::Result<std::int64_t> change(Store& store, const Of& of) {
        return this->template answerInUnit<std::int64_t>(
            [&](hub::core::Transaction& transaction) { return store.change(transaction, of); });
    }

    /// What `ask`(transaction) answers with.
    template <class Ask>
    auto read(const Ask& ask) -> std::invoke_result_t<Ask, hub::core::ReadTransaction&> {
        using Answer = std::remove_cvref_t<decltype(*ask(std::declval<hub::core::ReadTransaction&>()))>;
        return this->template answerInRead<Answer>(ask);
    }

    template <class Store, class AnyId>
    auto find(Store& store, AnyId id) {
        return read([&](hub::core::ReadTransaction& transaction) { return store.find(transaction, id); });
    }

    /// Both in units of their own on two lanes, where the engine has two. The second begins to write when the first has written and
    /// is not committed yet.
    std::array<hub::core::WorkOutcome, 2> atOnce(const hub::core::UnitOfWork::Work& first, const hub::core::UnitOfWork::Work& second) {
        constexpr bool kTwoWriters = std::is_same_v<Engine, MariaDbEngine>;
        std::atomic<bool> first_wrote = false;
        std::atomic<bool> second_began = false;
        std::array<std::promise<hub::core::WorkOutcome>, 2> ended;
        onLane(0, ended[0], [&](hub::core::Transaction& transaction) -> hub::core::Result<void> {
            hub::core::Result<void> done = first(transaction);
            tell(first_wrote);
            if (kTwoWriters) second_began.wait(false);
            return done;
        });
        onLane(1, ended[1], [&](hub::core::Transaction& transaction) -> hub::core::Result<void> {
            if (kTwoWriters) first_wrote.wait(false);
            tell(second_began);
            return second(transaction);
        });
        return {ended[0].get_future().get(), ended[1].get_future().get()};
    }

    hub::storage::sql::SqlBookingStore bookings{this->vault};
    hub::storage::sql::SqlSeatStore seats;
    hub::storage::sql::SqlChargeStore charges{this->vault};
    hub::storage::sql::SqlPaymentStore payments{this->vault};
    hub::storage::sql::SqlRefundStore refunds{this->vault};
    hub::storage::sql::SqlSettlementStore settlements{this->vault};
    hub::storage::sql::SqlEAccountStore e_accounts{this->vault};
    hub::storage::sql::SqlAccountTransferStore account_transfers{this->vault};
    hub::storage::sql::SqlCaseStore cases{this->vault};
    hub::storage::sql::SqlDecisionStore decisions{this->vault};
    hub::storage::sql::SqlPaymentSearchStore search;

  private:
    static void tell(std::atomic<bool>& fact) {
        fact = true;
        fact.notify_all();
    }

    void onLane(std::size_t lane, std::promise<hub::core::WorkOutcome>& ended, hub::core::UnitOfWork::Work work) {
        hub::core::IdBits aggregate;
        for (std::uint8_t byte = 0; std::hash<hub::core::IdBits>()(aggregate) % 2 != lane; ++byte) aggregate.bytes.fill(byte);
        this->lanes->run({hub::core::WorkKey{"at_once/" + std::to_string(lane)}, aggregate}, std::move(work),
                         [&ended](const hub::core::WorkOutcome& outcome) { ended.set_value(outcome); });
    }
};

/// What every versioned store keeps to, for a thing that may be added as it is.
template <class Engine, class Store, class Of>
void comesBackWhole(PaymentStores<Engine>& stores, Store& store, const Of& of) {
    BOOST_REQUIRE(stores.add(store, of).ok());
    const auto found = stores.find(store, of.id);
    BOOST_REQUIRE(found.ok());
    BOOST_TEST(fieldsOf(*found) == fieldsOf(of), boost::test_tools::per_element());
}

/// `moved` is `of` with something else in it.
template <class Engine, class Store, class Of>
void changesOverExactlyItsVersion(PaymentStores<Engine>& stores, Store& store, const Of& of, Of moved) {
    BOOST_TEST(failsWith(stores.change(store, of), hub::core::Error::VersionConflict));  // it is not there yet
    BOOST_REQUIRE(stores.add(store, of).ok());
    const auto changed = stores.change(store, moved);
    BOOST_REQUIRE(changed.ok());
    BOOST_TEST(*changed == 2);
    BOOST_TEST(failsWith(stores.change(store, of), hub::core::Error::VersionConflict));
    moved.version = 3;  // nor over one that comes later
    BOOST_TEST(failsWith(stores.change(store, moved), hub::core::Error::VersionConflict));
    moved.version = 2;
    const auto found = stores.find(store, of.id);
    BOOST_REQUIRE(found.ok());
    BOOST_TEST(fieldsOf(*found) == fieldsOf(moved), boost::test_tools::per_element());
}

template <class Engine, class Store, class Of>
void ofTwoDecisionsAtOnceOneIsStored(PaymentStores<Engine>& stores, Store& store, const Of& of) {
    BOOST_REQUIRE(stores.add(store, of).ok());
    const auto change = [&](hub::core::Transaction& transaction) -> hub::core::Result<void> {
        const auto changed = store.change(transaction, of);
        if (!changed.ok()) return changed.failure();
        return {};
    };
    const auto outcomes = stores.atOnce(change, change);
    BOOST_TEST((outcomes[0].end == hub::core::WorkEnd::Done));
    BOOST_TEST(failsWith(resultOf(outcomes[1]), hub::core::Error::VersionConflict));
    BOOST_TEST(stores.find(store, of.id)->version == 2);
}

/// `other` has another id and the same key; `taken` says so.
template <class Engine, class Store, class Of>
void ofTwoAtOnceOneIsAdded(PaymentStores<Engine>& stores, Store& store, const Of& of, const Of& other, hub::core::Error taken) {
    const auto outcomes = stores.atOnce([&](hub::core::Transaction& transaction) { return store.add(transaction, of); },
                                        [&](hub::core::Transaction& transaction) { return store.add(transaction, other); });
    const bool first = outcomes[0].end == hub::core::WorkEnd::Done;
    BOOST_TEST((outcomes[first ? 0 : 1].end == hub::core::WorkEnd::Done));
    BOOST_TEST(failsWith(resultOf(outcomes[first ? 1 : 0]), taken));
}

template <class Engine, class Store, class Of>
void aUnitThatFailsLeavesNothing(PaymentStores<Engine>& stores, Store& store, const Of& of, const Of& moved) {
    const auto fail = [] { return hub::core::Result<void>(hub::core::Failure(hub::core::Error::LeaseLost)); };
    BOOST_TEST(failsWith(stores.inUnit([&](hub::core::Transaction& transaction) -> hub::core::Result<void> {
        BOOST_TEST(store.add(transaction, of).ok());
        BOOST_TEST(store.find(transaction, of.id).ok());  // inside it stands
        return fail();
    }),
                         hub::core::Error::LeaseLost));
    BOOST_TEST(!stores.find(store, of.id).ok());
    BOOST_REQUIRE(stores.add(store, of).ok());
    BOOST_TEST(failsWith(stores.inUnit([&](hub::core::Transaction& transaction) -> hub::core::Result<void> {
        BOOST_TEST(store.change(transaction, moved).ok());
        return fail();
    }),
                         hub::core::Error::LeaseLost));
    BOOST_TEST(fieldsOf(*stores.find(store, of.id)) == fieldsOf(of), boost::test_tools::per_element());
}

/// Of the row of `of` in `table`, which has "state", "person_id", `flag` and `amount` (empty: none is read from a column) among
/// its columns.
template <class Engine, class Store, class Of>
void whatThisProgramNeverWroteIsNotReadable(PaymentStores<Engine>& stores, Store& store, const Of& of, const std::string& table,
                                            const std::string& flag, const std::string& amount) {
    using namespace hub::storage::sql;
    using hub::core::Error;
    BOOST_REQUIRE(stores.add(store, of).ok());
    const auto meddle = [&](const std::string& column, const Value& value) {
        stores.meddle("UPDATE " + table + " SET " + column + " = ?", std::array<Value, 1>{value});
    };
    const auto whileItHolds = [&](const std::string& column, const Value& wrong, const Value& right, Error error) {
        meddle(column, wrong);
        BOOST_TEST_CONTEXT(column) {
            const auto found = stores.find(store, of.id);
            BOOST_TEST(failsWith(found, error));
            if (error == Error::RowNotReadable) BOOST_TEST(found.failure().detail().find(table) == 0U);
        }
        meddle(column, right);
    };
    whileItHolds("state", blob("paid_twice"), blob(hub::core::enumName(of.state)), Error::RowNotReadable);
    whileItHolds("state", blob("Paid"), blob(hub::core::enumName(of.state)), Error::RowNotReadable);
    if (!amount.empty()) whileItHolds(amount, hub::core::Money::kFenMax + 1, std::int64_t{500}, Error::RowNotReadable);
    if (!flag.empty()) whileItHolds(flag, std::int64_t{2}, std::int64_t{1}, Error::RowNotReadable);
    if constexpr (std::is_same_v<Engine, SqliteEngine>) {  // a server fills ids up
        whileItHolds("person_id", blob("short"), blob(idOf(2)), Error::RowNotReadable);
    }
    const std::string details = table + ".details";
    const auto sealOf = [&](const std::string& json) {
        return sealed(stores.vault, details, of.id.bits, hub::core::Sensitive<std::string>(json));
    };
    whileItHolds("sealed_details", sealOf("{}"), sealOf("{}"), Error::RowNotReadable);
    whileItHolds("sealed_details", sealOf("no json"), sealOf("{}"), Error::RowNotReadable);
    whileItHolds("sealed_details", sealed(stores.vault, details, idOf(99), hub::core::Sensitive<std::string>("{}")), sealOf("{}"),
                 Error::SealBroken);
}

/// Whether `text` is in any column of any row, as committed.
template <class Engine>
bool standsAnywhere(PaymentStores<Engine>& stores, const std::string& table, const std::string& text) {
    auto connection = stores.engine.database().connect(hub::storage::sql::Access::Read);
    BOOST_REQUIRE(connection.ok());
    std::size_t columns = 0;
    const std::string names =
        std::is_same_v<Engine, SqliteEngine>
            ? "SELECT COUNT(*) FROM pragma_table_info('" + table + "')"
            : "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '" + table + "'";
    BOOST_REQUIRE((*connection)->query(names, {}, [&](const auto& row) { columns = static_cast<std::size_t>(row.integer(0)); }).ok());
    BOOST_REQUIRE(columns > 0);
    bool stands = false;
    BOOST_REQUIRE((*connection)
                      ->query("SELECT * FROM " + table, {},
                              [&](const auto& row) {
                                  for (std::size_t i = 0; i < columns; ++i) stands = stands || row.bytes(i).find(text) != std::string::npos;
                              })
                      .ok());
    return stands;
}

/// Reads page after page; `of`(transaction, page) gives one, `placeOf` says where a row stands.
template <class Engine, class ListOf, class PlaceOf>
auto pageByPage(PaymentStores<Engine>& stores, std::size_t limit, const ListOf& of, const PlaceOf& place_of) {
    hub::core::Page page{.limit = limit, .after = {}};
    const auto next = [&] { return stores.read([&](hub::core::ReadTransaction& transaction) { return of(transaction, page); }); };
    auto rows = next();
    BOOST_REQUIRE(rows.ok());
    auto all = *rows;
    while (rows->size() == limit) {
        page.after = place_of(rows->back());
        rows = next();
        BOOST_REQUIRE(rows.ok());
        all.insert(all.end(), rows->begin(), rows->end());
    }
    return all;
}

}  // namespace tests
