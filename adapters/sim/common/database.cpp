#include "adapters/sim/common/database.h"

#include <sqlite3.h>

#include "hub/core/exception.h"
#include "hub/core/json.h"
#include "hub/core/text.h"

namespace adapters::sim::common {

namespace {

sqlite3* connection(void* handle) { return static_cast<sqlite3*>(handle); }
sqlite3_stmt* statementOf(void* statement) { return static_cast<sqlite3_stmt*>(statement); }

[[noreturn]] void fail(sqlite3* database, std::string_view what) {
    throw hub::core::Exception("the simulator's books: " + std::string(what) + ": " + sqlite3_errmsg(database));
}

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

void bind(sqlite3_stmt* statement, int place, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value.content())) {
        sqlite3_bind_int64(statement, place, *number);
        return;
    }
    const auto& text = std::get<std::string>(value.content());
    sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

Statement prepared(sqlite3* database, std::string_view text, const Values& values) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database, text.data(), static_cast<int>(text.size()), &raw, nullptr) != SQLITE_OK) fail(database, text);
    Statement statement(raw);
    HUB_ASSERT(sqlite3_bind_parameter_count(raw) == static_cast<int>(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i) bind(raw, static_cast<int>(i) + 1, values[i]);
    return statement;
}

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

int Row::columns() const { return sqlite3_column_count(statementOf(statement_)); }
std::string Row::name(int column) const { return sqlite3_column_name(statementOf(statement_), column); }
bool Row::isInteger(int column) const { return sqlite3_column_type(statementOf(statement_), column) == SQLITE_INTEGER; }
void Row::read(int column, std::int64_t& target) const { target = integer(column); }
void Row::read(int column, std::string& target) const { target = text(column); }
std::int64_t Row::integer(int column) const { return sqlite3_column_int64(statementOf(statement_), column); }

std::string Row::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statementOf(statement_), column));
    return bytes == nullptr ? std::string()
                            : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statementOf(statement_), column)));
}

void Database::Close::operator()(void* handle) const { sqlite3_close(connection(handle)); }

Database::Database(const std::string& path) {
    sqlite3* database = nullptr;
    const int opened =
        sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nullptr);
    handle_.reset(database);
    if (opened != SQLITE_OK) fail(database, "cannot open " + path);
    script("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;");
}

void Database::script(const std::string& statements) {
    if (sqlite3_exec(connection(handle_.get()), statements.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(connection(handle_.get()), "a script");
}

void Database::run(std::string_view statement, const Values& values) {
    each(statement, values, [](const Row&) {});
}

void Database::each(std::string_view query, const Values& values, const std::function<void(const Row&)>& on_row) {
    sqlite3* database = connection(handle_.get());
    const Statement statement = prepared(database, query, values);
    int state = sqlite3_step(statement.get());
    for (; state == SQLITE_ROW; state = sqlite3_step(statement.get())) on_row(Row(statement.get()));
    if (state != SQLITE_DONE) fail(database, query);
}

std::int64_t Database::changed() const { return sqlite3_changes64(connection(handle_.get())); }

hub::core::Result<std::string> dumpTables(Database& database, std::span<const std::string_view> tables, std::string_view table) {
    hub::core::JsonWriter out(hub::core::Exposure::Revealed);
    bool found = table.empty();
    out.beginObject();
    for (const std::string_view name : tables) {
        if (!table.empty() && table != name) continue;
        found = true;
        out.key(name);
        out.beginArray();
        database.each("SELECT * FROM " + std::string(name) + " ORDER BY rowid", {}, [&](const Row& row) { writeRow(row, out); });
        out.endArray();
    }
    out.endObject();
    if (!found) return hub::core::Failure(hub::core::Error::SimNotFound, "table " + hub::core::shapeOf(table));
    return out.text();
}

}  // namespace adapters::sim::common
