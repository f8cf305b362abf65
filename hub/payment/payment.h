#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hub/contract/operations/billing.h"
#include "hub/payment/ids.h"
#include "hub/payment/ledger_command.h"
#include "hub/payment/split.h"

namespace hub::payment {

/// Where a payment stands. payments.md 3b with CONTRACT's corrections; no state ends by age.
enum class PaymentState {
    Insuring,      ///< the insurer is asked how it splits the bill; while it is down, this waits
    Agreeing,      ///< the person is shown the split
    Checking,      ///< the hospital is read once more before the first leg that cannot be taken back
    Settling,      ///< the insurer settles
    Ordering,      ///< the channel is asked for an order, or the bank for the e-account's money
    InDoubt,       ///< nobody knows whether there is an order: nothing new is sent until the resolver or the channel tells
    Collecting,    ///< the payer may pay
    Closing,       ///< the order is being closed; as long as the channel refuses that, the payer may still pay
    Posting,       ///< the money is there, the ledger is told
    Confirming,    ///< the ledger has it, the hospital is told
    HisDoubt,      ///< "paid, being confirmed with the hospital"
    Unsettling,    ///< what the insurer has settled is taken back, before any cash goes back
    Unbooking,     ///< and the ledger is told
    Compensating,  ///< the money goes back
    Frozen,        ///< a step stands at the hospital and the payment there does not: a person decides
    Completed,     ///< the hospital has it under our number; refunds may follow
    Reversed,      ///< all money is back
    Unpaid,        ///< proved: no money moved
};

constexpr auto enumNames(PaymentState) {
    using Name = std::pair<PaymentState, std::string_view>;
    return std::array{Name{PaymentState::Insuring, "insuring"},     Name{PaymentState::Agreeing, "agreeing"},
                      Name{PaymentState::Checking, "checking"},     Name{PaymentState::Settling, "settling"},
                      Name{PaymentState::Ordering, "ordering"},     Name{PaymentState::InDoubt, "in_doubt"},
                      Name{PaymentState::Collecting, "collecting"}, Name{PaymentState::Closing, "closing"},
                      Name{PaymentState::Posting, "posting"},       Name{PaymentState::Confirming, "confirming"},
                      Name{PaymentState::HisDoubt, "his_doubt"},    Name{PaymentState::Unsettling, "unsettling"},
                      Name{PaymentState::Unbooking, "unbooking"},   Name{PaymentState::Compensating, "compensating"},
                      Name{PaymentState::Frozen, "frozen"},         Name{PaymentState::Completed, "completed"},
                      Name{PaymentState::Reversed, "reversed"},     Name{PaymentState::Unpaid, "unpaid"}};
}

constexpr bool isFinal(PaymentState state) {
    return state == PaymentState::Completed || state == PaymentState::Reversed || state == PaymentState::Unpaid;
}

/// Why a payment is not to be completed. The person is told so.
enum class Why {
    Nothing,        ///< it goes on
    Expired,        ///< nobody paid in time; who pays before the order is closed is still served
    Cancelled,      ///< by the person
    ChargeChanged,  ///< show the person again
    Declined,       ///< by the channel
    NotInsured,     ///< by the insurer; the person may pay the whole instead
    NotReached,     ///< a counterparty could not be asked; nothing happened
    HisRefused,     ///< by the hospital, after the money was there
    PaidElsewhere,  ///< at the hospital, under another number
    LateSuccess,    ///< the money came after the end
};

constexpr auto enumNames(Why) {
    using Name = std::pair<Why, std::string_view>;
    return std::array{Name{Why::Nothing, "nothing"},
                      Name{Why::Expired, "expired"},
                      Name{Why::Cancelled, "cancelled"},
                      Name{Why::ChargeChanged, "charge_changed"},
                      Name{Why::Declined, "declined"},
                      Name{Why::NotInsured, "not_insured"},
                      Name{Why::NotReached, "not_reached"},
                      Name{Why::HisRefused, "his_refused"},
                      Name{Why::PaidElsewhere, "paid_elsewhere"},
                      Name{Why::LateSuccess, "late_success"}};
}

/// What is paid: charges of a hospital (payment.confirm), or the fee of a booking (booking.pay).
enum class Purpose { Charges, Booking };

constexpr auto enumNames(Purpose) {
    using Name = std::pair<Purpose, std::string_view>;
    return std::array{Name{Purpose::Charges, "charges"}, Name{Purpose::Booking, "booking"}};
}

struct PaidItem {
    static constexpr std::string_view kTypeName = "PaidItem";
    core::IdBits subject;          ///< our charge or booking
    std::string key;               ///< the hospital's charge key or booking number
    std::string expected_version;  ///< what the person saw; empty for a booking
    core::Money total;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("subject", self.subject, "our charge or booking");
        field("key", self.key, "the hospital's key");
        field("expected_version", self.expected_version, "the version the person saw");
        field("total_fen", self.total, "the total the person saw");
    }
};

