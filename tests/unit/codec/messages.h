#pragma once

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

#include "adapters/codec/charset/charset.h"
#include "adapters/codec/hl7v2/message.h"

// What the tests of this folder share: short synthetic messages.

namespace tests::codec {

using adapters::codec::charset::Charset;
using adapters::codec::hl7v2::Message;
using adapters::codec::hl7v2::Path;

inline Message parsed(std::string_view bytes, Charset default_charset = Charset::Utf8) {
    auto message = Message::parse(bytes, default_charset);
    BOOST_REQUIRE_MESSAGE(message.ok(), (message.ok() ? "" : message.failure().message(hub::core::Language::English)));
    return std::move(*message);
}

inline std::string gb18030(std::string_view text) {
    auto bytes = adapters::codec::charset::fromUtf8(Charset::Gb18030, text);
    BOOST_REQUIRE(bytes.ok());
    return std::move(*bytes);
}

/// A message of a usual MSH and the segments given, each ended by the caller.
inline std::string withMsh(std::string_view segments, std::string_view charset = "UNICODE UTF-8") {
    return "MSH|^~\\&|HIS|HOSP01|HUB|REGION|20260101120000||ADT^A04^ADT_A01|M1|P|2.4||||||" + std::string(charset) + "\r" +
           std::string(segments);
}

inline std::string textOf(const Message& message, const Path& path) {
    auto text = message.text(path);
    BOOST_REQUIRE_MESSAGE(text.ok(), path.text());
    return std::move(*text);
}

inline std::string rawOf(const Message& message, const Path& path) { return std::string(message.raw(path).value_or("(absent)")); }

}  // namespace tests::codec
