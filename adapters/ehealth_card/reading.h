#pragma once

#include <string_view>

namespace adapters::ehealth_card {

/// 64 hexadecimal digits, lower case.
bool isCardId(std::string_view text);

bool isHexadecimal(std::string_view text, std::size_t digits);
bool isDigits(std::string_view text, std::size_t digits);

}  // namespace adapters::ehealth_card