/// What the insurer pays is no leg (InsurancePart).
enum class LegKind {
    Channel,   ///< the payer pays an order of the channel
    EAccount,  ///< the bank takes it from an e-account (e_account.h)
};

constexpr auto enumNames(LegKind) {
    using Name = std::pair<LegKind, std::string_view>;
    return std::array{Name{LegKind::Channel, "channel"}, Name{LegKind::EAccount, "e_account"}};
}

/// Our account at the bank, where money of e-accounts is collected: the merchant of such a leg.
inline constexpr std::string_view kCollectionAccount = "collection";

enum class LegState {
    New,      ///< nothing has left the house
    Ordered,  ///< the channel has the order
    Paid,
    NotPaid,  ///< and no longer can be
};

constexpr auto enumNames(LegState) {
    using Name = std::pair<LegState, std::string_view>;
    return std::array{Name{LegState::New, "new"}, Name{LegState::Ordered, "ordered"}, Name{LegState::Paid, "paid"},
                      Name{LegState::NotPaid, "not_paid"}};
}

struct Leg {
    LegKind kind = LegKind::Channel;
    LegState state = LegState::New;
    Settles settles = Settles::ViaHub;
    std::optional<EAccountId> e_account;  ///< EAccount: whose, the person's or a relative's
    std::string channel;                  ///< code of the counterparty; of an EAccount the bank's
    std::string merchant;                 ///< our account there; at most 64 bytes, as the channel's code
    std::string order_number;             ///< our number: the wire id of the order.create or transfer.create; unique at the channel
    core::Money amount;
    std::optional<std::string> channel_number;
    std::optional<core::UtcTime> paid_at;
    bool in_suspense = false;     ///< the ledger holds it as nobody's, not as the hospital's
    core::Money refund_reserved;  ///< refunds under way
    core::Money refunded;         ///< back at the payer

    core::Money refundable() const { return state == LegState::Paid ? amount - refunded - refund_reserved : core::Money(); }
};

/// What an insurer pays of a payment whose insurance the hub settles (CONTRACT 6, insurance_by: hub). With the leg it comes to the total.
struct InsurancePart {
    static constexpr std::string_view kTypeName = "InsurancePart";
    SettlementId settlement;
    std::string insurer;                 ///< code of the counterparty; at most 64 bytes
    Settles settles = Settles::Direct;   ///< whether what the insurer pays passes the hub
    std::optional<Split> split;          ///< as quoted, then as settled; none: not known yet
    std::optional<Split> agreed;         ///< what the person was shown and accepted
    bool stands = true;                  ///< something of it may be settled, until the insurer's side says that nothing is
    std::optional<std::string> settled;  ///< the insurer's number; none: not settled (any more)
    bool booked = false;                 ///< the ledger has its parts, or is being told

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("settlement", self.settlement, "our settlement");
        field("insurer", self.insurer, "code of the insurer");
        field("settles", self.settles, "whether the money passes the hub");
        field("split", self.split, "how it is split");
        field("agreed", self.agreed, "what the person has accepted");
        field("stands", self.stands, "whether something of it may be settled");
        field("settled", self.settled, "the insurer's number");
        field("booked", self.booked, "whether the ledger has it");
    }
};

/// One payment by a person to one hospital. A value; decide() makes the next one.
struct Payment {
    PaymentId id;
    std::string client;       ///< who asked for it; empty: the hub itself. At most 64 bytes, as the key
    std::string request_key;  ///< the same key of the same client never starts a second one
    PersonId person;
    std::string hospital;  ///< code of the counterparty
    Purpose purpose = Purpose::Charges;
    core::Sensitive<core::CardNumber> local_patient;
    std::optional<core::Sensitive<std::string>> payer;  ///< the channel's id of who pays; none: whoever scans
    std::vector<PaidItem> items;
    core::Money total;
    std::vector<Leg> legs;  ///< in the order of the leg plan; today exactly one
    std::optional<InsurancePart> insurance;
    PaymentState state = PaymentState::Checking;
    Why why = Why::Nothing;
    contract::PaymentConfirm::Result his;  ///< Completed: what reconciliation will need
    bool his_refused = false;              ///< HisDoubt: the hospital said no, and is asked once more before money goes back
    std::int32_t tries = 0;                ///< how often the state's own question has been put
    std::int32_t closes = 0;               ///< how many order.close have ended without closing
    std::int32_t confirms = 0;             ///< how many payment.confirm are proved never to have been
    bool handed_over = false;              ///< Overdue was opened in this state
    core::UtcTime created_at;
    core::UtcTime expires_at;                    ///< until when the payer may start to pay
    std::optional<core::UtcTime> next_check_at;  ///< set exactly while the state is not final
    std::optional<core::UtcTime> hand_over_at;   ///< set exactly while the state is not final: when a person takes part
    std::int64_t version = 0;

    /// REQUIRES: legs is not empty.
    const Leg& leg() const { return legs.front(); }
    Leg& leg() { return legs.front(); }
};

}  // namespace hub::payment
