#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hub/core/ids.h"
#include "hub/core/money.h"
#include "hub/core/result.h"

namespace hub::ledger {

enum class Side { Debit, Credit };

/// One line of the chart of accounts.
struct AccountKind {
    std::string_view name;             ///< "channel_clearing"
    std::string_view names;            ///< what follows it, for readers: "channel/merchant"
    std::size_t name_count;            ///< how many that are
    Side normal;                       ///< the side that raises its balance: Debit for what we have, Credit for what we owe
    std::optional<core::Money> floor;  ///< of a guarded kind: what is left after holds never falls below
    bool may_be_memo;                  ///< also stands with "memo_" in front, for money that never passes the hub (CONTRACT 6)
};

std::span<const AccountKind> chart();

/// 128 bits of the digest of the readable key.
using AccountId = core::Id<struct AccountTag>;

/// An account as a caller names it.
struct AccountName {
    AccountId id;
    std::string key;
    const AccountKind* kind = nullptr;  ///< of the chart; lives as long as the program
    bool memo = false;

    /// "<kind>/<name>…" with 1 to 64 letters, digits, '_', '-', '.' a name; at most 200 bytes. Also: AccountNotValid.
    static core::Result<AccountName> parse(std::string_view key);
};

}  // namespace hub::ledger
