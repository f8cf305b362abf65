#include "adapters/ehealth_card/settings.h"

namespace adapters::ehealth_card {

namespace {

bool isPlain(std::string_view text) {
    constexpr std::size_t kLengthMax = 64;
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return !text.empty() && text.size() <= kLengthMax && text.find_first_not_of(kPlain) == std::string_view::npos;
}

bool isWebAddress(std::string_view url) {
    return (url.starts_with("http://") || url.starts_with("https://")) && url.find_first_of("?#@ \"\\") == std::string_view::npos &&
           !url.ends_with('/');
}

}  // namespace

void Settings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    using namespace std::chrono_literals;
    const auto plain = [&](std::string_view name, const std::string& value) {
        if (!isPlain(value))
            problems.add(pointer + "/" + std::string(name), "应为 1 至 64 个字母、数字、_ 与 -",
                         "expected 1 to 64 letters, digits, _ and -");
    };
    if (!isWebAddress(url))
        problems.add(pointer + "/url", "应为 https 地址，不带参数，末尾没有 /",
                     "expected an https address without a query and without a / at its end");
    if (url.starts_with("https://") != authority_file.has_value())
        problems.add(pointer + "/authority_file", "https 须有此项，http 不得有", "https needs it, and http has none");
    plain("hospital", hospital);
    plain("app", app);
    plain("organisation", organisation);
    if (*answer_within < 50ms || *answer_within > 5min) problems.add(pointer + "/answer_within", "应为 50ms 至 5m", "expected 50ms to 5m");
}

}  // namespace adapters::ehealth_card
