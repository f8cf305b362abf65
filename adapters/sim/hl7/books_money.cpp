#include <algorithm>
#include <charconv>
#include <set>

#include "adapters/sim/hl7/books.h"

namespace adapters::sim::hl7 {

using common::Row;
using common::Values;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

Money sumOf(const std::vector<BilledLine>& lines) {
    Money sum;
    for (const BilledLine& line : lines) sum += line.line.amount;
    return sum;
}

std::vector<BilledLine> numbered(const std::vector<ChargeLine>& lines) {
    std::vector<BilledLine> billed;
    for (const ChargeLine& line : lines) billed.push_back({"L" + std::to_string(billed.size() + 1), line});
    return billed;
}

Result<void> checkLines(const std::vector<ChargeLine>& lines) {
    if (lines.empty()) return Failure(Error::SimNotValid, "lines: at least one");
    const bool bad =
        std::ranges::any_of(lines, [](const ChargeLine& line) { return line.amount.isNegative() || line.quantity_hundredths < 1; });
    return bad ? Result<void>(Failure(Error::SimNotValid, "lines: an amount below zero, or a quantity below one hundredth"))
               : Result<void>();
}

}  // namespace

std::optional<std::int64_t> idIn(std::string_view number, char prefix, std::int64_t base) {
    if (number.empty() || number[0] != prefix) return std::nullopt;
    number.remove_prefix(1);
    std::int64_t read = 0;
    const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), read);
    if (problem != std::errc() || end != number.data() + number.size() || read <= base) return std::nullopt;
    return read - base;
}

Money Charge::total() const { return sumOf(lines); }
Money RefundRequest::amount() const { return sumOf(lines); }

Charge Books::insert(Charge charge) {
    charge.id = nextIdOf("charge");
    charge.ordered_at = clock_.utc();
    if (charge.visit_number.empty()) charge.visit_number = "V" + std::to_string(1'000'000 + charge.id);
    database_.run("INSERT INTO charge VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                  {charge.id, charge.patient_id, charge.visit_number, charge.name, charge.department, charge.doctor, charge.state,
                   charge.ordered_at});
    writeLines(charge);
    return charge;
}

void Books::writeLines(const Charge& charge) {
    database_.run("DELETE FROM charge_line WHERE charge_id = ?", {charge.id});
    for (const BilledLine& billed : charge.lines) {
        const ChargeLine& line = billed.line;
        database_.run("INSERT INTO charge_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      {charge.id, billed.key, line.code, line.name, line.kind, line.unit, line.spec, line.price, line.quantity_hundredths,
                       line.amount, billed.refunded});
    }
}

std::optional<Charge> Books::charge(std::string_view number) {
    std::optional<Charge> found;
    const std::optional<std::int64_t> id = idIn(number, Charge::kPrefix, Charge::kBase);
    if (!id) return found;
    database_.each("SELECT id, patient_id, visit_number, name, department, doctor, state, ordered_at_ms FROM charge WHERE id = ?", {*id},
                   [&](const Row& row) {
                       Charge& charge = found.emplace();
                       row.into(charge.id, charge.patient_id, charge.visit_number, charge.name, charge.department, charge.doctor,
                                charge.state, charge.ordered_at);
                   });
    if (!found) return found;
    database_.each(
        "SELECT key, code, name, kind, unit, spec, price_fen, quantity_hundredths, amount_fen, refunded FROM charge_line WHERE charge_id = "
        "? "
        "ORDER BY rowid",
        {found->id}, [&](const Row& row) {
            BilledLine& billed = found->lines.emplace_back();
            ChargeLine& line = billed.line;
            std::int64_t refunded = 0;
            row.into(billed.key, line.code, line.name, line.kind, line.unit, line.spec, line.price, line.quantity_hundredths, line.amount,
                     refunded);
            billed.refunded = refunded != 0;
        });
    return found;
}

void Books::setState(const Charge& charge, ChargeState state) {
    database_.run("UPDATE charge SET state = ? WHERE id = ?", {state, charge.id});
}

Result<Charge> Books::addCharge(const NewCharge& wanted) {
    const Result<Patient> patient = patientOf(wanted.patient_id);
    if (!patient.ok()) return patient.failure();
    if (const Result<void> good = checkLines(wanted.lines); !good.ok()) return good.failure();
    Charge charge;
    charge.patient_id = wanted.patient_id;
    charge.visit_number = wanted.visit_number;
    charge.name = wanted.name;
    charge.doctor = wanted.doctor;
    charge.department = plan_.departmentOf(wanted.doctor);
    charge.lines = numbered(wanted.lines);
    return insert(std::move(charge));
}

Result<Charge> Books::changeCharge(std::string_view number, const std::vector<ChargeLine>& lines) {
    std::optional<Charge> found = charge(number);
    if (!found) return Failure(Error::SimNotFound, "charge");
    if (found->state != ChargeState::Unpaid) return Failure(Error::SimNotPossible, "the charge is not unpaid");
    if (const Result<void> good = checkLines(lines); !good.ok()) return good.failure();
    found->lines = numbered(lines);
    writeLines(*found);
    return *found;
}

Result<Charge> Books::cancelCharge(std::string_view number) {
    std::optional<Charge> found = charge(number);
    if (!found) return Failure(Error::SimNotFound, "charge");
    if (found->state != ChargeState::Unpaid) return Failure(Error::SimNotPossible, "the charge is not unpaid");
    found->state = ChargeState::Cancelled;
    setState(*found, found->state);
    return *found;
}

