#include "hub/storage/open_database.h"

#include <utility>

#include "hub/storage/mysql/database.h"
#include "hub/storage/sqlite/database.h"

namespace hub::storage {

using core::Result;

Result<std::unique_ptr<sql::Database>> openDatabase(const StorageConfig& config) {
    if (config.url.empty()) {
        Result<std::unique_ptr<sqlite::SqliteDatabase>> opened = sqlite::SqliteDatabase::open(config.folder, {}, config.write_cache_mib);
        if (!opened.ok()) return opened.failure();
        return std::unique_ptr<sql::Database>(*std::move(opened));
    }
    const Result<mysql::DatabaseUrl> url = mysql::DatabaseUrl::parse(config.url);
    if (!url.ok()) return url.failure();
    return std::unique_ptr<sql::Database>(std::make_unique<mysql::MySqlDatabase>(*url, config.password));
}

}  // namespace hub::storage
