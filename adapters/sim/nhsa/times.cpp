#include "adapters/sim/nhsa/times.h"

#include <fmt/format.h>

#include "adapters/sim/common/text.h"

namespace adapters::sim::nhsa {

namespace {

/// "093000".
bool isTimeOfDay(std::string_view text) {
    return common::isDigits(text) && text.substr(0, 2) < "24" && text.substr(2, 2) < "60" && text.substr(4, 2) < "60";
}

}  // namespace

Date dayOf(UtcTime time) { return hub::core::shanghaiDate(time, hub::core::Duration(0)); }

std::string timeText(UtcTime time) { return common::shanghaiText("{:%Y-%m-%d %H:%M:%S}", time); }
std::string digits14(UtcTime time) { return common::shanghaiText("{:%Y%m%d%H%M%S}", time); }
std::string digits17(UtcTime time) { return fmt::format("{}{:03}", digits14(time), time.ms % 1000); }

bool isTimeText(std::string_view text) {
    if (text.size() != 19 || text[10] != ' ' || text[13] != ':' || text[16] != ':') return false;
    const std::string time = std::string(text.substr(11, 2)).append(text.substr(14, 2)).append(text.substr(17, 2));
    return text[4] == '-' && Date::parse(text.substr(0, 10)).ok() && isTimeOfDay(time);
}

bool isDigits14(std::string_view text) {
    return text.size() == 14 && common::isDigits(text) && Date::parse(text.substr(0, 8)).ok() && isTimeOfDay(text.substr(8));
}

}  // namespace adapters::sim::nhsa
