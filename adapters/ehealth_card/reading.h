#pragma once

#include <string_view>

#include "adapters/kit/json_reading.h"

namespace adapters::ehealth_card {

using kit::isDigits;
using kit::isHexadecimal;
using kit::notValid;
using kit::numberIn;
using kit::optionalTextIn;
using kit::textIn;

/// 64 hexadecimal digits, lower case.
bool isCardId(std::string_view text);

}  // namespace adapters::ehealth_card
