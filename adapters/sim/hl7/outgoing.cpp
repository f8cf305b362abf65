#include "adapters/sim/hl7/outgoing.h"

#include <fmt/format.h>

#include <chrono>

#include "adapters/codec/hl7v2/message.h"
#include "hub/core/exception.h"

namespace adapters::sim::hl7 {

using codec::charset::Charset;
using codec::hl7v2::Message;
using codec::hl7v2::Path;
using codec::hl7v2::Place;
using hub::core::Exception;
using hub::core::Result;

namespace {

std::string text(Date day) { return fmt::format("{:04}{:02}{:02}", day.year, day.month, day.day); }

std::string clock(Date day, int minute) { return fmt::format("{}{:02}{:02}00", text(day), minute / 60, minute % 60); }

/// 250 is "2.5", 100 is "1".
std::string quantityText(std::int64_t hundredths) {
    std::string written = fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
    while (written.back() == '0') written.pop_back();
    if (written.back() == '.') written.pop_back();
    return written;
}

/// A message being written, segment after segment.
class Draft {
  public:
    explicit Draft(Charset charset) : message_(must(Message::create({}, charset))) {}

    Draft& header(const Path& path, std::string_view text) {
        if (!text.empty()) must(message_.set(path, text));
        return *this;
    }
    Draft& segment(std::string_view id) {
        last_ = must(message_.appendSegment(id));
        return *this;
    }
    /// Into the segment that was begun last.
    Draft& put(const Place& place, std::string_view text) {
        if (!text.empty()) must(message_.set(last_, place, text));
        return *this;
    }
    Draft& put(std::uint32_t field, std::string_view text) { return put(Place{.field = field}, text); }
    Draft& put(std::uint32_t field, std::uint32_t component, std::string_view text) {
        return put(Place{.field = field, .component = component}, text);
    }
    /// One repetition of a CX field: number, authority, type.
    Draft& identifier(std::uint32_t field, std::uint32_t repetition, std::string_view number, std::string_view authority,
                      std::string_view type) {
        put({.field = field, .repetition = repetition, .component = 1}, number);
        put({.field = field, .repetition = repetition, .component = 4}, authority);
        return put({.field = field, .repetition = repetition, .component = 5}, type);
    }
    std::string bytes() const { return std::string(message_.write()); }

  private:
    template <class T>
    static T must(Result<T> result) {
        if (!result.ok()) throw Exception("the simulated hospital cannot write a message: " + result.failure().detail());
        return *std::move(result);
    }
    static void must(const Result<void>& result) {
        if (!result.ok()) throw Exception("the simulated hospital cannot write a message: " + result.failure().detail());
    }

