#include "tests/stores/payment_stores.h"

using namespace hub::core;
using namespace hub::payment;
using tests::fullCase;
using tests::idOf;
using tests::PaymentStores;

namespace {

/// Another one, of a subject of its own.
Case caseNo(std::uint8_t number, std::int64_t opened_at) {
    Case question = fullCase();
    question.id.bits = idOf(number);
    question.subject = idOf(static_cast<std::uint8_t>(100 + number));
    question.opened_at = {opened_at};
    return question;
}

template <class Engine>
Result<bool> open(PaymentStores<Engine>& stores, const Case& question) {
    return stores.template answerInUnit<bool>([&](Transaction& transaction) { return stores.cases.open(transaction, question); });
}

template <class Engine>
Result<void> close(PaymentStores<Engine>& stores, CaseId id, std::int64_t version, const std::string& decision = "give_back") {
    return stores.inUnit([&](Transaction& transaction) { return stores.cases.close(transaction, id, version, "staff-1", decision, {41}); });
}

template <class Engine, class ListOf>
std::vector<int> numbersOf(PaymentStores<Engine>& stores, std::size_t limit, const ListOf& of) {
    std::vector<int> numbers;
    for (const Case& question : tests::pageByPage(stores, limit, of, [](const Case& row) { return Place{row.opened_at, row.id.bits}; }))
        numbers.push_back(question.id.bits.bytes[0]);
    return numbers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(case_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_case_comes_back_whole_open_and_closed, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Case question = fullCase();
    BOOST_TEST(*open(stores, question));
    BOOST_TEST(tests::fieldsOf(*stores.find(stores.cases, question.id)) == tests::fieldsOf(question), boost::test_tools::per_element());
    BOOST_TEST(close(stores, question.id, 1).ok());
    question.closed_at = UtcTime{41};
    question.closed_by = "staff-1";
    question.decision = "give_back";
    question.version = 2;
    BOOST_TEST(tests::areDistinct(tests::fieldsOf(question)));
    BOOST_TEST(tests::fieldsOf(*stores.find(stores.cases, question.id)) == tests::fieldsOf(question), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_case_that_is_not_there_is_not_found_and_not_closed, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(tests::failsWith(stores.find(stores.cases, fullCase().id), Error::CaseNotFound));
    BOOST_TEST(tests::failsWith(close(stores, fullCase().id, 1), Error::CaseNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(one_case_of_a_kind_is_open_for_a_subject_at_a_time, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(*open(stores, fullCase()));
    Case again = fullCase();
    again.id.bits = idOf(9);
    BOOST_TEST(!*open(stores, again));
    BOOST_TEST(stores.rows("hub_case") == 1);
    Case other_kind = again;
    other_kind.id.bits = idOf(10);
    other_kind.kind = "overdue";
    BOOST_TEST(*open(stores, other_kind));
    BOOST_TEST(close(stores, fullCase().id, 1).ok());
    BOOST_TEST(*open(stores, again));  // the first one is closed
    BOOST_TEST(close(stores, again.id, 1).ok());
    BOOST_TEST(stores.rows("hub_case") == 3);  // and any number of closed ones stand
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_cases_opened_at_once_one_stands, Engine, tests::Engines) {
    PaymentStores<Engine> stores(tests::twoLanes());
    std::array<bool, 2> opened{};
    const auto work = [&](std::size_t at) {
        return [&, at](Transaction& transaction) -> Result<void> {
            Case question = fullCase();
            question.id.bits = idOf(static_cast<std::uint8_t>(20 + at));
            const Result<bool> done = stores.cases.open(transaction, question);
            if (!done.ok()) return done.failure();
            opened[at] = *done;
            return {};
        };
    };
    const auto outcomes = stores.atOnce(work(0), work(1));
    BOOST_TEST((outcomes[0].end == WorkEnd::Done));
    BOOST_TEST((outcomes[1].end == WorkEnd::Done));
    BOOST_TEST(opened[0] != opened[1]);
    BOOST_TEST(stores.rows("hub_case") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_case_is_closed_once_and_over_exactly_its_version, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(*open(stores, fullCase()));
    BOOST_TEST(tests::failsWith(close(stores, fullCase().id, 2), Error::VersionConflict));
    BOOST_TEST(close(stores, fullCase().id, 1).ok());
    BOOST_TEST(tests::failsWith(close(stores, fullCase().id, 1, "completed"), Error::DecisionNotOpen));
    BOOST_TEST(tests::failsWith(close(stores, fullCase().id, 2, "completed"), Error::DecisionNotOpen));
    BOOST_TEST(stores.find(stores.cases, fullCase().id)->decision == "give_back");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_who_close_a_case_at_once_one_decides, Engine, tests::Engines) {
    PaymentStores<Engine> stores(tests::twoLanes());
    BOOST_TEST(*open(stores, fullCase()));
    const auto work = [&](const std::string& decision) {
        return
            [&, decision](Transaction& transaction) { return stores.cases.close(transaction, fullCase().id, 1, "staff", decision, {41}); };
    };
    const auto outcomes = stores.atOnce(work("first"), work("second"));
    BOOST_TEST((outcomes[0].end == WorkEnd::Done));
    const Error why = outcomes[1].why->error();  // as it stood when the second one looked
    BOOST_TEST((why == Error::VersionConflict || why == Error::DecisionNotOpen));
    BOOST_TEST(stores.find(stores.cases, fullCase().id)->decision == "first");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_opens_and_closes_no_case, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(tests::failsWith(stores.inUnit([&](Transaction& transaction) -> Result<void> {
        BOOST_TEST(*stores.cases.open(transaction, fullCase()));
        return Failure(Error::LeaseLost);
    }),
                                Error::LeaseLost));
    BOOST_TEST(stores.rows("hub_case") == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_open_cases_come_oldest_first_page_by_page, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    for (const auto& [number, opened_at] : {std::pair{1, 300}, {2, 100}, {3, 300}, {4, 200}, {5, 50}})
        BOOST_TEST(*open(stores, caseNo(static_cast<std::uint8_t>(number), opened_at)));
    Case elsewhere = caseNo(6, 150);
    elsewhere.hospital = "h02";
    BOOST_TEST(*open(stores, elsewhere));
    BOOST_TEST(close(stores, caseNo(5, 50).id, 1).ok());
    const auto ofHospital = [&](ReadTransaction& transaction, const Page& page) {
        return stores.cases.openOfHospital(transaction, "h01", page);
    };
    const auto ofAll = [&](ReadTransaction& transaction, const Page& page) { return stores.cases.openOfAll(transaction, page); };
    for (const std::size_t limit : {1U, 2U, 10U}) {
        BOOST_TEST(numbersOf(stores, limit, ofHospital) == (std::vector{2, 4, 1, 3}), boost::test_tools::per_element());
        BOOST_TEST(numbersOf(stores, limit, ofAll) == (std::vector{2, 6, 4, 1, 3}), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_subject_tells_its_cases_open_and_closed, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(*open(stores, caseNo(1, 300)));
    Case earlier = caseNo(2, 100);
    earlier.subject = caseNo(1, 300).subject;
    earlier.kind = "overdue";
    BOOST_TEST(*open(stores, earlier));
    BOOST_TEST(*open(stores, caseNo(3, 200)));
    BOOST_TEST(close(stores, earlier.id, 1).ok());
    const auto of = [&](ReadTransaction& transaction, const Page& page) {
        return stores.cases.ofSubject(transaction, earlier.subject, page);
    };
    for (const std::size_t limit : {1U, 10U})
        BOOST_TEST(numbersOf(stores, limit, of) == (std::vector{2, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_case_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(*open(stores, fullCase()));
    stores.meddle("UPDATE hub_case SET about = ?", std::array{hub::storage::sql::blob("weather")});
    BOOST_TEST(tests::failsWith(stores.find(stores.cases, fullCase().id), Error::RowNotReadable));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_kind_may_be_as_long_as_its_column_and_no_longer, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Case question = fullCase();
    question.kind = std::string(33, 'k');
    BOOST_TEST(tests::failsWith(open(stores, question), Error::FieldTooLong));
    question.kind.pop_back();
    BOOST_TEST(*open(stores, question));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_a_decider_wrote_does_not_stand_in_the_clear, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(*open(stores, fullCase()));
    BOOST_TEST(close(stores, fullCase().id, 1, "张三 was called").ok());
    BOOST_TEST(!tests::standsAnywhere(stores, "hub_case", "张三"));
    BOOST_TEST(tests::standsAnywhere(stores, "hub_case", "staff-1"));  // what is looked for would be found
}

BOOST_AUTO_TEST_SUITE_END()
