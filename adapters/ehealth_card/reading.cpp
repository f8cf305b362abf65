#include "adapters/ehealth_card/reading.h"

namespace adapters::ehealth_card {

namespace {

bool holdsOnly(std::string_view text, std::size_t size, std::string_view allowed) {
    return text.size() == size && text.find_first_not_of(allowed) == std::string_view::npos;
}

}  // namespace

bool isCardId(std::string_view text) { return holdsOnly(text, 64, "0123456789abcdef"); }

bool isHexadecimal(std::string_view text, std::size_t digits) { return holdsOnly(text, digits, "0123456789abcdefABCDEF"); }

bool isDigits(std::string_view text, std::size_t digits) { return holdsOnly(text, digits, "0123456789"); }

}  // namespace adapters::ehealth_card
