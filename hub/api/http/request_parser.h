#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hub/api/message.h"

namespace hub::api::http {

/// Reads one request: the header in one piece, then the body as it arrives. Strict where leniency lets a second request be
/// smuggled in: one Host, one Content-Length in digits, no Transfer-Encoding but "chunked" and never both; trailers are dropped.
class RequestParser {
  public:
    RequestParser(std::size_t fields_max, std::size_t target_bytes_max);
    ~RequestParser();
    RequestParser(RequestParser&&) noexcept;
    RequestParser& operator=(RequestParser&&) noexcept;

    /// `head` is what HeadScanner found, once. The peer and the trace are the caller's to fill in.
    /// Also: HttpRequestMalformed, HttpVersionNotSpoken, HttpTargetTooLong, HttpHeaderTooLarge, HttpBodyLengthAmbiguous,
    /// HttpTransferCodingNotKnown, HttpExpectationNotKnown.
    core::Result<Request> head(std::string_view head);

    /// What the header said. REQUIRES: head() succeeded.
    bool keepAlive() const;
    bool oldVersion() const;  ///< HTTP/1.0
    bool expectsContinue() const;

    /// Also: HttpBodyTooLarge when the announced length is more. Once, before body().
    core::Result<void> limitBody(std::size_t bytes_max);

    /// Takes what it can use of `bytes` and says how many those were; the rest comes again in front of what follows.
    /// Also: HttpBodyTooLarge, HttpRequestMalformed.
    core::Result<std::size_t> body(std::string_view bytes);

    /// The body is complete, or there is none.
    bool whole() const;
    std::string takeBody();

  private:
    class Reader;
    std::unique_ptr<Reader> reader_;
};

}  // namespace hub::api::http
