#include <algorithm>
#include <array>

#include "adapters/sim/trancode/operations.h"

namespace adapters::sim::trancode {

using common::Booking;
using common::BookingState;
using common::Date;
using hub::core::Error;
using hub::core::Failure;

namespace {

struct Shift {
    std::string_view code;
    std::string_view name;
    std::string_view begin;
    std::string_view end;
};

constexpr std::array kShifts{Shift{"1", "上午", "08:00", "12:00"}, Shift{"2", "下午", "14:00", "17:30"},
                             Shift{"3", "急诊", "00:00", "24:00"}, Shift{"4", "全天", "08:00", "17:30"}};

Shift shiftOf(std::string_view code) {
    const auto* found = std::find_if(kShifts.begin(), kShifts.end(), [&](const Shift& shift) { return shift.code == code; });
    return found == kShifts.end() ? Shift{code, "", "", ""} : *found;
}

/// The specification defines no values; these are this simulator's.
std::string statusOf(BookingState state) {
    switch (state) {
        case BookingState::Reserved:
            return "0";
        case BookingState::Paid:
            return "1";
        case BookingState::CheckedIn:
            return "2";
        case BookingState::Cancelled:
            return "3";
        case BookingState::Expired:
            return "4";
    }
    HUB_ASSERT(false);
}

Result<Content> departmentList(Context& context, const Request&) {
    const std::vector<common::Department> departments = context.books.departments();
    const auto nameOf = [&](const std::string& code) { return code.empty() ? std::string() : departmentName(context, code); };
    std::vector<Element> rows;
    for (const common::Department& one : departments) {
        const bool parent =
            std::any_of(departments.begin(), departments.end(), [&](const auto& other) { return other.parent == one.code; });
        rows.push_back(row("Item", {{"DeptCode", one.code},
                                    {"DeptName", one.name},
                                    {"Description", one.description},
                                    {"NextFlag", parent ? "true" : "false"},
                                    {"TopDeptCode", one.parent},
                                    {"TopDeptName", nameOf(one.parent)}}));
    }
    return Content{items(std::move(rows))};
}

Result<Content> registrationKinds(Context& context, const Request& request) {
    std::vector<Element> rows;
    std::vector<std::string> seen;
    for (const common::Doctor& doctor : context.books.doctors()) {
        const bool other_department = !request.text("DeptCode").empty() && request.text("DeptCode") != doctor.department;
        if (other_department || std::count(seen.begin(), seen.end(), doctor.registration_kind) > 0) continue;
        seen.push_back(doctor.registration_kind);
        rows.push_back(row("Item", {{"RegTypeCode", doctor.registration_kind}, {"RegTypeName", doctor.title}, {"Description", ""}}));
    }
    return Content{items(std::move(rows))};
}

Result<Content> scheduleList(Context& context, const Request& request) {
    const common::Days days{request.day("StartDate").value_or(context.today().from),
                            request.day("EndDate").value_or(request.day("StartDate").value_or(context.today().to))};
    context.books.openDays(days, context.site.slot_capacity);
    std::vector<Element> rows;
    for (const common::Session& one : context.books.sessions(days, request.text("DeptCode"))) {
        Element& item = rows.emplace_back(row("Item", {{"DeptCode", one.department.code},
                                                       {"DeptName", one.department.name},
                                                       {"DoctorCode", one.doctor.code},
                                                       {"DoctorName", one.doctor.name},
                                                       {"DoctorTitle", one.doctor.title},
                                                       {"WorkType", one.shift},
                                                       {"RegType", one.doctor.registration_kind},
                                                       {"Fee", context.format.money(one.doctor.registration_fee + one.doctor.checkup_fee)},
                                                       {"RegFee", context.format.money(one.doctor.registration_fee)},
                                                       {"CheckupFee", context.format.money(one.doctor.checkup_fee)},
                                                       {"OtherFee", context.format.money(Money())},
                                                       {"ClinicRoom", one.doctor.room},
                                                       {"AvailableNum", std::to_string(one.left)},
                                                       {"LimitCount", std::to_string(one.limit)},
                                                       {"Status", one.stopped ? "1" : "0"},
                                                       {"AllowPrecontractFlag", one.stopped ? "N" : "Y"},
                                                       {"WorkDate", Format::day(one.day)}}));
        if (context.site.region == Region::Lianzhou) item.add("Sex", sexCode(one.doctor.sex));
    }
    return Content{items(std::move(rows))};
}

Result<Content> slotList(Context& context, const Request& request) {
    const Date day = *request.day("RegDate");
    context.books.openDays({day, day}, context.site.slot_capacity);
    std::vector<Element> rows;
    for (const common::Slot& one :
         context.books.slots(day, request.text("DeptCode"), request.text("DoctorCode"), request.text("WorkType"))) {
        rows.push_back(row("Item", {{"BeginTime", one.begin},
                                    {"EndTime", one.end},
                                    {"TimeCode", one.time_code},
                                    {"TimeValue", one.begin + "-" + one.end},
                                    {"AvailableNum", std::to_string(one.stopped ? 0 : one.capacity - one.taken)}}));
    }
    return Content{items(std::move(rows))};
}

Result<Content> feeRead(Context& context, const Request& request) {
    const Result<Booking> quote = context.books.quoteBooking(request.number("PatientID"), request.text("TimeCode"));
    if (!quote.ok()) return quote.failure();
    const bool same = quote->slot.day == *request.day("RegDate") && quote->slot.doctor == request.text("DoctorCode");
    if (!same) return Failure(Error::SimNotPossible, "时段与医生、日期不符");
    return fields({{"Cost", context.format.money(quote->cost)}, {"Charges", context.format.money(quote->charges)}});
}

Result<Content> slotReserve(Context& context, const Request& request) {
    const Result<Booking> booking = context.books.reserve(context.caller, request.number("PatientID"), request.text("TimeCode"));
    if (!booking.ok()) return booking.failure();
    return fields({{"SeqNumber", booking->number},
                   {"RegDateTime", context.format.time(booking->reserved_at)},
                   {"AdmitAddress", doctorOf(context, booking->slot.doctor).room},
                   {"OrderContent", "请于 " + booking->slot.begin + " 前到达"}});
}

Result<Content> bookingPay(Context& context, const Request& request) {
    const Result<Booking> booking = context.books.payBooking(context.caller, request.number("PatientID"), request.text("SeqNumber"),
                                                             {.patient_id = request.number("PatientID"),
                                                              .inpatient_number = "",
                                                              .amount = request.money("Charges"),
                                                              .order_number = request.text("OrderNo"),
                                                              .pay_kind = request.text("PayType")},
                                                             context.onRepeat());
    if (!booking.ok()) return booking.failure();
    return fields({{"ReceiptNo", booking->receipt_number}});
}

Result<Content> bookingCheckIn(Context& context, const Request& request) {
    const Result<Booking> booking = context.books.checkIn(context.caller, request.number("PatientID"), request.text("SeqNumber"));
    if (!booking.ok()) return booking.failure();
    return fields({{"SickSeq", std::to_string(booking->queue_number)}});
}

Result<Content> bookingCancel(Context& context, const Request& request) {
    const Result<Booking> booking =
        context.books.cancelBooking(context.caller, request.number("PatientID"), request.text("SeqNumber"), request.text("TimeCode"),
                                    request.money("BackCharges"), request.text("OrginOrderNo"), request.text("OrderNo"));
    if (!booking.ok()) return booking.failure();
    return Content();
}

/// StartDate to EndDate since V4.7; OrderDate alone before that; every day for one booking. They are visit days.
common::Days visitDays(const Request& request) {
    const std::optional<Date> day = request.day("OrderDate");
    return day && !request.day("StartDate") ? common::Days{*day, *day} : range(request);
}

Result<Content> bookingList(Context& context, const Request& request) {
    const bool lianzhou = context.site.region == Region::Lianzhou;
    const std::vector<common::Card> cards = context.books.cardsOf(request.number("PatientID"));
    std::vector<Element> rows;
    for (const Booking& one : context.books.bookings(request.number("PatientID"), visitDays(request), request.text("SeqNumber"))) {
        const common::Doctor doctor = doctorOf(context, one.slot.doctor);
        const bool paid = one.state == BookingState::Paid || one.state == BookingState::CheckedIn;
        Element& item = rows.emplace_back(row("Item", {{"SeqNumber", one.number},
                                                       {"DeptCode", one.slot.department},
                                                       {"DeptName", departmentName(context, one.slot.department)},
                                                       {"DoctorCode", doctor.code},
                                                       {"DoctorName", doctor.name},
                                                       {"DoctorTitle", doctor.title},
                                                       {"BeginTime", one.slot.begin},
                                                       {"EndTime", one.slot.end},
                                                       {"SessionCode", one.slot.shift},
                                                       {"SessionName", std::string(shiftOf(one.slot.shift).name)},
                                                       {"TimeCode", one.slot.time_code},
                                                       {"TimeValue", one.slot.begin + "-" + one.slot.end},
                                                       {"AdmitRange", Format::day(one.slot.day)},
                                                       {"Status", statusOf(one.state)},
                                                       {"CostFlag", paid ? "1" : "0"},
                                                       {"CardNum", cards.empty() ? "" : cards.front().number}}));
        if (!lianzhou) continue;
        item.add("OperationTime", context.format.time(one.changed_at));
        item.add("TodayFlag", one.slot.day == common::dayOf(context.now) ? "1" : "0");
    }
    return Content{items(std::move(rows))};
}

Result<Content> clinicStops(Context& context, const Request& request) {
    std::vector<Element> rows;
    for (const common::ClinicStop& one : context.books.clinicStops(range(request))) {
        const Shift shift = shiftOf(one.shift);
        rows.push_back(row("Item", {{"DeptCode", one.department},
                                    {"DeptName", departmentName(context, one.department)},
                                    {"DoctorCode", one.doctor},
                                    {"DoctorName", doctorOf(context, one.doctor).name},
                                    {"StopReason", one.reason},
                                    {"RegDate", context.format.time(common::startOf(one.day))},
                                    {"WorkType", one.shift},
                                    {"BeginTime", std::string(shift.begin)},
                                    {"EndTime", std::string(shift.end)},
                                    {"StopFlag", "1"}}));
    }
    return Content{items(std::move(rows))};
}

constexpr std::array kOperations{
    Operation{.code = "4001", .tags = "", .run = departmentList},
    Operation{.code = "4002", .tags = "RegDate*:D DeptCode*", .run = registrationKinds},
    Operation{.code = "4003", .tags = "StartDate:D EndDate:D DeptCode*", .run = scheduleList},
    Operation{.code = "4004", .tags = "RegDate!:D DeptCode! DoctorCode! WorkType!", .run = slotList},
    Operation{.code = "4005", .tags = "PatientID!:i RegDate!:D DeptCode* RegType* DoctorCode! TimeCode!", .run = feeRead},
    Operation{.code = "4006", .tags = "PatientID!:i TimeCode!", .run = slotReserve},
    Operation{.code = "4007", .tags = "PatientID!:i SeqNumber! PayType! Cost:d Charges!:d OrderNo!", .run = bookingPay},
    Operation{.code = "4008", .tags = "PatientID!:i SeqNumber!", .run = bookingCheckIn},
    Operation{.code = "4009", .tags = "PatientID!:i SeqNumber! TimeCode! BackCharges:d", .run = bookingCancel},
    Operation{.code = "4010", .tags = "PatientID!:i OrderDate:D StartDate:D EndDate:D SeqNumber*", .run = bookingList},
    Operation{.code = "4011", .tags = "StartDate*:D EndDate*:D", .run = clinicStops}};

}  // namespace

std::span<const Operation> bookingOperations() { return kOperations; }

}  // namespace adapters::sim::trancode
