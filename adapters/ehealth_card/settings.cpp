#include "adapters/ehealth_card/settings.h"

#include "adapters/kit/settings_checks.h"

namespace adapters::ehealth_card {

void Settings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    constexpr std::size_t kWordMax = 64;
    if (!kit::isWebAddress(url) || url.ends_with('/'))
        problems.add(pointer + "/url", "应为 https 地址，不带参数，末尾没有 /",
                     "expected an https address without a query and without a / at its end");
    kit::checkAuthority(url, authority_file, pointer + "/authority_file", problems);
    kit::checkPlainWord(hospital, kWordMax, pointer + "/hospital", problems);
    kit::checkPlainWord(app, kWordMax, pointer + "/app", problems);
    kit::checkPlainWord(organisation, kWordMax, pointer + "/organisation", problems);
    kit::checkAnswerTime(*answer_within, pointer + "/answer_within", problems);
}

}  // namespace adapters::ehealth_card
