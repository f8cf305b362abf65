#pragma once

#include <compare>
#include <string>

#include "hub/core/masked.h"
#include "hub/core/sensitive.h"

namespace hub::core {

/// The texts about a person, each with its own way of being shown. All UTF-8.
struct PersonName {
    std::string text;
    friend auto operator<=>(const PersonName&, const PersonName&) = default;
};

/// A certificate number as its authority writes it (upper-case X).
struct CertificateNumber {
    std::string text;
    friend auto operator<=>(const CertificateNumber&, const CertificateNumber&) = default;
};

/// A card, code or local file number.
struct CardNumber {
    std::string text;
    friend auto operator<=>(const CardNumber&, const CardNumber&) = default;
};

struct PhoneNumber {
    std::string text;
    friend auto operator<=>(const PhoneNumber&, const PhoneNumber&) = default;
};

/// 张三 -> 张*, 欧阳小明 -> 欧***: the first character stays.
std::string maskedText(const PersonName& name);
/// 370202199001010015 -> 3702**********0015; of fewer than 15 characters only the last quarter stays.
std::string maskedText(const CertificateNumber& number);
/// The last four stay; of fewer than eight only the last quarter.
std::string maskedText(const CardNumber& number);
/// 13800001234 -> 138****1234; of fewer than eleven only the last quarter stays.
std::string maskedText(const PhoneNumber& number);

}  // namespace hub::core
