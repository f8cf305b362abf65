#include "adapters/sim/wechat_pay/spoil.h"

#include <array>
#include <string_view>

namespace adapters::sim::wechat_pay {

using common::FaultKind;

namespace {

/// Where the value of a member is in a text of our own: from after the colon to the next comma or bracket, or the end of the string. No
/// string can hold `"name":`, its quotes would be escaped.
struct Place {
    std::size_t name = std::string::npos;
    std::size_t begin = 0;
    std::size_t end = 0;

    bool found() const { return name != std::string::npos; }
};

Place placeOf(const std::string& text, std::string_view member) {
    const std::string start = "\"" + std::string(member) + "\":";
    Place place{text.find(start)};
    if (!place.found()) return place;
    place.begin = place.name + start.size();
    const bool is_text = text[place.begin] == '"';
    place.end = is_text ? text.find('"', place.begin + 1) + 1 : text.find_first_of(",}]", place.begin);
    return place;
}

/// The sums that must stay the same are changed together, so that only a comparison with what was asked finds it.
void changeAmounts(std::string& text, bool third_decimal) {
    const bool is_refund = placeOf(text, "refund").found();
    constexpr std::array<std::string_view, 2> kOrder{"payer_total", "total"};
    constexpr std::array<std::string_view, 3> kRefund{"payer_refund", "refund", "settlement_refund"};
    const auto change = [&](std::string_view member) {
        const Place place = placeOf(text, member);
        if (!place.found()) return;
        const std::string number = text.substr(place.begin, place.end - place.begin);
        text.replace(place.begin, place.end - place.begin, third_decimal ? number + ".125" : std::to_string(std::stoll(number) + 1));
    };
    for (const std::string_view member : kOrder) {
        if (!is_refund) change(member);
    }
    for (const std::string_view member : kRefund) {
        if (is_refund) change(member);
    }
}

constexpr std::array<std::string_view, 4> kResults{"trade_state", "refund_status", "status", "prepay_id"};

void setResult(std::string& text) {
    for (const std::string_view member : kResults) {
        const Place place = placeOf(text, member);
        if (!place.found()) continue;
        text.replace(place.begin, place.end - place.begin, member == "prepay_id" ? R"("")" : R"("PENDING_REVIEW")");
        return;
    }
}

void removeResult(std::string& text) {
    for (const std::string_view member : kResults) {
        const Place place = placeOf(text, member);
        if (!place.found()) continue;
        text.erase(place.name, place.end - place.name + (text[place.end] == ',' ? 1 : 0));
        return;
    }
}

}  // namespace

std::string spoiled(std::string text, const common::Fate& fate) {
    if (fate.find(FaultKind::WrongAmount) != nullptr) changeAmounts(text, /*third_decimal=*/false);
    if (fate.find(FaultKind::ThirdDecimal) != nullptr) changeAmounts(text, /*third_decimal=*/true);
    if (fate.find(FaultKind::OddResult) != nullptr) setResult(text);
    if (fate.find(FaultKind::NoResult) != nullptr) removeResult(text);
    return text;
}

}  // namespace adapters::sim::wechat_pay
