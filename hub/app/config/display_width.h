#pragma once

#include <cstddef>
#include <string_view>

namespace hub::app::config {

/// The UTF-8 character that starts at `at`; a byte that starts none counts as one. REQUIRES: at < text.size().
std::string_view characterAt(std::string_view text, std::size_t at);

/// Where in bytes the character stands that is `characters` after the one at `from`; the end of `text` when it has no more.
std::size_t characterOffset(std::string_view text, std::size_t from, std::size_t characters);

std::size_t characterCount(std::string_view text);

/// Cells on a terminal: 2 for what Unicode's EastAsianWidth.txt calls W or F, 0 for combining marks, else 1. A tab counts as 1:
/// how far it goes depends on where it stands.
std::size_t displayWidth(std::string_view text);

}  // namespace hub::app::config
