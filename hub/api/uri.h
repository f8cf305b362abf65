#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hub/api/message.h"

namespace hub::api {

/// Undoes %XX (and, in a query, '+' for a space). Nothing for a broken escape, for bytes that are not UTF-8 and for control
/// characters: no part of an address may carry them into a log.
std::optional<std::string> percentDecoded(std::string_view text, bool plus_is_space);

struct Target {
    std::string path;       ///< still encoded; "*" for the asterisk form
    Parameters query;       ///< decoded
    std::string authority;  ///< only in the absolute form, where it stands for Host (RFC 9112 §3.2.2)
};

/// A request target in origin, absolute or asterisk form. Also: HttpRequestMalformed, for the authority form too: this is no proxy.
core::Result<Target> parseTarget(std::string_view target);

}  // namespace hub::api
