#include "adapters/cli/bench/http_text.h"

#include <algorithm>
#include <charconv>

namespace adapters::cli::bench {

namespace {

constexpr std::string_view kLength = "\r\ncontent-length:";

bool sameLetters(char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; }

template <class Number>
Number numberAt(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    Number number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

std::size_t endOfMessage(std::string_view bytes) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    const std::string_view head = bytes.substr(0, end);
    const auto length = std::search(head.begin(), head.end(), kLength.begin(), kLength.end(), sameLetters);
    std::size_t size = end + 4;
    if (length != head.end()) size += numberAt<std::size_t>(head.substr(static_cast<std::size_t>(length - head.begin()) + kLength.size()));
    return bytes.size() >= size ? size : 0;
}

int statusOf(std::string_view answer) {
    const std::size_t space = answer.find(' ');
    return answer.starts_with("HTTP/1.") && space != std::string_view::npos ? numberAt<int>(answer.substr(space)) : 0;
}

}  // namespace adapters::cli::bench
