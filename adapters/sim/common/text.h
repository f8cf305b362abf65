#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hub/core/clock.h"

/// What the texts on a wire are made of. Any thread.
namespace adapters::sim::common {

bool isDigits(std::string_view text);  ///< '0' to '9', one at least

/// ASCII ones and those of `signs`, or nothing at all.
bool isLettersAndDigits(std::string_view text, std::string_view signs = {});

/// Of digits alone; none when it does not fit.
std::optional<std::int64_t> wholeNumber(std::string_view text);

/// REQUIRES: UTF-8.
std::size_t characters(std::string_view text);

/// "{:%Y%m%d}" and what else fmt says of a calendar time, in Asia/Shanghai.
std::string shanghaiText(const char* form, hub::core::UtcTime time);

}  // namespace adapters::sim::common
