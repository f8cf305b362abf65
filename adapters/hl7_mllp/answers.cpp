#include "adapters/hl7_mllp/answers.h"

#include "adapters/hl7_mllp/reading.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
using namespace hub::contract;
using codec::hl7v2::AnswerKind;
using codec::hl7v2::Message;
using core::Error;
using core::Failure;

namespace {

/// Our number and the amount, where the answer repeats them, must be ours: another amount is not our payment (CONTRACT 2).
std::optional<Failure> notOurs(Reading& reading, const std::string& our_number, core::Money amount) {
    const auto number = reading.textIf(Field::AnswerNumber);
    const auto booked = reading.moneyIf(Field::AnswerAmount);
    if (reading.failure()) return *reading.failure();
    if (number && *number != our_number) return Failure(Error::PeerAnswerNotValid, "it names another number of ours");
    if (booked && *booked != amount) return Failure(Error::PeerAnswerNotValid, "it names another amount");
    return std::nullopt;
}

}  // namespace

kit::Answer<Message> judged(std::variant<Answered, kit::NoAnswer> exchanged, const Words& words) {
    if (kit::NoAnswer* none = std::get_if<kit::NoAnswer>(&exchanged)) return std::move(*none);
    Answered& answered = std::get<Answered>(exchanged);
    if (answered.answer.kind == AnswerKind::Accepted) return std::move(answered.message);
    Reading reading(answered.message, words);
    const std::string code = reading.text(Field::AnswerRefusalCode);
    const core::Result<RefusalReason> reason = words.refusals.ours<RefusalReason>(code);
    const bool not_stored = answered.answer.kind == AnswerKind::CommitError || answered.answer.kind == AnswerKind::CommitRejected;
    if (!reason.ok() && !not_stored && words.other_refusals == OtherRefusal::Unknown)
        return kit::NoAnswer{Failure(Error::PeerAnswerNotValid, "AE or AR with a code that is not declared"), /*surely_not_written=*/false};
    return Refusal{reason.ok() ? *reason : RefusalReason::Other, code, std::move(answered.answer.text)};
}

core::Result<SlotLock::Result> locked(const Message& answer, const Words& words, const std::string& our_number) {
    Reading reading(answer, words);
    SlotLock::Result result;
    result.number = words.booking_number == BookingNumber::Placer ? our_number : reading.required(Field::AnswerBooking);
    if (reading.failure()) return Failure(Error::PeerAnswerNotValid, reading.failure()->detail());
    return result;
}

core::Result<PaymentConfirm::Result> paid(const Message& answer, const Words& words, const std::string& our_number, core::Money total) {
    Reading reading(answer, words);
    if (const auto failure = notOurs(reading, our_number, total)) return *failure;
    PaymentConfirm::Result result;
    result.his_receipt = reading.textIf(Field::AnswerReceipt);
    result.settlement_number = reading.textIf(Field::AnswerSettlement);
    result.staff_id = reading.textIf(Field::AnswerStaff);
    result.terminal = reading.textIf(Field::AnswerTerminal);
    result.posted_at = reading.timeIf(Field::AnswerPostedAt);
    result.hospital_day = reading.textIf(Field::AnswerDay);
    if (reading.failure()) return *reading.failure();
    return result;
}

core::Result<RefundConfirm::Result> refunded(const Message& answer, const Words& words, const std::string& our_number, core::Money amount) {
    Reading reading(answer, words);
    if (const auto failure = notOurs(reading, our_number, amount)) return *failure;
    RefundConfirm::Result result;
    result.his_receipt = reading.textIf(Field::AnswerReceipt);
    result.posted_at = reading.timeIf(Field::AnswerPostedAt);
    if (reading.failure()) return *reading.failure();
    return result;
}

}  // namespace adapters::hl7_mllp
