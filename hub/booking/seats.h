#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hub/contract/operations/schedule.h"
#include "hub/core/clock.h"

/// Slots that a hospital delegates (CONTRACT 10): its slot.list says how many people a slot takes, and the hub counts who has a seat.
/// Somewhere else (`slots_by: hospital`) slot.list says how many are left, and nothing here is used.
namespace hub::booking {

/// How many seats of one slot are taken.
struct TakenSeats {
    std::string department;
    std::string doctor;
    core::Date day;
    contract::Session session = contract::Session::Morning;
    std::string slot;                  ///< the hospital's key
    std::optional<std::string> begin;  ///< HH:MM of the slot, in Asia/Shanghai
    std::int32_t count = 0;
};

/// `available`, read as the whole quota, becomes what is left; never less than 0, when the hospital has made its quota smaller.
void subtractTaken(const std::vector<TakenSeats>& taken, std::vector<contract::Slot>& slots);

/// The same of schedules, whose `available` counts the slots that have not begun by `now`.
void subtractTaken(const std::vector<TakenSeats>& taken, std::vector<contract::Schedule>& schedules, core::UtcTime now);

}  // namespace hub::booking
