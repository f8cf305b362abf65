#pragma once

#include <cstddef>
#include <string_view>

namespace adapters::cli::bench {

/// Where the first HTTP message of `bytes` ends, its body of Content-Length included; 0 while it is not whole.
std::size_t endOfMessage(std::string_view bytes);

/// 200 of "HTTP/1.1 200 OK"; 0 when it is something else.
int statusOf(std::string_view answer);

}  // namespace adapters::cli::bench
