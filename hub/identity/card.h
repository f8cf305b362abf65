#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "hub/core/clock.h"
#include "hub/core/personal.h"
#include "hub/core/result.h"
#include "hub/identity/ids.h"

namespace hub::identity {

enum class CardState {
    Active,
    Lost,      ///< reported lost (挂失): frozen, may be found again
    Replaced,  ///< another card stands in its place; for good
    Closed,    ///< for good
};

constexpr auto enumNames(CardState) {
    using Name = std::pair<CardState, std::string_view>;
    return std::array{Name{CardState::Active, "active"}, Name{CardState::Lost, "lost"}, Name{CardState::Replaced, "replaced"},
                      Name{CardState::Closed, "closed"}};
}

/// A regional card. A person has at most one that is active, and keeps those that were.
struct Card {
    CardId id;
    PersonId person;
    core::Sensitive<core::CardNumber> number;
    CardState state = CardState::Active;
    core::UtcTime issued_at;
    core::UtcTime changed_at;  ///< into this state
    std::int64_t version = 1;
};

/// A number from the random part of `drawn`, which must be drawn for this alone: 14 digits, the first not 0, the last two check digits by
/// ISO/IEC 7064 MOD 97-10 (every wrong digit and every two exchanged neighbours are found). It says nothing about the person, and
/// survives spreadsheets and HIS columns that hold it as a number: no leading zero, fewer than 15 digits. There are 9 * 10^11.
core::CardNumber cardNumberFrom(const core::IdBits& drawn);

/// Also: CardNumberNotValid.
core::Result<void> checkCardNumber(const core::CardNumber& number);

}  // namespace hub::identity
