#include <algorithm>

#include "adapters/hl7_mllp/events.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
using namespace hub::contract;

namespace {

struct ReadLine {
    ChargeLine line;
    bool none = false;  ///< quantity 0
};

ReadLine lineOf(Reading& reading) {
    ReadLine read;
    read.line.key = reading.textIf(Field::LineKey);
    read.line.item_code = reading.textIf(Field::LineCode);
    read.line.item_name = reading.text(Field::LineName);
    read.line.item_class = reading.textIf(Field::LineClass);
    read.line.specification = reading.textIf(Field::LineSpecification);
    read.line.unit_price = reading.decimalIf(Field::LineUnitPrice);
    read.line.quantity = reading.decimalIf(Field::LineQuantity);
    read.none = read.line.quantity && read.line.quantity->text.find_first_not_of("-0.") == std::string::npos;
    const auto amount = reading.moneyIf(Field::LineAmount);
    if (amount) {
        read.line.amount = *amount;
    } else if (!read.none) {
        reading.missing(reading.words().fields.nameOf(Field::LineAmount));
    }
    return read;
}

void add(Reading& reading, core::Money& total, core::Money amount) {
    const core::Result<core::Money> sum = total.checkedAdd(amount);
    if (sum.ok()) {
        total = *sum;
    } else {
        reading.fail(sum.failure());
    }
}

std::string versionOf(const Charge& charge) {
    std::vector<std::string> parts{charge.total.yuan()};
    for (const ChargeLine& line : charge.lines) {
        for (const auto& part : {line.key, line.item_code, line.item_class, line.specification}) parts.push_back(part.value_or(""));
        for (const auto& part : {line.unit_price, line.quantity}) parts.push_back(part ? part->text : "");
        parts.push_back(line.item_name);
        parts.push_back(line.amount.yuan());
    }
    return contentHash(parts);
}

/// The FT1s of one charge or request, in order.
struct Group {
    Transaction kind;
    std::string key;
    LocalNumber patient;
    std::vector<std::size_t> segments;
};

Event chargeEvent(Reading& reading, const Group& group) {
    if (group.kind == Transaction::ChargeCancel) return eventOf(group.patient, ChargeCancelled{group.key});
    reading.around(group.segments.front());
    Charge charge;
    charge.key = group.key;
    charge.visit = reading.textIf(Field::Visit);
    charge.name = reading.textIf(Field::ChargeName);
    charge.department = reading.text(Field::ChargeDepartment);
    charge.department_name = reading.text(Field::ChargeDepartmentName);
    charge.doctor = reading.textIf(Field::ChargeDoctor);
    charge.doctor_name = reading.textIf(Field::ChargeDoctorName);
    charge.ordered_at = reading.timeIf(Field::ChargeOrderedAt);
    const std::string version = reading.text(Field::ChargeVersion);
    bool nothing_left = true;
    for (const std::size_t segment : group.segments) {
        reading.around(segment);
        ReadLine read = lineOf(reading);
        nothing_left = nothing_left && read.none;
        add(reading, charge.total, read.line.amount);
        charge.lines.push_back(std::move(read.line));
    }
    if (nothing_left) return eventOf(group.patient, ChargeCancelled{group.key});
    charge.version = version.empty() ? versionOf(charge) : version;
    return eventOf(group.patient, ChargeCreated{std::move(charge)});
}

Event refundEvent(Reading& reading, const Group& group) {
    RefundRequested request;
    reading.around(group.segments.front());
    request.charge = reading.required(Field::RefundCharge);
    request.their_number = reading.required(Field::RefundNumber);
    for (const std::size_t segment : group.segments) {
        reading.around(segment);
        if (auto line = reading.textIf(Field::LineKey)) request.lines.push_back(std::move(*line));
        add(reading, request.amount, reading.money(Field::LineAmount));
    }
    if (!request.lines.empty() && request.lines.size() != group.segments.size())
        reading.missing(reading.words().fields.nameOf(Field::LineKey));  // half of them named: which lines is a guess
    return eventOf(group.patient, request);
}

}  // namespace

std::optional<Events> billingEvents(Reading& reading) {
    std::vector<Group> groups;
    std::optional<core::Failure> not_declared;
    for (const std::size_t segment : reading.all("FT1")) {
        reading.around(segment);
        const std::string type = reading.required(Field::TransactionType);
        const core::Result<Transaction> kind = reading.words().transaction_types.ours<Transaction>(type);
        if (!kind.ok()) {
            not_declared = kind.failure();
            continue;
        }
        const std::string key = *kind == Transaction::Refund
                                    ? reading.required(Field::RefundNumber) + "/" + reading.required(Field::RefundCharge)
                                    : reading.required(Field::ChargeKey);
        const LocalNumber patient = localNumber(reading);
        const auto same = [&](const Group& group) { return group.kind == *kind && group.key == key && group.patient == patient; };
        const auto found = std::find_if(groups.begin(), groups.end(), same);
        if (found == groups.end()) {
            groups.push_back({*kind, key, patient, {segment}});
        } else {
            found->segments.push_back(segment);
        }
    }
    if (groups.empty()) return std::nullopt;
    if (not_declared) reading.fail(*not_declared);  // a part of a bill is not left out
    Events events;
    for (const Group& group : groups)
        events.push_back(group.kind == Transaction::Refund ? refundEvent(reading, group) : chargeEvent(reading, group));
    return events;
}

}  // namespace adapters::hl7_mllp
