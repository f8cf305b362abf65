#include <fmt/format.h>

#include <algorithm>

#include "adapters/codec/hl7v2/timestamp.h"
#include "adapters/hl7_mllp/events.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
using namespace hub::contract;
using codec::hl7v2::Timestamp;

namespace {

/// "14:00", when a time of day was written.
std::optional<std::string> timeOfDay(Reading& reading, Field field) {
    const std::optional<std::string> text = reading.textIf(field);
    const core::Result<Timestamp> time = text ? Timestamp::parse(*text) : Timestamp();
    if (!time.ok()) reading.fail(time.failure());
    if (!time.ok() || time->precision < codec::hl7v2::Precision::Minute) return std::nullopt;
    return fmt::format("{:02}:{:02}", time->hour, time->minute);
}

}  // namespace

Events bookingChanged(Reading& reading, std::string_view event) {
    const Words& words = reading.words();
    HospitalBooking booking;
    booking.number = reading.required(words.booking_number == BookingNumber::Placer ? Field::BookingPlacer : Field::BookingFiller);
    booking.our_number = reading.textIf(Field::BookingPlacer);
    booking.slot = reading.text(Field::BookingSlot);
    booking.department = reading.text(Field::BookingDepartment);
    booking.department_name = reading.text(Field::BookingDepartmentName);
    booking.doctor = reading.text(Field::BookingDoctor);
    booking.doctor_name = reading.text(Field::BookingDoctorName);
    const std::optional<core::Date> day = reading.dateIf(Field::BookingBegin);
    if (!day) reading.missing(words.fields.nameOf(Field::BookingBegin));
    booking.day = day.value_or(core::Date());
    booking.begin = timeOfDay(reading, Field::BookingBegin);
    booking.end = timeOfDay(reading, Field::BookingEnd);
    if (event == "S15" || event == "S17") {
        booking.state = BookingState::Cancelled;
    } else if (event == "S16") {
        booking.state = BookingState::Stopped;
    } else {
        booking.state = reading.code(Field::BookingState, words.booking_states, BookingState::Reserved);
    }
    return {eventOf(localNumber(reading), BookingChanged{std::move(booking)})};
}

/// Slots that are taken out (MFE-1 MDC, table 0180), one event a clinic: doctor, day and session.
std::optional<Events> clinicsStopped(Reading& reading) {
    Events events;
    for (const std::size_t segment : reading.all("ZSL")) {
        reading.around(segment);
        if (reading.text(Field::StopAction) != "MDC") continue;
        ClinicStop stop;
        stop.department = reading.text(Field::StopDepartment);
        stop.doctor = reading.required(Field::StopDoctor);
        const std::optional<core::Date> day = reading.dateIf(Field::StopDay);
        if (!day) reading.missing(reading.words().fields.nameOf(Field::StopDay));
        stop.day = day.value_or(core::Date());
        const std::string session = reading.required(Field::StopSession);
        if (!session.empty()) stop.session = reading.code(Field::StopSession, reading.words().sessions, Session::WholeDay);
        stop.reason = reading.textIf(Field::StopReason);
        Event event = eventOf({}, ClinicStopped{std::move(stop)});
        const auto same = [&](const Event& told) { return told.content == event.content; };
        if (std::none_of(events.begin(), events.end(), same)) events.push_back(std::move(event));
    }
    if (events.empty()) return std::nullopt;
    return events;
}

}  // namespace adapters::hl7_mllp
