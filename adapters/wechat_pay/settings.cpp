#include "adapters/wechat_pay/settings.h"

#include <set>

#include "adapters/kit/http_settings.h"
#include "adapters/wechat_pay/crypto.h"

namespace adapters::wechat_pay {

namespace core = hub::core;

void Settings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    const auto plain = [&](std::string_view name, const std::string& value, std::size_t length_max) {
        if (!kit::isPlain(value, length_max))
            problems.add(pointer + "/" + std::string(name), "应为字母、数字、_ 与 -，且不过长",
                         "expected letters, digits, _ and -, not too long");
    };
    if (!kit::isWebAddress(url) || url.find('/', url.find("://") + 3) != std::string::npos)
        problems.add(pointer + "/url", "应为不带路径的 https 地址", "expected an https address without a path");
    plain("merchant", merchant, 32);
    plain("app", app, 32);
    plain("merchant_serial", merchant_serial, 64);
    if (!kit::isWebAddress(notify_url) || notify_url.size() > 255)
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
    kit::checkHttpSettings({url, authority_file, *answer_within}, pointer, problems);
}

}  // namespace adapters::wechat_pay
