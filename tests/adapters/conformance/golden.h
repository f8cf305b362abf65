#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests {

// Everything here may be called on any thread: a server under test has its own.

/// One HTTP message of tests/data.
struct GoldenMessage {
    std::string start;  ///< its first line
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    std::optional<std::string_view> header(std::string_view name) const;
    std::string method() const { return start.substr(0, start.find(' ')); }
    std::string path() const;
    int status() const;
};

/// `file`: its path from the top of the tree.
GoldenMessage goldenMessageIn(const std::string& file);

/// A file as it is.
std::string goldenBytesIn(const std::string& file);

}  // namespace tests
