#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "hub/core/page.h"

namespace hub::api {

/// "1767225600000-01M8…": where a page ended, as a client gives it back for the next one.
std::string placeText(const core::Place& place);

/// Also: IdNotValid.
core::Result<core::Place> placeIn(std::string_view text);

/// The page that follows `place`; none: the first one. Also: IdNotValid.
core::Result<core::Page> pageAfter(std::optional<std::string_view> place, std::size_t limit);

}  // namespace hub::api
