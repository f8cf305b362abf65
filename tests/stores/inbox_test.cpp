#include "tests/stores/stores.h"

using namespace hub::core;
using tests::Stores;

namespace {

template <class Engine>
InboxMessage message(Stores<Engine>& stores, const std::string& control_id, const std::string& body) {
    InboxMessage made;
    made.id = stores.ids.template next<InboxId>();
    made.counterparty = "h01";
    made.sender = "HIS|第一医院";
    made.control_id = control_id;
    made.message_type = "DFT^P03";
    made.body_hash = hub::vault::Vault::digest(body);
    made.body = Sensitive<std::string>(body);
    made.answer = Sensitive<std::string>("AA " + made.id.text());
    made.received_at = {1700000000000};
    return made;
}

template <class Engine>
Result<ArrivalAnswer> arrive(Stores<Engine>& stores, const InboxMessage& message, SameIdOtherBody policy = SameIdOtherBody::Accept) {
    return stores.template answerInUnit<ArrivalAnswer>(
        [&](Transaction& transaction) { return stores.inbox.arrive(transaction, message, policy); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inbox)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_new_message_is_kept_as_it_came, Engine, tests::Engines) {
    Stores<Engine> stores;
    const InboxMessage sent = message(stores, "M1", std::string("MSH|\0\xff\r", 7));
    const Result<ArrivalAnswer> answer = arrive(stores, sent);
    BOOST_REQUIRE(answer.ok());
    BOOST_TEST((answer->arrival == Arrival::Kept));
    BOOST_TEST(!answer->other_body_before);
    BOOST_TEST(answer->answer.reveal() == sent.answer.reveal());
    const auto found =
        stores.template answerInRead<InboxMessage>([&](ReadTransaction& transaction) { return stores.inbox.find(transaction, sent.id); });
    BOOST_REQUIRE(found.ok());
    BOOST_TEST((found->id == sent.id));
    BOOST_TEST(found->counterparty == sent.counterparty);
    BOOST_TEST(found->sender == sent.sender);
    BOOST_TEST(found->control_id == "M1");
    BOOST_TEST(found->message_type == "DFT^P03");
    BOOST_TEST((found->body_hash == sent.body_hash));
    BOOST_TEST(found->body.reveal() == sent.body.reveal());
    BOOST_TEST(found->answer.reveal() == sent.answer.reveal());
    BOOST_TEST(found->received_at.ms == 1700000000000);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_message_that_is_not_there_is_not_found, Engine, tests::Engines) {
    Stores<Engine> stores;
    const auto found = stores.template answerInRead<InboxMessage>(
        [&](ReadTransaction& transaction) { return stores.inbox.find(transaction, stores.ids.template next<InboxId>()); });
    BOOST_TEST(tests::failsWith(found, Error::InboxMessageNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_same_message_again_gets_the_first_answer, Engine, tests::Engines) {
    Stores<Engine> stores;
    const InboxMessage first = message(stores, "M1", "body");
    BOOST_REQUIRE(arrive(stores, first).ok());
    const Result<ArrivalAnswer> again = arrive(stores, message(stores, "M1", "body"), SameIdOtherBody::Reject);
    BOOST_REQUIRE(again.ok());
    BOOST_TEST((again->arrival == Arrival::Repeated));
    BOOST_TEST(again->answer.reveal() == first.answer.reveal());
    BOOST_TEST(stores.rows("inbox") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_same_number_with_another_body_is_kept_or_refused_as_the_hospital_says, Engine, tests::Engines) {
    Stores<Engine> stores;
    BOOST_REQUIRE(arrive(stores, message(stores, "M1", "body")).ok());
    const Result<ArrivalAnswer> refused = arrive(stores, message(stores, "M1", "other"), SameIdOtherBody::Reject);
    BOOST_TEST((refused->arrival == Arrival::OtherBody));
    BOOST_TEST(refused->answer.reveal().empty());
    BOOST_TEST(stores.rows("inbox") == 1);
    const Result<ArrivalAnswer> kept = arrive(stores, message(stores, "M1", "other"), SameIdOtherBody::Accept);
    BOOST_TEST((kept->arrival == Arrival::Kept));
    BOOST_TEST(kept->other_body_before);
    const Result<ArrivalAnswer> again = arrive(stores, message(stores, "M1", "other"), SameIdOtherBody::Reject);
    BOOST_TEST((again->arrival == Arrival::Repeated));
    BOOST_TEST(stores.rows("inbox") == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_number_belongs_to_its_counterparty_and_sender, Engine, tests::Engines) {
    Stores<Engine> stores;
    BOOST_REQUIRE(arrive(stores, message(stores, "M1", "body")).ok());
    InboxMessage other_counterparty = message(stores, "M1", "body");
    other_counterparty.counterparty = "h02";
    BOOST_TEST((arrive(stores, other_counterparty)->arrival == Arrival::Kept));
    InboxMessage other_sender = message(stores, "M1", "body");
    other_sender.sender = "LIS";
    const Result<ArrivalAnswer> kept = arrive(stores, other_sender);
    BOOST_TEST((kept->arrival == Arrival::Kept && !kept->other_body_before));
    // The two texts do not run into each other.
    InboxMessage shifted = message(stores, "1", "body");
    shifted.sender += "M";
    BOOST_TEST((arrive(stores, shifted)->arrival == Arrival::Kept));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_same_message_in_one_group_is_kept_once, Engine, tests::Engines) {
    Stores<Engine> stores;
    tests::OneGroup<Engine> group(stores);
    std::vector<Arrival> arrivals(2);
    for (const int i : {0, 1}) {
        const InboxMessage sent = message(stores, "M1", "body");
        group.add("in/" + std::to_string(i), [&, i, sent](Transaction& transaction) -> Result<void> {
            const Result<ArrivalAnswer> answer = stores.inbox.arrive(transaction, sent, SameIdOtherBody::Accept);
            if (!answer.ok()) return answer.failure();
            arrivals[static_cast<std::size_t>(i)] = answer->arrival;
            return {};
        });
    }
    group.run();
    BOOST_TEST((arrivals[0] == Arrival::Kept));
    BOOST_TEST((arrivals[1] == Arrival::Repeated));
    BOOST_TEST(stores.rows("inbox") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_same_message_on_two_lanes_is_kept_once, Engine, tests::Engines) {
    hub::storage::sql::Limits limits = tests::impatientLimits();
    limits.lanes = 8;
    Stores<Engine> stores(limits);
    constexpr int kCopies = 64;
    std::atomic<int> kept = 0;
    std::atomic<int> repeated = 0;
    std::atomic<int> ended = 0;
    std::promise<void> all;
    for (int i = 0; i < kCopies; ++i) {
        IdBits aggregate;
        aggregate.bytes[8] = static_cast<std::uint8_t>(i);
        const auto arrival = std::make_shared<Arrival>();
        const InboxMessage sent = message(stores, "M" + std::to_string(i / 16), "body");
        stores.lanes->run(
            {WorkKey{"in/" + std::to_string(i)}, aggregate},
            [&stores, arrival, sent](Transaction& transaction) -> Result<void> {
                const Result<ArrivalAnswer> answer = stores.inbox.arrive(transaction, sent, SameIdOtherBody::Accept);
                if (!answer.ok()) return answer.failure();
                *arrival = answer->arrival;
                return {};
            },
            [&, arrival](const WorkOutcome&) {
                ++(*arrival == Arrival::Kept ? kept : repeated);
                if (++ended == kCopies) all.set_value();
            });
    }
    all.get_future().wait();
    BOOST_TEST(stores.lanes->counters().done == static_cast<std::uint64_t>(kCopies));
    BOOST_TEST(kept == kCopies / 16);
    BOOST_TEST(repeated == kCopies - kCopies / 16);
    BOOST_TEST(stores.rows("inbox") == kCopies / 16);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_body_of_20_megabytes_comes_back_whole, Engine, tests::Engines) {
    Stores<Engine> stores;
    std::string body(std::size_t{20} << 20U, '\0');
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 31 + i / 4096);
    const InboxMessage sent = message(stores, "M1", body);
    BOOST_REQUIRE(arrive(stores, sent).ok());
    const auto found =
        stores.template answerInRead<InboxMessage>([&](ReadTransaction& transaction) { return stores.inbox.find(transaction, sent.id); });
    BOOST_REQUIRE(found.ok());
    BOOST_TEST((found->body.reveal() == body));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_number_may_have_200_bytes_and_no_more, Engine, tests::Engines) {
    Stores<Engine> stores;
    BOOST_TEST(arrive(stores, message(stores, std::string(200, '\xb0'), "body")).ok());  // GB18030, not UTF-8
    BOOST_TEST(tests::failsWith(arrive(stores, message(stores, std::string(201, 'x'), "body")), Error::FieldTooLong));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(messages_are_listed_page_by_page_in_the_order_they_came_with_their_answers_and_events, Engine,
                              tests::Engines) {
    Stores<Engine> stores;
    const auto keep = [&](const std::string& control_id, std::int64_t at, std::vector<std::string> events,
                          const std::string& from = "h01") {
        InboxMessage sent = message(stores, control_id, "body of " + control_id);
        sent.counterparty = from;
        sent.received_at = {at};
        sent.answer_code = "AA";
        sent.events = std::move(events);
        BOOST_REQUIRE(arrive(stores, sent).ok());
    };
    keep("M3", 300, {"report.published"});
    keep("M1", 100, {"charge.created", "charge.cancelled"});
    keep("M2", 200, {});
    keep("OTHER", 150, {}, "h02");
    for (const std::size_t limit : {1U, 2U, 10U}) {
        Page page{.limit = limit, .after = {}};
        std::string seen;
        for (bool more = true; more;) {
            const auto entries = stores.template answerInRead<std::vector<InboxEntry>>(
                [&](ReadTransaction& transaction) { return stores.inbox.list(transaction, "h01", page); });
            BOOST_REQUIRE(entries.ok());
            for (const InboxEntry& entry : *entries) {
                BOOST_TEST(entry.answer_code == "AA");
                BOOST_TEST(entry.message_type == "DFT^P03");
                seen += entry.control_id;
                for (const std::string& type : entry.events) seen += " " + type;
                seen += ";";
                page.after = Place{entry.received_at, entry.id.bits};
            }
            more = entries->size() == limit;
        }
        BOOST_TEST(seen == "M1 charge.created charge.cancelled;M2;M3 report.published;");
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_answers_word_may_be_as_long_as_its_column_and_no_longer, Engine, tests::Engines) {
    Stores<Engine> stores;
    InboxMessage sent = message(stores, "M1", "body");
    sent.answer_code = std::string(33, 'A');
    BOOST_TEST(tests::failsWith(arrive(stores, sent), Error::FieldTooLong));
    sent.answer_code = std::string(32, 'A');
    BOOST_TEST(arrive(stores, sent).ok());
}

BOOST_AUTO_TEST_SUITE_END()
