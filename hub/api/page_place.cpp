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

Result<core::Page> pageAfter(std::optional<std::string_view> place, std::size_t limit) {
    core::Page page{limit, std::nullopt};
    if (!place) return page;
    const Result<core::Place> after = placeIn(*place);
    if (!after.ok()) return after.failure();
    page.after = *after;
    return page;
}

}  // namespace hub::api
