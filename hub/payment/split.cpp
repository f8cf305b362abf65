#include "hub/payment/split.h"

#include <initializer_list>
#include <map>
#include <string>

namespace hub::payment {

namespace {

using contract::SettlementAmounts;
using core::Money;

/// In 64 bits: 9,000 of the largest amounts still add up, and what an insurer sends may be past what Money adds.
std::int64_t sum(std::initializer_list<Money> amounts) {
    std::int64_t fen = 0;
    for (const Money amount : amounts) fen += amount.fen();
    return fen;
}

constexpr std::size_t kFundsMax = 1'000;

bool hasWrongSign(const SettlementAmounts& amounts) {
    for (const Money amount : {amounts.total, amounts.fund, amounts.account, amounts.cash, amounts.hospital_part, amounts.mutual_aid}) {
        if (amount.isNegative()) return true;
    }
    for (const auto& amount :
         {amounts.person_part, amounts.full_own, amounts.over_limit, amounts.own_first, amounts.in_scope, amounts.deductible}) {
        if (amount && amount->isNegative()) return true;
    }
    for (const contract::FundPart& fund : amounts.funds) {
        if (fund.amount.isNegative()) return true;
    }
    return false;
}

bool fundsAddUp(const SettlementAmounts& amounts, std::int64_t fund) {
    if (amounts.funds.empty()) return true;
    if (amounts.funds.size() > kFundsMax) return false;
    std::int64_t fen = 0;
    for (const contract::FundPart& part : amounts.funds) fen += part.amount.fen();
    return fen == fund;
}

/// By kind: an insurer may list the same funds in another order.
std::map<std::string, std::int64_t> byKind(const SettlementAmounts& amounts) {
    std::map<std::string, std::int64_t> funds;
    for (const contract::FundPart& part : amounts.funds) funds[part.kind] += part.amount.fen();
    std::erase_if(funds, [](const auto& fund) { return fund.second == 0; });
    return funds;
}

}  // namespace

Split splitOf(const SettlementAmounts& amounts, const SplitRules& rules) {
    const Money fund = rules.fund_includes_account ? amounts.fund - amounts.account : amounts.fund;
    return {fund, amounts.account, amounts.cash, amounts.hospital_part};
}

std::optional<SplitBreach> breachIn(const SettlementAmounts& amounts, Money total, const SplitRules& rules) {
    if (hasWrongSign(amounts)) return SplitBreach::Sign;
    if (amounts.total != total) return SplitBreach::Total;
    const std::int64_t account_in_fund = rules.fund_includes_account ? amounts.account.fen() : 0;
    const std::int64_t fund = amounts.fund.fen() - account_in_fund;
    if (fund < 0) return SplitBreach::Funds;
    if (fund + sum({amounts.account, amounts.cash, amounts.hospital_part}) != total.fen()) return SplitBreach::Parts;
    if (amounts.person_part && sum({amounts.account, amounts.cash}) != amounts.person_part->fen()) return SplitBreach::PersonPart;
    if (amounts.full_own && amounts.over_limit && amounts.own_first && amounts.in_scope &&
        sum({*amounts.full_own, *amounts.over_limit, *amounts.own_first, *amounts.in_scope}) != total.fen()) {
        return SplitBreach::Scope;
    }
    if (!fundsAddUp(amounts, fund)) return SplitBreach::Funds;
    if (amounts.mutual_aid > amounts.account) return SplitBreach::MutualAid;
    return std::nullopt;
}

std::optional<SplitBreach> breachInRevocation(const SettlementAmounts& revocation, const SettlementAmounts& settled) {
    const bool mirrors = revocation.total == -settled.total && revocation.fund == -settled.fund && revocation.account == -settled.account &&
                         revocation.cash == -settled.cash && revocation.hospital_part == -settled.hospital_part &&
                         revocation.mutual_aid == -settled.mutual_aid;
    if (!mirrors) return SplitBreach::Mirror;
    auto back = byKind(revocation);
    for (auto& [kind, fen] : back) fen = -fen;
    if (!revocation.funds.empty() && back != byKind(settled)) return SplitBreach::Mirror;
    return std::nullopt;
}

}  // namespace hub::payment
