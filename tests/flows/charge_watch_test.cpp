#include "hub/jobs/charge_watch.h"

#include <algorithm>
#include <thread>

#include "tests/flows/region.h"

using namespace hub;

namespace {

/// A person with a linked file at H1, and a watch whose rounds can be waited for.
struct Fixture : tests::FlowWorld {
    std::mutex mutex;  // guards the three below
    std::condition_variable round_began;
    int rounds = 0;
    std::vector<payment::PersonId> open_pages;
    std::unique_ptr<jobs::ChargeWatch> watch;

    Fixture() { registered(person, "P0001"); }
    /// With a linked file at H1.
    void registered(payment::PersonId id, const std::string& number) {
        identity::Person somebody;
        somebody.id = id;
        somebody.details.name = core::Sensitive(core::PersonName{"测试甲"});
        somebody.details.sex = contract::Sex::Male;
        somebody.details.birth_date = core::Sensitive(core::Date{1990, 1, 1});
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto added = storage->identity().addPerson(transaction, somebody);
                          if (!added.ok()) return added.failure();
                          const contract::HospitalFile told{core::Sensitive(core::CardNumber{number}), somebody.details, {}, std::nullopt};
                          return files.take(transaction, somebody, "H1", told, "test");
                      }).ok());
    }
    /// Somebody with the file "P0002" at H1 who goes on as a part of the person.
    payment::PersonId part() {
        const auto id = ids.next<payment::PersonId>();
        registered(id, "P0002");
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto merged = merges.merge(transaction, id, person, {{}, "S1", "S2", "certificates_seen"});
                          return merged.ok() ? core::Result<flows::Next>(flows::Next{}) : merged.failure();
                      }).ok());
        return id;
    }
    ~Fixture() {
        if (!watch) return;
        BOOST_TEST(ended([&](auto done) { watch->stop([done] { done({}); }); }).ok());
        while (watch->figures().front().reading > 0) std::this_thread::yield();
    }

    void start(flows::WatchBudget budget = {.calls_per_s = 1'000, .calls_per_device_per_s = 100}) {
        jobs::ChargeWatchSettings settings;
        settings.pace.interval = core::Duration(1);
        settings.look_again = core::Duration(1);
        settings.hospitals = {{"H1", budget}};
        watch = std::make_unique<jobs::ChargeWatch>(
            jobs::ChargeWatch::House{reads(), storage->identity(), merges, storage->bookings(), region, care.charges(), executor, clock},
            settings, [this] {
                const std::lock_guard lock(mutex);
                ++rounds;
                round_began.notify_all();
                return open_pages;
            });
        watch->start();
    }
    /// Looks after each round until it is so.
    template <class Look>
    void await(Look look) {
        for (int seen = 0; !look();) {
            std::unique_lock lock(mutex);
            round_began.wait(lock, [&] { return rounds > seen; });
            seen = rounds;
        }
    }
    void opensPage() {
        const std::lock_guard lock(mutex);
        open_pages = {person};
    }
    std::vector<payment::Charge> charges() { return chargesOf(person); }
    std::vector<payment::Charge> chargesOf(payment::PersonId id) {
        return read<std::vector<payment::Charge>>([&](core::ReadTransaction& transaction) {
            return storage->charges().ofPerson(transaction, id, payment::WhichCharges::Standing, {10, std::nullopt});
        });
    }
    void booked(booking::BookingState state) { booked(state, person, "P0001"); }
    void booked(booking::BookingState state, payment::PersonId id, const std::string& number) {
        booking::Booking booking;
        booking.id = ids.next<booking::BookingId>();
        booking.person = id;
        booking.hospital = "H1";
        booking.visit.local_patient = core::Sensitive(core::CardNumber{number});
        booking.visit.day = core::shanghaiDate(clock.utc(), core::Duration(0));
        booking.state = state;
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto added = storage->bookings().add(transaction, booking);
                          return added.ok() ? core::Result<flows::Next>(flows::Next{}) : added.failure();
                      }).ok());
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(charge_watch, Fixture)

