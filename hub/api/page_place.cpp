#include "hub/api/page_place.h"

#include <charconv>

namespace hub::api {

using core::Result;

std::string placeText(const core::Place& place) { return std::to_string(place.at.ms) + "-" + place.id.text(); }

Result<core::Place> placeIn(std::string_view text) {
    const std::size_t dash = text.find('-');
    const std::string_view time = text.substr(0, dash);
    std::int64_t ms = 0;
    const auto [end, problem] = std::from_chars(time.data(), time.data() + time.size(), ms);
    const bool is_time = problem == std::errc() && end == time.data() + time.size() && dash != std::string_view::npos;
    const Result<core::IdBits> id = core::IdBits::parse(is_time ? text.substr(dash + 1) : std::string_view());
    if (!id.ok()) return id.failure();
    return core::Place{{ms}, *id};
}

}  // namespace hub::api
