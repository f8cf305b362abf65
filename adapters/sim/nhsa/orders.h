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
#include "adapters/sim/nhsa/settlements.h"
#include "adapters/sim/nhsa/visits.h"
#include "hub/core/result.h"

namespace adapters::sim::nhsa {

/// What uldFeeInfo wants.
struct NewOrder {
    std::string med_org_ord;
    Visit visit;  ///< with its id, or one that is to be opened
    std::string batch;
    Money total;
    std::vector<NewLine> lines;
};

enum class RefundType { All, Cash, Insurance };
/// As refdType and setlType are written.
constexpr auto enumNames(RefundType) {
    using Name = std::pair<RefundType, std::string_view>;
    return std::array{Name{RefundType::All, "ALL"}, Name{RefundType::Cash, "CASH"}, Name{RefundType::Insurance, "HI"}};
}

struct NewRefund {
    std::string app_refd_sn;
    RefundType type = RefundType::All;
    Money cash;
    Money account;
    Money fund;
};

/// An order and what it came to; before it is settled all amounts are zero.
struct OrderView {
    Order order;
    Split split;

    Money fundPay() const { return split.fund() + split.hospital(); }
};

/// Orders of the mobile chain. What ends by time ends when it is next looked at. One thread at a time, inside the caller's transaction.
class Orders {
  public:
    /// All outlive it.
    Orders(common::Database& database, Visits& visits, Charges& charges, Settlements& settlements, const hub::core::Clock& clock,
           std::int64_t seed, hub::core::Duration processing, hub::core::Duration life, std::string_view area)
        : database_(database),
          visits_(visits),
          charges_(charges),
          settlements_(settlements),
          clock_(clock),
          seed_(seed),
          processing_(processing),
          life_(life),
          area_(area) {}

    /// Also: NoItem, SumsDiffer, NotValid (a line's number stands already), OrderState (its batch has lines already).
    /// REQUIRES: there is no order of this number at this hospital yet, see uploaded().
    common::Answer<Order> upload(const NewOrder& wish);
    std::optional<Order> uploaded(std::string_view hospital, std::string_view med_org_ord);

    /// Also: NotThere (no such order, another token or hospital, or it is hidden).
    common::Answer<Order> find(std::string_view pay_ord_id, std::string_view pay_token, std::string_view hospital);
    common::Answer<Order> find(std::string_view pay_ord_id);

    /// Of one that was paid already, nothing is done again. Also: DoesNotPay, UndoneAlready, OrderState.
    common::Answer<Order> pay(Order order, std::string_view org_biz_ser, bool use_account);
    /// What the insurance paid goes back as a whole, and the order is Refunded then; cash goes back in parts, also afterwards. Returns
    /// refdSn. Also: OrderState, UndoneAlready, MoreThanPaid, SumsDiffer (a part of what the insurance paid, or ALL without all cash),
    /// Cleared. REQUIRES: the number was not refunded().
    common::Answer<std::string> refund(Order order, const NewRefund& refund);
    std::optional<std::string> refunded(std::string_view app_refd_sn);  ///< refdSn
    /// After it the order is never settled; one that is settled is undone on its clearing day. Also: UndoneAlready, OrderState, Cleared.
    common::Answer<Order> revoke(Order order);

    OrderView view(const Order& order);

    /// By the side door: an order that is not settled yet ends as Failed, Expired or Refused. Also: SimNotFound, SimNotPossible.
    hub::core::Result<void> end(std::string_view pay_ord_id, OrderState state);
    void hide(std::string_view pay_ord_id, UtcTime until);

  private:
    std::optional<Order> orderWhere(std::string_view condition, const common::Values& values);
    void write(const Order& order);
    Done unbook(const Order& order);

    common::Database& database_;
    Visits& visits_;
    Charges& charges_;
    Settlements& settlements_;
    const hub::core::Clock& clock_;
    const std::int64_t seed_;
    const hub::core::Duration processing_;
    const hub::core::Duration life_;
    const std::string area_;
};

}  // namespace adapters::sim::nhsa
