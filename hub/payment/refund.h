#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hub/contract/operations/billing.h"
#include "hub/payment/payment.h"

namespace hub::payment {

/// A refund of self-paid money, in CONTRACT 7's order: the hospital agrees, cash goes back, the hospital posts it.
enum class RefundState {
    Checking,        ///< the hospital is asked what may come back
    Owing,           ///< the ledger is told that the payer is owed
    Sending,         ///< the channel is told, or the bank that gives an e-account its money back
    InDoubt,         ///< nobody knows whether the channel took it: the same number again, or a question
    Accepted,        ///< accepted is not refunded
    Returning,       ///< the money is back, the ledger is told
    Confirming,      ///< the hospital is told
    ConfirmInDoubt,  ///< nobody knows whether the hospital booked it
    Stuck,           ///< a person decides
    Done,
    Refused,  ///< nothing happened
};

constexpr auto enumNames(RefundState) {
    using Name = std::pair<RefundState, std::string_view>;
    return std::array{Name{RefundState::Checking, "checking"},     Name{RefundState::Owing, "owing"},
                      Name{RefundState::Sending, "sending"},       Name{RefundState::InDoubt, "in_doubt"},
                      Name{RefundState::Accepted, "accepted"},     Name{RefundState::Returning, "returning"},
                      Name{RefundState::Confirming, "confirming"}, Name{RefundState::ConfirmInDoubt, "confirm_in_doubt"},
                      Name{RefundState::Stuck, "stuck"},           Name{RefundState::Done, "done"},
                      Name{RefundState::Refused, "refused"}};
}

constexpr bool isFinal(RefundState state) { return state == RefundState::Done || state == RefundState::Refused; }

enum class RefundCause {
    PersonAsked,    ///< the hospital is asked first and posts it last
    HospitalAsked,  ///< it has agreed by asking (refund.requested) and posts it last
    BookingEnded,   ///< booking.cancel was its agreement and its posting
    GiveBack,       ///< the hospital never had the money
};

constexpr auto enumNames(RefundCause) {
    using Name = std::pair<RefundCause, std::string_view>;
    return std::array{Name{RefundCause::PersonAsked, "person_asked"}, Name{RefundCause::HospitalAsked, "hospital_asked"},
                      Name{RefundCause::BookingEnded, "booking_ended"}, Name{RefundCause::GiveBack, "give_back"}};
}

/// Money of one payment on its way back to the payer. A value; decide() makes the next one.
struct Refund {
    RefundId id;
    std::string client;       ///< who asked for it; empty: the hub itself. At most 64 bytes, as the key
    std::string request_key;  ///< the same key of the same client never starts a second one
    PaymentId payment;
    PersonId person;
    std::string hospital;
    RefundCause cause = RefundCause::PersonAsked;
    std::optional<PaidItem> item;    ///< none: the whole payment
    std::vector<std::string> lines;  ///< keys; empty: the whole item
    core::Money amount;
    Settles settles = Settles::ViaHub;
    std::string channel;
    std::string merchant;
    std::string order_number;             ///< our number of the paid order
    std::string number;                   ///< our number of the refund: the same on every retry
    std::optional<EAccountId> e_account;  ///< which the money goes back to; none: through the channel
    bool from_suspense = false;
    RefundState state = RefundState::Checking;
    bool returned = false;  ///< the payer has it
    bool by_hand = false;   ///< not through the channel
    std::optional<std::string> channel_number;
    std::optional<core::UtcTime> refunded_at;
    std::optional<std::string> his_receipt;
    bool whole_item = true;         ///< Done: nothing of the item is left at the hospital
    std::string remaining_version;  ///< what is left of it, unless whole_item
    core::Money remaining_total;
    std::int32_t tries = 0;
    bool handed_over = false;
    core::UtcTime created_at;
    std::optional<core::UtcTime> next_check_at;  ///< set exactly while the state is not final
    std::optional<core::UtcTime> hand_over_at;   ///< set exactly while the state is not final
    std::int64_t version = 0;
};

}  // namespace hub::payment
