#include "adapters/soap_xml/schedules.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/soap_xml/refused_money.h"

namespace adapters::soap_xml {

using namespace hub::contract;
using kit::NoAnswer;

Outcome<DoctorList::Result> Schedules::doctors(const Meta& meta, const DoctorList::Request& request) {
    kit::Answer<DoctorList::Result> answer = hospital_.ask(kDoctors, meta, request, Turn::Main);
    if (auto* found = std::get_if<DoctorList::Result>(&answer); found != nullptr && request.department)
        std::erase_if(found->doctors, [&](const Doctor& doctor) { return doctor.department != *request.department; });
    return outcomeOf(answer);
}

Outcome<ScheduleList::Result> Schedules::schedules(const Meta& meta, const ScheduleList::Request& request) {
    kit::Answer<ScheduleList::Result> answer = hospital_.ask(kSchedules, meta, request, Turn::Main);
    if (auto* found = std::get_if<ScheduleList::Result>(&answer)) {
        for (Schedule& schedule : found->schedules)
            schedule.key =
                fmt::format("{}|{}|{}|{}", schedule.department, schedule.doctor, schedule.day.text(), core::enumName(schedule.session));
    }
    return outcomeOf(answer);
}

core::Result<std::vector<HospitalBooking>> Schedules::bookings(const Meta& meta, const core::Sensitive<core::CardNumber>& local_patient,
                                                               const DayRange& days, const std::optional<std::string>& number) {
    core::Result<BookingFind::Result> found = hospital_.look(kBookings, meta, {local_patient, days.from, days.to, number});
    if (!found.ok()) return found.failure();
    return std::move(found->bookings);
}

core::Result<HospitalBooking> Schedules::booking(const Meta& meta, const core::Sensitive<core::CardNumber>& local_patient,
                                                 const std::string& number) {
    const DayRange days{shifted(meta.business_date, -1), shifted(meta.business_date, *hospital_.settings().days_ahead)};
    core::Result<std::vector<HospitalBooking>> found = bookings(meta, local_patient, days, number);
    if (!found.ok()) return found.failure();
    std::erase_if(*found, [&](const HospitalBooking& one) { return one.number != number; });
    if (found->size() != 1) return core::Failure(core::Error::PeerAnswerNotValid, fmt::format("{} bookings of that number", found->size()));
    return std::move(found->front());
}

Outcome<SlotLock::Result> Schedules::lock(const Meta& meta, const SlotLock::Request& request) {
    return outcomeOf(hospital_.ask(kReserve, meta, request, Turn::Main, /*writes=*/true));
}

Inquiry<SlotLock::Result> Schedules::inquireLock(const Meta& meta, const SlotLock::Request& request) {
    using Answer = Inquiry<SlotLock::Result>;
    core::Result<std::vector<HospitalBooking>> found = bookings(meta, request.local_patient, {request.day, request.day}, std::nullopt);
    if (!found.ok()) return Answer::cannotTell(found.failure());
    std::erase_if(*found, [&](const HospitalBooking& one) {
        return one.slot != request.slot || one.state == BookingState::Cancelled || one.state == BookingState::Stopped;
    });
    if (found->empty()) return Answer::notThere();
    if (found->size() > 1) return Answer::cannotTell(core::Failure(core::Error::PeerAnswerNotValid, "more than one booking of this slot"));
    return Answer::ours({found->front().number, std::nullopt, std::nullopt, std::nullopt});
}

Outcome<BookingPay::Result> Schedules::pay(const Meta& meta, const BookingPay::Request& request) {
    const kit::Answer<BookingPay::Result> answer = hospital_.ask(kPayBooking, meta, request, Turn::Main, /*writes=*/true);
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return unlessOurs(*refusal, inquirePay(meta, request));
    return outcomeOf(answer);
}

Inquiry<BookingPay::Result> Schedules::inquirePay(const Meta& meta, const BookingPay::Request& request) {
    using Answer = Inquiry<BookingPay::Result>;
    const core::Result<HospitalBooking> found = booking(meta, request.local_patient, request.number);
    if (!found.ok()) return Answer::cannotTell(found.failure());
    if (!found->fee_taken) return Answer::notThere();
    const DayRange days = daysAround(meta.business_date);
    const core::Result<SettlementList::Result> receipts =
        hospital_.look(kSettlements, meta, {request.local_patient, days.from, days.to, meta.wire_id});
    if (!receipts.ok()) return Answer::cannotTell(receipts.failure());
    if (receipts->settlements.empty()) return Answer::someoneElse({});
    const SettlementList::Settled& receipt = receipts->settlements.front();
    if (receipts->settlements.size() > 1 || receipt.total != request.total)
        return Answer::cannotTell(
            core::Failure(core::Error::PeerAnswerNotValid, "the receipts under our order number are not this payment alone"));
    // A hospital that does not filter by order number would show the window's receipt here: its operator is not us.
    const core::Result<SettledLines> lines = hospital_.look(kSettledLines, meta, {request.local_patient, {receipt.settlement_number}});
    if (!lines.ok()) return Answer::cannotTell(lines.failure());
    const bool by_another = std::any_of(lines->lines.begin(), lines->lines.end(), [&](const SettledLine& line) {
        return line.staff_id && *line.staff_id != hospital_.settings().user;
    });
    return by_another ? Answer::someoneElse({receipt.his_receipt}) : Answer::ours({receipt.his_receipt});
}

Outcome<BookingCancel::Result> Schedules::cancel(const Meta& meta, const BookingCancel::Request& request) {
    Cancelling cancelling{request, std::nullopt, std::nullopt};
    if (request.refund) {
        // The answers of 4006 to 4010 name no visit; the receipt of the payment does.
        const core::Date from = shifted(meta.business_date, -*hospital_.settings().days_back);
        const core::Result<SettlementList::Result> paid =
            hospital_.look(kSettlements, meta, {request.local_patient, from, shifted(meta.business_date, 1), request.refund->paid_wire_id});
        if (!paid.ok()) return Outcome<BookingCancel::Result>::notReached(paid.failure());
        if (paid->settlements.size() == 1) {
            cancelling.visit = paid->settlements.front().visit;
            cancelling.settlement_number = paid->settlements.front().settlement_number;
        }
    }
    return outcomeOf(hospital_.ask(kCancel, meta, cancelling, Turn::Main, /*writes=*/true));
}

Inquiry<BookingCancel::Result> Schedules::inquireCancel(const Meta& meta, const BookingCancel::Request& request) {
    using Answer = Inquiry<BookingCancel::Result>;
    core::Result<std::vector<HospitalBooking>> found = bookings(meta, request.local_patient, {request.day, request.day}, request.number);
    if (!found.ok()) return Answer::cannotTell(found.failure());
    std::erase_if(*found, [&](const HospitalBooking& one) { return one.number != request.number; });
    if (found->size() != 1) return Answer::cannotTell(core::Failure(core::Error::PeerAnswerNotValid, "the booking is not listed"));
    switch (found->front().state) {
        case BookingState::Cancelled:
            return Answer::ours({});
        case BookingState::Stopped:  // the hospital let it go itself: nothing is held any more, but no money was given back
            return request.refund ? Answer::someoneElse({}) : Answer::ours({});
        case BookingState::Reserved:
        case BookingState::Paid:
        case BookingState::CheckedIn:
            return Answer::notThere();
    }
    HUB_ASSERT(false);
}

Outcome<BookingCheckIn::Result> Schedules::checkIn(const Meta& meta, const BookingCheckIn::Request& request) {
    return outcomeOf(hospital_.ask(kCheckIn, meta, request, Turn::Main, /*writes=*/true));
}

Inquiry<BookingCheckIn::Result> Schedules::inquireCheckIn(const Meta& meta, const BookingCheckIn::Request& request) {
    using Answer = Inquiry<BookingCheckIn::Result>;
    const core::Result<QueueStatus::Result> queue = hospital_.look(kClinicQueue, meta, {request.local_patient});
    if (!queue.ok()) return Answer::cannotTell(queue.failure());
    for (const QueueStatus::Place& place : queue->places) {
        if (place.booking == request.number) return Answer::ours({place.mine});
    }
    const core::Result<HospitalBooking> found = booking(meta, request.local_patient, request.number);
    if (!found.ok()) return Answer::cannotTell(found.failure());
    if (found->state == BookingState::CheckedIn) return Answer::ours({});
    return Answer::notThere();
}

Outcome<QueueStatus::Result> Schedules::queues(const Meta& meta, const QueueStatus::Request& request) {
    kit::Answer<QueueStatus::Result> answer = hospital_.ask(kClinicQueue, meta, request, Turn::Main);
    auto* places = std::get_if<QueueStatus::Result>(&answer);
    if (places == nullptr) return outcomeOf(answer);
    const core::Result<QueueStatus::Result> pharmacy = hospital_.look(kPharmacyQueue, meta, request);
    if (!pharmacy.ok()) return Outcome<QueueStatus::Result>::unknown(pharmacy.failure());
    places->places.insert(places->places.end(), pharmacy->places.begin(), pharmacy->places.end());
    return outcomeOf(answer);
}

}  // namespace adapters::soap_xml
