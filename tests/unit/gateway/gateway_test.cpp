#include "hub/gateway/gateway.h"

#include <map>
#include <set>

#include "tests/unit/gateway/library.h"
#include "tests/unit/gateway/world.h"

using namespace hub::gateway;
using namespace hub::contract;
using namespace tests;
using hub::core::Error;
using namespace std::chrono_literals;

namespace {

/// A host that nothing is asked of.
class QuietHost final : public Host {
  public:
    explicit QuietHost(const hub::core::Clock& clock) : clock_(clock) {}
    hub::core::Result<Acceptance> accept(Inbound) override { return hub::core::Failure(Error::JsonNotValid); }
    hub::core::Result<hub::core::Sensitive<std::string>> secret(std::string_view) override {
        return hub::core::Failure(Error::JsonNotValid);
    }
    const hub::core::Clock& clock() const override { return clock_; }
    void notice(const hub::core::Failure&) override {}

  private:
    const hub::core::Clock& clock_;
};

/// A gateway over adapters of this test's own.
class House : public Adapters {
  public:
    House() : gateway(folder(), time, time, 7, [](const ServiceChange&) {}) {}
    House(const House&) = delete;
    House& operator=(const House&) = delete;
    ~House() {
        if (!stopped) stoppedClean();
    }

    /// A counterparty of the adapter's own name, or of `code`.
    void add(const std::string& adapter, const std::string& code = {}) {
        CounterpartySetup setup;
        setup.adapter = adapter;
        setup.settings.counterparty = code.empty() ? adapter : code;
        setup.limits.threads = 1;
        setup.host = std::make_shared<QuietHost>(time);
        gateway.add(std::move(setup));
    }

    Counterparty& at(const std::string& code) {
        const hub::core::Result<Counterparty*> found = gateway.find(code);
        BOOST_REQUIRE(found.ok());
        return **found;
    }
    ServiceState state(const std::string& code) { return at(code).status().state; }
    void await(const std::string& code, ServiceState wanted) {
        time.runUntil([&] { return state(code) == wanted; });
    }

    template <class Op>
    OutcomeOf<Op> answerOf(const std::string& code) {
        std::optional<OutcomeOf<Op>> got;
        Meta meta;
        meta.counterparty = code;
        meta.deadline_at = time.utc() + 1s;
        at(code).call<Op>(meta, {}, [&](const OutcomeOf<Op>& answer, Delivery) { got = answer; });
        time.runUntil([&] { return got.has_value(); });
        return *got;
    }

    void stop() {
        gateway.stop([this](std::size_t abandoned) { stopped = abandoned; });
    }
    /// Once everything is back. Nothing may hang.
    std::size_t stoppedClean() {
        stop();
        time.runUntil([this] { return stopped.has_value(); });
        return *stopped;
    }

