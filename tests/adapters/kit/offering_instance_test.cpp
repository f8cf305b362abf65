#include "adapters/kit/offering_instance.h"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "hub/contract/operations.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;

/// Whatever it is asked, it throws a person's name.
class Throwing final : public adapters::kit::OfferingInstance {
  public:
    Throwing() {
        offer<Ping>([](const Meta&, const Ping::Request&) -> Outcome<Ping::Result> { throw std::runtime_error("王小明"); });
        offer<PatientCreate>(
            {AsksBy::OurId, Repeat::ActsAgain, "patient.find"},
            [](const Meta&, const PatientCreate::Request&) -> Outcome<PatientCreate::Result> { throw 1; },
            [](const Meta&, const PatientCreate::Request&) -> Inquiry<PatientCreate::Result> { throw std::runtime_error("王小明"); });
    }
    core::Result<void> start() override {
        return adapters::kit::guard("start", []() -> core::Result<void> { throw std::bad_alloc(); });
    }
    void stop() override {}
};

}  // namespace

BOOST_AUTO_TEST_CASE(what_a_handler_throws_becomes_an_answer_without_its_text) {
    Throwing instance;
    const auto read = handlerOf<Ping>(instance)->call({}, {});
    BOOST_TEST((read.ending == Ending::Unknown));
    BOOST_TEST(read.trouble->code == core::errorInfo(core::Error::AdapterFaulted).code);
    BOOST_TEST(read.trouble->detail == "ping: St13runtime_error");
    const auto write = handlerOf<PatientCreate>(instance)->call({}, {});
    BOOST_TEST((write.ending == Ending::Unknown));
    BOOST_TEST(write.trouble->detail == "patient.create: something that is no exception");
    const auto asked = handlerOf<PatientCreate>(instance)->inquire({}, {});
    BOOST_TEST((asked.finding == Finding::CannotTell));
    BOOST_TEST(tests::failsWith(instance.start(), core::Error::AdapterFaulted));
}

BOOST_AUTO_TEST_CASE(what_does_not_throw_passes_the_guard_as_it_is) {
    BOOST_TEST(*adapters::kit::guard("x", []() -> core::Result<int> { return 3; }) == 3);
}

BOOST_AUTO_TEST_CASE(an_instance_has_exactly_the_handlers_it_offers) {
    Throwing instance;
    BOOST_TEST(handlerOf<ChargeList>(instance) == nullptr);
    BOOST_TEST(instance.handler("billing/1", "ping") == nullptr);
    const std::vector<Capability> capabilities = instance.capabilities();
    BOOST_REQUIRE(capabilities.size() == 2U);
    BOOST_TEST(capabilities[0].operation == "ping");
    BOOST_TEST(capabilities[1].operation == "patient.create");
    BOOST_TEST((capabilities[1].asks_by == AsksBy::OurId));
    BOOST_TEST((capabilities[1].repeat == Repeat::ActsAgain));
    BOOST_TEST(*capabilities[1].fence == "patient.find");
}
