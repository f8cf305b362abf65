#include "tests/stores/stores.h"

using namespace hub::core;
using namespace std::chrono_literals;
using tests::Stores;

namespace {

template <class Engine>
void add(Stores<Engine>& stores, const Attempt& attempt) {
    BOOST_REQUIRE(stores.inUnit([&](Transaction& transaction) { return stores.attempts.add(transaction, attempt); }).ok());
}

template <class Engine>
Result<Attempt> find(Stores<Engine>& stores, AttemptId id) {
    return stores.template answerInRead<Attempt>([&](ReadTransaction& transaction) { return stores.attempts.find(transaction, id); });
}

template <class Engine>
Result<std::int64_t> change(Stores<Engine>& stores, AttemptId id, std::int64_t version, const AttemptChange& change) {
    return stores.template answerInUnit<std::int64_t>(
        [&](Transaction& transaction) { return stores.attempts.change(transaction, id, version, change); });
}

template <class Engine>
std::vector<Attempt> lease(Stores<Engine>& stores, std::int64_t now, const std::string& owner, Duration duration, std::size_t limit = 10) {
    const auto leased = stores.template answerInUnit<std::vector<Attempt>>(
        [&](Transaction& transaction) { return stores.attempts.lease(transaction, {now}, owner, duration, limit); });
    BOOST_REQUIRE(leased.ok());
    return *leased;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(attempts)

BOOST_AUTO_TEST_CASE_TEMPLATE(an_attempt_is_found_as_it_was_added, Engine, tests::Engines) {
    Stores<Engine> stores;
    Attempt attempt = stores.attempt("W1");
    attempt.body_hash.bytes[31] = 9;
    attempt.answer = Sensitive<std::string>("early answer");
    attempt.state = AttemptState::Accepted;
    attempt.next_check_at = UtcTime{5000};
    add(stores, attempt);
    const Result<Attempt> found = find(stores, attempt.id);
    BOOST_REQUIRE(found.ok());
    BOOST_TEST((found->id == attempt.id));
    BOOST_TEST(found->flow_kind == "payment");
    BOOST_TEST((found->flow_id == attempt.flow_id));
    BOOST_TEST(found->step == "his_confirm");
    BOOST_TEST(found->counterparty == "h01");
    BOOST_TEST(found->operation == "payment.confirm");
    BOOST_TEST(found->wire_id == "W1");
    BOOST_TEST((found->body_hash == attempt.body_hash));
    BOOST_TEST(found->body.reveal() == "a canonical request");
    BOOST_TEST(found->answer.reveal() == "early answer");
    BOOST_TEST((found->state == AttemptState::Accepted));
    BOOST_TEST(found->deadline_at.ms == 90000);
    BOOST_TEST((found->next_check_at == UtcTime{5000}));
    BOOST_TEST(found->lease_owner.empty());
    BOOST_TEST(found->version == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_attempt_that_is_not_there_is_not_found, Engine, tests::Engines) {
    Stores<Engine> stores;
    BOOST_TEST(tests::failsWith(find(stores, stores.ids.template next<AttemptId>()), Error::AttemptNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_wire_id_is_unique_within_its_counterparty_only, Engine, tests::Engines) {
    Stores<Engine> stores;
    add(stores, stores.attempt("W1"));
    BOOST_TEST(
        tests::failsWith(stores.inUnit([&](Transaction& transaction) { return stores.attempts.add(transaction, stores.attempt("W1")); }),
                         Error::WireIdTaken));
    add(stores, stores.attempt("w1"));   // case is a difference
    add(stores, stores.attempt("W1 "));  // and so is a blank at the end
    Attempt elsewhere = stores.attempt("W1");
    elsewhere.counterparty = "h02";
    add(stores, elsewhere);
    BOOST_TEST(stores.rows("attempt") == 4);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_field_may_be_as_long_as_its_column_and_no_longer, Engine, tests::Engines) {
    Stores<Engine> stores;
    add(stores, stores.attempt(std::string(64, 'w')));
    BOOST_TEST(tests::failsWith(
        stores.inUnit([&](Transaction& transaction) { return stores.attempts.add(transaction, stores.attempt(std::string(65, 'w'))); }),
        Error::FieldTooLong));
    BOOST_TEST(stores.rows("attempt") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_flow_lists_its_attempts_oldest_first, Engine, tests::Engines) {
    Stores<Engine> stores;
    std::vector<std::string> wire_ids;
    BOOST_REQUIRE(stores
                      .inUnit([&](Transaction& transaction) -> Result<void> {
                          for (int i = 0; i < 30; ++i) {  // in one millisecond, more or less
                              const Result<void> added = stores.attempts.add(transaction, stores.attempt("W" + std::to_string(i)));
                              if (!added.ok()) return added;
                          }
                          return {};
                      })
                      .ok());
    Attempt other = stores.attempt("other");
    other.flow_id.bytes[0] = 8;
    add(stores, other);
    const auto found = stores.template answerInRead<std::vector<Attempt>>(
        [&](ReadTransaction& transaction) { return stores.attempts.ofFlow(transaction, stores.attempt("").flow_id); });
    BOOST_REQUIRE(found.ok());
    BOOST_REQUIRE(found->size() == 30U);
    for (std::size_t i = 0; i < 30; ++i) BOOST_TEST((*found)[i].wire_id == "W" + std::to_string(i));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_change_moves_on_from_exactly_its_version, Engine, tests::Engines) {
    Stores<Engine> stores;
    const Attempt attempt = stores.attempt("W1");
    add(stores, attempt);
    const auto to_unknown = change(stores, attempt.id, 1, {AttemptState::Unknown, UtcTime{7000}, std::nullopt, std::nullopt});
    BOOST_REQUIRE(to_unknown.ok());
    BOOST_TEST(*to_unknown == 2);
    for (const std::int64_t stale : {std::int64_t{1}, std::int64_t{3}})
        BOOST_TEST(tests::failsWith(change(stores, attempt.id, stale, {AttemptState::Done, std::nullopt, std::nullopt, std::nullopt}),
                                    Error::VersionConflict));
    BOOST_TEST((find(stores, attempt.id)->state == AttemptState::Unknown));
    BOOST_TEST((find(stores, attempt.id)->next_check_at == UtcTime{7000}));

    BOOST_TEST(change(stores, attempt.id, 2, {AttemptState::Done, std::nullopt, Sensitive<std::string>("paid"), std::nullopt}).ok());
    const Result<Attempt> done = find(stores, attempt.id);
    BOOST_TEST((done->state == AttemptState::Done));
    BOOST_TEST(!done->next_check_at.has_value());
    BOOST_TEST(done->answer.reveal() == "paid");
    BOOST_TEST(done->deadline_at.ms == 90000);
    BOOST_TEST(done->body.reveal() == "a canonical request");
    BOOST_TEST(tests::failsWith(
        change(stores, stores.ids.template next<AttemptId>(), 1, {AttemptState::Done, std::nullopt, std::nullopt, std::nullopt}),
        Error::VersionConflict));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_absent_answer_stays_what_it_was, Engine, tests::Engines) {
    Stores<Engine> stores;
    const Attempt attempt = stores.attempt("W1");
    add(stores, attempt);
    BOOST_TEST(change(stores, attempt.id, 1, {AttemptState::Accepted, std::nullopt, Sensitive<std::string>("taken"), std::nullopt}).ok());
    BOOST_TEST(change(stores, attempt.id, 2, {AttemptState::Done, std::nullopt, std::nullopt, std::nullopt}).ok());
    BOOST_TEST(find(stores, attempt.id)->answer.reveal() == "taken");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_new_send_has_a_new_deadline, Engine, tests::Engines) {
    Stores<Engine> stores;
    const Attempt attempt = stores.attempt("W1");
    add(stores, attempt);
    BOOST_TEST(change(stores, attempt.id, 1, {AttemptState::Ready, std::nullopt, std::nullopt, UtcTime{120000}}).ok());
    BOOST_TEST(find(stores, attempt.id)->deadline_at.ms == 120000);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lease_takes_what_is_due_and_free_in_the_order_of_the_next_check, Engine, tests::Engines) {
    Stores<Engine> stores;
    for (const auto& [wire_id, next_check] :
         {std::pair("late", 1001), std::pair("second", 1000), std::pair("first", 900), std::pair("never", 0)}) {
        Attempt attempt = stores.attempt(wire_id);
        if (next_check > 0) attempt.next_check_at = UtcTime{next_check};
        add(stores, attempt);
    }
    const std::vector<Attempt> leased = lease(stores, 1000, "resolver-1", 10min);
    BOOST_REQUIRE(leased.size() == 2U);
    BOOST_TEST(leased[0].wire_id == "first");
    BOOST_TEST(leased[1].wire_id == "second");
    BOOST_TEST(leased[0].version == 2);
    BOOST_TEST(leased[0].lease_owner == "resolver-1");
    const Result<Attempt> stored = find(stores, leased[0].id);
    BOOST_TEST(stored->version == 2);
    BOOST_TEST((stored->lease_until == leased[0].lease_until));
    BOOST_TEST(stored->body.reveal() == "a canonical request");

    BOOST_TEST(lease(stores, 1000, "resolver-2", 10min).empty());
    BOOST_TEST(lease(stores, 1001, "resolver-2", 10min).size() == 1U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_has_a_check_to_come_is_unfinished_leased_or_not_and_the_nearest_comes_first, Engine, tests::Engines) {
    Stores<Engine> stores;
    for (const auto& [wire_id, next_check] :
         {std::pair("second", 1000), std::pair("ended", 0), std::pair("third", 1001), std::pair("first", 900)}) {
        Attempt attempt = stores.attempt(wire_id);
        if (next_check > 0) attempt.next_check_at = UtcTime{next_check};
        add(stores, attempt);
    }
    BOOST_REQUIRE(lease(stores, 900, "resolver-1", 10min).size() == 1U);
    const auto unfinished = [&](std::size_t limit) {
        const auto found = stores.template answerInRead<std::vector<Attempt>>(
            [&](ReadTransaction& transaction) { return stores.attempts.unfinished(transaction, limit); });
        BOOST_REQUIRE(found.ok());
        std::string wire_ids;
        for (const Attempt& attempt : *found) wire_ids += attempt.wire_id + " ";
        return wire_ids;
    };
    BOOST_TEST(unfinished(10) == "first second third ");
    BOOST_TEST(unfinished(2) == "first second ");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lease_ends_with_its_time_or_with_a_change, Engine, tests::Engines) {
    Stores<Engine> stores;
    Attempt attempt = stores.attempt("W1");
    attempt.next_check_at = UtcTime{1};
    add(stores, attempt);
    BOOST_TEST(lease(stores, 1, "a", 0ms).size() == 1U);  // over at once
    BOOST_TEST(lease(stores, 1, "b", 10min).size() == 1U);
    BOOST_TEST(lease(stores, 1, "c", 10min).empty());
    // The first holder is late: its version is gone.
    BOOST_TEST(tests::failsWith(change(stores, attempt.id, 2, {AttemptState::Done, std::nullopt, std::nullopt, std::nullopt}),
                                Error::VersionConflict));
    BOOST_TEST(change(stores, attempt.id, 3, {AttemptState::Unknown, UtcTime{1}, std::nullopt, std::nullopt}).ok());
    BOOST_TEST(find(stores, attempt.id)->lease_owner.empty());
    BOOST_TEST(lease(stores, 1, "c", 10min).size() == 1U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lease_takes_no_more_than_its_limit, Engine, tests::Engines) {
    Stores<Engine> stores;
    for (int i = 0; i < 3; ++i) {
        Attempt attempt = stores.attempt("W" + std::to_string(i));
        attempt.next_check_at = UtcTime{i};
        add(stores, attempt);
    }
    BOOST_TEST(lease(stores, 10, "a", 10min, 0).empty());
    BOOST_TEST(lease(stores, 10, "a", 10min, 2).size() == 2U);
    BOOST_TEST(lease(stores, 10, "a", 10min, 2).size() == 1U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_body_stands_sealed_and_opens_in_its_own_row_only, Engine, tests::Engines) {
    Stores<Engine> stores;
    const Attempt one = stores.attempt("W1");
    const Attempt two = stores.attempt("W2");
    add(stores, one);
    add(stores, two);
    std::string stored;
    auto connection = stores.engine.database().connect(hub::storage::sql::Access::Write);
    BOOST_REQUIRE((*connection)
                      ->query("SELECT sealed_body FROM attempt WHERE id = ?", std::array{hub::storage::sql::blob(one.id.bits)},
                              [&](const auto& row) { stored = row.bytes(0); })
                      .ok());
    BOOST_TEST(stored.size() == std::string("a canonical request").size() + hub::vault::Vault::sealOverhead(hub::vault::Suite::Intl));
    BOOST_TEST(stored.find("canonical") == std::string::npos);
    stores.meddle("UPDATE attempt SET sealed_body = ? WHERE id = ?",
                  std::array{hub::storage::sql::blob(stored), hub::storage::sql::blob(two.id.bits)});
    BOOST_TEST(find(stores, one.id).ok());
    BOOST_TEST(tests::failsWith(find(stores, two.id), Error::SealBroken));
}

BOOST_AUTO_TEST_SUITE_END()
