#pragma once

#include <memory>
#include <tuple>

#include "hub/storage/mysql/database.h"
#include "hub/storage/sqlite/database.h"
#include "tests/support/file_tree.h"
#include "tests/support/mariadb.h"

namespace tests {

/// An empty database of each kind; every store test runs on both.
class SqliteEngine {
  public:
    SqliteEngine() {
        auto opened = hub::storage::sqlite::SqliteDatabase::open(folder_.path() / "data");
        BOOST_REQUIRE(opened.ok());
        database_ = *std::move(opened);
    }
    hub::storage::sql::Database& database() { return *database_; }
    const std::filesystem::path& folder() const { return folder_.path(); }

  private:
    FileTree folder_;
    std::unique_ptr<hub::storage::sqlite::SqliteDatabase> database_;
};

class MariaDbEngine {
  public:
    MariaDbEngine() {
        const auto url = hub::storage::mysql::DatabaseUrl::parse(MariaDb::shared().url(MariaDb::shared().newDatabase()));
        BOOST_REQUIRE(url.ok());
        database_ = std::make_unique<hub::storage::mysql::MySqlDatabase>(*url, hub::core::Sensitive<std::string>());
    }
    hub::storage::sql::Database& database() { return *database_; }

  private:
    std::unique_ptr<hub::storage::mysql::MySqlDatabase> database_;
};

using Engines = std::tuple<SqliteEngine, MariaDbEngine>;

}  // namespace tests
