#include "hub/api/http/head_scanner.h"

#include <string>

namespace hub::api::http {

core::Result<std::optional<HeadScanner::Head>> HeadScanner::scan(std::string_view input) {
    const auto malformed = [](const char* what) { return core::Failure(core::Error::HttpRequestMalformed, what); };
    for (; at_ < input.size(); ++at_) {
        const char c = input[at_];
        if (at_ >= head_bytes_max_) return core::Failure(core::Error::HttpHeaderTooLarge, std::to_string(head_bytes_max_));
        if (!request_line_seen_ && at_ - line_ >= line_bytes_max_) {
            return core::Failure(core::Error::HttpTargetTooLong, std::to_string(line_bytes_max_));
        }
        const bool after_cr = at_ > 0 && input[at_ - 1] == '\r';
        if (c == '\0') return malformed("NUL");
        if (c != '\n' && after_cr) return malformed("CR without LF");
        if (at_ == line_ && request_line_seen_ && (c == ' ' || c == '\t')) return malformed("folded header line");
        if (c != '\n') continue;
        if (!after_cr) return malformed("LF without CR");
        const bool empty_line = at_ - line_ == 1;
        if (empty_line && request_line_seen_) return std::optional(Head{begin_, ++at_});
        line_ = at_ + 1;
        if (empty_line) {
            begin_ = line_;
        } else {
            request_line_seen_ = true;
        }
    }
    return std::optional<Head>();
}

}  // namespace hub::api::http
