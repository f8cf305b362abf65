#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sim/common/database.h"
#include "adapters/sim/nhsa/charges.h"
#include "adapters/sim/nhsa/codes.h"
#include "adapters/sim/nhsa/people.h"
#include "adapters/sim/nhsa/records.h"

namespace adapters::sim::nhsa {

/// What is to be settled, by whom.
struct Wish {
    Visit visit;
    std::string batch;
    std::string med_type;
    bool use_account = true;
};

/// What a settlement would be.
struct Quote {
    Split split;
    Money balance;  ///< of the account, afterwards
};

/// Which settlements 3201 sums up. Days are clearing days, both included.
struct Period {
    std::string hospital;
    std::string insutype;
    bool inpatient = false;
    Date from;
    Date to;
};

struct Sums {
    Money total;
    Money fund;  ///< without the accounts
    Money account;
    std::int64_t entries = 0;  ///< revocations count as what they revoke does
};

/// Settlements, accounts and what a year has used. A settlement is never changed: what undoes it is an entry of its own with the other
/// sign, in the year of the settlement and on the clearing day it is made. One thread at a time, inside the caller's transaction.
class Settlements {
  public:
    /// All outlive it.
    Settlements(common::Database& database, People& people, Charges& charges, const hub::core::Clock& clock, std::int32_t day_cut_min,
                std::string_view area)
        : database_(database), people_(people), charges_(charges), clock_(clock), day_cut_(day_cut_min * 60'000), area_(area) {}

    /// Also: DoesNotPay, NothingToSettle, SettledAlready, TotalDiffers.
    common::Answer<Quote> quote(const Wish& wish, Money total);
    /// As quote(), at `at`. Keeps it.
    common::Answer<Settlement> settle(const Wish& wish, Money total, std::string_view made_by, UtcTime at);

    /// Of that entry or the one that revokes it. Also: NotThere, also while it is hidden.
    common::Answer<Settlement> find(std::string_view setl_id, std::int64_t person_id);
    Settlement byId(std::int64_t id);  ///< REQUIRES: it is there.
    std::optional<Settlement> madeBy(std::string_view msgid);

    /// Also: UndoneAlready, Cleared. REQUIRES: an entry that is no revocation.
    common::Answer<Settlement> revoke(const Settlement& settlement, std::string_view made_by);
    /// Undoes a revocation. Also: WrongState when charges of the batch are not as they were, or an account no longer has the money;
    /// Cleared.
    Done restore(const Settlement& revocation, std::string_view made_by);

    Sums sums(const Period& period);

    void clear(Date day);
    bool isCleared(Date day);
    Date clearingDay(UtcTime time) const { return hub::core::shanghaiDate(time, day_cut_); }

    void hide(std::string_view setl_id, UtcTime until);

  private:
    std::optional<Settlement> settlementWhere(std::string_view condition, const common::Values& values);
    std::vector<Draw> drawsOf(std::int64_t settlement_id);
    YearUse usedOf(const Settlement& settlement);
    void book(Settlement& settlement);
    void markUndone(std::int64_t id, bool undone);

    common::Database& database_;
    People& people_;
    Charges& charges_;
    const hub::core::Clock& clock_;
    const hub::core::Duration day_cut_;
    const std::string area_;
};

}  // namespace adapters::sim::nhsa