BOOST_AUTO_TEST_CASE(a_charge_reaches_whoever_has_a_page_open_though_nobody_asks_for_it) {
    region.answers<contract::ChargeList>({{bill("C1", 1000)}});
    start();
    opensPage();
    await([&] { return !charges().empty(); });
    BOOST_TEST(charges().front().content.key == "C1");
    await([&] { return !watch->readings(person).empty() && watch->readings(person).front().read_at.has_value(); });
    BOOST_TEST(watch->readings(person).front().hospital == "H1");
}

BOOST_AUTO_TEST_CASE(a_hospital_is_not_asked_about_anybody_who_has_no_page_open_and_is_not_expected) {
    booked(booking::BookingState::Cancelled);
    start();
    await([&] {
        const std::lock_guard lock(mutex);
        return rounds >= 20;
    });
    BOOST_TEST(region.calls("charge.list") == 0);
    BOOST_TEST(watch->readings(person).empty());
}

BOOST_AUTO_TEST_CASE(who_is_checked_in_is_watched_without_a_page) {
    region.answers<contract::ChargeList>({{bill("C1", 1000)}});
    booked(booking::BookingState::CheckedIn);
    start();
    await([&] { return !charges().empty(); });
    BOOST_TEST(watch->figures().front().watched == 1U);
}

BOOST_AUTO_TEST_CASE(an_open_page_of_the_person_has_the_files_of_everybody_who_is_a_part_of_them_read) {
    region.answers<contract::ChargeList>({{bill("C1", 1000)}});
    const payment::PersonId other = part();
    start();
    opensPage();
    await([&] { return watch->figures().front().watched == 2U && watch->figures().front().readings > 1; });
    await([&] { return !charges().empty() || !chargesOf(other).empty(); });  // one key, and so one charge: of whose file was read first
    await([&] {
        const auto readings = watch->readings(person);
        return !readings.empty() && readings.front().read_at.has_value();  // of both files by then
    });
    BOOST_TEST(watch->readings(other).empty());
    std::vector<std::string> read;
    for (const auto& request : region.asked<contract::ChargeList>()) read.push_back(request.local_patient.reveal().text);
    for (const char* number : {"P0001", "P0002"}) BOOST_TEST(std::ranges::count(read, number) > 0);

    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                      const auto undone = merges.unmerge(transaction, other, {{}, "S1", "S3", "wrong"});
                      return undone.ok() ? core::Result<flows::Next>(flows::Next{}) : undone.failure();
                  }).ok());
    await([&] { return watch->figures().front().watched == 1U; });
}

BOOST_AUTO_TEST_CASE(when_a_parts_list_was_read_for_a_visit_of_theirs_is_told_to_the_person) {
    region.answers<contract::ChargeList>({{bill("C1", 1000)}});
    const payment::PersonId other = part();
    booked(booking::BookingState::CheckedIn, other, "P0002");
    start();
    await([&] { return !chargesOf(other).empty(); });
    await([&] { return !watch->readings(person).empty(); });
    BOOST_TEST(watch->readings(other).empty());
}

BOOST_AUTO_TEST_CASE(a_silent_hospital_is_counted_and_tried_again_until_it_speaks) {
    region.ends("charge.list", contract::Ending::Unknown);
    start();
    opensPage();
    await([&] { return watch->figures().front().failures > 0; });
    BOOST_TEST(charges().empty());
    region.answers<contract::ChargeList>({{bill("C1", 1000)}});
    await([&] { return !charges().empty(); });
    const jobs::ChargeWatchFigures figures = watch->figures().front();
    BOOST_TEST(figures.readings > figures.failures);
    BOOST_TEST(figures.calls >= figures.readings);
}

BOOST_AUTO_TEST_SUITE_END()
