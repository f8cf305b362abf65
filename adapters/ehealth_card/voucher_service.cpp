#include "adapters/ehealth_card/voucher_service.h"

#include "adapters/kit/json_members.h"

namespace adapters::ehealth_card {

namespace core = hub::core;
using kit::notValid;
using kit::optionalTextIn;
using kit::textIn;

namespace {

constexpr std::size_t kTheirTextMax = 1024;

std::string bodyOf(const std::string& organisation, const Members& data) {
    core::JsonWriter out(core::Exposure::Revealed);
    const auto member = [&](std::string_view name, std::string_view value) {
        out.key(name);
        out.string(value);
    };
    out.beginObject();
    member("transType", "ec.query");
    member("orgId", organisation);
    out.key("data");
    out.beginObject();
    for (const auto& [name, value] : data) member(name, value);
    out.endObject();
    out.endObject();
    return out.text();
}

}  // namespace

Answer VoucherService::decode(const Members& data) {
    // A code works once: sent again, one that was just decoded would be refused as used.
    auto posted = post(client_, "/ecard/decode", bodyOf(organisation_, data), Resend::Never);
    if (auto* none = std::get_if<kit::NoAnswer>(&posted)) return std::move(*none);
    auto& document = std::get<core::JsonDocument>(posted);
    const auto notOurs = [](core::Failure why) { return kit::NoAnswer{std::move(why), /*surely_not_written=*/false}; };
    const core::JsonValue root = document.root();
    const std::optional<core::JsonValue> code = root.member("code");
    const std::optional<std::int64_t> number = code ? code->integer() : std::nullopt;
    if (!number) return notOurs(notValid("code", "is no whole number"));
    if (*number != 0) {
        const core::Result<std::optional<std::string>> text = optionalTextIn(root, "message", kTheirTextMax);
        return voucherServiceSays(*number, text.ok() ? text->value_or("") : "");
    }
    const core::Result<std::string> organisation = textIn(root, "orgId", organisation_.size());
    if (!organisation.ok()) return notOurs(organisation.failure());
    if (*organisation != organisation_) return notOurs(notValid("orgId", "is another"));
    const std::optional<core::JsonValue> content = root.member("data");
    if (!content || !content->isObject()) return notOurs(notValid("data", "is missing"));
    return Reply{std::move(document), *content};
}

}  // namespace adapters::ehealth_card
