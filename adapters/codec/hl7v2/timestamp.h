#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace adapters::codec::hl7v2 {

enum class Precision { Year, Month, Day, Hour, Minute, Second, Fraction };

/// A point in time as far as it was written (TS, DTM: YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]). Parts that were not
/// written are the first there are: month and day 1, time 0.
struct Timestamp {
    int year = 1;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int millisecond = 0;  ///< a fourth digit is cut off
    Precision precision = Precision::Year;
    std::optional<int> offset_minutes{};  ///< east of UTC; absent when not written: the sender's own time

    /// The value of a timestamp's first component. A calendar day that does not exist, 00000000, hour 24, second 60, an offset outside
    /// -1200 to +1400 and anything behind it are Hl7TimestampNotValid.
    static hub::core::Result<Timestamp> parse(std::string_view text);

    /// The beginning of the stretch it names, at `default_offset_minutes` (480 in China) where it has no offset.
    hub::core::UtcTime utc(int default_offset_minutes) const;

    friend bool operator==(const Timestamp&, const Timestamp&) = default;
};

}  // namespace adapters::codec::hl7v2
