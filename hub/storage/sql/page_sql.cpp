#include "hub/storage/sql/page_sql.h"

#include <fmt/format.h>
#include <limits>

namespace hub::storage::sql {

namespace {

/// Before every row that there can be.
core::Place beginning(First first) {
    core::Place place;
    if (first == First::Oldest) {
        place.at.ms = std::numeric_limits<std::int64_t>::min();
    } else {
        place.at.ms = std::numeric_limits<std::int64_t>::max();
    }
    return place;
}

}  // namespace

// Not (time, id) < (?, ?): MariaDB reads every row for that.
std::string pageSql(First first, std::string_view time) {
    if (first == First::Oldest) return fmt::format(" AND {0} >= ? AND ({0} > ? OR id > ?) ORDER BY {0}, id LIMIT ?", time);
    return fmt::format(" AND {0} <= ? AND ({0} < ? OR id < ?) ORDER BY {0} DESC, id DESC LIMIT ?", time);
}

std::vector<Value> pageValues(First first, std::vector<Value> before, const core::Page& page) {
    HUB_ASSERT(page.limit <= core::Page::kLimitMax);
    const core::Place after = page.after.value_or(beginning(first));
    before.emplace_back(after.at.ms);
    before.emplace_back(after.at.ms);
    before.push_back(blob(after.id));
    before.emplace_back(static_cast<std::int64_t>(page.limit));
    return before;
}

}  // namespace hub::storage::sql
