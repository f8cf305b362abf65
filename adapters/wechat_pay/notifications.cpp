#include "adapters/wechat_pay/notifications.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace adapters::wechat_pay {

namespace core = hub::core;
using namespace hub::contract;

namespace {

core::Failure notReadable(std::string_view what) { return core::Failure(core::Error::NotificationNotReadable, std::string(what)); }

std::optional<std::string_view> headerOf(const HttpPush::Request& push, std::string_view name) {
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    const auto same = [&](const HttpHeader& header) {
        return std::equal(header.name.begin(), header.name.end(), name.begin(), name.end(),
                          [&](char a, char b) { return lower(a) == lower(b); });
    };
    const auto found = std::find_if(push.headers.begin(), push.headers.end(), same);
    return found == push.headers.end() ? std::nullopt : std::optional<std::string_view>(found->value);
}

/// What the channel takes for "not taken": it sends the notification again.
Outcome<HttpPush::Result> notTaken(int status, std::string_view why) {
    const std::string body = fmt::format(R"({{"code":"FAIL","message":"{}"}})", why);
    return Outcome<HttpPush::Result>::done({status, {{"Content-Type", "application/json"}}, body});
}

}  // namespace

Outcome<HttpPush::Result> Notifications::take(const HttpPush::Request& push) const {
    if (push.method != "POST") return Outcome<HttpPush::Result>::done({405, {{"Allow", "POST"}}, ""});
    const std::string& body = push.body.reveal();
    const auto signature = ChannelSignature::of([&](std::string_view name) { return headerOf(push, name); });
    if (!keys_.verify(signature, body, host_.clock().utc()).ok()) return notTaken(401, "signature not valid");

    core::Result<Inbound> message = read(body);
    if (!message.ok()) {
        host_.notice(message.failure());
        return notTaken(500, "not readable");
    }
    const core::Result<Acceptance> kept = host_.accept(std::move(*message));
    if (!kept.ok()) return Outcome<HttpPush::Result>::unknown(kept.failure());
    if (kept->kept == Kept::OtherBody) return notTaken(409, "another body under a known id");
    return Outcome<HttpPush::Result>::done({204, {}, kept->answer.reveal()});
}

core::Result<Inbound> Notifications::read(const std::string& body) const {
    const core::Result<core::JsonDocument> document = core::JsonDocument::parse(body);
    if (!document.ok()) return notReadable("it is not JSON");
    const core::Result<std::string> id = Words::text(document->root(), "id");
    const core::Result<std::string> type = Words::text(document->root(), "event_type");
    if (!id.ok() || !type.ok()) return notReadable("it has no id or event_type");
    core::Result<std::vector<Event>> events = eventsOf(*type, document->root());
    if (!events.ok()) return events.failure();
    return Inbound{merchant_, *id, *type, core::Sensitive<std::string>(body), {}, std::move(*events)};
}

core::Result<std::vector<Event>> Notifications::eventsOf(const std::string& type, core::JsonValue notification) const {
    const bool of_order = type.starts_with("TRANSACTION.");
    if (!of_order && !type.starts_with("REFUND.")) return std::vector<Event>();
    const std::optional<core::JsonValue> resource = notification.member("resource");
    const core::Result<std::string> algorithm = resource ? Words::text(*resource, "algorithm") : notReadable("");
    if (!algorithm.ok() || *algorithm != "AEAD_AES_256_GCM") return notReadable("its resource is not sealed as AEAD_AES_256_GCM");
    const core::Result<std::string> sealed = Words::text(*resource, "ciphertext");
    const core::Result<std::string> nonce = Words::text(*resource, "nonce");
    if (!sealed.ok() || !nonce.ok()) return notReadable("its resource has no ciphertext or nonce");
    const core::Result<std::string> associated = Words::text(*resource, "associated_data");  // may be left out
    const core::Result<std::string> opened = key_.open(*sealed, *nonce, associated.ok() ? *associated : std::string());
    if (!opened.ok()) return opened.failure();
    const core::Result<core::JsonDocument> content = core::JsonDocument::parse(*opened);
    if (!content.ok()) return notReadable("its resource is not JSON");

    CollectionChanged changed;
    if (of_order) {
        core::Result<ChannelOrder> order = words_.order(content->root());
        if (!order.ok()) return notReadable(order.failure().detail());
        changed.order = std::move(*order);
    } else {
        core::Result<ToldRefund> told = words_.refund(content->root());
        if (!told.ok()) return notReadable(told.failure().detail());
        changed.refund = std::move(told->refund);
    }
    return std::vector<Event>{eventOf({}, changed)};
}

}  // namespace adapters::wechat_pay
