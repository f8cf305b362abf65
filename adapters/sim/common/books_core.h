#pragma once

#include "adapters/sim/common/books.h"

/// For the books_*.cpp alone: what all of them do around their statements.
namespace adapters::sim::common {

template <class Work>
auto Books::transact(const Work& work) {
    const std::lock_guard lock(mutex_);
    return common::transact(database_, work);
}

template <class Record, class Fill>
std::vector<Record> Books::list(std::string_view query, const Values& values, const Fill& fill) {
    const std::lock_guard lock(mutex_);
    std::vector<Record> records;
    database_.each(query, values, [&](const Row& row) { fill(row, records.emplace_back()); });
    return records;
}

/// The end of a range of days for half-open comparisons.
inline UtcTime endOf(Date day) { return startOf(day) + std::chrono::hours(24); }

}  // namespace adapters::sim::common