    Message message_;
    std::size_t last_ = 0;
};

}  // namespace

std::string timeText(UtcTime at) {
    using namespace std::chrono;
    constexpr auto kShanghai = hours(8);
    const auto local = sys_time<milliseconds>(milliseconds(at.ms)) + kShanghai;
    const auto day = floor<days>(local);
    const year_month_day date(day);
    const hh_mm_ss time(floor<seconds>(local - day));
    return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string dayText(UtcTime at) { return timeText(at).substr(0, 8); }

Outgoing::Outgoing(const Hl7HospitalSettings& settings, const Plan& plan)
    : names_{settings.application, settings.facility, settings.hub_application, settings.hub_facility},
      charset_(settings.charset == WireCharset::Gb18030 ? Charset::Gb18030 : Charset::Utf8),
      plan_(plan) {}

namespace {

Draft begun(Charset charset, const Names& names, const std::string& control_id, UtcTime at, std::string_view type, std::string_view event,
            std::string_view structure) {
    Draft draft(charset);
    draft.header("MSH-3", names.application)
        .header("MSH-4", names.facility)
        .header("MSH-5", names.hub_application)
        .header("MSH-6", names.hub_facility)
        .header("MSH-7", timeText(at))
        .header("MSH-9.1", type)
        .header("MSH-9.2", event)
        .header("MSH-9.3", structure)
        .header("MSH-10", control_id)
        .header("MSH-11", "P")
        .header("MSH-12", "2.4");
    return draft;
}

void event(Draft& draft, std::string_view code, UtcTime at) { draft.segment("EVN").put(1, code).put(2, timeText(at)); }

void localPatient(Draft& draft, const Patient& patient, const std::string& facility) {
    draft.segment("PID").put(1, "1").identifier(3, 1, patient.localNumber(), facility, "PI");
    draft.put(5, 1, patient.name);
}

}  // namespace

std::string Outgoing::file(const std::string& control_id, UtcTime at, std::string_view code, const Patient& patient) const {
    Draft draft = begun(charset_, names_, control_id, at, "ADT", code, "ADT_A05");
    event(draft, code, at);
    localPatient(draft, patient, names_.facility);
    std::uint32_t repetition = 1;
    if (!patient.our_number.empty()) draft.identifier(3, ++repetition, patient.our_number, names_.hub_application, "PT");
    if (!patient.certificate_number.empty()) draft.identifier(3, ++repetition, patient.certificate_number, "", patient.certificate_type);
    draft.put(7, patient.birth_date).put(8, patient.sex).put(11, 1, patient.address).put(13, 1, patient.phone);
    draft.segment("PV1").put(1, "1").put(2, "N");
    return draft.bytes();
}

std::string Outgoing::merge(const std::string& control_id, UtcTime at, const Patient& stays, const Patient& goes) const {
    Draft draft = begun(charset_, names_, control_id, at, "ADT", "A40", "ADT_A39");
    event(draft, "A40", at);
    localPatient(draft, stays, names_.facility);
    draft.segment("MRG").identifier(1, 1, goes.localNumber(), names_.facility, "PI");
    return draft.bytes();
}

std::string Outgoing::charge(const std::string& control_id, UtcTime at, const Patient& patient, const Charge& charge) const {
    Draft draft = begun(charset_, names_, control_id, at, "DFT", "P03", "DFT_P03");
    event(draft, "P03", at);
    localPatient(draft, patient, names_.facility);
    draft.segment("PV1").put(1, "1").put(2, "O").put(19, 1, charge.visit_number);
    const bool cancelled = charge.state == ChargeState::Cancelled;
    std::size_t number = 0;
    for (const BilledLine& billed : charge.lines) {
        const ChargeLine& line = billed.line;
        draft.segment("FT1")
            .put(1, std::to_string(++number))
            .put(2, charge.number() + "-" + billed.key)
            .put(4, timeText(charge.ordered_at));
        draft.put(6, "CG").put(7, 1, line.code).put(7, 2, line.name).put(7, 4, billed.key).put(8, line.kind).put(9, line.spec);
        draft.put(10, cancelled ? "0" : quantityText(line.quantity_hundredths));
        draft.put({.field = 11, .component = 1, .subcomponent = 1}, cancelled ? "0.00" : line.amount.yuan());
        draft.put({.field = 11, .component = 1, .subcomponent = 2}, "CNY");
        draft.put({.field = 12, .component = 1, .subcomponent = 1}, line.price.yuan());
        draft.put(13, 1, charge.department).put(13, 2, plan_.departmentName(charge.department));
        draft.put(21, 1, charge.doctor).put(21, 2, plan_.doctorName(charge.doctor)).put(23, charge.number());
    }
    return draft.bytes();
}

std::string Outgoing::refundRequest(const std::string& control_id, UtcTime at, const Patient& patient, const RefundRequest& request) const {
    Draft draft = begun(charset_, names_, control_id, at, "DFT", "P03", "DFT_P03");
    event(draft, "P03", at);
    localPatient(draft, patient, names_.facility);
    std::size_t number = 0;
    for (const BilledLine& billed : request.lines) {
        draft.segment("FT1").put(1, std::to_string(++number)).put(2, request.number()).put(4, timeText(at)).put(6, "CD");
        draft.put(7, 1, billed.line.code).put(7, 2, billed.line.name).put(7, 4, billed.key);
        draft.put(10, quantityText(billed.line.quantity_hundredths));
        draft.put({.field = 11, .component = 1, .subcomponent = 1}, billed.line.amount.yuan());
        draft.put({.field = 11, .component = 1, .subcomponent = 2}, "CNY");
        draft.put(23, request.charge);
    }
    return draft.bytes();
}

std::string Outgoing::bookingStopped(const std::string& control_id, UtcTime at, const Patient& patient, const Booking& booking) const {
    const PlannedSlot slot = *plan_.find(booking.slot);
    Draft draft = begun(charset_, names_, control_id, at, "SIU", "S16", "SIU_S12");
    draft.segment("SCH").put(1, booking.our_number).put(2, booking.number()).put(5, booking.slot).put(6, "STOPPED");
    draft.put(11, 4, clock(slot.day, slot.begin_minute)).put(11, 5, clock(slot.day, slot.end_minute)).put(25, "Dc");
    localPatient(draft, patient, names_.facility);
    draft.segment("RGS").put(1, "1").put(2, "U");
    draft.segment("AIL").put(1, "1").put(3, 1, slot.department);
    draft.put(3, 9, slot.department_name);
    draft.segment("AIP").put(1, "1").put(3, 1, slot.doctor).put(3, 2, slot.doctor_name);
    return draft.bytes();
}

std::string Outgoing::clinicStopped(const std::string& control_id, UtcTime at, const common::ClinicStop& stop) const {
    Draft draft = begun(charset_, names_, control_id, at, "MFN", "Z01", "MFN_Z01");
    draft.segment("MFI").put(1, "SLOT").put(3, "UPD").put(6, "AL");
    draft.segment("MFE").put(1, "MDC").put(4, stop.department + "-" + stop.doctor);
    draft.segment("ZSL").put(2, stop.department).put(3, stop.doctor).put(4, text(stop.day)).put(5, stop.shift).put(13, stop.reason);
    return draft.bytes();
}

std::string Outgoing::report(const std::string& control_id, UtcTime at, const Patient& patient, const common::Report& report,
                             std::int64_t version) const {
    Draft draft = begun(charset_, names_, control_id, at, "ORU", "R01", "ORU_R01");
    localPatient(draft, patient, names_.facility);
    const bool lab = report.kind == common::ReportKind::Lab;
    draft.segment("OBR")
        .put(1, "1")
        .put(2, "O" + report.number)
        .put(3, report.number)
        .put(4, 1, lab ? "LAB" : "EXAM")
        .put(4, 2, report.name);
    draft.put(22, timeText(at)).put(24, lab ? "LAB" : "RAD").put(25, version == 1 ? "F" : "C");
    std::size_t number = 0;
    const auto row = [&](std::string_view type, std::string_view code, std::string_view name, std::string_view value) {
        if (value.empty()) return false;
        draft.segment("OBX").put(1, std::to_string(++number)).put(2, type).put(3, 1, code).put(3, 2, name).put(5, value).put(11, "F");
        return true;
    };
    for (const common::ReportValue& value : report.values) {
        if (row("ST", value.name, value.name, value.value)) draft.put(6, 1, value.unit).put(7, value.range).put(8, value.flag);
    }
    row("TX", "FINDINGS", "检查所见", report.findings);
    row("TX", "IMPRESSION", "诊断意见", report.conclusion);
    return draft.bytes();
}

}  // namespace adapters::sim::hl7
