#pragma once

#include "hub/core/ids.h"

namespace hub::identity {
struct PersonTag;  // payment names people and never looks into them
}

namespace hub::payment {

using PersonId = core::Id<identity::PersonTag>;
using ChargeId = core::Id<struct ChargeTag>;
using PaymentId = core::Id<struct PaymentTag>;
using RefundId = core::Id<struct RefundTag>;
using SettlementId = core::Id<struct SettlementTag>;
using CaseId = core::Id<struct CaseTag>;
using EAccountId = core::Id<struct EAccountTag>;
using AccountTransferId = core::Id<struct AccountTransferTag>;

}  // namespace hub::payment