    TestTime time;
    Gateway gateway;
    std::optional<std::size_t> stopped;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(gateway, House)

BOOST_AUTO_TEST_CASE(each_bad_adapter_is_out_of_service_with_its_own_reason_and_the_good_one_beside_them_works) {
    const std::map<std::string, Error> reasons = {
        {"no_descriptor", Error::PluginWithoutDescriptor},
        {"short_descriptor", Error::PluginDescriptorTooShort},
        {"other_major", Error::PluginAbiMajorDiffers},
        {"newer_minor", Error::PluginAbiMinorDiffers},
        {"other_toolchain", Error::PluginToolchainDiffers},
        {"renamed", Error::PluginIdDiffers},
        {"creates_null", Error::PluginMadeNothing},
        {"throws_in_create", Error::AdapterThrew},
        {"lacks_a_function", Error::PluginNotLoadable},
        {"throws_in_open", Error::AdapterThrew},
        {"opens_nothing", Error::AdapterMisbehaved},
        {"throws_in_start", Error::AdapterThrew},
        {"offers_without_handler", Error::AdapterMisbehaved},
        {"nowhere", Error::PluginNotFound},
        {"text", Error::PluginNotLoadable},
    };
    for (const auto& [id, reason] : reasons) {
        if (id == "text") {
            putText(id);
        } else if (id != "nowhere") {
            put(id);
        }
        add(id);
    }
    put("good");
    add("good");
    gateway.start();
    await("good", ServiceState::InService);
    for (const auto& [id, reason] : reasons) {
        await(id, ServiceState::OutOfService);
        BOOST_TEST(failsWith(asResult(at(id).status().reason), reason), id);
        BOOST_TEST(failsWith(asResult(answerOf<Ping>(id).trouble), Error::CounterpartyOutOfService), id);
    }
    BOOST_TEST((answerOf<Ping>("good").ending == Ending::Done));
    BOOST_TEST(stoppedClean() == 0U);
}

BOOST_AUTO_TEST_CASE(while_one_hangs_in_its_start_the_others_serve) {
    put("good");
    put("hangs_in_start");
    add("hangs_in_start");
    add("good");
    gateway.start();
    await("good", ServiceState::InService);
    awaitHanging("hangs_in_start");
    BOOST_TEST((state("hangs_in_start") == ServiceState::Starting));
    BOOST_TEST((answerOf<Ping>("good").ending == Ending::Done));

    time.advance(CounterpartyLimits().start_max);
    BOOST_TEST(failsWith(asResult(at("hangs_in_start").status().reason), Error::CounterpartyStartOverdue));
    release("hangs_in_start");
    await("hangs_in_start", ServiceState::InService);
    BOOST_TEST((answerOf<Ping>("hangs_in_start").ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(handlers_that_throw_or_answer_nonsense_harm_their_own_calls_only) {
    put("misbehaves");
    add("misbehaves");
    gateway.start();
    await("misbehaves", ServiceState::InService);
    const OutcomeOf<Ping> thrown = answerOf<Ping>("misbehaves");
    BOOST_TEST((thrown.ending == Ending::Unknown));
    BOOST_TEST(failsWith(asResult(thrown.trouble), Error::AdapterThrew));
    const OutcomeOf<ChargeList> nonsense = answerOf<ChargeList>("misbehaves");
    BOOST_TEST((nonsense.ending == Ending::Unknown));
    BOOST_TEST(failsWith(asResult(nonsense.trouble), Error::AdapterMisbehaved));
}

BOOST_AUTO_TEST_CASE(an_adapter_that_is_put_in_place_later_comes_into_service_without_a_restart) {
    add("good");
    gateway.start();
    await("good", ServiceState::OutOfService);
    put("good");
    time.advance(1s);
    await("good", ServiceState::InService);
    BOOST_TEST(at("good").metrics().starts == 2U);
}

BOOST_AUTO_TEST_CASE(counterparties_of_one_adapter_share_its_one_object) {
    put("good");
    for (int i = 0; i < 8; ++i) add("good", "H" + std::to_string(i));
    gateway.start();
    for (int i = 0; i < 8; ++i) await("H" + std::to_string(i), ServiceState::InService);
    // create once; open, start, capabilities and handler once each.
    BOOST_TEST(calls("good") == 1 + 8 * 4);
}

BOOST_AUTO_TEST_CASE(sixty_five_counterparties_of_which_ten_hang_are_ready_but_for_these) {
    put("good");
    put("hangs_in_start");
    std::set<std::string> hanging;
    for (int i = 0; i < 65; ++i) {
        const std::string code = "H" + std::to_string(i);
        if (i % 6 == 5) hanging.insert(code);
        add(i % 6 == 5 ? "hangs_in_start" : "good", code);
    }
    BOOST_REQUIRE(hanging.size() == 10U);
    gateway.start();
    for (const ServiceChange& status : gateway.status()) {
        if (!hanging.contains(status.counterparty)) await(status.counterparty, ServiceState::InService);
    }
    for (const std::string& code : hanging) BOOST_TEST((state(code) == ServiceState::Starting));
    BOOST_TEST(gateway.capabilities().at("ping").size() == 55U);
    BOOST_TEST(gateway.metrics().size() == 65U);
    release("hangs_in_start");
    for (const std::string& code : hanging) await(code, ServiceState::InService);
    BOOST_TEST(gateway.capabilities().at("ping").size() == 65U);
}

BOOST_AUTO_TEST_CASE(what_is_not_configured_is_not_known) {
    BOOST_TEST(failsWith(gateway.find("H404"), Error::CounterpartyNotKnown));
    BOOST_TEST(stoppedClean() == 0U);  // also of none at all
}

BOOST_AUTO_TEST_CASE(a_plugin_that_hangs_in_its_stop_is_abandoned_and_the_others_stop) {
    put("good");
    put("hangs_in_stop");
    add("good");
    add("hangs_in_stop");
    gateway.start();
    await("good", ServiceState::InService);
    await("hangs_in_stop", ServiceState::InService);
    stop();
    await("good", ServiceState::Stopped);
    awaitHanging("hangs_in_stop");
    time.advance(CounterpartyLimits().stop_max - 1ms);
    BOOST_TEST(!stopped.has_value());
    time.advance(1ms);
    BOOST_REQUIRE(stopped.has_value());
    BOOST_TEST(*stopped == 1U);
    BOOST_TEST((state("good") == ServiceState::Stopped));
    BOOST_TEST((state("hangs_in_stop") == ServiceState::Stopped));
    release("hangs_in_stop");
}

BOOST_AUTO_TEST_SUITE_END()
