#pragma once

#include "hub/contract/operation.h"

namespace hub::contract {

/// What a channel says of one of our orders. Never instantly paid: an order is created, then the payer acts.
enum class OrderState { Waiting, PayerTyping, Paid, Closed, Failed };
constexpr auto enumNames(OrderState) {
    using Name = std::pair<OrderState, std::string_view>;
    return std::array{Name{OrderState::Waiting, "waiting"}, Name{OrderState::PayerTyping, "payer_typing"}, Name{OrderState::Paid, "paid"},
                      Name{OrderState::Closed, "closed"}, Name{OrderState::Failed, "failed"}};
}

struct ChannelOrder {
    static constexpr std::string_view kTypeName = "ChannelOrder";
    std::string our_number;
    OrderState state = OrderState::Waiting;
    core::Money amount;
    std::optional<std::string> channel_number;
    std::optional<core::UtcTime> paid_at;
    core::Money refunded;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("our_number", self.our_number, "our number of the order");
        field("state", self.state, "where it stands");
        field("amount_fen", self.amount, "what is or was to be paid");
        field("channel_number", self.channel_number, "the channel's number");
        field("paid_at_ms", self.paid_at, "when the payer paid");
        field("refunded_fen", self.refunded, "sum of its refunds");
    }
};

struct OrderCreate {
    static constexpr std::string_view kName = "order.create";
    static constexpr std::string_view kPort = "collect/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "OrderCreateRequest";
        core::Money amount;
        std::string subject;  ///< what the payer reads; no diagnosis, no item
        core::UtcTime expires_at;
        std::optional<core::Sensitive<std::string>> payer;  ///< the channel's id of the payer
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("amount_fen", self.amount, "what is to be paid");
            field("subject", self.subject, "what the payer reads");
            field("expires_at_ms", self.expires_at, "until when it can be paid");
            field("payer", self.payer, "the channel's id of the payer");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "OrderCreateResult";
        ChannelOrder order;
        std::optional<core::Sensitive<std::string>> pay_link;  ///< what the phone opens
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("order", self.order, "the order as it stands");
            field("pay_link", self.pay_link, "what the phone opens to pay");
        }
    };
};

struct OrderFind {
    static constexpr std::string_view kName = "order.find";
    static constexpr std::string_view kPort = "collect/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "OrderFindRequest";
        std::string our_number;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("our_number", self.our_number, "our number of the order");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "OrderFindResult";
        std::optional<ChannelOrder> order;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("order", self.order, "absent: the channel knows no such order");
        }
    };
};

/// The fence of order.create: afterwards it can no longer be paid. Refused with WrongState while the payer types or when it is paid.
struct OrderClose {
    static constexpr std::string_view kName = "order.close";
    static constexpr std::string_view kPort = "collect/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "OrderCloseRequest";
        std::string our_number;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("our_number", self.our_number, "our number of the order");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "OrderCloseResult";
        template <class Visitor, class Self>
        static void describe(Visitor&, Self&) {}
    };
};

enum class RefundState { Accepted, Done, Rejected, Abnormal };
constexpr auto enumNames(RefundState) {
    using Name = std::pair<RefundState, std::string_view>;
    return std::array{Name{RefundState::Accepted, "accepted"}, Name{RefundState::Done, "done"}, Name{RefundState::Rejected, "rejected"},
                      Name{RefundState::Abnormal, "abnormal"}};
}

struct ChannelRefund {
    static constexpr std::string_view kTypeName = "ChannelRefund";
    std::string our_number;
    RefundState state = RefundState::Accepted;
    core::Money amount;
    std::optional<std::string> channel_number;
    std::optional<core::UtcTime> refunded_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("our_number", self.our_number, "our number of the refund");
        field("state", self.state, "accepted is not refunded");
        field("amount_fen", self.amount, "what goes back");
        field("channel_number", self.channel_number, "the channel's number");
        field("refunded_at_ms", self.refunded_at, "when it was back");
    }
};

struct RefundCreate {
    static constexpr std::string_view kName = "refund.create";
    static constexpr std::string_view kPort = "collect/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "RefundCreateRequest";
        std::string order_number;  ///< our number of the paid order
        core::Money order_amount;
        core::Money amount;
        std::string reason;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("order_number", self.order_number, "our number of the paid order");
            field("order_amount_fen", self.order_amount, "what was paid");
            field("amount_fen", self.amount, "what goes back");
            field("reason", self.reason, "what the payer reads");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "RefundCreateResult";
        ChannelRefund refund;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("refund", self.refund, "the refund as it stands");
        }
    };
};

struct RefundFind {
    static constexpr std::string_view kName = "refund.find";
    static constexpr std::string_view kPort = "collect/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "RefundFindRequest";
        std::string our_number;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("our_number", self.our_number, "our number of the refund");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "RefundFindResult";
        std::optional<ChannelRefund> refund;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("refund", self.refund, "absent: the channel knows no such refund");
        }
    };
};

}  // namespace hub::contract