Result<void> Books::payAtWindow(std::string_view number) {
    const std::optional<Charge> found = charge(number);
    if (!found) return Failure(Error::SimNotFound, "charge");
    if (found->state != ChargeState::Unpaid) return Failure(Error::SimNotPossible, "the charge is not unpaid");
    setState(*found, ChargeState::Paid);
    database_.run("INSERT INTO window_payment VALUES (?, ?)", {number, found->total()});
    return {};
}

std::optional<Refusal> Books::notPayable(const Charge& charge, const Patient& patient, Money amount) {
    if (charge.patient_id != patient.id) return Refusal{"E07", "费用不属于该患者"};
    switch (charge.state) {
        case ChargeState::Paid:
            return Refusal{"E04", "费用已支付"};
        case ChargeState::Cancelled:
        case ChargeState::Refunded:
            return Refusal{"E11", "费用已作废或已退"};
        case ChargeState::Unpaid:
            break;
    }
    return amount == charge.total() ? std::nullopt : std::optional(Refusal{"E05", "金额不符"});
}

Answer<Posted> Books::pay(std::string_view our_number, const Patient& patient, const std::vector<std::pair<std::string, Money>>& charges) {
    if (our_number.empty() || charges.empty()) return Refusal{"E14", "FT1 或 FT1-2 缺失"};
    if (countOf("SELECT count(*) FROM payment WHERE our_number = ?", {our_number}) > 0) return Refusal{"E02", "编号已使用"};
    std::vector<Charge> found;
    std::set<std::string> numbers;
    for (const auto& [number, amount] : charges) {
        std::optional<Charge> one = charge(number);
        if (!one || !numbers.insert(number).second) return Refusal{"E06", "无此费用"};
        if (std::optional<Refusal> no = notPayable(*one, patient, amount)) return *std::move(no);
        found.push_back(std::move(*one));
    }
    Posted posted{std::string(our_number), Money(), "", "", clock_.utc()};
    for (const Charge& one : found) {
        const std::int64_t id = nextIdOf("payment");
        if (posted.receipt.empty()) {
            posted.receipt = receiptOf(id);
            posted.settlement = "JS" + std::to_string(10'000'000 + id);
        }
        posted.amount = posted.amount + one.total();
        database_.run("INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?)",
                      {id, our_number, one.number(), one.total(), posted.settlement, posted.receipt, posted.posted_at});
        setState(one, ChargeState::Paid);
    }
    return posted;
}

Answer<Posted> Books::refund(std::string_view our_number, const Patient& patient, const Refund& asked) {
    if (our_number.empty() || asked.charge.empty()) return Refusal{"E14", "FT1-2 或 FT1-23 缺失"};
    if (countOf("SELECT count(*) FROM refund WHERE our_number = ?", {our_number}) > 0) return Refusal{"E02", "编号已使用"};
    std::optional<Charge> found = charge(asked.charge);
    if (!found) return Refusal{"E06", "无此费用"};
    if (found->patient_id != patient.id) return Refusal{"E07", "费用不属于该患者"};
    const bool ours = countOf("SELECT count(*) FROM payment WHERE charge = ? AND our_number = ?", {asked.charge, asked.paid_number}) > 0;
    if (found->state != ChargeState::Paid || !ours) return Refusal{"E11", "不是该编号支付的费用，或已全部退回"};
    Money sum;
    bool any = false;
    for (BilledLine& line : found->lines) {
        if (line.refunded || (!asked.line.empty() && line.key != asked.line)) continue;
        any = line.refunded = true;
        sum += line.line.amount;
    }
    if (!any) return Refusal{"E12", "无此明细，或已退"};
    if (asked.amount != sum) return Refusal{"E05", "金额不符"};
    writeLines(*found);
    if (std::ranges::all_of(found->lines, &BilledLine::refunded)) setState(*found, ChargeState::Refunded);
    const std::int64_t id = nextIdOf("refund");
    Posted posted{std::string(our_number), asked.amount, "", "T" + receiptOf(id), clock_.utc()};
    database_.run("INSERT INTO refund VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                  {id, our_number, asked.paid_number, asked.charge, asked.line, asked.amount, posted.receipt, posted.posted_at});
    return posted;
}

Result<RefundRequest> Books::requestRefund(std::string_view number, const std::vector<std::string>& lines) {
    const std::optional<Charge> found = charge(number);
    if (!found) return Failure(Error::SimNotFound, "charge");
    if (found->state != ChargeState::Paid) return Failure(Error::SimNotPossible, "the charge is not paid");
    RefundRequest request;
    request.id = nextIdOf("refund_request");
    request.charge = number;
    for (const BilledLine& line : found->lines) {
        if (!line.refunded && (lines.empty() || std::ranges::find(lines, line.key) != lines.end())) request.lines.push_back(line);
    }
    if (request.lines.empty() || (!lines.empty() && request.lines.size() != lines.size()))
        return Failure(Error::SimNotPossible, "no such line, or it was refunded");
    database_.run("INSERT INTO refund_request VALUES (?, ?, ?)", {request.id, request.charge, request.amount()});
    return request;
}

}  // namespace adapters::sim::hl7
