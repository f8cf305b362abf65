#include "tests/adapters/wechat_pay/golden.h"

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

GoldenMessage goldenMessage(const std::string& name) {
    const std::string text = goldenFile(name + ".http");
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

std::string goldenFile(const std::string& name) {
    std::ifstream file("tests/data/wechat_pay/" + name, std::ios::binary);
    HUB_ASSERT(file.good());
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

std::string partOf(std::string_view authorization, const std::string& name) {
    const std::string begins = name + "=\"";
    const std::size_t at = authorization.find(begins);
    if (at == std::string_view::npos) return "";
    const std::size_t begin = at + begins.size();
    return std::string(authorization.substr(begin, authorization.find('"', begin) - begin));
}

}  // namespace tests
