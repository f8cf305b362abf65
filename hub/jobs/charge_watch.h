#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "hub/booking/booking_store.h"
#include "hub/flows/charge_flow.h"
#include "hub/flows/charge_watch_plan.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/merges.h"
#include "hub/jobs/periodic.h"

namespace hub::jobs {

struct ChargeWatchSettings {
    Pace pace{.interval = core::Duration(250)};
    std::map<std::string, flows::WatchBudget, std::less<>> hospitals;  ///< by code: whose charges may be polled
    core::Duration day_cut{0};
    core::Duration look_again{5'000};  ///< how old what is known of files and bookings may be
    std::size_t people_at_once = 200;  ///< whose files are read in one round
    std::size_t expected_max = 1'000;  ///< bookings of one hospital and day that are watched
};

/// What one hospital's polling comes to.
struct ChargeWatchFigures {
    std::string hospital;
    std::size_t watched = 0;
    std::size_t reading = 0;
    core::Duration longest_wait{0};  ///< of an open page or a checked-in patient
    std::uint64_t readings = 0;
    std::uint64_t calls = 0;
    std::uint64_t failures = 0;
};

/// Has the charges of hospitals that do not push them read by itself, within each one's budget (CONTRACT 9): those of people whose page
/// is open, and of who is expected today, in the files of everybody who is a part of them (identity::Merges). Hospitals that offer no
/// charge.list are left alone. It keeps nothing: after a restart it knows again from the open streams and the bookings. Any thread.
class ChargeWatch {
  public:
    /// All outlive the watch, its last round and the readings it began.
    struct House {
        core::Reads& reads;
        identity::IdentityStore& people;
        identity::Merges& merges;
        booking::BookingStore& bookings;
        const flows::Counterparties& counterparties;
        flows::ChargeFlow& charges;
        core::Executor& executor;
        const core::Clock& clock;
    };
    using OpenPages = std::function<std::vector<payment::PersonId>()>;

    /// `open_pages` is called on the executor.
    ChargeWatch(const House& house, ChargeWatchSettings settings, OpenPages open_pages);
    ~ChargeWatch();

    void start() { job_.start(); }

    /// As Periodic::stop(). Readings that have begun end by themselves.
    void stop(std::function<void()> on_stopped) { job_.stop(std::move(on_stopped)); }

    /// `person` stands for themselves. When their lists were last read, by hospital that is polled for them; the oldest of several files,
    /// none: not yet.
    std::vector<flows::ListReading> readings(payment::PersonId person) const;

    std::vector<ChargeWatchFigures> figures() const;

  private:
    struct Hospital;
    struct Known;
    struct Looked;

    void round(const Periodic::Ended& ended);
    core::Result<void> look(core::MonoTime now);
    core::Result<void> lookAtFiles(core::ReadTransaction& transaction, core::MonoTime now);
    core::Result<void> lookAtFilesOf(core::ReadTransaction& transaction, payment::PersonId person, std::vector<Known>& files);
    core::Result<void> lookAtBookings(core::ReadTransaction& transaction);
    void read(Hospital& hospital, const std::string& key, const flows::ChargedFile& file);

    const House house_;
    const ChargeWatchSettings settings_;
    const OpenPages open_pages_;
    mutable std::mutex mutex_;  // guards the plans; what was looked at belongs to the round
    std::map<std::string, std::unique_ptr<Hospital>, std::less<>> hospitals_;
    const std::unique_ptr<Looked> looked_;
    Periodic job_;  // last: its rounds use all above
};

}  // namespace hub::jobs
