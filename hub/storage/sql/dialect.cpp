#include "hub/storage/sql/dialect.h"

#include <fmt/format.h>
#include <array>

namespace hub::storage::sql {

namespace {

struct Token {
    std::string_view name;
    std::string_view sqlite;
    std::string_view my_sql;
};

// SQLite takes no length; the stores check it (FieldTooLong), MariaDB and MySQL as well. BLOB compares byte by byte, as VARBINARY does:
// a trailing blank or the case of a letter is a difference everywhere.
constexpr std::array kTokens{
    Token{"ID", "BLOB", "BINARY(16)"},
    Token{"DIGEST", "BLOB", "BINARY(32)"},
    Token{"BYTES_32", "BLOB", "VARBINARY(32)"},
    Token{"BYTES_64", "BLOB", "VARBINARY(64)"},
    Token{"BYTES_200", "BLOB", "VARBINARY(200)"},
    Token{"BODY", "BLOB", "LONGBLOB"},
    // Not INTEGER: as the only column of a key that is SQLite's own row number, and a NULL in it is filled in.
    Token{"BIGINT", "INT", "BIGINT"},
    Token{"INT", "INT", "INT"},
    // Rows as short as their key stand in the key's own tree.
    Token{"KEY_TABLE", "WITHOUT ROWID, STRICT", "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC"},
    Token{"TABLE", "STRICT", "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC"},
};

}  // namespace

std::size_t Dialect::writersMax() const { return engine_ == Engine::Sqlite ? 1 : 0; }

std::string_view Dialect::nowMs() const {
    return engine_ == Engine::Sqlite ? "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"
                                     : "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";
}

std::string_view Dialect::forUpdateSkipLocked() const { return engine_ == Engine::Sqlite ? "" : " FOR UPDATE SKIP LOCKED"; }

// SQLite has one writer.
std::string_view Dialect::forShare() const { return engine_ == Engine::Sqlite ? "" : " LOCK IN SHARE MODE"; }

core::Result<std::string> Dialect::migrationText(std::string_view text) const {
    std::string out;
    while (true) {
        const std::size_t open = text.find('{');
        out.append(text.substr(0, open));
        if (open == std::string_view::npos) return out;
        const std::size_t close = text.find('}', open);
        if (close == std::string_view::npos) return core::Failure(core::Error::SqlRefused, "a migration has a { without its }");
        const std::string_view name = text.substr(open + 1, close - open - 1);
        const Token* token = nullptr;
        for (const Token& one : kTokens) {
            if (one.name == name) token = &one;
        }
        if (token == nullptr) return core::Failure(core::Error::SqlRefused, fmt::format("a migration has the unknown token {{{}}}", name));
        out.append(engine_ == Engine::Sqlite ? token->sqlite : token->my_sql);
        text.remove_prefix(close + 1);
    }
}

}  // namespace hub::storage::sql
