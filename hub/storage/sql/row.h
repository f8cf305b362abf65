#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/describe.h"
#include "hub/core/money.h"
#include "hub/core/work.h"
#include "hub/storage/sql/values.h"
#include "hub/vault/vault.h"

/// A table says once which columns it has, in a function over the thing its rows are of:
///
///     template <class Columns, class Self>
///     static void describe(Columns& column, Self& booking) {
///         column("person_id", booking.person);
///         column("hospital", booking.hospital, /*most=*/64);                  // texts say how many bytes the column takes
///         column.lookup("visit_day", booking.visit.day.text(), /*most=*/32);  // only written: it is read from elsewhere
///     }
///
/// and the visitors below make the list of columns, the values of a row and the thing out of it.
namespace hub::storage::sql {

/// "person_id, hospital, visit_day".
class ColumnNames {
  public:
    template <class T>
    void operator()(std::string_view name, const T&) {
        add(name);
    }
    template <class T>
    void operator()(std::string_view name, const T&, std::size_t) {
        add(name);
    }
    template <class T>
    void lookup(std::string_view name, const T&) {
        add(name);
    }
    template <class T>
    void lookup(std::string_view name, const T&, std::size_t) {
        add(name);
    }
    void blind(std::string_view name, std::string_view, std::string_view) { add(name); }

    void add(std::string_view name);
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

/// "a, b" -> "a = ?, b = ?"
std::string assignments(std::string_view columns);

/// A thing into a row. What does not go in becomes the failure of the row.
class RowWriter {
  public:
    /// All outlive the writer. The transaction says under which key blind indexes are written.
    RowWriter(std::string_view table, const vault::Vault& vault, core::Transaction& transaction)
        : table_(table), vault_(vault), transaction_(transaction) {}

    void operator()(std::string_view name, const std::string& bytes, std::size_t most);
    void operator()(std::string_view name, const std::optional<std::string>& bytes, std::size_t most);
    void operator()(std::string_view, const core::IdBits& id) { add(blob(id)); }
    void operator()(std::string_view, core::Money amount) { add(amount.fen()); }
    void operator()(std::string_view, core::UtcTime time) { add(time.ms); }
    void operator()(std::string_view, std::int64_t number) { add(number); }
    void operator()(std::string_view, std::int32_t number) { add(std::int64_t{number}); }
    void operator()(std::string_view, bool flag) { add(std::int64_t{flag ? 1 : 0}); }
    template <core::Enumeration E>
    void operator()(std::string_view, E value) {
        add(blob(core::enumName(value)));
    }
    template <class Kind>
    void operator()(std::string_view name, const core::Id<Kind>& id) {
        (*this)(name, id.bits);
    }
    template <class T>
    void operator()(std::string_view name, const std::optional<T>& value) {
        if (!value) return add({});
        (*this)(name, *value);
    }
    template <class T>
    void lookup(std::string_view name, const T& value) {
        (*this)(name, value);
    }
    template <class T>
    void lookup(std::string_view name, const T& bytes, std::size_t most) {
        (*this)(name, bytes, most);
    }
    /// The blind index of a value that nobody may read here.
    void blind(std::string_view name, std::string_view purpose, std::string_view value);

    void add(Value value) { values_.push_back(std::move(value)); }

    /// Also: FieldTooLong, KeyMissing, what the database answers with.
    core::Result<std::vector<Value>> take() &&;

  private:
    const std::string_view table_;
    const vault::Vault& vault_;
    core::Transaction& transaction_;
    std::vector<Value> values_;
    core::Result<void> good_;
};

/// A row into a thing. A value that RowWriter never writes is not guessed at: it becomes the failure of the row.
class RowReader {
  public:
    /// `row` and `table` outlive the reader, which begins at the first column.
    RowReader(std::string_view table, const Row& row) : table_(table), row_(row) {}

    void operator()(std::string_view, std::string& bytes, std::size_t) { bytes = row_.bytes(at_++); }
    void operator()(std::string_view name, std::optional<std::string>& bytes, std::size_t most);
    void operator()(std::string_view name, core::IdBits& id);
    void operator()(std::string_view name, core::Money& amount);
    void operator()(std::string_view, core::UtcTime& time) { time = timeAt(row_, at_++); }
    void operator()(std::string_view, std::int64_t& number) { number = row_.integer(at_++); }
    void operator()(std::string_view name, std::int32_t& number);
    void operator()(std::string_view name, bool& flag);
    template <core::Enumeration E>
    void operator()(std::string_view name, E& value) {
        const std::optional<E> known = core::enumFromName<E>(row_.bytes(at_++));
        if (!known) return refuse(name);
        value = *known;
    }
    template <class Kind>
    void operator()(std::string_view name, core::Id<Kind>& id) {
        (*this)(name, id.bits);
    }
    template <class T>
    void operator()(std::string_view name, std::optional<T>& value) {
        if (takeNull()) return value.reset();
        (*this)(name, value.emplace());
    }
    template <class T>
    void lookup(std::string_view, const T&) {
        ++at_;
    }
    template <class T>
    void lookup(std::string_view, const T&, std::size_t) {
        ++at_;
    }
    void blind(std::string_view, std::string_view, std::string_view) { ++at_; }

    std::string bytes() { return row_.bytes(at_++); }

    /// Also: RowNotReadable with the first column that was not understood.
    const core::Result<void>& end() const { return end_; }

  private:
    bool takeNull();
    void refuse(std::string_view name);

    const std::string_view table_;
    const Row& row_;
    std::size_t at_ = 0;
    core::Result<void> end_;
};

}  // namespace hub::storage::sql
