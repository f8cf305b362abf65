#include "hub/flows/inbound_gate.h"
#include "hub/jobs/inbound_applier.h"
#include "tests/flows/region.h"

using namespace hub;
using core::Error;
using tests::failsWith;

namespace {

contract::Inbound message(std::string control_id, std::vector<contract::Event> events) {
    contract::Inbound inbound;
    inbound.sender = "HIS";
    inbound.control_id = std::move(control_id);
    inbound.message_type = "DFT^P03";
    inbound.body = core::Sensitive<std::string>("body of " + inbound.control_id);
    inbound.answer = core::Sensitive<std::string>("AA " + inbound.control_id);
    inbound.events = std::move(events);
    return inbound;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(inbound_events, tests::FlowWorld)

BOOST_AUTO_TEST_CASE(an_event_of_no_known_type_is_refused) {
    const contract::Event event{"charge.eaten", {}, core::Sensitive<std::string>("{}")};
    BOOST_TEST(
        failsWith(unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "H1", event); }), Error::EventNotKnown));
}

BOOST_AUTO_TEST_CASE(a_notification_about_an_order_that_is_not_ours_is_refused) {
    contract::CollectionChanged changed;
    changed.order = contract::ChannelOrder{"NOBODYS", contract::OrderState::Paid, core::Money::fromFen(1), {}, {}, {}};
    const contract::Event event = contract::eventOf({}, changed);
    BOOST_TEST(failsWith(unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "WX", event); }),
                         Error::NotificationNotOurs));
}

BOOST_AUTO_TEST_CASE(what_is_accepted_is_applied_once_in_order_and_what_cannot_be_applied_holds_back_its_file_only) {
    flows::InboundGate gate({storage->units(), storage->inbox(), storage->outbox(), ids, clock, [] {}});
    const auto local = [](std::string number) { return core::Sensitive(core::CardNumber{std::move(number)}); };
    const auto raised = [&](std::string key, std::string patient) {
        return contract::eventOf(local(std::move(patient)), contract::ChargeCreated{bill(std::move(key), 500)});
    };
    BOOST_REQUIRE(gate.accept("H1", core::SameIdOtherBody::Accept, message("1", {raised("C1", "P1")})).ok());
    const auto again = gate.accept("H1", core::SameIdOtherBody::Accept, message("1", {raised("C1", "P1")}));
    BOOST_REQUIRE(again.ok());
    BOOST_TEST((again->kept == contract::Kept::Repeated));
    BOOST_TEST(again->answer.reveal() == "AA 1");
    const contract::Event broken{"charge.eaten", local("P2"), core::Sensitive<std::string>("{}")};
    BOOST_REQUIRE(gate.accept("H1", core::SameIdOtherBody::Accept, message("2", {broken})).ok());
    BOOST_REQUIRE(gate.accept("H1", core::SameIdOtherBody::Accept, message("3", {raised("C2", "P2")})).ok());
    BOOST_REQUIRE(gate.accept("H1", core::SameIdOtherBody::Accept, message("4", {raised("C3", "P1")})).ok());

    jobs::InboundApplier applier({storage->units(), storage->reads(), storage->outbox(), ids, executor, clock, carrier, inbound},
                                 {.pace = {.interval = core::Duration(5)}, .owner = "test"});
    applier.start();
    // Three ends: C1 and C3 are applied, the unknown event is parked, C2 waits behind it.
    const auto ends = [&] { return applier.counters().applied + applier.counters().parked; };
    while (ends() < 3) BOOST_REQUIRE(unit([](core::Transaction&) -> core::Result<flows::Next> { return flows::Next{}; }).ok());
    const auto stopped = std::make_shared<std::promise<void>>();
    applier.stop([stopped] { stopped->set_value(); });
    stopped->get_future().wait();
    BOOST_TEST(applier.counters().applied == 2U);
    BOOST_TEST(applier.counters().parked == 1U);
    const auto there = [&](std::string_view key) {
        return read<std::optional<payment::Charge>>(
                   [&](core::ReadTransaction& transaction) { return storage->charges().findByKey(transaction, "H1", key); })
            .has_value();
    };
    BOOST_TEST(there("C1"));
    BOOST_TEST(there("C3"));
    BOOST_TEST(!there("C2"));
}

BOOST_AUTO_TEST_SUITE_END()
