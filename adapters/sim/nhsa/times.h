#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hub/core/clock.h"
#include "hub/core/date.h"

/// Days and times as the insurer writes them, in Asia/Shanghai.
namespace adapters::sim::nhsa {

using hub::core::Date;
using hub::core::UtcTime;

std::string timeText(UtcTime time);  ///< "2030-01-02 09:30:00"
std::string digits14(UtcTime time);  ///< "20300102093000"
std::string digits17(UtcTime time);  ///< and the milliseconds

bool isTimeText(std::string_view text);
bool isDigits14(std::string_view text);

Date dayOf(UtcTime time);

}  // namespace adapters::sim::nhsa
