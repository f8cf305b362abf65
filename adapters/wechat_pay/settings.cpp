#include "adapters/wechat_pay/settings.h"

#include <set>

#include "adapters/wechat_pay/crypto.h"

namespace adapters::wechat_pay {

namespace core = hub::core;

namespace {

/// Letters and digits only, or with _ and -: nothing that could leave its place in a header.
bool isPlain(std::string_view text, std::size_t length_max) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return !text.empty() && text.size() <= length_max && text.find_first_not_of(kPlain) == std::string_view::npos;
}

bool isWebAddress(std::string_view url) {
    return (url.starts_with("http://") || url.starts_with("https://")) && url.find_first_of("?#@ \"\\") == std::string_view::npos;
}

}  // namespace

void Settings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    using namespace std::chrono_literals;
    const auto plain = [&](std::string_view name, const std::string& value, std::size_t length_max) {
        if (!isPlain(value, length_max))
            problems.add(pointer + "/" + std::string(name), "应为字母、数字、_ 与 -，且不过长",
                         "expected letters, digits, _ and -, not too long");
    };
    if (!isWebAddress(url) || url.find('/', url.find("://") + 3) != std::string::npos)
        problems.add(pointer + "/url", "应为不带路径的 https 地址", "expected an https address without a path");
    if (url.starts_with("https://") != authority_file.has_value())
        problems.add(pointer + "/authority_file", "https 须有此项，http 不得有", "https needs it, and http has none");
    plain("merchant", merchant, 32);
    plain("app", app, 32);
    plain("merchant_serial", merchant_serial, 64);
    if (!isWebAddress(notify_url) || notify_url.size() > 255)
        problems.add(pointer + "/notify_url", "应为不带参数的网址，至多 255 个字符",
                     "expected an address without a query, of at most 255 characters");
    if (platform_keys.empty()) problems.add(pointer + "/platform_keys", "至少一个", "expected at least one");
    std::set<std::string> serials;
    for (std::size_t i = 0; i < platform_keys.size(); ++i) {
        const std::string at = "platform_keys/" + std::to_string(i);
        plain(at + "/serial", platform_keys[i].serial, 64);
        if (!serials.insert(platform_keys[i].serial).second)
            problems.add(pointer + "/" + at + "/serial", "序列号重复", "the serial stands twice");
        const core::Result<PlatformKey> key = PlatformKey::read(platform_keys[i].public_key);
        if (!key.ok())
            problems.add(pointer + "/" + at + "/public_key", key.failure().message(core::Language::Chinese),
                         key.failure().message(core::Language::English));
    }
    if (*answer_within < 50ms || *answer_within > 5min) problems.add(pointer + "/answer_within", "应为 50ms 至 5m", "expected 50ms to 5m");
}

}  // namespace adapters::wechat_pay
