#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "hub/core/result.h"

namespace hub::storage::mysql {

/// Where a server is: by host and port, or by the socket file on this machine.
struct DatabaseUrl {
    std::string user;
    std::string host;
    std::uint16_t port = 3306;
    std::string database;
    std::string socket;  ///< empty: by host and port

    /// mysql://user@host:port/database or mysql://user@localhost/database?socket=/path. Names are plain letters, digits, '_', '-', '.';
    /// a password is not part of it. Also: DatabaseUrlNotValid.
    static core::Result<DatabaseUrl> parse(std::string_view text);
};

}  // namespace hub::storage::mysql
