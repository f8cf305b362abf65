#include "tests/adapters/conformance/golden.h"

#include <fstream>
#include <sstream>

#include "hub/core/assert.h"

namespace tests {

std::optional<std::string_view> GoldenMessage::header(std::string_view name) const {
    for (const auto& [one, value] : headers) {
        if (one == name) return value;
    }
    return std::nullopt;
}

std::string GoldenMessage::path() const {
    const std::size_t begin = start.find(' ') + 1;
    return start.substr(begin, start.find(' ', begin) - begin);
}

int GoldenMessage::status() const { return std::stoi(start.substr(start.find(' ') + 1, 3)); }

GoldenMessage goldenMessageIn(const std::string& file) {
    const std::string text = goldenBytesIn(file);
    GoldenMessage message;
    std::size_t at = 0;
    for (;;) {
        const std::size_t end = text.find("\r\n", at);
        HUB_ASSERT(end != std::string::npos);
        const std::string line = text.substr(at, end - at);
        at = end + 2;
        if (line.empty()) break;
        if (message.start.empty()) {
            message.start = line;
        } else {
            message.headers.emplace_back(line.substr(0, line.find(':')), line.substr(line.find(": ") + 2));
        }
    }
    message.body = text.substr(at);
    return message;
}

std::string goldenBytesIn(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    HUB_ASSERT(stream.good());
    std::ostringstream content;
    content << stream.rdbuf();
    return content.str();
}

}  // namespace tests
