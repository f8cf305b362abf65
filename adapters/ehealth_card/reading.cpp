#include "adapters/ehealth_card/reading.h"

namespace adapters::ehealth_card {

bool isCardId(std::string_view text) { return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

}  // namespace adapters::ehealth_card
