#include "tests/adapters/wechat_pay/golden.h"

namespace tests {

GoldenMessage goldenMessage(const std::string& name) { return goldenMessageIn("tests/data/wechat_pay/" + name + ".http"); }

std::string goldenFile(const std::string& name) { return goldenBytesIn("tests/data/wechat_pay/" + name); }

std::string partOf(std::string_view authorization, const std::string& name) {
    const std::string begins = name + "=\"";
    const std::size_t at = authorization.find(begins);
    if (at == std::string_view::npos) return "";
    const std::size_t begin = at + begins.size();
    return std::string(authorization.substr(begin, authorization.find('"', begin) - begin));
}

}  // namespace tests
