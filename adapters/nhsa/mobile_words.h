#pragma once

#include <optional>
#include <string>

#include "adapters/nhsa/order_token.h"
#include "hub/contract/operations/settlement.h"
#include "hub/core/json.h"
#include "hub/core/result.h"

namespace adapters::nhsa {

// Canonical requests as data of the mobile chain and back. Data are canonical JSON and name people. Knows no sockets and no keys. Any
// thread. What cannot be written is RequestNotWritable; what cannot be read, or is about something else than was asked, is
// PeerAnswerNotValid or ChannelAmountDiffers.

using Data = hub::core::Sensitive<std::string>;

/// ordStas, as far as anything follows from it.
enum class OrderStage { NotSettled, Settling, Settled, Revoking, Revoked, Refunded, Failed };

/// What the insurer says of an order.
struct ToldOrder {
    OrderStage stage = OrderStage::NotSettled;
    std::string their_stage;                ///< ordStas
    std::optional<std::string> our_number;  ///< orgBizSer
    hub::contract::SettlementAmounts amounts;
};

/// `institution` is orgCodg.
class MobileWords {
  public:
    explicit MobileWords(std::string institution) : institution_(std::move(institution)) {}

    hub::core::Result<Data> upload(const std::string& our_number, const hub::contract::ChargesUpload::Request& request) const;
    hub::core::Result<Data> pay(const std::string& our_number, const hub::contract::SettlementOf& of) const;
    hub::core::Result<Data> refund(const std::string& our_number, const hub::contract::SettlementRevoke::Request& request,
                                   hub::core::UtcTime at) const;
    /// `token` says whose order it is.
    Data query(const std::string& order, const OrderToken& token) const;
    Data revoke(const hub::contract::InsuranceOrder& order) const;

    hub::core::Result<hub::contract::InsuranceOrder> uploaded(hub::core::JsonValue content,
                                                              const hub::contract::ChargesUpload::Request& request) const;
    /// An order that is settled, or was refunded, has all its amounts.
    hub::core::Result<ToldOrder> order(hub::core::JsonValue content, const std::string& number) const;
    /// How an order stands that names no amounts.
    hub::core::Result<ToldOrder> stage(hub::core::JsonValue content, const std::string& number) const;
    hub::core::Result<hub::contract::Settlement> refunded(hub::core::JsonValue content, const std::string& our_number,
                                                          const hub::contract::SettlementRevoke::Request& request) const;

    static hub::contract::Settlement settlementOf(const std::string& number, ToldOrder told);

  private:
    const std::string institution_;
};

/// refStatus of an answer to a refund. Also: PeerAnswerNotValid.
enum class RefundStage { Done, Failed, Unclear };
hub::core::Result<RefundStage> refundStageIn(hub::core::JsonValue content);

}  // namespace adapters::nhsa
