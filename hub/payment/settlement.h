#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/contract/operations/insurance_context.h"
#include "hub/contract/operations/settlement.h"
#include "hub/payment/payment.h"

namespace hub::payment {

/// Where the insurer's part of a payment stands, for a hospital whose insurance the hub settles (CONTRACT 6, insurance_by: hub).
/// No state ends by age.
enum class SettlementState {
    Preparing,    ///< the insurer is asked for the person's insurance, the hospital for the bill in the insurer's codes
    Registering,  ///< the visit is made known to the insurer
    Uploading,    ///< so are the charges
    Quoting,      ///< the insurer is asked how it would split them; while it is down, this waits
    Quoted,       ///< the payment says whether it is to be settled
    Confirming,
    InDoubt,  ///< nobody knows whether it is settled: the resolver reverses it, and then it is quoted anew
    Settled,
    Revoking,     ///< a settlement is taken back; only forward from here
    Withdrawing,  ///< nothing is settled, and the charges are taken back from the insurer
    Leaving,      ///< and the visit
    Frozen,       ///< the insurer's amounts break a rule: a person decides
    Ended,        ///< nothing of it stands at the insurer
};

constexpr auto enumNames(SettlementState) {
    using Name = std::pair<SettlementState, std::string_view>;
    return std::array{Name{SettlementState::Preparing, "preparing"}, Name{SettlementState::Registering, "registering"},
                      Name{SettlementState::Uploading, "uploading"}, Name{SettlementState::Quoting, "quoting"},
                      Name{SettlementState::Quoted, "quoted"},       Name{SettlementState::Confirming, "confirming"},
                      Name{SettlementState::InDoubt, "in_doubt"},    Name{SettlementState::Settled, "settled"},
                      Name{SettlementState::Revoking, "revoking"},   Name{SettlementState::Withdrawing, "withdrawing"},
                      Name{SettlementState::Leaving, "leaving"},     Name{SettlementState::Frozen, "frozen"},
                      Name{SettlementState::Ended, "ended"}};
}

/// Settled waits for nothing of its own; it goes on when somebody asks.
constexpr bool isAtRest(SettlementState state) {
    return state == SettlementState::Quoted || state == SettlementState::Settled || state == SettlementState::Ended;
}

/// Whether money of the insurer's may have moved.
constexpr bool mayBeSettled(SettlementState state) {
    return state == SettlementState::Confirming || state == SettlementState::InDoubt || state == SettlementState::Settled ||
           state == SettlementState::Revoking || state == SettlementState::Frozen;
}

enum class WhyEnded {
    Nothing,     ///< it goes on
    NotWanted,   ///< the payment ended, or the charge is settled anew
    Refused,     ///< by the insurer: what is not insured is paid by the person
    NotReached,  ///< the insurer was never reached
};

constexpr auto enumNames(WhyEnded) {
    using Name = std::pair<WhyEnded, std::string_view>;
    return std::array{Name{WhyEnded::Nothing, "nothing"}, Name{WhyEnded::NotWanted, "not_wanted"}, Name{WhyEnded::Refused, "refused"},
                      Name{WhyEnded::NotReached, "not_reached"}};
}

/// A value; decide() makes the next one. One of each version of a bill: what is left after a refund is settled as another (CONTRACT 7).
struct Settlement {
    SettlementId id;
    PaymentId payment;
    PersonId person;
    std::string hospital;
    std::string insurer;  ///< code of the counterparty
    SplitRules rules;
    core::Sensitive<core::CardNumber> local_patient;  ///< the hospital's file
    std::vector<PaidItem> charges;                    ///< settled together
    contract::SettlementOf of;     ///< credential and total from the beginning; visit and order are filled in as they become known
    contract::InsuranceBill bill;  ///< from Preparing on
    bool has_quote = true;         ///< the mobile chain has none: there the settlement itself is shown before cash is taken
    SettlementState state = SettlementState::Preparing;
    WhyEnded why = WhyEnded::Nothing;
    std::optional<contract::SettlementAmounts> quoted;
    std::optional<contract::Settlement> settled;     ///< as the insurer made it
    std::optional<contract::Settlement> revocation;  ///< and took it back
    std::optional<SplitBreach> breach;               ///< Frozen: which rule
    bool registered = false;                         ///< the visit stands at the insurer by us
    bool uploaded = false;                           ///< so do the charges, or may
    std::int32_t registers = 0;                      ///< how many visit.register are proved never to have been
    std::int32_t uploads = 0;                        ///< how many charges.upload are
    std::int32_t confirms = 0;                       ///< how many settlement.confirm are
    std::int32_t undo_number = 0;                    ///< of the try to take something back that is under way, or was the last
    std::int32_t failed_undos = 0;                   ///< how many of them in this state brought nothing
    bool nothing_sent = false;                       ///< the state's own call never left: nothing is on its way
    std::int32_t tries = 0;                          ///< how often the state's own question has been put
    bool handed_over = false;
    core::UtcTime created_at;
    std::optional<core::UtcTime> next_check_at;  ///< set exactly while the state is not at rest
    std::optional<core::UtcTime> hand_over_at;   ///< likewise
    std::int64_t version = 0;
};

}  // namespace hub::payment
