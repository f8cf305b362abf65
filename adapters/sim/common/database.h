#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/date.h"
#include "hub/core/describe.h"
#include "hub/core/money.h"
#include "hub/core/result.h"

namespace adapters::sim::common {

/// What is bound to a '?' of a statement.
class Value {
  public:
    Value(std::int64_t number) : content_(number) {}               // NOLINT(google-explicit-constructor): read as a list
    Value(bool flag) : content_(std::int64_t{flag}) {}             // NOLINT(google-explicit-constructor)
    Value(hub::core::Money amount) : content_(amount.fen()) {}     // NOLINT(google-explicit-constructor)
    Value(hub::core::UtcTime time) : content_(time.ms) {}          // NOLINT(google-explicit-constructor)
    Value(hub::core::Date date) : content_(date.text()) {}         // NOLINT(google-explicit-constructor)
    Value(std::string text) : content_(std::move(text)) {}         // NOLINT(google-explicit-constructor)
    Value(std::string_view text) : content_(std::string(text)) {}  // NOLINT(google-explicit-constructor)
    Value(const char* text) : content_(std::string(text)) {}       // NOLINT(google-explicit-constructor)
    template <hub::core::Enumeration E>
    Value(E value) : content_(std::string(hub::core::enumName(value))) {}  // NOLINT(google-explicit-constructor)

    const std::variant<std::int64_t, std::string>& content() const { return content_; }

  private:
    std::variant<std::int64_t, std::string> content_;
};

using Values = std::vector<Value>;

/// The row a query stands at. Valid inside the callback it is given to.
class Row {
  public:
    explicit Row(void* statement) : statement_(statement) {}

    /// The columns from left to right, as many as there are targets.
    template <class... T>
    void into(T&... targets) const {
        int column = 0;
        (read(column++, targets), ...);
    }

    int columns() const;
    std::string name(int column) const;
    bool isInteger(int column) const;
    void read(int column, std::int64_t& target) const;
    void read(int column, std::string& target) const;

  private:
    void read(int column, bool& target) const { target = integer(column) != 0; }
    void read(int column, hub::core::Money& target) const { target = hub::core::Money::fromFen(integer(column)); }
    void read(int column, hub::core::UtcTime& target) const { target = {integer(column)}; }
    void read(int column, hub::core::Date& target) const { target = *hub::core::Date::parse(text(column)); }
    template <hub::core::Enumeration E>
    void read(int column, E& target) const {
        target = *hub::core::enumFromName<E>(text(column));
    }

    std::int64_t integer(int column) const;
    std::string text(int column) const;

    void* statement_;
};

/// One SQLite file: the books of a simulator survive its being killed (WAL, synchronous=NORMAL). One thread at a time.
/// Anything SQLite complains about is an Exception: the statements are ours and the file is nobody else's.
class Database {
  public:
    /// Opens or makes the file; its folder exists. Throws Exception.
    explicit Database(const std::string& path);

    void script(const std::string& statements);
    void run(std::string_view statement, const Values& values = {});
    void each(std::string_view query, const Values& values, const std::function<void(const Row&)>& on_row);

    /// Rows changed by the last run().
    std::int64_t changed() const;

  private:
    struct Close {
        void operator()(void* handle) const;
    };

    std::unique_ptr<void, Close> handle_;
};

/// Runs `work` in a transaction, also inside another one: what it returns is kept when it is no Failure, and undone otherwise.
template <class Work>
auto transact(Database& database, const Work& work) {
    database.run("SAVEPOINT call");
    auto result = [&] {
        try {
            return work();
        } catch (...) {
            database.script("ROLLBACK TO call; RELEASE call;");
            throw;
        }
    }();
    if (!result.ok()) database.run("ROLLBACK TO call");
    database.run("RELEASE call");
    return result;
}

/// {"patient": [{…}, …], …}: each of `tables`, or the one named. Also: SimNotFound.
hub::core::Result<std::string> dumpTables(Database& database, std::span<const std::string_view> tables, std::string_view table);

}  // namespace adapters::sim::common
