#pragma once

#include <string_view>

/// The files of schemas/config, word for word: schemas.cpp is made of them by CMake.
namespace hub::app::config {

extern const std::string_view kHubSchema;
extern const std::string_view kHospitalSchema;
extern const std::string_view kCounterpartySchema;
extern const std::string_view kCommonSchema;

}  // namespace hub::app::config
