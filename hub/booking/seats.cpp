#include "hub/booking/seats.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace hub::booking {

namespace {

constexpr std::int64_t kShanghaiMinutes = 8 * 60;

/// "HH:MM" of the moment in Asia/Shanghai.
std::string clockText(core::UtcTime now) {
    const std::int64_t minute = (now.ms / 60'000 + kShanghaiMinutes) % (24 * 60);
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

using Clinic = std::tuple<core::Date, contract::Session, std::string_view, std::string_view>;

/// Refers to the texts of `of`.
template <class Of>
Clinic clinicOf(const Of& of) {
    return {of.day, of.session, of.department, of.doctor};
}

}  // namespace

void subtractTaken(const std::vector<TakenSeats>& taken, std::vector<contract::Slot>& slots) {
    for (contract::Slot& slot : slots) {
        const auto found = std::ranges::find(taken, slot.key, &TakenSeats::slot);
        if (found != taken.end()) slot.available = std::max(0, slot.available - found->count);
    }
}

void subtractTaken(const std::vector<TakenSeats>& taken, std::vector<contract::Schedule>& schedules, core::UtcTime now) {
    const core::Date today = core::shanghaiDate(now, core::Duration(0));
    const std::string time = clockText(now);
    std::map<Clinic, std::int32_t> taken_of;
    for (const TakenSeats& seats : taken) {
        const bool begun = seats.day < today || (seats.day == today && seats.begin && *seats.begin <= time);
        if (!begun) taken_of[clinicOf(seats)] += seats.count;
    }
    for (contract::Schedule& schedule : schedules) {
        const auto found = taken_of.find(clinicOf(schedule));
        if (found != taken_of.end()) schedule.available = std::max(0, schedule.available - found->second);
    }
}

}  // namespace hub::booking
