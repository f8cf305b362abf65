#include "adapters/sim/ehealth_card/records.h"

#include <algorithm>

namespace adapters::sim::ehealth_card {

namespace {

// 01 resident ID to 10 permanent residence, 99 other.
constexpr std::array<std::string_view, 11> kIdTypes{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "99"};
constexpr std::array<std::string_view, 9> kBusinessTypes{"01101", "01102", "01103", "01104", "01201", "01203", "01204", "01301", "01302"};

}  // namespace

bool isIdType(std::string_view text) { return std::ranges::find(kIdTypes, text) != kIdTypes.end(); }
bool isBusinessType(std::string_view text) { return std::ranges::find(kBusinessTypes, text) != kBusinessTypes.end(); }

}  // namespace adapters::sim::ehealth_card
