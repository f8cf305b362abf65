#pragma once

#include <cstddef>
#include <optional>

#include "hub/app/config/report.h"
#include "hub/app/config/source.h"
#include "hub/app/config/tree.h"

namespace hub::app::config {

/// Far past what a hospital needs, near enough that no file costs time or memory.
inline constexpr std::size_t kFileBytesMax = 1024 * 1024;
inline constexpr std::size_t kDepthMax = 32;
inline constexpr std::size_t kValuesMax = 20'000;
inline constexpr std::size_t kValueBytesMax = 16 * 1024;

/// Reads the one document of a source. Refused, each where it stands: keys that stand twice or are no text, anchors, aliases, merge keys
/// and tags (what they stand for is written out), plain values that YAML readers do not agree on, tabs as indentation, a second
/// document. Nothing when there is no tree to go on with; an empty source is Null.
/// REQUIRES: source.text() is UTF-8 without control characters, at most kFileBytesMax long.
std::optional<Node> parseYaml(const Source& source, Report& report);

}  // namespace hub::app::config
