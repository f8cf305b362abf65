#pragma once

#include <cstddef>
#include <unordered_map>
#include <utility>

#include "hub/ledger/journal.h"

namespace hub::ledger {

/// Accounts as committed, so that hot ones are not read again for every batch. Holds at most about `accounts_max`: two generations,
/// of which the older is forgotten when the younger is half of that. One thread.
class AccountCache {
  public:
    explicit AccountCache(std::size_t accounts_max) : generation_max_((accounts_max + 1) / 2) {}

    /// Null when it is not remembered. Valid until the next call.
    const AccountRow* find(AccountId id) {
        if (const auto young = young_.find(id); young != young_.end()) return &young->second;
        const auto old = old_.find(id);
        if (old == old_.end()) return nullptr;
        AccountRow account = std::move(old->second);
        old_.erase(old);
        return &put(std::move(account));
    }

    const AccountRow& put(AccountRow account) {
        if (young_.size() >= generation_max_) {
            old_ = std::move(young_);
            young_.clear();
        }
        const AccountId id = account.id;
        old_.erase(id);
        return young_.insert_or_assign(id, std::move(account)).first->second;
    }

    void clear() {
        young_.clear();
        old_.clear();
    }

    std::size_t size() const { return young_.size() + old_.size(); }

  private:
    std::size_t generation_max_;
    std::unordered_map<AccountId, AccountRow> young_;
    std::unordered_map<AccountId, AccountRow> old_;
};

}  // namespace hub::ledger
