#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hub/app/config/tree.h"

namespace hub::app::config {

/// What a scalar without quotes is.
struct PlainScalar {
    Node::Kind kind = Node::Kind::Text;
    std::string text;

    /// Set when YAML 1.1 and 1.2, or two readers of them, do not agree on the kind (on, 0123, 12:30, 1_000, True): how to write it
    /// so that they do.
    std::optional<std::string> unambiguous;
};

PlainScalar readPlain(std::string_view text);

}  // namespace hub::app::config
