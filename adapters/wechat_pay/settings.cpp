#include "adapters/wechat_pay/settings.h"

#include "adapters/kit/settings_checks.h"

namespace adapters::wechat_pay {

void Settings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    kit::checkAddressWithoutPath(url, pointer + "/url", problems);
    kit::checkAuthority(url, authority_file, pointer + "/authority_file", problems);
    kit::checkPlainWord(merchant, 32, pointer + "/merchant", problems);
    kit::checkPlainWord(app, 32, pointer + "/app", problems);
    kit::checkPlainWord(merchant_serial, 64, pointer + "/merchant_serial", problems);
    if (!kit::isWebAddress(notify_url) || notify_url.size() > 255)
        problems.add(pointer + "/notify_url", "应为不带参数的网址，至多 255 个字符",
                     "expected an address without a query, of at most 255 characters");
    kit::checkPeerKeys(platform_keys, pointer + "/platform_keys", problems);
    kit::checkAnswerTime(*answer_within, pointer + "/answer_within", problems);
}

}  // namespace adapters::wechat_pay
