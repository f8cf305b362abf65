#include "hub/core/csv.h"

#include <fmt/format.h>

#include <istream>
#include <streambuf>

#include "hub/core/text.h"

namespace hub::core {

namespace {

constexpr int kEnd = std::char_traits<char>::eof();

void appendField(std::string& text, std::string_view field) {
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
        text += field;
        return;
    }
    text += '"';
    for (const char c : field) {
        if (c == '"') text += '"';
        text += c;
    }
    text += '"';
}

}  // namespace

CsvReader::CsvReader(std::istream& in, std::size_t row_bytes_max) : bytes_(*in.rdbuf()), row_bytes_max_(row_bytes_max) { skipMark(); }

int CsvReader::take() { return bytes_.sbumpc(); }

bool CsvReader::takeLf() {
    if (bytes_.sgetc() != '\n') return false;
    take();
    return true;
}

void CsvReader::skipMark() {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (bytes_.sgetc() != static_cast<unsigned char>(kMark[0])) return;
    for (const char c : kMark) {
        if (take() != static_cast<unsigned char>(c)) {
            broken(line_, "the bytes are not UTF-8");
            return;
        }
    }
}

bool CsvReader::broken(std::size_t line, std::string_view what) {
    failure_ = Failure(Error::FileNotReadable, fmt::format("line {}: {}", line, what));
    return false;
}

bool CsvReader::append(std::string& field, int byte) {
    if (++row_bytes_ > row_bytes_max_) return broken(line_, fmt::format("the row is longer than {} bytes", row_bytes_max_));
    field += static_cast<char>(byte);
    return true;
}

Result<bool> CsvReader::next(CsvRow& row) {
    if (failure_) return *failure_;
    row.fields.clear();
    row.line = line_;
    if (bytes_.sgetc() == kEnd) return false;
    if (!readRow(row)) return *failure_;
    return true;
}

bool CsvReader::readRow(CsvRow& row) {
    row_bytes_ = 0;
    do {
        const std::size_t line = line_;
        if (!row.fields.empty() && ++row_bytes_ > row_bytes_max_) {  // commas count: a row of nothing else has a bound, too
            return broken(line_, fmt::format("the row is longer than {} bytes", row_bytes_max_));
        }
        std::string& field = row.fields.emplace_back();
        const bool quoted = bytes_.sgetc() == '"';
        if (!(quoted ? readQuoted(field) : readPlain(field))) return false;
        if (!isUtf8(field)) return broken(line, fmt::format("field {} is not UTF-8", row.fields.size()));
    } while (row_goes_on_);
    return true;
}

bool CsvReader::readQuoted(std::string& field) {
    const std::size_t opened_at = line_;
    take();
    while (true) {
        const int byte = take();
        if (byte == kEnd) return broken(opened_at, "the quote that opens a field is never closed");
        if (byte == '\n') ++line_;
        if (byte == '"' && bytes_.sgetc() != '"') break;
        if (byte == '"') take();  // of two, one is meant
        if (!append(field, byte)) return false;
    }
    const int after = take();
    row_goes_on_ = after == ',';
    if (row_goes_on_ || after == kEnd) return true;
    if (after != '\n' && !(after == '\r' && takeLf())) return broken(line_, "text follows the quote that closes a field");
    ++line_;
    return true;
}

bool CsvReader::readPlain(std::string& field) {
    while (true) {
        const int byte = take();
        row_goes_on_ = byte == ',';
        if (row_goes_on_ || byte == kEnd) return true;
        if (byte == '"') return broken(line_, "a quote stands inside a field that has none around it");
        if (byte == '\r' && !takeLf()) return broken(line_, "a carriage return without a line feed");
        if (byte == '\r' || byte == '\n') {
            ++line_;
            return true;
        }
        if (!append(field, byte)) return false;
    }
}

void appendCsvRow(std::string& text, std::span<const std::string_view> fields) {
    if (fields.size() == 1 && fields.front().empty()) {
        text += "\"\"\n";
        return;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) text += ',';
        appendField(text, fields[i]);
    }
    text += '\n';
}

}  // namespace hub::core
