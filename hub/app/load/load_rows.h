#pragma once

#include <fstream>
#include <string>
#include <string_view>
#include <variant>

#include "hub/core/csv.h"
#include "hub/core/date.h"
#include "hub/flows/people_load.h"

namespace hub::app {

/// A row that is not taken in. Words of the program and the list's own record_id: no personal data.
struct RejectedRow {
    std::int64_t line = 0;
    std::string record_id;
    std::string_view column;
    std::string_view
        reason;  ///< "missing", "too_long", "not_valid", "not_a_date", "in_the_future", "no_such_kind", "fields" (too many or few)
};

/// Reads a people.csv row by row for loading. A row is rejected for what makes a file useless (no hospital, no number, no name) or cannot
/// be meant (a day of birth that does not exist). A certificate number that does not pass its check is taken as it stands: it is evidence.
class LoadRows {
  public:
    /// Also: FileNotReadable, PeopleFileNotValid (another header).
    static core::Result<LoadRows> open(const std::string& path, core::Date today);

    using Row = std::variant<flows::LoadRow, RejectedRow>;

    /// The next row, or false after the last. Also: FileNotReadable with the line.
    core::Result<bool> next(Row& row);
    /// Passes over rows that an earlier run has dealt with; false when there are fewer.
    core::Result<bool> skip(std::int64_t rows);

  private:
    LoadRows(std::string path, core::Date today);

    std::string path_;
    core::Date today_;
    std::unique_ptr<std::ifstream> file_;
    std::unique_ptr<core::CsvReader> reader_;
    core::CsvRow row_;
};

/// Names a file by its content. Also: FileNotReadable.
core::Result<core::Digest> digestOfFile(const std::string& path);

}  // namespace hub::app
