#pragma once

#include <cstdint>
#include <functional>

#include "hub/app/foundation.h"
#include "hub/identity/card.h"
#include "hub/identity/person.h"

namespace hub::app {

/// An invented person with a card, computed from a number: what the hub must answer is known without being kept.
struct LookupPerson {
    identity::Person person;
    identity::Card card;
};

/// Numbers from here on are never filled in: nobody in the database has their card or their certificate.
inline constexpr std::uint32_t kLookupPeopleMax = 10'000'000;
inline constexpr std::uint32_t kLookupStrangers = 1'000'000;

/// REQUIRES: number < kLookupPeopleMax + kLookupStrangers. No two numbers share an id, a certificate or a card. Any thread.
LookupPerson lookupPersonAt(std::uint32_t number);

struct LookupFill {
    std::uint32_t added = 0;  ///< by this call; the others stood already
    double seconds = 0;
};

/// Sees to it that the first `people` numbers stand, each with their certificate, their card and what the matcher keeps of them. A call
/// that was cut short is taken up where it was. `progress` is told how many stand. Also: what reads and units of work answer with.
core::Result<LookupFill> fillLookupPeople(Foundation& foundation, std::uint32_t people, const std::function<void(std::uint32_t)>& progress);

}  // namespace hub::app
