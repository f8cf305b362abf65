#pragma once

#include <array>
#include <string_view>

namespace hub::identity {

/// Of 17 digits: ISO 7064 MOD 11-2, as GB 11643-1999, 4.3 writes it. '0' to '9' or 'X'.
constexpr char checkCharacter(std::string_view digits) {
    constexpr std::array kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (digits[i] - '0');
    return std::string_view("10X98765432")[static_cast<std::size_t>(sum % 11)];
}

}  // namespace hub::identity
