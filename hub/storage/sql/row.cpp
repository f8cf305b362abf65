#include "hub/storage/sql/row.h"

#include <fmt/format.h>
#include <algorithm>
#include <limits>
#include <utility>

#include "hub/storage/sql/blind_index.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;

void ColumnNames::add(std::string_view name) {
    if (!text_.empty()) text_.append(", ");
    text_.append(name);
}

std::string assignments(std::string_view columns) {
    std::string text;
    while (true) {
        const std::size_t comma = columns.find(", ");
        text.append(columns.substr(0, comma)).append(" = ?");
        if (comma == std::string_view::npos) return text;
        text.append(", ");
        columns.remove_prefix(comma + 2);
    }
}

void RowWriter::operator()(std::string_view name, const std::string& bytes, std::size_t most) {
    if (good_.ok()) good_ = checkLength(fmt::format("{}.{}", table_, name), bytes, most);
    add(blob(bytes));
}

void RowWriter::operator()(std::string_view name, const std::optional<std::string>& bytes, std::size_t most) {
    if (!bytes) return add({});
    (*this)(name, *bytes, most);
}

Result<std::vector<Value>> RowWriter::take() && {
    if (!good_.ok()) return good_.failure();
    return std::move(values_);
}

void RowWriter::blind(std::string_view, std::string_view purpose, std::string_view value) {
    Result<BlindIndexes> indexes = blindIndexes(transaction_, vault_, purpose, value);
    if (!indexes.ok() && good_.ok()) good_ = indexes.failure();
    add(indexes.ok() ? std::move(indexes->written) : Value());
}

void RowReader::operator()(std::string_view name, std::optional<std::string>& bytes, std::size_t most) {
    if (takeNull()) return bytes.reset();
    (*this)(name, bytes.emplace(), most);
}

void RowReader::operator()(std::string_view name, core::IdBits& id) {
    const std::string bytes = row_.bytes(at_++);
    if (bytes.size() != id.bytes.size()) return refuse(name);
    std::transform(bytes.begin(), bytes.end(), id.bytes.begin(), [](char byte) { return static_cast<std::uint8_t>(byte); });
}

void RowReader::operator()(std::string_view name, core::Money& amount) {
    const Result<core::Money> read = core::Money::checkedFen(row_.integer(at_++));
    if (!read.ok()) return refuse(name);
    amount = *read;
}

void RowReader::operator()(std::string_view name, std::int32_t& number) {
    using Limits = std::numeric_limits<std::int32_t>;
    const std::int64_t wide = row_.integer(at_++);
    if (wide < Limits::min() || wide > Limits::max()) return refuse(name);
    number = static_cast<std::int32_t>(wide);
}

void RowReader::operator()(std::string_view name, bool& flag) {
    const std::int64_t number = row_.integer(at_++);
    if (number != 0 && number != 1) return refuse(name);
    flag = number == 1;
}

bool RowReader::takeNull() {
    if (!row_.isNull(at_)) return false;
    ++at_;
    return true;
}

void RowReader::refuse(std::string_view name) {
    if (end_.ok()) end_ = Failure(Error::RowNotReadable, fmt::format("{}.{}", table_, name));
}

}  // namespace hub::storage::sql
