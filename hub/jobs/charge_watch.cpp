#include "hub/jobs/charge_watch.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <string_view>
#include <tuple>
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

ChargeWatchPlan::End endOf(const Result<void>& done) {
    if (done.ok()) return ChargeWatchPlan::End::Read;
    const bool silent = done.failure().error() == core::Error::CounterpartyNotAnswering;
    return silent ? ChargeWatchPlan::End::HospitalSilent : ChargeWatchPlan::End::FileFailed;
}

}  // namespace

struct ChargeWatch::Hospital {
    explicit Hospital(flows::WatchBudget budget) : plan(budget) {}

    ChargeWatchPlan plan;
    std::uint64_t readings = 0;
    std::uint64_t calls = 0;
    std::uint64_t failures = 0;
};

/// A file, and for whom it is read.
struct ChargeWatch::Known {
    Known(ChargedFile of, PersonId for_whom)
        : file(std::move(of)), key(flows::fileKeyOf(file.hospital, file.local_patient).text()), root(for_whom) {}
    ChargedFile file;  ///< of the registration it stands with
    std::string key;
    PersonId root;  ///< stands for that
};

/// What is known of people and bookings, and since when.
struct ChargeWatch::Looked {
    struct Page {
        std::optional<MonoTime> at;
        std::vector<Known> files;
    };
    std::map<PersonId, Page> pages;  // open ones
    std::vector<std::pair<Known, WatchReason>> expected;
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
    struct Watched {
        std::vector<flows::WatchedFile> files;
        std::map<std::string_view, const ChargedFile*> by_key;
    };
    std::map<std::string_view, Watched> by_hospital;
    const auto add = [&](const Known& known, WatchReason reason) {
        Watched& watched = by_hospital[known.file.hospital];
        watched.by_key.emplace(known.key, &known.file);
        watched.files.push_back({known.key, known.root, reason});
    };
    for (const auto& [person, page] : looked_->pages) {
        for (const Known& known : page.files) add(known, WatchReason::PageOpen);
    }
    for (const auto& [known, reason] : looked_->expected) add(known, reason);

    std::vector<std::tuple<Hospital*, std::string, const ChargedFile*>> due;  // begun without the lock
    {
        const std::lock_guard lock(mutex_);
        for (auto& [code, hospital] : hospitals_) {
            const bool polled = house_.counterparties.capability(code, contract::ChargeList::kName).has_value();
            const Watched watched = polled ? std::move(by_hospital[code]) : Watched();
            hospital->plan.watch(watched.files, now);
            for (std::string& key : hospital->plan.due(now)) {
                const ChargedFile* const file = watched.by_key.at(key);
                due.emplace_back(hospital.get(), std::move(key), file);
            }
        }
    }
    for (const auto& [hospital, key, file] : due) read(*hospital, key, *file);
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
        page.files.clear();
        page.at = now;
        const Result<void> looked = lookAtFilesOf(transaction, person, page.files);
        if (!looked.ok()) return looked;
    }
    return {};
}

Result<void> ChargeWatch::lookAtFilesOf(core::ReadTransaction& transaction, PersonId person, std::vector<Known>& files) {
    const Result<std::vector<PersonId>> members = house_.merges.membersOf(transaction, person);
    if (!members.ok()) return members.failure();
    for (const PersonId member : *members) {
        const auto all = house_.people.filesOf(transaction, member);
        if (!all.ok()) return all.failure();
        for (const identity::HospitalFile& file : *all) {
            const bool theirs = file.state == identity::LinkState::Linked && settings_.hospitals.contains(file.hospital);
            if (theirs) files.emplace_back(ChargedFile{file.hospital, file.local.local_patient, member}, person);
        }
    }
    return {};
}

Result<void> ChargeWatch::lookAtBookings(core::ReadTransaction& transaction) {
    const core::Date today = core::shanghaiDate(house_.clock.utc(), settings_.day_cut);
    looked_->expected.clear();
    for (const auto& [code, budget] : settings_.hospitals) {
        const auto bookings = house_.bookings.expectedOn(transaction, code, today, settings_.expected_max);
        if (!bookings.ok()) return bookings.failure();
        for (const booking::Booking& booking : *bookings) {
            const Result<PersonId> root = house_.merges.rootOf(transaction, booking.person);
            if (!root.ok()) return root.failure();
            const bool checked_in = booking.state == booking::BookingState::CheckedIn;
            looked_->expected.emplace_back(Known({code, booking.visit.local_patient, booking.person}, *root),
                                           checked_in ? WatchReason::CheckedIn : WatchReason::Booked);
        }
    }
    return {};
}

void ChargeWatch::read(Hospital& hospital, const std::string& key, const ChargedFile& file) {
    const auto calls = std::make_shared<std::atomic<int>>(0);  // of this reading
    {
        const std::lock_guard lock(mutex_);
        ++hospital.readings;
    }
    house_.charges.refresh(
        file,
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
