#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "hub/core/result.h"

namespace hub::cli {

struct AdminAnswer {
    int status = 0;
    std::string body;  ///< JSON; a problem (RFC 9457) unless status is 2xx
};

/// One request to the running hub, over the local socket that DATA/ports.json names. Also: HubNotRunning (no port file, or nobody
/// listens), HubNotAnswering.
core::Result<AdminAnswer> askHub(const std::filesystem::path& data, const std::string& method, const std::string& path,
                                 const std::string& json);

/// The same with more header fields: names and values without line breaks. Also: OptionNotValid (a control character in a value).
using AdminFields = std::vector<std::pair<std::string, std::string>>;
core::Result<AdminAnswer> askHub(const std::filesystem::path& data, const std::string& method, const std::string& path,
                                 const std::string& json, const AdminFields& fields);

}  // namespace hub::cli
