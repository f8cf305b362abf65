#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "hub/contract/operations/settlement.h"

/// What an insurer's split has to fulfil (domain.md 1.3). The hub checks every answer and never repairs an amount: what breaks a rule is
/// parked, and a person looks.
namespace hub::payment {

/// What differs by region.
struct SplitRules {
    static constexpr std::string_view kTypeName = "SplitRules";
    bool fund_includes_account = false;  ///< fund_pay_sumamt has acct_pay in it

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("fund_includes_account", self.fund_includes_account, "whether the funds' sum has the account part in it");
    }
};

enum class SplitBreach {
    Total,       ///< not the total that was asked for
    Sign,        ///< an amount has the wrong sign
    Parts,       ///< fund, account, cash and hospital do not come to the total
    PersonPart,  ///< account and cash are not the person's part
    Scope,       ///< own, over limit, own first and in scope do not come to the total
    Funds,       ///< the funds do not come to their sum
    MutualAid,   ///< relatives' accounts pay more than the account part they are inside of
    Mirror,      ///< a revocation is not the settlement with the sign changed
};

constexpr auto enumNames(SplitBreach) {
    using Name = std::pair<SplitBreach, std::string_view>;
    return std::array{Name{SplitBreach::Total, "total"},          Name{SplitBreach::Sign, "sign"},
                      Name{SplitBreach::Parts, "parts"},          Name{SplitBreach::PersonPart, "person_part"},
                      Name{SplitBreach::Scope, "scope"},          Name{SplitBreach::Funds, "funds"},
                      Name{SplitBreach::MutualAid, "mutual_aid"}, Name{SplitBreach::Mirror, "mirror"}};
}

/// Who pays how much of a bill, without overlap and whatever the region. REQUIRES of splitOf(): nothing is breached.
struct Split {
    static constexpr std::string_view kTypeName = "Split";
    core::Money fund;
    core::Money account;
    core::Money cash;
    core::Money hospital_part;

    core::Money total() const { return fund + account + cash + hospital_part; }
    friend bool operator==(const Split&, const Split&) = default;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("fund_fen", self.fund, "all funds together");
        field("account_fen", self.account, "the insurance account, mutual aid included");
        field("cash_fen", self.cash, "the person");
        field("hospital_part_fen", self.hospital_part, "the hospital bears it");
    }
};

Split splitOf(const contract::SettlementAmounts& amounts, const SplitRules& rules);

/// Of a quote or a settlement of `total`. Nothing: every rule holds that can be looked at; amounts that an insurer leaves out are not.
std::optional<SplitBreach> breachIn(const contract::SettlementAmounts& amounts, core::Money total, const SplitRules& rules);

/// Of a revocation, which has to give back exactly what `settled` took.
std::optional<SplitBreach> breachInRevocation(const contract::SettlementAmounts& revocation, const contract::SettlementAmounts& settled);

}  // namespace hub::payment
