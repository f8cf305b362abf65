#pragma once

#include <cstdint>

#include "hub/core/result.h"

namespace adapters::cli {

/// Makes the people in the books of a simulated hospital (side door at `hospital_port`) known to the simulated e-health card platform, so
/// that the region holds the same people everywhere. Certificates need the same codes in both, as 01 has. Also: ChildNotReady.
hub::core::Result<void> introducePeople(std::int32_t hospital_port, std::int32_t platform_port);

}  // namespace adapters::cli
