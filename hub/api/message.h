#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/ids.h"
#include "hub/core/result.h"
#include "hub/core/sensitive.h"

namespace hub::api {

/// Names one request in answers and logs.
using TraceId = core::Id<struct TraceTag>;

/// True when both are the same but for the case of ASCII letters: header names, tokens.
bool sameToken(std::string_view a, std::string_view b);

/// Header fields in the order sent. Names are compared without case. A value never leaves with CR, LF or NUL in it: the writer
/// puts a space there, so that what came from outside cannot start a header of its own.
class Headers {
  public:
    struct Field {
        std::string name;
        std::string value;
    };

    void add(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }

    /// Replaces all fields of that name.
    void set(std::string_view name, std::string value);

    /// The first of that name.
    std::optional<std::string_view> find(std::string_view name) const;

    const std::vector<Field>& all() const { return fields_; }

  private:
    std::vector<Field> fields_;
};

/// Who is at the other end of the connection.
struct Peer {
    std::string address;              ///< numeric, without port; "local" on a local socket
    std::string certificate_subject;  ///< RFC 2253, UTF-8; only of a certificate that was verified, else empty
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// One whole request. Names and values of the query are decoded and are UTF-8 without control characters.
struct Request {
    std::string method;  ///< as sent: methods have a case
    std::string path;    ///< still percent-encoded, begins with "/"; or "*"
    Parameters query;
    Parameters path_parameters;  ///< decoded; filled by the Router
    Headers headers;
    core::Sensitive<std::string> body;
    Peer peer;
    TraceId trace;

    /// The first of that name.
    std::optional<std::string_view> queryValue(std::string_view name) const;

    /// REQUIRES: the route's path names the parameter.
    const std::string& pathValue(std::string_view name) const;

    /// What Accept-Language prefers; Chinese when it says nothing about either.
    core::Language language() const;
};

/// The server adds Content-Length, Connection, Date and Trace-Id.
struct Response {
    int status = 200;
    Headers headers;
    std::string body;
};

Response jsonResponse(int status, std::string json);

/// The failure as application/problem+json (RFC 9457): type, title, status, detail, and as extensions code, implies and trace.
/// 429 and 503 say Retry-After.
Response problem(const core::Failure& failure, core::Language language, const TraceId& trace);

}  // namespace hub::api
