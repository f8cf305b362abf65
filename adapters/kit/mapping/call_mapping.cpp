#include "adapters/kit/mapping/call_mapping.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/kit/mapping/spec.h"
#include "hub/core/text.h"

namespace adapters::kit::mapping {

namespace core = hub::core;
namespace contract = hub::contract;
using codec::xml::Element;

namespace {

bool holds(const std::vector<std::string>& list, std::string_view value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

Verdict Verdict::parse(core::JsonValue json, const std::string& pointer, SettingsProblems& problems) {
    Verdict verdict;
    const Spec spec(json, pointer, problems);
    if (!spec.holdsOnly({"from", "yes", "no", "text"})) return verdict;
    for (const std::string& place : spec.texts("from")) verdict.from_.push_back(Spec::path(place));
    verdict.yes_ = spec.texts("yes");
    verdict.no_ = spec.texts("no");
    verdict.text_ = Spec::path(spec.text("text").value_or(""));
    for (const std::string_view key : {"from", "yes", "no", "text"}) {
        if (!spec.member(key)) spec.add(key, "缺少此项", "it is missing");
    }
    for (const std::string& value : verdict.yes_) {
        if (holds(verdict.no_, value)) spec.add("no", "同一个值不能既是成功又是失败", "one value cannot be both yes and no");
    }
    return verdict;
}

std::string Verdict::codeOf(const Element& response) const {
    for (const std::vector<std::string>& place : from_) {
        if (const auto code = textAt(response, place)) return std::string(*code);
    }
    return "";
}

std::string Verdict::textOf(const Element& response) const { return std::string(textAt(response, text_).value_or("")); }

Verdict::Says Verdict::of(const Element& response) const {
    const std::string code = codeOf(response);
    return holds(yes_, code) ? Says::Yes : holds(no_, code) ? Says::No : Says::Neither;
}

CallMapping CallMapping::parse(core::JsonValue json, const std::string& pointer, const Shape& input, const Shape& output,
                               const Verdict& usual, const CodeMaps& maps, SettingsProblems& problems) {
    CallMapping call;
    call.verdict_ = usual;
    const Spec spec(json, pointer, problems);
    if (!spec.holdsOnly({"code", "request", "answer", "success", "nothing_found", "refusals"})) return call;
    call.code_ = spec.text("code").value_or("");
    if (call.code_.empty()) spec.add("code", "缺少交易代码", "the transaction code is missing");
    const core::Result<core::JsonDocument> none = core::JsonDocument::parse("{}");
    call.request_ = RequestMapping::parse(spec.member("request").value_or(none->root()), spec.pointerOf("request"), input, maps, problems);
    call.answer_ = AnswerMapping::parse(spec.member("answer").value_or(none->root()), spec.pointerOf("answer"), output, maps, problems);
    if (const auto success = spec.member("success")) call.verdict_ = Verdict::parse(*success, spec.pointerOf("success"), problems);
    if (const auto rule = spec.member("nothing_found")) call.parseNothingFound(*rule, spec.pointerOf("nothing_found"), problems);
    if (const auto refusals = spec.member("refusals")) call.parseRefusals(*refusals, spec.pointerOf("refusals"), problems);
    return call;
}

void CallMapping::parseNothingFound(core::JsonValue json, const std::string& pointer, SettingsProblems& problems) {
    const Spec spec(json, pointer, problems);
    if (!spec.holdsOnly({"no", "texts"})) return;
    nothing_found_ = NothingFound{spec.texts("no"), spec.texts("texts")};
    if (nothing_found_->no.empty()) spec.add("no", "缺少此项", "it is missing");
    if (!answer_.isList()) spec.add("", "只有返回列表的操作可以声明", "only an operation that answers a list can have it");
}

void CallMapping::parseRefusals(core::JsonValue json, const std::string& pointer, SettingsProblems& problems) {
    if (!json.isArray()) return settings::expectedArray(pointer, problems);
    for (std::size_t i = 0; i < json.size(); ++i) {
        const Spec spec(json.at(i), fmt::format("{}/{}", pointer, i), problems);
        if (!spec.holdsOnly({"code", "text", "reason"})) continue;
        const std::string word = spec.text("reason").value_or("");
        const auto reason = core::enumFromName<contract::RefusalReason>(word);
        if (!reason) spec.noSuchField("reason", word);
        Naming naming{spec.text("code").value_or(""), spec.text("text").value_or(""), reason.value_or(contract::RefusalReason::Other)};
        if (naming.code.empty() && naming.text.empty()) spec.add("", "应有 code 或 text", "expected code or text");
        namings_.push_back(std::move(naming));
    }
}

bool CallMapping::saysNothingFound(const Element& response) const {
    if (!nothing_found_ || !holds(nothing_found_->no, verdict_.codeOf(response))) return false;
    const std::string text = verdict_.textOf(response);
    const auto in_text = [&](const std::string& part) { return text.find(part) != std::string::npos; };
    return nothing_found_->texts.empty() || std::any_of(nothing_found_->texts.begin(), nothing_found_->texts.end(), in_text);
}

contract::Refusal CallMapping::refusalOf(const Element& response) const {
    contract::Refusal refusal{contract::RefusalReason::Other, verdict_.codeOf(response),
                              core::Sensitive<std::string>(verdict_.textOf(response))};
    for (const Naming& naming : namings_) {
        const bool code_fits = naming.code.empty() || naming.code == refusal.their_code;
        if (!code_fits || refusal.their_text.reveal().find(naming.text) == std::string::npos) continue;
        refusal.reason = naming.reason;
        break;
    }
    return refusal;
}

CallMapping::Reading CallMapping::read(const Element& response, std::vector<Origin>* origins) const {
    switch (verdict_.of(response)) {
        case Verdict::Says::Yes: {
            core::Result<std::string> object = answer_.read(response, origins);
            if (!object.ok()) return object.failure();
            return std::move(*object);
        }
        case Verdict::Says::No:
            if (saysNothingFound(response)) return answer_.nothing();
            return refusalOf(response);
        case Verdict::Says::Neither:
            break;
    }
    const std::string code = verdict_.codeOf(response);
    return core::Failure(core::Error::PeerAnswerNotValid,
                         code.empty() ? "it has no result code" : fmt::format("its result code '{}' means nothing", core::shapeOf(code)));
}

}  // namespace adapters::kit::mapping
