#include <array>

#include "adapters/sim/common/json_members.h"
#include "adapters/sim/nhsa/chain.h"

namespace adapters::sim::nhsa {

using common::FaultKind;

namespace {

constexpr const char* kUndefined = "7777";

/// Of an amount as it is written; none of any other member.
std::optional<Money> amountAt(const std::string& text, const common::MemberPlace& place) {
    std::string value = text.substr(place.begin, place.end - place.begin);
    std::erase(value, '"');
    const bool negative = value.starts_with('-');
    const std::optional<Money> amount = amountFrom(std::string_view(value).substr(negative ? 1 : 0));
    return amount && negative ? -*amount : amount;
}

bool addFen(std::string& text, std::string_view member, AmountStyle style) {
    const common::MemberPlace place = common::placeOf(text, member);
    const std::optional<Money> amount = place.found() ? amountAt(text, place) : std::nullopt;
    if (!amount) return false;
    common::setMember(text, member, amountJson(style, *amount + Money::fromFen(1)));
    return true;
}

// Parts that come to each other: only a comparison with what was asked finds it.
constexpr std::array<std::string_view, 7> kTogether{"medfee_sumamt",       "fulamt_ownpay_amt", "psn_part_amt", "psn_cash_pay",
                                                    "det_item_fee_sumamt", "feeSumamt",         "ownPayAmt"};
constexpr std::array<std::string_view, 4> kParts{"psn_cash_pay", "inscp_scp_amt", "ownPayAmt", "balc"};
constexpr std::array<std::string_view, 4> kFirst{"medfee_sumamt", "det_item_fee_sumamt", "feeSumamt", "balc"};

void breakSum(std::string& text, const std::optional<std::string>& member, AmountStyle style) {
    if (member) {
        addFen(text, *member, style);
        return;
    }
    for (const std::string_view part : kParts) {
        if (addFen(text, part, style)) return;
    }
}

void addDecimal(std::string& text) {
    for (const std::string_view member : kFirst) {
        const common::MemberPlace place = common::placeOf(text, member);
        const std::optional<Money> amount = place.found() ? amountAt(text, place) : std::nullopt;
        if (!amount) continue;
        const std::string quote = text[place.begin] == '"' ? "\"" : "";
        common::setMember(text, member, quote + amount->yuan() + "5" + quote);
        return;
    }
}

}  // namespace

Reply spoiled(const Chain& chain, Reply reply, const common::Fate& fate) {
    const AmountStyle amounts = chain.amounts();
    if (fate.find(FaultKind::ProtocolFault) != nullptr) reply = chain.refused(refusal(Code::Busy));
    if (const common::FaultRule* rule = fate.find(FaultKind::Refused); rule != nullptr)
        reply = chain.refused({rule->text.value_or("-1"), "操作失败"});
    if (const common::FaultRule* rule = fate.find(FaultKind::OddResult); rule != nullptr) {
        const Reply odd = chain.refused({rule->text.value_or(kUndefined), ""});
        reply.result = odd.result;
        reply.result_text = odd.result_text;
    }
    if (fate.find(FaultKind::NoResult) != nullptr) {
        reply.result.reset();
        reply.result_text.clear();
    }
    if (fate.find(FaultKind::WrongAmount) != nullptr) {
        for (const std::string_view member : kTogether) addFen(reply.output, member, amounts);
    }
    if (fate.find(FaultKind::ThirdDecimal) != nullptr) addDecimal(reply.output);
    if (const common::FaultRule* rule = fate.find(FaultKind::BrokenSum); rule != nullptr) breakSum(reply.output, rule->text, amounts);
    return reply;
}

}  // namespace adapters::sim::nhsa
