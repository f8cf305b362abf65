#include "adapters/sim/common/books_core.h"

namespace adapters::sim::common {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

void Books::addStay(const Stay& stay) {
    const std::lock_guard lock(mutex_);
    database_.run("INSERT INTO stay VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                  {stay.number, stay.patient_id, stay.department, stay.bed, stay.doctor, stay.admitted_on,
                   stay.discharged_on ? stay.discharged_on->text() : std::string()});
}

void Books::addStayItem(std::string_view stay_number, const StayItem& item) {
    const std::lock_guard lock(mutex_);
    database_.run(
        "INSERT INTO stay_item (stay_number, code, name, kind, unit, spec, price_fen, quantity_hundredths, amount_fen, at_ms) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {stay_number, item.line.code, item.line.name, item.line.kind, item.line.unit, item.line.spec, item.line.price,
         item.line.quantity_hundredths, item.line.amount, item.at});
}

std::vector<Stay> Books::stays(std::int64_t patient_id) {
    return list<Stay>(
        "SELECT number, patient_id, department, bed, doctor, admitted_on, discharged_on, "
        "(SELECT coalesce(sum(amount_fen), 0) FROM stay_item WHERE stay_number = stay.number), "
        "(SELECT coalesce(sum(amount_fen), 0) FROM deposit WHERE inpatient_number = stay.number) FROM stay WHERE patient_id = ? ORDER BY "
        "number",
        {patient_id}, [](const Row& row, Stay& one) {
            std::string discharged_on;
            row.into(one.number, one.patient_id, one.department, one.bed, one.doctor, one.admitted_on, discharged_on, one.cost,
                     one.paid_in);
            if (!discharged_on.empty()) one.discharged_on = *Date::parse(discharged_on);
        });
}

Result<Stay> Books::stay(std::int64_t patient_id, std::string_view number) {
    for (Stay& one : stays(patient_id)) {
        if (one.number == number) return std::move(one);
    }
    return Failure(Error::SimNotFound, "stay");
}

std::vector<StayItem> Books::stayItems(std::string_view number, const Days& days) {
    return list<StayItem>(
        "SELECT code, name, kind, unit, spec, price_fen, quantity_hundredths, amount_fen, at_ms FROM stay_item "
        "WHERE stay_number = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms, id",
        {number, startOf(days.from), endOf(days.to)}, [](const Row& row, StayItem& one) {
            row.into(one.line.code, one.line.name, one.line.kind, one.line.unit, one.line.spec, one.line.price,
                     one.line.quantity_hundredths, one.line.amount, one.at);
        });
}

Result<std::string> Books::publishReport(const Caller& caller, const Report& report) {
    return transact([&]() -> Result<std::string> {
        if (const Result<Patient> owner = patient(report.patient_id); !owner.ok()) return owner.failure();
        std::string number = report.number;
        if (number.empty()) {
            number = nextNumber(report.kind == ReportKind::Exam ? "E" : "L");
        } else {
            database_.run("DELETE FROM report_value WHERE report_number = ?", {number});
            database_.run("DELETE FROM report WHERE number = ? AND patient_id = ? AND kind = ?", {number, report.patient_id, report.kind});
            if (database_.changed() == 0) return Failure(Error::SimNotFound, "report");
        }
        database_.run("INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      {number, report.kind, report.patient_id, report.visit_kind, report.name, report.part, report.findings,
                       report.conclusion, now()});
        std::int64_t place = 0;
        for (const ReportValue& value : report.values) {
            database_.run("INSERT INTO report_value VALUES (?, ?, ?, ?, ?, ?, ?)",
                          {number, ++place, value.name, value.value, value.unit, value.flag, value.range});
        }
        note(caller, "report " + number + (report.number.empty() ? " published" : " corrected"), Money(), "");
        return number;
    });
}

std::vector<PublishedReport> Books::reports(ReportKind kind, std::int64_t patient_id, const Days& days, std::string_view number) {
    const std::lock_guard lock(mutex_);
    std::vector<PublishedReport> found = list<PublishedReport>(
        "SELECT number, kind, patient_id, visit_kind, name, part, findings, conclusion, published_at_ms FROM report "
        "WHERE kind = ? AND patient_id = ? AND published_at_ms >= ? AND published_at_ms < ? AND (? = '' OR number = ?) ORDER BY number",
        {kind, patient_id, startOf(days.from), endOf(days.to), number, number}, [](const Row& row, PublishedReport& one) {
            row.into(one.report.number, one.report.kind, one.report.patient_id, one.report.visit_kind, one.report.name, one.report.part,
                     one.report.findings, one.report.conclusion, one.published_at);
        });
    for (PublishedReport& one : found) {
        one.report.values = list<ReportValue>(
            "SELECT name, value, unit, flag, range FROM report_value WHERE report_number = ? ORDER BY place", {one.report.number},
            [](const Row& row, ReportValue& value) { row.into(value.name, value.value, value.unit, value.flag, value.range); });
    }
    return found;
}

}  // namespace adapters::sim::common
