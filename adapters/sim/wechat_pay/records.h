#pragma once

#include <array>
#include <string>
#include <utility>

#include "adapters/sim/common/answer.h"
#include "hub/core/clock.h"
#include "hub/core/describe.h"
#include "hub/core/money.h"

/// What the channel keeps. A time of 0 means none.
namespace adapters::sim::wechat_pay {

using common::Answer;
using common::Refusal;
using hub::core::Money;
using hub::core::UtcTime;

enum class TradeState { Unpaid, Typing, Paid, Declined, Closed, Refunded };
constexpr auto enumNames(TradeState) {
    using Name = std::pair<TradeState, std::string_view>;
    return std::array{Name{TradeState::Unpaid, "NOTPAY"},     Name{TradeState::Typing, "USERPAYING"}, Name{TradeState::Paid, "SUCCESS"},
                      Name{TradeState::Declined, "PAYERROR"}, Name{TradeState::Closed, "CLOSED"},     Name{TradeState::Refunded, "REFUND"}};
}

/// What a merchant says of an order: a repeat must say the same.
struct NewOrder {
    std::string out_trade_no;
    std::string description;
    std::string attach;
    std::string notify_url;
    std::string openid;
    Money total;
    UtcTime expires_at;

    friend bool operator==(const NewOrder&, const NewOrder&) = default;
};

struct Trade {
    std::int64_t id = 0;
    std::string prepay_id;
    NewOrder order;
    TradeState state = TradeState::Unpaid;
    UtcTime created_at;
    UtcTime begins_at;  ///< when the payer will begin to type
    UtcTime acts_at;    ///< when the payer will have typed
    bool declines = false;
    UtcTime hidden_until;  ///< queries do not find it before
    std::string transaction_id;
    UtcTime paid_at;

    bool isPaid() const { return state == TradeState::Paid || state == TradeState::Refunded; }
    bool canExpire() const { return state == TradeState::Unpaid || state == TradeState::Declined; }
};

enum class RefundStatus { Processing, Done, Abnormal, Closed };
constexpr auto enumNames(RefundStatus) {
    using Name = std::pair<RefundStatus, std::string_view>;
    return std::array{Name{RefundStatus::Processing, "PROCESSING"}, Name{RefundStatus::Done, "SUCCESS"},
                      Name{RefundStatus::Abnormal, "ABNORMAL"}, Name{RefundStatus::Closed, "CLOSED"}};
}

/// One of out_trade_no and transaction_id names the order.
struct NewRefund {
    std::string out_refund_no;
    std::string out_trade_no;
    std::string transaction_id;
    std::string reason;
    std::string notify_url;
    Money amount;
    Money total;
};

struct Refund {
    std::int64_t id = 0;
    std::string refund_id;
    NewRefund what;  ///< with both numbers of the order
    RefundStatus status = RefundStatus::Processing;
    RefundStatus will_be = RefundStatus::Done;
    UtcTime created_at;
    UtcTime ends_at;  ///< planned, and when it did
    UtcTime hidden_until;
};

enum class NotificationState { Waiting, Sending, Received, GivenUp, Dropped };
constexpr auto enumNames(NotificationState) {
    using Name = std::pair<NotificationState, std::string_view>;
    return std::array{Name{NotificationState::Waiting, "waiting"}, Name{NotificationState::Sending, "sending"},
                      Name{NotificationState::Received, "received"}, Name{NotificationState::GivenUp, "given_up"},
                      Name{NotificationState::Dropped, "dropped"}};
}

struct Notification {
    std::int64_t id = 0;
    std::string wire_id;  ///< what the merchant knows it by, in the form of a UUID
    std::string event;    ///< TRANSACTION.SUCCESS
    std::string summary;  ///< what people read
    std::string subject;  ///< out_trade_no or out_refund_no
    std::string original_type;
    std::string url;
    std::string text;  ///< of the resource, before it is sealed
    UtcTime created_at;
    UtcTime due_at;
    std::int64_t sends = 0;  ///< rungs of the ladder used
    NotificationState state = NotificationState::Waiting;
};

/// The HTTP status of a code; 400 for one this simulator does not know.
int httpStatusOf(std::string_view code);

}  // namespace adapters::sim::wechat_pay
