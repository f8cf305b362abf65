#include "hub/core/suggest.h"

#include <algorithm>
#include <cstddef>

namespace hub::core {

namespace {

constexpr std::size_t kSlipsMax = 2;
constexpr std::size_t kTypedMax = 64;

/// Optimal string alignment distance: three rows are enough.
std::size_t slips(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::string_view closest(std::string_view typed, const std::vector<std::string_view>& candidates) {
    if (typed.size() > kTypedMax) return {};
    std::string_view best;
    std::size_t best_slips = kSlipsMax + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t found = slips(typed, candidate);
        if (found < best_slips && found * 2 < candidate.size()) {
            best = candidate;
            best_slips = found;
        }
    }
    return best;
}

}  // namespace hub::core
