#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/codec/xml/element.h"
#include "adapters/sim/trancode/settings.h"
#include "hub/core/clock.h"
#include "hub/core/date.h"
#include "hub/core/money.h"
#include "hub/core/result.h"

namespace adapters::sim::trancode {

/// How this site calls a tag of V4.10 in one transaction: older sites have older names.
std::string_view siteTag(std::string_view operation, std::string_view tag, int minor_version);

/// The flat inner document of a call. Tags are read with their case, exactly as the specification writes them.
class Request {
  public:
    /// Also: SimNotValid (root is not Request) and what the XML codec refuses.
    static hub::core::Result<Request> parse(std::string_view document);

    std::string tranCode() const { return raw("TranCode"); }

    /// From now on tags are asked for by their names of V4.10.
    void speak(std::string operation, int minor_version);

    /// Checks against a line of the specification: "CardNum* Amt!:d StartDate:D". A star: the tag must be there; '!': it must also hold
    /// something; :i a whole number, :d an amount, :D a day. What stands there must fit its type. Also: SimNotValid.
    hub::core::Result<void> check(std::string_view tags, bool accept_missing) const;

    bool has(std::string_view tag) const;

    // Of tags that check() has seen. Empty is "", 0, 0.00 and no day.
    std::string text(std::string_view tag) const;
    std::int64_t number(std::string_view tag) const;
    Money money(std::string_view tag) const;
    std::optional<hub::core::Date> day(std::string_view tag) const;
    std::vector<std::string> list(std::string_view tag, char separator) const;

  private:
    std::string raw(std::string_view tag) const;

    std::map<std::string, std::string, std::less<>> values_;  // trimmed
    std::string operation_;
    int minor_version_ = 10;
};

/// How this site writes values.
class Format {
  public:
    explicit Format(const SiteSettings& site) : money_(site.money_form), time_(site.time_form) {}

    std::string money(Money amount) const;
    std::string time(hub::core::UtcTime time) const;  ///< 14 digits, or as the site likes it
    static std::string day(hub::core::Date day);      ///< 8 digits
    static std::string compact(hub::core::UtcTime time, bool with_milliseconds);
    static std::string quantity(std::int64_t hundredths);

  private:
    MoneyForm money_;
    TimeForm time_;
};

}  // namespace adapters::sim::trancode
