#include "hub/cli/population/draw.h"

#include <algorithm>

namespace hub::cli::population {

void write(core::JsonWriter& out, Share share) { out.integer(share.of_10k); }

void read(core::JsonValue in, const std::string& path, Share& share, core::json::Problem& problem) {
    const std::optional<std::int64_t> number = in.integer();
    if (!number || *number < 0 || *number > Share::kAlways)
        return problem.add(path, "expected ten-thousandths, a whole number of 0 to 10000");
    share.of_10k = static_cast<std::int32_t>(*number);
}

std::size_t Weights::at(std::uint64_t drawn) const {
    HUB_ASSERT(drawn < total());
    return static_cast<std::size_t>(std::upper_bound(sums_.begin(), sums_.end(), drawn) - sums_.begin());
}

std::uint64_t Draw::below(std::uint64_t bound) {
    HUB_ASSERT(bound > 0);
    const std::uint64_t uneven = (0 - bound) % bound;  // 2^64 mod bound: so many of the lowest draws would favour the small answers
    while (true) {
        const std::uint64_t drawn = bits_();
        if (drawn >= uneven) return drawn % bound;
    }
}

int Draw::between(int first, int last) {
    HUB_ASSERT(first <= last);
    return first + static_cast<int>(below(static_cast<std::uint64_t>(last - first) + 1));
}

}  // namespace hub::cli::population
