#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/codec/hl7v2/path.h"
#include "hub/core/result.h"

namespace adapters::hl7_mllp {

/// What the mapping reads out of a message, each with the places it is looked for in.
enum class Field {
    PatientName,
    PatientGivenName,
    PatientSex,
    PatientBirthDate,
    PatientPhone,
    PatientAddress,
    Visit,
    ChargeKey,
    ChargeVersion,
    ChargeName,
    ChargeDepartment,
    ChargeDepartmentName,
    ChargeDoctor,
    ChargeDoctorName,
    ChargeOrderedAt,
    TransactionType,
    LineKey,
    LineCode,
    LineName,
    LineClass,
    LineSpecification,
    LineQuantity,
    LineAmount,
    LineUnitPrice,
    RefundNumber,
    RefundCharge,
    BookingPlacer,
    BookingFiller,
    BookingSlot,
    BookingDepartment,
    BookingDepartmentName,
    BookingDoctor,
    BookingDoctorName,
    BookingBegin,
    BookingEnd,
    BookingState,
    StopAction,
    StopDepartment,
    StopDoctor,
    StopDay,
    StopSession,
    StopReason,
    ReportKey,
    ReportVersion,
    ReportStatus,
    ReportKind,
    ReportTitle,
    ReportOrder,
    ReportDepartmentName,
    ReportReportedAt,
    ReportReplaces,
    ItemCode,
    ItemName,
    ItemValue,
    ItemUnit,
    ItemRange,
    ItemFlag,
    AnswerRefusalCode,
    AnswerBooking,
    AnswerNumber,
    AnswerSettlement,
    AnswerReceipt,
    AnswerAmount,
    AnswerStaff,
    AnswerTerminal,
    AnswerPostedAt,
    AnswerDay,
};

constexpr auto enumNames(Field) {
    using Name = std::pair<Field, std::string_view>;
    return std::array{Name{Field::PatientName, "patient.name"},
                      Name{Field::PatientGivenName, "patient.given_name"},
                      Name{Field::PatientSex, "patient.sex"},
                      Name{Field::PatientBirthDate, "patient.birth_date"},
                      Name{Field::PatientPhone, "patient.phone"},
                      Name{Field::PatientAddress, "patient.address"},
                      Name{Field::Visit, "visit"},
                      Name{Field::ChargeKey, "charge.key"},
                      Name{Field::ChargeVersion, "charge.version"},
                      Name{Field::ChargeName, "charge.name"},
                      Name{Field::ChargeDepartment, "charge.department"},
                      Name{Field::ChargeDepartmentName, "charge.department_name"},
                      Name{Field::ChargeDoctor, "charge.doctor"},
                      Name{Field::ChargeDoctorName, "charge.doctor_name"},
                      Name{Field::ChargeOrderedAt, "charge.ordered_at"},
                      Name{Field::TransactionType, "transaction.type"},
                      Name{Field::LineKey, "line.key"},
                      Name{Field::LineCode, "line.code"},
                      Name{Field::LineName, "line.name"},
                      Name{Field::LineClass, "line.class"},
                      Name{Field::LineSpecification, "line.specification"},
                      Name{Field::LineQuantity, "line.quantity"},
                      Name{Field::LineAmount, "line.amount"},
                      Name{Field::LineUnitPrice, "line.unit_price"},
                      Name{Field::RefundNumber, "refund.number"},
                      Name{Field::RefundCharge, "refund.charge"},
                      Name{Field::BookingPlacer, "booking.placer_number"},
                      Name{Field::BookingFiller, "booking.filler_number"},
                      Name{Field::BookingSlot, "booking.slot"},
                      Name{Field::BookingDepartment, "booking.department"},
                      Name{Field::BookingDepartmentName, "booking.department_name"},
                      Name{Field::BookingDoctor, "booking.doctor"},
                      Name{Field::BookingDoctorName, "booking.doctor_name"},
                      Name{Field::BookingBegin, "booking.begin"},
                      Name{Field::BookingEnd, "booking.end"},
                      Name{Field::BookingState, "booking.state"},
                      Name{Field::StopAction, "stop.action"},
                      Name{Field::StopDepartment, "stop.department"},
                      Name{Field::StopDoctor, "stop.doctor"},
                      Name{Field::StopDay, "stop.day"},
                      Name{Field::StopSession, "stop.session"},
                      Name{Field::StopReason, "stop.reason"},
                      Name{Field::ReportKey, "report.key"},
                      Name{Field::ReportVersion, "report.version"},
                      Name{Field::ReportStatus, "report.status"},
                      Name{Field::ReportKind, "report.kind"},
                      Name{Field::ReportTitle, "report.title"},
                      Name{Field::ReportOrder, "report.order"},
                      Name{Field::ReportDepartmentName, "report.department_name"},
                      Name{Field::ReportReportedAt, "report.reported_at"},
                      Name{Field::ReportReplaces, "report.replaces"},
                      Name{Field::ItemCode, "item.code"},
                      Name{Field::ItemName, "item.name"},
                      Name{Field::ItemValue, "item.value"},
                      Name{Field::ItemUnit, "item.unit"},
                      Name{Field::ItemRange, "item.range"},
                      Name{Field::ItemFlag, "item.flag"},
                      Name{Field::AnswerRefusalCode, "answer.refusal_code"},
                      Name{Field::AnswerBooking, "answer.booking"},
                      Name{Field::AnswerNumber, "answer.our_number"},
                      Name{Field::AnswerSettlement, "answer.settlement"},
                      Name{Field::AnswerReceipt, "answer.receipt"},
                      Name{Field::AnswerAmount, "answer.amount"},
                      Name{Field::AnswerStaff, "answer.staff"},
                      Name{Field::AnswerTerminal, "answer.terminal"},
                      Name{Field::AnswerPostedAt, "answer.posted_at"},
                      Name{Field::AnswerDay, "answer.day"}};
}

/// One place, or several whose values are joined by '/': "FT1-23.1", "PV1-19.1+FT1-4".
using Places = std::vector<codec::hl7v2::Path>;

/// Also: Hl7PathNotValid.
hub::core::Result<Places> parsePlaces(std::string_view text);

/// The table of places: for each field its alternatives, of which the first that has a value counts. Constant; any thread.
class FieldTable {
  public:
    /// With the places a hospital that keeps to the standard uses.
    FieldTable();

    /// Other alternatives for a field; none: it is not read. Also: Hl7PathNotValid.
    hub::core::Result<void> set(Field field, const std::vector<std::string>& alternatives);

    const std::vector<Places>& of(Field field) const { return places_[static_cast<std::size_t>(field)]; }

    /// "charge.key (FT1-23.1, FT1-2.1)": what failures call a field.
    std::string nameOf(Field field) const;

  private:
    std::array<std::vector<Places>, enumNames(Field{}).size()> places_;
};

}  // namespace adapters::hl7_mllp
