#pragma once

#include <cstdint>
#include <vector>

#include "tests/unit/identity_matching/people.h"

namespace tests::matching {

/// Records as sixty hospitals write people down, person by person.
struct Generated {
    std::vector<Features> records;
    std::vector<std::uint32_t> person;  ///< by record
};

/// 1,500 people, made once.
const Generated& generated();

}  // namespace tests::matching
