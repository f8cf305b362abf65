#include "adapters/sim/ehealth_card/control.h"

namespace adapters::sim::ehealth_card {

using common::HttpRequest;
using common::jsonObject;
using hub::core::Exposure;
using hub::core::Result;

namespace {

struct CodeWish {
    static constexpr std::string_view kTypeName = "CodeWish";
    Certificate certificate;
    CodeKind kind = CodeKind::Static;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        Certificate::describe(field, self.certificate);
        field("kind", self.kind, "which code the phone shows");
    }
};

struct ShownCode {
    static constexpr std::string_view kTypeName = "ShownCode";
    std::string text;
    std::optional<UtcTime> expires_at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("text", self.text, "what a scanner reads");
        field("expires_at_ms", self.expires_at, "when it stops working; static codes do not");
    }
};

}  // namespace

PlatformControl::PlatformControl(Platform& platform, common::Faults& faults)
    : platform_(platform), door_(faults, [this](const HttpRequest& request, const std::string& path) { return route(request, path); }) {}

Result<std::string> PlatformControl::route(const HttpRequest& request, const std::string& path) {
    if (request.method == "POST") return post(request, path);
    if (request.method == "GET" && path == "health") return jsonObject({{"simulator", "ehealth_card"}, {"state", "up"}});
    if (request.method == "GET" && path == "books") return platform_.dump(request.query);
    return common::noSuchPath(request, path);
}

Result<std::string> PlatformControl::post(const HttpRequest& request, const std::string& path) {
    if (path == "people") {
        return common::withInput<Person>(request.body, [&](const Person& input) -> Result<std::string> {
            const Result<void> added = platform_.addPerson(input);
            if (!added.ok()) return added.failure();
            return hub::core::toJson(input, Exposure::Revealed);
        });
    }
    if (path == "cards") {
        return common::withInput<Certificate>(request.body, [&](const Certificate& input) -> Result<std::string> {
            const Result<HeldCard> held = platform_.makeCard(input);
            if (!held.ok()) return held.failure();
            return jsonObject({{"healthCardId", held->card.health_card_id}, {"qrCodeText", held->staticCode()}, {"phid", held->card.phid}});
        });
    }
    if (path == "codes") {
        return common::withInput<CodeWish>(request.body, [&](const CodeWish& input) -> Result<std::string> {
            const Result<Code> code = platform_.showCode(input.certificate, input.kind);
            if (!code.ok()) return code.failure();
            ShownCode shown{code->text, {}};
            if (input.kind != CodeKind::Static) shown.expires_at = code->expires_at;
            return hub::core::toJson(shown, Exposure::Revealed);
        });
    }
    if (path == "tokens/end") {
        platform_.endTokens();
        return jsonObject({{"tokens", "ended"}});
    }
    return common::noSuchPath(request, path);
}

}  // namespace adapters::sim::ehealth_card
