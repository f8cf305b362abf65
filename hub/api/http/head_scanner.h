#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "hub/core/result.h"

namespace hub::api::http {

/// Finds the end of a request's header as the bytes arrive, each looked at once, and refuses at the first byte what two readers
/// could read in two ways (RFC 9112 §2.2, §5.2): NUL, CR or LF alone, a folded line. Empty lines before the request are skipped.
class HeadScanner {
  public:
    HeadScanner(std::size_t line_bytes_max, std::size_t head_bytes_max)
        : line_bytes_max_(line_bytes_max), head_bytes_max_(head_bytes_max) {}

    struct Head {
        std::size_t begin;
        std::size_t end;  ///< behind the empty line
    };

    /// `input` begins with what was given before. Nothing yet: more is needed.
    /// Also: HttpRequestMalformed, HttpTargetTooLong, HttpHeaderTooLarge.
    core::Result<std::optional<Head>> scan(std::string_view input);

  private:
    std::size_t line_bytes_max_;  // of the request line
    std::size_t head_bytes_max_;
    std::size_t at_ = 0;
    std::size_t begin_ = 0;
    std::size_t line_ = 0;
    bool request_line_seen_ = false;
};

}  // namespace hub::api::http
