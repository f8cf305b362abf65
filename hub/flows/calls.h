#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hub/booking/booking.h"
#include "hub/contract/operations.h"
#include "hub/flows/counterparties.h"
#include "hub/payment/payment.h"
#include "hub/payment/refund.h"

namespace hub::flows {

/// By when a call must be answered, on which business day it is made (MECHANISMS 10), and our number of it. A write gets that of its
/// attempt instead.
struct CallTerms {
    core::UtcTime now;
    std::string wire_id;
    core::Duration answer_within{8'000};
    core::Duration day_cut{0};

    core::Date today() const { return core::shanghaiDate(now, day_cut); }
};

contract::Meta metaFor(std::string_view counterparty, const CallTerms& terms, std::string_view trace);

template <contract::Operation Op>
Call callOf(contract::Meta meta, const typename Op::Request& request) {
    return {std::string(Op::kName), std::move(meta), core::Sensitive<std::string>(core::toJson(request, core::Exposure::Revealed))};
}

/// Why a read brought nothing: CounterpartyRefused with the reason, or CounterpartyNotAnswering with the code of what stood in the way.
core::Failure noAnswer(std::string_view counterparty, const CallAnswer& answer);

/// The counterparty says that it has no such patient: a file that it once had is gone, or was put into another (CONTRACT 11).
bool isNoSuchPatient(const CallAnswer& answer);

// What each flow asks of a counterparty, in the contract's words. Pure.

Call slotLockCall(const booking::Booking& booking, const CallTerms& terms);
Call checkInCall(const booking::Booking& booking, const CallTerms& terms);
/// `paid_wire_id`: our number of the booking.pay, when its money is to come back.
Call bookingCancelCall(const booking::Booking& booking, const std::optional<std::string>& paid_wire_id, const CallTerms& terms);
Call bookingQuoteCall(const booking::Booking& booking, const CallTerms& terms);
Call bookingFindCall(const booking::Booking& booking, const CallTerms& terms);

Call orderCreateCall(const payment::Payment& payment, const std::string& subject, const CallTerms& terms);
Call orderCloseCall(const payment::Payment& payment, const CallTerms& terms);
Call orderFindCall(const payment::Payment& payment, const CallTerms& terms);
/// booking.pay or payment.confirm, by the payment's purpose.
Call hisConfirmCall(const payment::Payment& payment, const CallTerms& terms);
/// The open charges of the payment's file.
Call chargeListCall(std::string_view hospital, const core::Sensitive<core::CardNumber>& local_patient, const CallTerms& terms);

Call refundCreateCall(const payment::Refund& refund, core::Money order_amount, const std::string& reason, const CallTerms& terms);
Call refundFindCall(const payment::Refund& refund, const CallTerms& terms);
/// `paid_wire_id`: our number of the payment at the hospital.
Call refundCheckCall(const payment::Refund& refund, const core::Sensitive<core::CardNumber>& local_patient, const std::string& paid_wire_id,
                     const CallTerms& terms);
Call refundConfirmCall(const payment::Refund& refund, const core::Sensitive<core::CardNumber>& local_patient,
                       const std::string& paid_wire_id, const CallTerms& terms);

}  // namespace hub::flows
