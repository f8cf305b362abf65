#include "hub/core/personal.h"

namespace hub::core {

namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Length in characters, and in `first_bytes` the bytes of the first one. Malformed UTF-8 counts by its bytes.
std::size_t characters(const std::string& text, std::size_t& first_bytes) {
    std::size_t count = 0;
    first_bytes = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (continues(text[i]) && i != 0) continue;
        if (++count == 2) first_bytes = i;
    }
    return count;
}

/// For ASCII numbers of at least `shortest` characters: `head` and `tail` stay. Of a shorter one only the last quarter does.
std::string maskedNumber(const std::string& text, std::size_t head, std::size_t tail, std::size_t shortest) {
    if (text.size() < shortest) {
        head = 0;
        tail = text.size() / 4;
    }
    return text.substr(0, head) + std::string(text.size() - head - tail, '*') + text.substr(text.size() - tail);
}

}  // namespace

std::string maskedText(const PersonName& name) {
    if (name.text.empty()) return {};
    std::size_t first_bytes = 0;
    const std::size_t count = characters(name.text, first_bytes);
    return count == 1 ? "*" : name.text.substr(0, first_bytes) + std::string(count - 1, '*');
}

std::string maskedText(const CertificateNumber& number) { return maskedNumber(number.text, 4, 4, /*shortest=*/15); }

std::string maskedText(const CardNumber& number) { return maskedNumber(number.text, 0, 4, /*shortest=*/8); }

std::string maskedText(const PhoneNumber& number) { return maskedNumber(number.text, 3, 4, /*shortest=*/11); }

}  // namespace hub::core
