#include "adapters/ehealth_card/settings.h"

#include "adapters/kit/http_settings.h"

namespace adapters::ehealth_card {

void Settings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    constexpr std::size_t kLengthMax = 64;
    const auto plain = [&](std::string_view name, const std::string& value) {
        if (!kit::isPlain(value, kLengthMax))
            problems.add(pointer + "/" + std::string(name), "应为 1 至 64 个字母、数字、_ 与 -",
                         "expected 1 to 64 letters, digits, _ and -");
    };
    if (!kit::isWebAddress(url) || url.ends_with('/'))
        problems.add(pointer + "/url", "应为 https 地址，不带参数，末尾没有 /",
                     "expected an https address without a query and without a / at its end");
    plain("hospital", hospital);
    plain("app", app);
    plain("organisation", organisation);
    kit::checkHttpSettings({url, authority_file, *answer_within}, pointer, problems);
}

}  // namespace adapters::ehealth_card
