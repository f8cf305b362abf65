#pragma once

#include <vector>

#include "hub/contract/operation.h"

namespace hub::contract {

/// The port of what comes from a counterparty: it is neither paced nor held back like calls to it.
inline constexpr std::string_view kInboundPort = "inbound/1";

struct HttpHeader {
    static constexpr std::string_view kTypeName = "HttpHeader";
    std::string name;  ///< compared without regard to case
    std::string value;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("name", self.name, "name of the header");
        field("value", self.value, "its value");
    }
};

/// An HTTP request that the counterparty sent to the hub's `/in/{counterparty}/…`, raw, and what it is to be answered (MECHANISMS 6).
/// The adapter checks who sent it, gives what it says to Host::accept and answers "taken" only after that. Anything but Done is answered
/// 503 by the hub, so that the sender repeats it.
struct HttpPush {
    static constexpr std::string_view kName = "http.push";
    static constexpr std::string_view kPort = kInboundPort;
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "HttpPushRequest";
        std::string method;
        std::string path;  ///< what follows `/in/{counterparty}`, with the query: "/refunds?x=1", or empty
        std::vector<HttpHeader> headers;
        core::Sensitive<std::string> body;  ///< the bytes as they came
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("method", self.method, "method of the request");
            field("path", self.path, "path below /in/{counterparty}, with the query");
            field("headers", self.headers, "headers in the order they came");
            field("body", self.body, "the body");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "HttpPushResult";
        int status = 200;  ///< 200 to 599
        std::vector<HttpHeader> headers;
        std::string body;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("status", self.status, "HTTP status of the answer");
            field("headers", self.headers, "headers of the answer");
            field("body", self.body, "body of the answer");
        }
    };
};

}  // namespace hub::contract
