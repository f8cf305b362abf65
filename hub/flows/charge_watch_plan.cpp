#include "hub/flows/charge_watch_plan.h"

#include <algorithm>

namespace hub::flows {

using core::Duration;
using core::MonoTime;

namespace {

constexpr std::int64_t kCallsOfReading = 2;
constexpr std::uint64_t kTurnOfOthers = 5;  // every fifth reading is theirs
constexpr Duration kCheckedInPause{5'000};
constexpr Duration kBookedPause{60'000};
constexpr Duration kFailedPauseMost{60'000};
constexpr Duration kSilencePauseMost{30'000};
constexpr Duration kFirstPause{1'000};

bool isUrgent(WatchReason reason) { return reason != WatchReason::Booked; }

Duration doubled(int times, Duration most) { return std::min(most, Duration(kFirstPause.count() << std::min(times, 10))); }

}  // namespace

void ChargeWatchPlan::watch(const std::vector<WatchedFile>& files, MonoTime now) {
    std::map<std::string, const WatchedFile*> wanted;
    for (const WatchedFile& file : files) {
        const auto [place, is_new] = wanted.emplace(file.key, &file);
        if (!is_new && file.reason < place->second->reason) place->second = &file;
    }
    for (auto file = files_.begin(); file != files_.end();) {
        file->second.gone = !wanted.contains(file->first);
        file = file->second.gone && !file->second.reading ? files_.erase(file) : std::next(file);
    }
    for (const auto& [key, file] : wanted) {
        const auto [place, is_new] = files_.try_emplace(key);
        File& known = place->second;
        if (is_new) known.watched_since = now;
        known.person = file->person;
        known.reason = file->reason;
    }
}

bool ChargeWatchPlan::mayBegin(MonoTime now) {
    // A budget of one call a second allows the two of a reading in two.
    const auto window = budget_.calls_per_s < kCallsOfReading ? std::chrono::seconds(2) : std::chrono::seconds(1);
    while (!calls_.empty() && calls_.front() + window <= now) calls_.pop_front();
    return static_cast<std::int64_t>(calls_.size()) + kCallsOfReading <= std::max(budget_.calls_per_s, kCallsOfReading);
}

/// Between the beginnings of two readings of one file.
Duration ChargeWatchPlan::pauseOf(const File& file) const {
    const Duration by_device(kCallsOfReading * 1'000 / std::max<std::int64_t>(1, budget_.calls_per_device_per_s));
    switch (file.reason) {
        case WatchReason::PageOpen:
            return by_device;
        case WatchReason::CheckedIn:
            return std::max(by_device, kCheckedInPause);
        case WatchReason::Booked:
            return std::max(by_device, kBookedPause);
    }
    return kBookedPause;
}

ChargeWatchPlan::Files::iterator ChargeWatchPlan::next(MonoTime now, bool urgent) {
    auto best = files_.end();
    for (auto file = files_.begin(); file != files_.end(); ++file) {
        const File& one = file->second;
        if (one.reading || one.gone || isUrgent(one.reason) != urgent || now < one.not_before) continue;
        if (one.asked_at && now < *one.asked_at + pauseOf(one)) continue;
        if (best == files_.end() || one.asked_at < best->second.asked_at) best = file;  // never asked comes first
    }
    return best;
}

std::vector<std::string> ChargeWatchPlan::due(MonoTime now) {
    std::vector<std::string> keys;
    if (now < not_before_) return keys;
    while (mayBegin(now)) {
        if (silences_ > 0 && reading_ > 0) break;  // one tries for all
        const bool others_first = (turns_ + 1) % kTurnOfOthers == 0;
        auto file = next(now, !others_first);
        if (file == files_.end()) file = next(now, others_first);
        if (file == files_.end()) break;
        ++turns_;
        calls_.insert(calls_.end(), kCallsOfReading, now);
        file->second.asked_at = now;
        file->second.reading = true;
        ++reading_;
        keys.push_back(file->first);
    }
    return keys;
}

void ChargeWatchPlan::ended(const std::string& key, End end, MonoTime now, core::UtcTime at) {
    const auto place = files_.find(key);
    HUB_ASSERT(place != files_.end() && place->second.reading);
    File& file = place->second;
    file.reading = false;
    --reading_;
    if (end == End::HospitalSilent) {
        not_before_ = now + doubled(silences_++, kSilencePauseMost);
    } else {
        silences_ = 0;
    }
    if (end == End::Read) {
        file.read_at = at;
        file.failures = 0;
    } else if (end == End::FileFailed) {
        file.not_before = now + doubled(++file.failures, kFailedPauseMost);
    }
    if (file.gone) files_.erase(place);
}

std::vector<std::optional<core::UtcTime>> ChargeWatchPlan::readings(payment::PersonId person) const {
    std::vector<std::optional<core::UtcTime>> readings;
    for (const auto& [key, file] : files_) {
        if (file.person == person && !file.gone) readings.push_back(file.read_at);
    }
    return readings;
}

Duration ChargeWatchPlan::longestWait(MonoTime now) const {
    MonoTime oldest = now;
    for (const auto& [key, file] : files_) {
        if (isUrgent(file.reason) && !file.gone) oldest = std::min(oldest, file.asked_at.value_or(file.watched_since));
    }
    return std::chrono::duration_cast<Duration>(now - oldest);
}

}  // namespace hub::flows
