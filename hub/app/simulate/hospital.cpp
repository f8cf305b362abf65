#include "hub/app/simulate/hospital.h"

#include <algorithm>

#include "hub/app/simulate/answering.h"

namespace hub::simulate {

using contract::Finding;
using contract::RefusalReason;
using core::Money;
using flows::CallAnswer;
using flows::InquiryAnswer;

Money SimulatedHospital::Bill::left() const {
    Money left = total;
    for (const auto& [number, amount] : returned) left -= amount;
    return left;
}

contract::Charge SimulatedHospital::chargeOf(const Bill& bill) const {
    contract::Charge charge;
    if (speaks_ != Speaks::Keyless) {
        charge.key = bill.key;
        charge.version = "v" + std::to_string(bill.version);
    }
    charge.total = bill.total;
    charge.department = "D01";
    charge.department_name = "测试内科";
    return charge;
}

const SimulatedHospital::Bill* SimulatedHospital::paidUnder(std::string_view number) const {
    const auto found = std::ranges::find_if(bills, [&](const auto& entry) { return entry.second.paid_by == number; });
    return found == bills.end() ? nullptr : &found->second;
}

contract::PaymentConfirm::Result SimulatedHospital::receiptOf(std::string_view number, core::UtcTime now) const {
    contract::PaymentConfirm::Result result;
    result.his_receipt = "R" + std::string(number);
    result.posted_at = now;
    return result;
}

CallAnswer SimulatedHospital::serve(const flows::Call& call, core::UtcTime now, bool in_the_mood, bool hides_it) {
    if (call.operation == contract::ChargeList::kName) return list(call);
    if (call.operation == contract::PaymentConfirm::kName) return confirm(call, now, in_the_mood, hides_it);
    if (call.operation == contract::RefundCheck::kName) return checkRefund(call);
    if (call.operation == contract::RefundConfirm::kName) return confirmRefund(call, now);
    HUB_ASSERT(false);  // capability() does not offer it
}

CallAnswer SimulatedHospital::list(const flows::Call& call) const {
    contract::ChargeList::Result result;
    const auto found = bills.find(requestOf<contract::ChargeList>(call).local_patient.reveal().text);
    if (found != bills.end() && !found->second.cancelled && !found->second.paid_by) result.charges.push_back(chargeOf(found->second));
    return doneWith(result);
}

CallAnswer SimulatedHospital::confirm(const flows::Call& call, core::UtcTime now, bool in_the_mood, bool hides_it) {
    const auto request = requestOf<contract::PaymentConfirm>(call);
    const std::string& number = call.meta.wire_id;
    const auto found = bills.find(request.local_patient.reveal().text);
    HUB_ASSERT(found != bills.end() && request.charges.size() == 1);
    Bill& bill = found->second;
    if (bill.paid_by == number) return doneWith(receiptOf(number, now));
    if (refused_.contains(number)) return refusedWith(RefusalReason::Other);
    const auto refuse = [&](RefusalReason reason) {
        refused_.insert(number);
        return refusedWith(reason);
    };
    if (bill.paid_by) return refuse(RefusalReason::AlreadyPaid);
    if (bill.cancelled) return refuse(RefusalReason::NoSuchCharge);
    const contract::Charge wanted = chargeOf(bill);
    const bool as_expected = request.charges.front().expected_version == wanted.version &&
                             request.charges.front().expected_total == wanted.total && request.total == wanted.total;
    if (!as_expected) return refuse(RefusalReason::ChargeChanged);
    if (!in_the_mood) return refuse(RefusalReason::Other);
    bill.paid_by = number;
    if (hides_it && speaks_ != Speaks::Keyless) return refusedWith(RefusalReason::Other);  // a time-out inside the hospital
    return doneWith(receiptOf(number, now));
}

CallAnswer SimulatedHospital::checkRefund(const flows::Call& call) const {
    const auto request = requestOf<contract::RefundCheck>(call);
    const Bill* const bill = paidUnder(request.paid_wire_id);
    if (bill == nullptr || !bill->left().isPositive()) return refusedWith(RefusalReason::NotAllowed);
    contract::RefundCheck::Result result;
    result.returnable = bill->left();
    return doneWith(result);
}

CallAnswer SimulatedHospital::confirmRefund(const flows::Call& call, core::UtcTime now) {
    const auto request = requestOf<contract::RefundConfirm>(call);
    const auto found = bills.find(request.local_patient.reveal().text);
    HUB_ASSERT(found != bills.end());
    Bill& bill = found->second;
    if (bill.paid_by != request.paid_wire_id) return refusedWith(RefusalReason::WrongState);
    const auto [at, is_new] = bill.returned.try_emplace(call.meta.wire_id, request.amount);
    overdrawn = overdrawn || bill.left().isNegative() || at->second != request.amount;
    contract::RefundConfirm::Result result;
    result.his_receipt = "B" + call.meta.wire_id;
    result.posted_at = now;
    return doneWith(result);
}

InquiryAnswer SimulatedHospital::find(const flows::Call& call, core::UtcTime now) const {
    if (call.operation == contract::PaymentConfirm::kName) {
        const auto bill = bills.find(requestOf<contract::PaymentConfirm>(call).local_patient.reveal().text);
        if (bill == bills.end() || !bill->second.paid_by) return {Finding::NotThere, {}};
        const std::string& number = *bill->second.paid_by;
        return foundAs(number == call.meta.wire_id ? Finding::Ours : Finding::SomeoneElse, receiptOf(number, now));
    }
    const auto bill = bills.find(requestOf<contract::RefundConfirm>(call).local_patient.reveal().text);
    if (bill == bills.end() || !bill->second.returned.contains(call.meta.wire_id)) return {Finding::NotThere, {}};
    contract::RefundConfirm::Result result;
    result.his_receipt = "B" + call.meta.wire_id;
    return foundAs(Finding::Ours, result);
}

std::optional<contract::Capability> SimulatedHospital::capability(std::string_view operation) const {
    const bool lists = operation == contract::ChargeList::kName && speaks_ == Speaks::Polled;
    const bool other = operation == contract::PaymentConfirm::kName || operation == contract::RefundCheck::kName ||
                       operation == contract::RefundConfirm::kName;
    if (!lists && !other) return std::nullopt;
    contract::Capability offered;
    offered.operation = operation;
    offered.asks_by = speaks_ == Speaks::Keyless ? contract::AsksBy::Nothing : contract::AsksBy::OurId;
    offered.repeat = contract::Repeat::SameAnswer;
    return offered;
}

}  // namespace hub::simulate
