#pragma once

#include <string>
#include <string_view>

#include "hub/core/personal.h"
#include "hub/core/sensitive.h"

namespace hub::storage::sql {

/// What the blind index of a hospital's file is made of. The hospital is part of it: file numbers of two hospitals have nothing to do
/// with each other.
inline std::string fileKey(std::string_view hospital, const core::Sensitive<core::CardNumber>& local_patient) {
    return std::to_string(hospital.size()) + ":" + std::string(hospital) + local_patient.reveal().text;
}

}  // namespace hub::storage::sql
