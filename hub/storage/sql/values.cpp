#include "hub/storage/sql/values.h"

#include <fmt/format.h>
#include <algorithm>

#include "hub/core/exception.h"

namespace hub::storage::sql {

namespace {

template <std::size_t Size>
Value blobOf(const std::array<std::uint8_t, Size>& bytes) {
    return Value::blob(std::string(bytes.begin(), bytes.end()));
}

template <std::size_t Size>
std::array<std::uint8_t, Size> bytesAt(const Row& row, std::size_t column) {
    const std::string bytes = row.bytes(column);
    if (bytes.size() != Size)
        throw core::Exception(fmt::format("a column that must hold {} bytes holds {}: the database is damaged", Size, bytes.size()));
    std::array<std::uint8_t, Size> out{};
    std::transform(bytes.begin(), bytes.end(), out.begin(), [](char byte) { return static_cast<std::uint8_t>(byte); });
    return out;
}

}  // namespace

Value blob(std::string_view bytes) { return Value::blob(std::string(bytes)); }

Value blob(const core::IdBits& id) { return blobOf(id.bytes); }

Value blob(const core::Digest& digest) { return blobOf(digest.bytes); }

Value timeOrNull(std::optional<core::UtcTime> time) { return time ? Value(time->ms) : Value(); }

core::IdBits idAt(const Row& row, std::size_t column) { return core::IdBits{bytesAt<16>(row, column)}; }

core::Digest digestAt(const Row& row, std::size_t column) { return core::Digest{bytesAt<32>(row, column)}; }

core::UtcTime timeAt(const Row& row, std::size_t column) { return core::UtcTime{row.integer(column)}; }

std::optional<core::UtcTime> timeOrNoneAt(const Row& row, std::size_t column) {
    if (row.isNull(column)) return std::nullopt;
    return timeAt(row, column);
}

core::Result<void> checkLength(std::string_view column, std::string_view bytes, std::size_t most) {
    if (bytes.size() <= most) return {};
    return core::Failure(core::Error::FieldTooLong, fmt::format("{} has {} bytes, at most {}", column, bytes.size(), most));
}

}  // namespace hub::storage::sql
