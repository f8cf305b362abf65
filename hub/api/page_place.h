#pragma once

#include <string>
#include <string_view>

#include "hub/core/page.h"

namespace hub::api {

/// "1767225600000-01M8…": where a page ended, as a client gives it back for the next one.
std::string placeText(const core::Place& place);

/// Also: IdNotValid.
core::Result<core::Place> placeIn(std::string_view text);

}  // namespace hub::api
