#include "hub/storage/mysql/database.h"

#include <cppconn/driver.h>
#include <fmt/format.h>

#include <utility>

#include "hub/storage/mysql/connection.h"

namespace hub::storage::mysql {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::int64_t kPacketMin = std::int64_t{32} << 20U;  // a message of 20 MB, sealed, in one row

/// The driver puts it together on its own; made once, before any thread needs it twice.
::sql::Driver& driver() {
    static ::sql::Driver* const only = get_driver_instance();
    return *only;
}

Failure connectFailure(const ::sql::SQLException& problem) {
    std::string reason = reasonOf(problem, "connect");
    switch (problem.getErrorCode()) {
        case 1044:  // no right to the database
        case 1045:  // user or password
        case 1049:  // no such database
        case 1130:  // host not allowed
        case 1251:
        case 1698:
            return Failure(Error::DatabaseNotUsable, std::move(reason));
        default:
            return sql::failureOf(errorOf(problem) == sql::SqlError::Busy ? sql::SqlError::Busy : sql::SqlError::ConnectionLost,
                                  std::move(reason));
    }
}

/// What a session forgets when it ends: every connection is set up by this and nothing else.
Result<void> prepareSession(sql::Connection& connection, sql::Access access, const Timeouts& timeouts) {
    std::string version;
    std::int64_t packet = 0;
    const Result<void> asked = connection.query("SELECT VERSION(), @@max_allowed_packet", {}, [&](const sql::Row& row) {
        version = row.bytes(0);
        packet = row.integer(1);
    });
    if (!asked.ok()) return asked;
    if (packet < kPacketMin)
        return Failure(Error::DatabaseNotUsable,
                       fmt::format("max_allowed_packet of the server is {}; it must be {} or more", packet, kPacketMin));
    const bool maria_db = version.find("MariaDB") != std::string::npos;
    const auto statement = timeouts.statement.count();
    const std::string statement_limit =
        maria_db ? fmt::format("max_statement_time = {}", statement) : fmt::format("max_execution_time = {}", statement * 1000);
    for (const std::string& set :
         {fmt::format("SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',"
                      " innodb_lock_wait_timeout = {}, {}",
                      timeouts.lock.count(), statement_limit),
          fmt::format("SET SESSION TRANSACTION ISOLATION LEVEL {}", access == sql::Access::Write ? "READ COMMITTED" : "REPEATABLE READ")}) {
        const Result<std::int64_t> done = connection.execute(set, {});
        if (!done.ok()) return done.failure();
    }
    return {};
}

}  // namespace

MySqlDatabase::MySqlDatabase(DatabaseUrl url, core::Sensitive<std::string> password, const Timeouts& timeouts)
    : url_(std::move(url)), password_(std::move(password)), timeouts_(timeouts) {
    driver();
}

MySqlDatabase::~MySqlDatabase() = default;

Result<std::unique_ptr<sql::Connection>> MySqlDatabase::connect(sql::Access access) {
    useDriverOnThisThread();
    ::sql::ConnectOptionsMap options;
    options["hostName"] =
        ::sql::SQLString(url_.socket.empty() ? fmt::format("tcp://{}:{}", url_.host, url_.port) : fmt::format("unix://{}", url_.socket));
    options["userName"] = ::sql::SQLString(url_.user);
    options["password"] = ::sql::SQLString(password_.reveal());
    options["schema"] = ::sql::SQLString(url_.database);
    options["OPT_CHARSET_NAME"] = ::sql::SQLString("utf8mb4");
    options["CLIENT_FOUND_ROWS"] = true;
    options["OPT_CONNECT_TIMEOUT"] = static_cast<int>(timeouts_.connect.count());
    options["OPT_READ_TIMEOUT"] = static_cast<int>(timeouts_.answer.count());
    options["OPT_WRITE_TIMEOUT"] = static_cast<int>(timeouts_.answer.count());
    std::unique_ptr<MySqlConnection> connection;
    try {
        connection = std::make_unique<MySqlConnection>(std::unique_ptr<::sql::Connection>(driver().connect(options)));
    } catch (const ::sql::SQLException& problem) {
        return connectFailure(problem);
    }
    const Result<void> ready = prepareSession(*connection, access, timeouts_);
    if (!ready.ok()) return ready.failure();
    return std::unique_ptr<sql::Connection>(std::move(connection));
}

}  // namespace hub::storage::mysql
