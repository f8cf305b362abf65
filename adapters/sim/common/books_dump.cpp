#include <array>

#include "adapters/sim/common/books_core.h"

namespace adapters::sim::common {

using hub::core::Result;

namespace {

constexpr std::array<std::string_view, 16> kTables{"effect",      "patient",   "card",   "department",  "doctor",  "slot",
                                                   "clinic_stop", "booking",   "charge", "charge_line", "deposit", "settlement",
                                                   "stay",        "stay_item", "report", "report_value"};

}  // namespace

std::int64_t Books::effects(std::string_view operation) {
    const std::lock_guard lock(mutex_);
    std::int64_t count = 0;
    database_.each("SELECT count(*) FROM effect WHERE operation = ?", {operation}, [&](const Row& row) { row.into(count); });
    return count;
}

Result<std::string> Books::dump(std::string_view table) {
    const std::lock_guard lock(mutex_);
    return dumpTables(database_, kTables, table);
}

}  // namespace adapters::sim::common
