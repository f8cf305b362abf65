#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hub/core/clock.h"
#include "hub/core/page.h"
#include "hub/payment/ids.h"

namespace hub::payment {

using DecisionId = core::Id<struct DecisionTag>;

enum class Verdict {
    Completed,    ///< of a frozen payment: the hospital has the money
    GiveBack,     ///< of a frozen payment: the money goes back to the payer
    Again,        ///< of a stuck refund: it is tried once more
    DoneByHand,   ///< of a stuck refund: the payer, or the hospital's books, have it by other ways
    StartRefund,  ///< a refund on the person's behalf: it stands at once, the hospital is asked first
};

constexpr auto enumNames(Verdict) {
    using Name = std::pair<Verdict, std::string_view>;
    return std::array{Name{Verdict::Completed, "completed"}, Name{Verdict::GiveBack, "give_back"}, Name{Verdict::Again, "again"},
                      Name{Verdict::DoneByHand, "done_by_hand"}, Name{Verdict::StartRefund, "start_refund"}};
}

enum class DecisionState {
    Proposed,   ///< waits for a second person
    Confirmed,  ///< carried out
    Dropped,    ///< by somebody of staff
    Overtaken,  ///< payment or refund moved on before anybody confirmed
};

constexpr auto enumNames(DecisionState) {
    using Name = std::pair<DecisionState, std::string_view>;
    return std::array{Name{DecisionState::Proposed, "proposed"}, Name{DecisionState::Confirmed, "confirmed"},
                      Name{DecisionState::Dropped, "dropped"}, Name{DecisionState::Overtaken, "overtaken"}};
}

/// What staff decides about money that the hub must not decide about by itself (人工决定).
struct Decision {
    DecisionId id;
    std::int64_t version = 1;
    PaymentId payment;
    std::optional<RefundId> refund;  ///< what it is about; none: the payment itself
    Verdict verdict = Verdict::Completed;
    DecisionState state = DecisionState::Proposed;
    /// Of the state that was decided on: each stay in a state has one of its own, while the row's version also counts the looks. None
    /// where nothing waits for the decision.
    std::optional<core::UtcTime> hand_over_at;
    std::string reason;       ///< the proposer's words; not empty, at most 500 bytes; sealed where it is kept
    std::string proposed_by;  ///< "office/4711", at most 64 bytes
    core::UtcTime proposed_at;
    std::optional<std::string> decided_by;  ///< who confirmed or dropped it
    std::optional<core::UtcTime> decided_at;

    core::Place place() const { return {proposed_at, id.bits}; }
    core::IdBits subject() const { return refund ? refund->bits : payment.bits; }
};

}  // namespace hub::payment
