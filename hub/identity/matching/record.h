#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "hub/contract/people.h"
#include "hub/core/date.h"

namespace hub::identity::matching {

/// A person as one file has them. Empty texts are what it does not know. Personal: not for logs.
struct MatchRecord {
    std::string name;
    contract::Sex sex = contract::Sex::Unknown;
    std::optional<core::Date> birth_date;
    std::string id_no;  ///< of whatever kind: what a number can be is seen from itself
    std::string phone;
    std::string address;
    std::optional<std::uint32_t> mother;  ///< of a newborn: which of the records is the mother's
    std::uint8_t birth_order = 0;         ///< of a newborn among those born together, from 1; 0: not said
};

}  // namespace hub::identity::matching
