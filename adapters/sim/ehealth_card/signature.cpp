#include "adapters/sim/ehealth_card/signature.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/sim/common/base64.h"
#include "adapters/sim/common/digest.h"

namespace adapters::sim::ehealth_card {

namespace {

using Members = std::vector<std::pair<std::string_view, std::string_view>>;

void addTexts(Members& members, hub::core::JsonValue object) {
    for (const std::string_view name : object.memberNames()) {
        const auto text = object.member(name)->string();
        if (text && !text->empty()) members.emplace_back(name, *text);
    }
}

}  // namespace

std::string signedText(hub::core::JsonValue common_in, hub::core::JsonValue req) {
    Members members;
    addTexts(members, common_in);
    std::erase_if(members, [](const auto& member) { return member.first == "sign"; });
    addTexts(members, req);
    std::sort(members.begin(), members.end());
    std::string text;
    for (const auto& [name, value] : members) {
        if (!text.empty()) text += '&';
        text.append(name).append("=").append(value);
    }
    return text;
}

std::string signatureOf(std::string_view text, std::string_view app_secret) {
    return common::toBase64(common::sha256(std::string(text).append(app_secret)));
}

}  // namespace adapters::sim::ehealth_card
