#pragma once

#include "hub/contract/operation.h"

namespace hub::contract {

struct Ping {
    static constexpr std::string_view kName = "ping";
    static constexpr std::string_view kPort = "health/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "PingRequest";
        template <class Visitor, class Self>
        static void describe(Visitor&, Self&) {}
    };
    struct Result {
        static constexpr std::string_view kTypeName = "PingResult";
        std::optional<core::UtcTime> their_time;  ///< for the clock skew
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("their_time_ms", self.their_time, "the counterparty's clock");
        }
    };
};

}  // namespace hub::contract
