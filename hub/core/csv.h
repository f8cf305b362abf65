#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/result.h"

/// Comma-separated text as RFC 4180 has it: rows end in LF or CRLF, a field may stand in double quotes and then holds commas, line
/// breaks and doubled quotes.
namespace hub::core {

struct CsvRow {
    std::size_t line = 0;  ///< where the row begins, the first line is 1; a field with line breaks makes rows and lines differ
    std::vector<std::string> fields;
};

/// Reads row by row and holds one row at a time, whatever the stream's length. A UTF-8 mark at the start is passed over; a line without
/// anything on it is a row of one empty field. One thread; the stream outlives the reader.
class CsvReader {
  public:
    explicit CsvReader(std::istream& in, std::size_t row_bytes_max = kRowBytesMax);

    /// The next row into `row`, or false after the last one. Also: FileNotReadable with the line and what is wrong there (never with what
    /// the field holds): a quote inside a field without quotes, text after a closing quote, a quote never closed, a CR without LF, bytes
    /// that are not UTF-8, a row over its bound. After a failure every further call gives it again.
    Result<bool> next(CsvRow& row);

    static constexpr std::size_t kRowBytesMax = std::size_t{1} << 16;

  private:
    int take();  ///< the next byte, -1 at the end
    bool takeLf();
    void skipMark();
    bool readRow(CsvRow& row);
    bool readQuoted(std::string& field);
    bool readPlain(std::string& field);
    bool append(std::string& field, int byte);
    bool broken(std::size_t line, std::string_view what);  ///< notes the failure; always false

    std::streambuf& bytes_;
    std::size_t row_bytes_max_;
    std::size_t row_bytes_ = 0;
    std::size_t line_ = 1;
    bool row_goes_on_ = false;  ///< the last field ended in a comma
    std::optional<Failure> failure_;
};

/// Adds one row, ended by LF, to `text`. Only a field with a comma, a quote or a line break, and a row's only field when it is empty,
/// are put in quotes.
void appendCsvRow(std::string& text, std::span<const std::string_view> fields);

}  // namespace hub::core
