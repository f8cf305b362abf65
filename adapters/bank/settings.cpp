#include "adapters/bank/settings.h"

#include "adapters/kit/settings_checks.h"

namespace adapters::bank {

void Settings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    kit::checkAddressWithoutPath(url, pointer + "/url", problems);
    kit::checkAuthority(url, authority_file, pointer + "/authority_file", problems);
    kit::checkPlainWord(client, 32, pointer + "/client", problems);
    kit::checkPlainWord(serial, 64, pointer + "/serial", problems);
    kit::checkPeerKeys(bank_keys, pointer + "/bank_keys", problems);
    kit::checkAnswerTime(*answer_within, pointer + "/answer_within", problems);
    kit::checkAnswerTime(*statement_within, pointer + "/statement_within", problems);
}

}  // namespace adapters::bank
