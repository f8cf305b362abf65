#pragma once

#include <string>
#include <string_view>

#include "hub/core/result.h"

namespace adapters::codec::hl7v2 {

/// The characters a message is written with (HL7 v2, 2.5.4). kNone where MSH-2 is too short to name one: nothing splits or escapes there.
struct Delimiters {
    static constexpr char kNone = '\0';

    char field = '|';
    char component = '^';
    char repetition = '~';
    char escape = '\\';
    char subcomponent = '&';
    char truncation = kNone;  ///< since v2.7, usually '#'

    /// From the beginning of a header segment ("MSH|^~\&|..."): byte 4 is the field separator, up to the next one stand one to five
    /// encoding characters (cases 36, 37, 39). Each must be visible ASCII, no letter or digit, and differ from the others;
    /// else Hl7DelimitersNotValid with its offset (case 38). REQUIRES: segment holds at least the id's three bytes.
    static hub::core::Result<Delimiters> ofHeader(std::string_view segment);

    /// As for ofHeader, for delimiters of our own making.
    hub::core::Result<void> check() const;

    /// MSH-2: "^~\&".
    std::string encodingCharacters() const;

    friend bool operator==(const Delimiters&, const Delimiters&) = default;
};

}  // namespace adapters::codec::hl7v2
