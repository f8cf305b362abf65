#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/date.h"
#include "hub/core/result.h"

namespace adapters::kit::mapping {

/// How a counterparty writes days and times of day in Asia/Shanghai (UTC+8; summer time, last seen in 1991, is not applied):
/// yyyy MM dd HH mm ss fff, each with exactly so many digits, and anything else as it stands. "yyyyMMdd HHmmss", "yyyy-MM-dd".
/// Several forms are separated by '|': the first is written, each is read.
class TimeFormat {
  public:
    /// Also: TransformNotValid when a form has no year, month and day, has a part twice, or skips one on the way to its smallest.
    static hub::core::Result<TimeFormat> parse(std::string_view forms);

    /// The day; a form with a time of day is checked and its day taken. Also: ValueNotInForm, with the shape of the text.
    hub::core::Result<hub::core::Date> readDate(std::string_view text) const;

    /// A form without a time of day gives midnight. Also: ValueNotInForm.
    hub::core::Result<hub::core::UtcTime> readTime(std::string_view text) const;

    /// A form with a time of day writes midnight.
    std::string write(hub::core::Date date) const;

    /// In whole units of the form's smallest part, cut and never rounded.
    std::string write(hub::core::UtcTime time) const;

  private:
    struct Part {
        char letter = 0;  // y M d H m s f; 0: `literal` as it stands
        std::size_t digits = 0;
        std::string literal = {};
    };
    using Form = std::vector<Part>;
    struct Moment;

    static hub::core::Result<Form> parseForm(std::string_view form);
    static bool takeParts(const Form& form, std::string_view text, std::array<int, 7>& parts);
    hub::core::Result<Moment> read(std::string_view text) const;
    std::string write(const Moment& moment) const;

    std::vector<Form> forms_;
};

}  // namespace adapters::kit::mapping
