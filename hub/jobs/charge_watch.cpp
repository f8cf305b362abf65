#include "hub/jobs/charge_watch.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "hub/contract/operations/billing.h"
#include "hub/flows/inbound_gate.h"

namespace hub::jobs {

using core::MonoTime;
using core::Result;
using flows::ChargedFile;
using flows::ChargeWatchPlan;
using flows::WatchReason;
using payment::PersonId;

namespace {

constexpr int kCallsTaken = 2;  // what a plan takes for a reading

std::string keyOf(const ChargedFile& file) { return flows::fileKeyOf(file.hospital, file.local_patient).text(); }

ChargeWatchPlan::End endOf(const Result<void>& done) {
    if (done.ok()) return ChargeWatchPlan::End::Read;
    const bool silent = done.failure().error() == core::Error::CounterpartyNotAnswering;
    return silent ? ChargeWatchPlan::End::HospitalSilent : ChargeWatchPlan::End::FileFailed;
}

}  // namespace

struct ChargeWatch::Hospital {
    explicit Hospital(flows::WatchBudget budget) : plan(budget) {}

    ChargeWatchPlan plan;
    std::map<std::string, ChargedFile> files;  // by key; those that are watched
    std::uint64_t readings = 0;
    std::uint64_t calls = 0;
    std::uint64_t failures = 0;
};

/// What is known of people and bookings, and since when.
struct ChargeWatch::Looked {
    struct Page {
        std::optional<MonoTime> at;
        std::vector<ChargedFile> files;
    };
    std::map<PersonId, Page> pages;  // open ones
    std::map<std::string, std::vector<std::pair<ChargedFile, WatchReason>>> expected;
    std::optional<MonoTime> expected_at;
};

ChargeWatch::ChargeWatch(const House& house, ChargeWatchSettings settings, OpenPages open_pages)
    : house_(house),
      settings_(std::move(settings)),
      open_pages_(std::move(open_pages)),
      looked_(std::make_unique<Looked>()),
      job_(house.executor, house.clock, settings_.pace, [this](const Periodic::Ended& ended) { round(ended); }) {
    for (const auto& [code, budget] : settings_.hospitals) hospitals_.emplace(code, std::make_unique<Hospital>(budget));
}

ChargeWatch::~ChargeWatch() = default;

void ChargeWatch::round(const Periodic::Ended& ended) {
    const MonoTime now = house_.clock.mono();
    const Result<void> looked = look(now);
    if (!looked.ok()) return ended(Round::Failed);
    std::vector<std::pair<std::string, std::string>> due;  // hospital and key; begun without the lock
    {
        const std::lock_guard lock(mutex_);
        for (auto& [code, hospital] : hospitals_) {
            hospital->files.clear();
            const bool polled = house_.counterparties.capability(code, contract::ChargeList::kName).has_value();
            std::vector<flows::WatchedFile> watched;
            const auto add = [&](const ChargedFile& file, WatchReason reason) {
                std::string key = keyOf(file);
                hospital->files.emplace(key, file);
                watched.push_back({std::move(key), *file.person, reason});
            };
            for (const auto& [person, page] : looked_->pages) {
                for (const ChargedFile& file : page.files) {
                    if (polled && file.hospital == code) add(file, WatchReason::PageOpen);
                }
            }
            if (polled) {
                for (const auto& [file, reason] : looked_->expected[code]) add(file, reason);
            }
            hospital->plan.watch(watched, now);
            for (std::string& key : hospital->plan.due(now)) due.emplace_back(code, std::move(key));
        }
    }
    for (const auto& [code, key] : due) read(*hospitals_.find(code)->second, key);
    ended(Round::Idle);
}

Result<void> ChargeWatch::look(MonoTime now) {
    std::map<PersonId, Looked::Page> pages;
    for (const PersonId person : open_pages_()) {
        const auto known = looked_->pages.find(person);
        pages.emplace(person, known == looked_->pages.end() ? Looked::Page{} : std::move(known->second));
    }
    looked_->pages = std::move(pages);
    return house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const Result<void> files = lookAtFiles(transaction, now);
        if (!files.ok()) return files;
        if (looked_->expected_at && now < *looked_->expected_at + settings_.look_again) return {};
        const Result<void> bookings = lookAtBookings(transaction);
        if (bookings.ok()) looked_->expected_at = now;
        return bookings;
    });
}

Result<void> ChargeWatch::lookAtFiles(core::ReadTransaction& transaction, MonoTime now) {
    std::size_t left = settings_.people_at_once;
    for (auto& [person, page] : looked_->pages) {
        if (page.at && now < *page.at + settings_.look_again) continue;
        if (left-- == 0) return {};
        const auto files = house_.people.filesOf(transaction, person);
        if (!files.ok()) return files.failure();
        page.files.clear();
        page.at = now;
        for (const identity::HospitalFile& file : *files) {
            const bool theirs = file.state == identity::LinkState::Linked && settings_.hospitals.contains(file.hospital);
            if (theirs) page.files.push_back({file.hospital, file.local.local_patient, person});
        }
    }
    return {};
}

Result<void> ChargeWatch::lookAtBookings(core::ReadTransaction& transaction) {
    const core::Date today = core::shanghaiDate(house_.clock.utc(), settings_.day_cut);
    for (const auto& [code, budget] : settings_.hospitals) {
        const auto bookings = house_.bookings.expectedOn(transaction, code, today, settings_.expected_max);
        if (!bookings.ok()) return bookings.failure();
        auto& expected = looked_->expected[code];
        expected.clear();
        for (const booking::Booking& booking : *bookings) {
            const bool checked_in = booking.state == booking::BookingState::CheckedIn;
            expected.emplace_back(ChargedFile{code, booking.visit.local_patient, booking.person},
                                  checked_in ? WatchReason::CheckedIn : WatchReason::Booked);
        }
    }
    return {};
}

void ChargeWatch::read(Hospital& hospital, const std::string& key) {
    const auto calls = std::make_shared<std::atomic<int>>(0);  // of this reading
    std::optional<ChargedFile> file;
    {
        const std::lock_guard lock(mutex_);
        file = hospital.files.at(key);
        ++hospital.readings;
    }
    house_.charges.refresh(
        *file,
        [this, &hospital, key](const Result<void>& done) {
            const std::lock_guard lock(mutex_);
            if (!done.ok()) ++hospital.failures;
            hospital.plan.ended(key, endOf(done), house_.clock.mono(), house_.clock.utc());
        },
        [this, &hospital, calls] {
            const std::lock_guard lock(mutex_);
            ++hospital.calls;
            if (++*calls > kCallsTaken) hospital.plan.called(house_.clock.mono());
        });
}

std::vector<flows::ListReading> ChargeWatch::readings(PersonId person) const {
    std::vector<flows::ListReading> readings;
    const std::lock_guard lock(mutex_);
    for (const auto& [code, hospital] : hospitals_) {
        const auto files = hospital->plan.readings(person);
        if (!files.empty()) readings.push_back({code, *std::ranges::min_element(files)});
    }
    return readings;
}

std::vector<ChargeWatchFigures> ChargeWatch::figures() const {
    std::vector<ChargeWatchFigures> figures;
    const MonoTime now = house_.clock.mono();
    const std::lock_guard lock(mutex_);
    for (const auto& [code, hospital] : hospitals_) {
        const ChargeWatchPlan& plan = hospital->plan;
        figures.push_back(
            {code, plan.watched(), plan.reading(), plan.longestWait(now), hospital->readings, hospital->calls, hospital->failures});
    }
    return figures;
}

}  // namespace hub::jobs
