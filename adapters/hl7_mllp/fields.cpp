#include "adapters/hl7_mllp/fields.h"

#include "hub/core/describe.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
using codec::hl7v2::Path;

namespace {

struct Default {
    Field field;
    std::string_view places;  // alternatives, divided by '|'
};

constexpr auto kDefaults = std::to_array<Default>({
    {Field::PatientName, "PID-5.1.1"},
    {Field::PatientGivenName, "PID-5.2"},
    {Field::PatientSex, "PID-8.1"},
    {Field::PatientBirthDate, "PID-7.1"},
    {Field::PatientPhone, "PID-13.1"},
    {Field::PatientAddress, "PID-11.1.1"},
    {Field::Visit, "PV1-19.1"},
    {Field::ChargeKey, "FT1-23.1|FT1-2.1"},
    {Field::ChargeDepartment, "FT1-13.1"},
    {Field::ChargeDepartmentName, "FT1-13.2"},
    {Field::ChargeDoctor, "FT1-21.1|FT1-20.1"},
    {Field::ChargeDoctorName, "FT1-21.2.1|FT1-20.2.1"},
    {Field::ChargeOrderedAt, "FT1-4.1"},
    {Field::TransactionType, "FT1-6.1"},
    {Field::LineKey, "FT1-7.4"},
    {Field::LineCode, "FT1-7.1"},
    {Field::LineName, "FT1-7.2|FT1-7.1"},
    {Field::LineClass, "FT1-8"},
    {Field::LineSpecification, "FT1-9"},
    {Field::LineQuantity, "FT1-10"},
    {Field::LineAmount, "FT1-11.1.1"},
    {Field::LineUnitPrice, "FT1-12.1.1"},
    {Field::RefundNumber, "FT1-2.1"},
    {Field::RefundCharge, "FT1-23.1"},
    {Field::BookingPlacer, "SCH-1.1"},
    {Field::BookingFiller, "SCH-2.1"},
    {Field::BookingSlot, "SCH-5.1"},
    {Field::BookingDepartment, "AIL-3.1|PV1-3.1"},
    {Field::BookingDepartmentName, "AIL-3.9|PV1-3.9"},
    {Field::BookingDoctor, "AIP-3.1"},
    {Field::BookingDoctorName, "AIP-3.2.1"},
    {Field::BookingBegin, "SCH-11.4|TQ1-7.1|AIS-4.1|AIL-6.1|AIP-6.1"},
    {Field::BookingEnd, "SCH-11.5|TQ1-8.1"},
    {Field::BookingState, "SCH-25.1"},
    {Field::StopAction, "MFE-1"},
    {Field::StopDepartment, "ZSL-2.1"},
    {Field::StopDoctor, "ZSL-3.1"},
    {Field::StopDay, "ZSL-4"},
    {Field::StopSession, "ZSL-5"},
    {Field::StopReason, "ZSL-13"},
    {Field::ReportKey, "OBR-3.1|OBR-2.1"},
    {Field::ReportStatus, "OBR-25"},
    {Field::ReportKind, "OBR-24"},
    {Field::ReportTitle, "OBR-4.2|OBR-4.1"},
    {Field::ReportOrder, "OBR-2.1"},
    {Field::ReportReportedAt, "OBR-22.1|OBR-7.1"},
    {Field::ItemCode, "OBX-3.1"},
    {Field::ItemName, "OBX-3.2|OBX-3.1"},
    {Field::ItemValue, "OBX-5"},
    {Field::ItemUnit, "OBX-6.1"},
    {Field::ItemRange, "OBX-7"},
    {Field::ItemFlag, "OBX-8.1"},
    {Field::AnswerRefusalCode, "MSA-6.1"},
    {Field::AnswerBooking, "ZBK-2"},
    {Field::AnswerNumber, "ZPY-2"},
    {Field::AnswerSettlement, "ZPY-3"},
    {Field::AnswerReceipt, "ZPY-4"},
    {Field::AnswerAmount, "ZPY-5"},
    {Field::AnswerStaff, "ZPY-6"},
    {Field::AnswerTerminal, "ZPY-7"},
    {Field::AnswerPostedAt, "ZPY-8"},
    {Field::AnswerDay, "ZPY-9"},
});

/// Calls take(part) for each part, until it says false.
template <class Take>
void forEachPart(std::string_view text, char divider, Take take) {
    for (;;) {
        const std::size_t end = text.find(divider);
        if (!take(text.substr(0, end)) || end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

core::Result<Places> parsePlaces(std::string_view text) {
    Places places;
    std::optional<core::Failure> failure;
    forEachPart(text, '+', [&](std::string_view part) {
        const core::Result<Path> path = Path::parse(part);
        if (!path.ok()) {
            failure = path.failure();
            return false;
        }
        places.push_back(*path);
        return true;
    });
    if (failure) return *failure;
    return places;
}

FieldTable::FieldTable() {
    for (const Default& row : kDefaults) {
        forEachPart(row.places, '|', [&](std::string_view part) {
            places_[static_cast<std::size_t>(row.field)].push_back(*parsePlaces(part));
            return true;
        });
    }
}

core::Result<void> FieldTable::set(Field field, const std::vector<std::string>& alternatives) {
    std::vector<Places> all;
    for (const std::string& text : alternatives) {
        core::Result<Places> places = parsePlaces(text);
        if (!places.ok()) return places.failure();
        all.push_back(std::move(*places));
    }
    places_[static_cast<std::size_t>(field)] = std::move(all);
    return {};
}

std::string FieldTable::nameOf(Field field) const {
    std::string name(core::enumName(field));
    std::string_view before = " (";
    for (const Places& places : of(field)) {
        name.append(before);
        before = ", ";
        for (const Path& path : places) name.append(&path == &places.front() ? "" : "+").append(path.text());
    }
    return of(field).empty() ? name : name + ")";
}

}  // namespace adapters::hl7_mllp
