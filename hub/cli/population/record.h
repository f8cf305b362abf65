#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "hub/contract/people.h"

namespace hub::cli::population {

/// A person as one hospital has them on file. Empty texts are what it does not know.
struct Record {
    std::uint32_t person = 0;      ///< whose it is, which only the truth knows
    std::uint8_t hospital = 0;     ///< from 0
    std::uint8_t birth_order = 0;  ///< of a newborn among those born together, from 1; else 0
    contract::Sex sex = contract::Sex::Unknown;
    std::optional<std::uint32_t> mother_record;  ///< of a newborn; a place in Population::records
    std::optional<contract::CertificateKind> id_kind;
    std::string name;
    std::string birth_date;
    std::string id_no;
    std::string phone;
    std::string address;
};

}  // namespace hub::cli::population
