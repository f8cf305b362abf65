#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hub/core/ids.h"
#include "hub/core/money.h"

namespace hub::payment {

/// One movement between two accounts, named by their readable keys ("hospital_payable/H0001"). REQUIRES: amount is positive.
struct LedgerTransfer {
    std::string debit;
    std::string credit;
    core::Money amount;
    friend bool operator==(const LedgerTransfer&, const LedgerTransfer&) = default;
};

/// What the ledger is to book, all or nothing. (flow, step) is its key: sent again after a crash it is booked once and answers as
/// it did the first time, so the transfers of a key never change.
struct LedgerCommand {
    core::IdBits flow;  ///< the payment or the refund
    std::string step;
    std::vector<LedgerTransfer> transfers;
    friend bool operator==(const LedgerCommand&, const LedgerCommand&) = default;
};

/// Money that never passes the hub (CONTRACT 6) stands in memo accounts: it is never paid out.
enum class Settles { ViaHub, Direct };

constexpr auto enumNames(Settles) {
    using Name = std::pair<Settles, std::string_view>;
    return std::array{Name{Settles::ViaHub, "via_hub"}, Name{Settles::Direct, "direct"}};
}

std::string clearingAccount(Settles settles, std::string_view channel,
                            std::string_view merchant);                   ///< what the channel has collected for us
std::string fundAccount(Settles settles, std::string_view insurer);       ///< what an insurer's funds owe
std::string personalAccount(Settles settles, std::string_view insurer);   ///< and its insured people's accounts
std::string hospitalAccount(Settles settles, std::string_view hospital);  ///< what a hospital is owed
std::string refundAccount(Settles settles, std::string_view channel);     ///< what payers are owed until it is back
std::string suspenseAccount(Settles settles, std::string_view channel);   ///< money nobody asked for, until it has gone back

}  // namespace hub::payment
