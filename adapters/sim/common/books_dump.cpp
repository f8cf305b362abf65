#include <array>

#include "adapters/sim/common/books_core.h"
#include "hub/core/json.h"
#include "hub/core/text.h"

namespace adapters::sim::common {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::array<std::string_view, 16> kTables{"effect",      "patient",   "card",   "department",  "doctor",  "slot",
                                                   "clinic_stop", "booking",   "charge", "charge_line", "deposit", "settlement",
                                                   "stay",        "stay_item", "report", "report_value"};

void writeRow(const Row& row, hub::core::JsonWriter& out) {
    out.beginObject();
    for (int column = 0; column < row.columns(); ++column) {
        out.key(row.name(column));
        if (row.isInteger(column)) {
            std::int64_t number = 0;
            row.read(column, number);
            out.integer(number);
        } else {
            std::string text;
            row.read(column, text);
            out.string(text);
        }
    }
    out.endObject();
}

}  // namespace

std::int64_t Books::effects(std::string_view operation) {
    const std::lock_guard lock(mutex_);
    std::int64_t count = 0;
    database_.each("SELECT count(*) FROM effect WHERE operation = ?", {operation}, [&](const Row& row) { row.into(count); });
    return count;
}

Result<std::string> Books::dump(std::string_view table) {
    const std::lock_guard lock(mutex_);
    hub::core::JsonWriter out(hub::core::Exposure::Revealed);
    bool found = table.empty();
    out.beginObject();
    for (const std::string_view name : kTables) {
        if (!table.empty() && table != name) continue;
        found = true;
        out.key(name);
        out.beginArray();
        database_.each("SELECT * FROM " + std::string(name) + " ORDER BY rowid", {}, [&](const Row& row) { writeRow(row, out); });
        out.endArray();
    }
    out.endObject();
    if (!found) return Failure(Error::SimNotFound, "table " + hub::core::shapeOf(table));
    return out.text();
}

}  // namespace adapters::sim::common
