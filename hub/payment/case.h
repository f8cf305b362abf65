#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hub/core/clock.h"
#include "hub/payment/ids.h"

namespace hub::payment {

/// What the hub cannot find out or must not decide by itself.
enum class CaseKind {
    Overdue,             ///< the promised time is over: a person takes part; the machine goes on
    Parked,              ///< the resolver can do no more about an attempt
    LateSuccess,         ///< money came after the payment had ended; it goes back by itself
    AmountDiffers,       ///< the counterparty's amount is not ours
    LedgerRefused,       ///< the ledger refused an entry that must stand: our mistake
    StepStranded,        ///< an earlier step at the hospital stands, the last one was refused: the money there is frozen
    PaidAfterAll,        ///< the hospital has booked what is being given back
    RefundRefused,       ///< the channel will not give the money back
    RefundNotPosted,     ///< the money is back, the hospital will not book it
    NotOurs,             ///< a counterparty shows another's record under our number
    PossibleDuplicate,   ///< a charge without a key that looks like another one
    ChangedAfterPaid,    ///< a charge that is paid was told anew with other content
    CancelledAfterPaid,  ///< the hospital cancelled a charge that is paid
    SplitBroken,         ///< the insurer's amounts break a rule that every split obeys
    RevokeRefused,       ///< the insurer will not take a settlement back
    NotWithdrawn,        ///< charges or a visit that nobody wants stand at the insurer, unsettled
};

constexpr auto enumNames(CaseKind) {
    using Name = std::pair<CaseKind, std::string_view>;
    return std::array{Name{CaseKind::Overdue, "overdue"},
                      Name{CaseKind::Parked, "parked"},
                      Name{CaseKind::LateSuccess, "late_success"},
                      Name{CaseKind::AmountDiffers, "amount_differs"},
                      Name{CaseKind::LedgerRefused, "ledger_refused"},
                      Name{CaseKind::StepStranded, "step_stranded"},
                      Name{CaseKind::PaidAfterAll, "paid_after_all"},
                      Name{CaseKind::RefundRefused, "refund_refused"},
                      Name{CaseKind::RefundNotPosted, "refund_not_posted"},
                      Name{CaseKind::NotOurs, "not_ours"},
                      Name{CaseKind::PossibleDuplicate, "possible_duplicate"},
                      Name{CaseKind::ChangedAfterPaid, "changed_after_paid"},
                      Name{CaseKind::CancelledAfterPaid, "cancelled_after_paid"},
                      Name{CaseKind::SplitBroken, "split_broken"},
                      Name{CaseKind::RevokeRefused, "revoke_refused"},
                      Name{CaseKind::NotWithdrawn, "not_withdrawn"}};
}

enum class CaseAbout { Charge, Payment, Refund, Booking, HospitalFile, Settlement, EAccount, AccountTransfer };

constexpr auto enumNames(CaseAbout) {
    using Name = std::pair<CaseAbout, std::string_view>;
    return std::array{Name{CaseAbout::Charge, "charge"},
                      Name{CaseAbout::Payment, "payment"},
                      Name{CaseAbout::Refund, "refund"},
                      Name{CaseAbout::Booking, "booking"},
                      Name{CaseAbout::HospitalFile, "hospital_file"},
                      Name{CaseAbout::Settlement, "settlement"},
                      Name{CaseAbout::EAccount, "e_account"},
                      Name{CaseAbout::AccountTransfer, "account_transfer"}};
}

/// An open question for a person (人工处理). One of a kind is open for a subject at a time.
struct Case {
    CaseId id;
    CaseAbout about = CaseAbout::Payment;
    core::IdBits subject;  ///< the charge, payment, refund, booking, file, settlement, e-account or transfer
    std::string kind;      ///< name of a CaseKind, of a booking's or of a hospital notice's; at most 32 bytes
    std::string hospital;  ///< its code: who may see the case; of an e-account and its transfers the bank's
    core::UtcTime opened_at;
    std::optional<core::UtcTime> closed_at;
    std::string closed_by;  ///< staff id; empty while open
    std::string decision;   ///< the decider's word; empty while open
    std::int64_t version = 0;
};

}  // namespace hub::payment
