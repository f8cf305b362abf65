#include "adapters/sim/ehealth_card/reply.h"

#include <algorithm>
#include <utility>

#include "hub/core/json.h"

namespace adapters::sim::ehealth_card {

using common::Fate;
using common::FaultKind;
using hub::core::JsonWriter;

namespace {

constexpr int kBusy = 9999;
constexpr int kServiceFailed = -1;
constexpr const char* kUndefined = "7777";
constexpr std::size_t kEchoLength = 32;

/// The code that a fault's `text` wants: a number as it stands, anything else as a text where a number should be.
std::string codeFrom(const std::string& text) {
    const std::size_t sign = text.starts_with('-') ? 1 : 0;
    const bool is_number = text.size() > sign && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(sign), text.end(),
                                                             [](char one) { return one >= '0' && one <= '9'; });
    if (is_number) return text;
    JsonWriter out(hub::core::Exposure::Revealed);
    out.string(text);
    return out.text();
}

}  // namespace

Reply refused(const Reply& reply, int code, std::string message) {
    return {reply.protocol, reply.echo, std::to_string(code), std::move(message)};
}

Reply busy(const Reply& reply) { return refused(reply, reply.protocol == Protocol::Card ? kBusy : kServiceFailed, "系统繁忙，请稍后重试"); }

Reply spoiled(Reply reply, const Fate& fate) {
    if (fate.find(FaultKind::ProtocolFault) != nullptr) reply = busy(reply);
    if (const common::FaultRule* rule = fate.find(FaultKind::Refused); rule != nullptr) {
        reply = refused(reply, 0, "操作失败");
        reply.result = codeFrom(rule->text.value_or(reply.protocol == Protocol::Card ? "2001" : "1"));
    }
    if (fate.find(FaultKind::OddResult) != nullptr) reply.result = kUndefined;
    if (fate.find(FaultKind::NoResult) != nullptr) reply.result.reset();
    if (fate.find(FaultKind::BadSignature) != nullptr) reply.echo = std::string(kEchoLength, 'f');
    return reply;
}

std::string textOf(const Reply& reply) {
    const bool is_card = reply.protocol == Protocol::Card;
    JsonWriter out(hub::core::Exposure::Revealed);
    const auto text = [&](std::string_view name, const std::string& value) {
        out.key(name);
        out.string(value);
    };
    const auto json = [&](std::string_view name, const std::string& value) {
        out.key(name);
        out.raw(value);
    };
    out.beginObject();
    if (is_card) {
        out.key("commonOut");
        out.beginObject();
        text("requestId", reply.echo);
        if (reply.result) json("resultCode", *reply.result);
        text("errMsg", reply.message);
        out.endObject();
        json("rsp", reply.content);
    } else {
        if (reply.result) json("code", *reply.result);
        text("message", reply.message);
        text("orgId", reply.echo);
        json("data", reply.content);
    }
    out.endObject();
    return out.text();
}

}  // namespace adapters::sim::ehealth_card
