#include <algorithm>

#include "adapters/sim/common/books_core.h"

namespace adapters::sim::common {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr const char* kChargeColumns =
    "SELECT number, patient_id, visit_number, charge.name, department.code, department.name, doctor.code, doctor.name, total_fen, state, "
    "raised_at_ms FROM charge JOIN doctor ON doctor.code = charge.doctor JOIN department ON department.code = doctor.department WHERE ";

constexpr const char* kLineColumns =
    "charge_number, charge_line.code, charge_line.name, kind, unit, spec, price_fen, quantity_hundredths, amount_fen ";

void fillCharge(const Row& row, Charge& one) {
    row.into(one.number, one.patient_id, one.visit_number, one.name, one.department.code, one.department.name, one.doctor.code,
             one.doctor.name, one.total, one.state, one.raised_at);
}

// 99999999.99 yuan for one amount, and ten thousand times that for a balance: sums of what callers send stay within Money.
constexpr Money kAmountMax = Money::fromFen(9'999'999'999);
constexpr Money kBalanceMax = Money::fromFen(99'999'999'990'000);

Money sumOf(const std::vector<Charge>& charges) {
    Money sum;
    for (const Charge& one : charges) sum += one.total;
    return sum;
}

/// price times quantity, to the nearest fen.
bool amountFits(const ChargeLine& line) {
    const bool sane = !line.amount.isNegative() && !line.price.isNegative() && line.quantity_hundredths > 0 &&
                      line.quantity_hundredths <= 1'000'000 && line.price.fen() <= 1'000'000'000;
    return sane && line.amount.fen() == (line.price.fen() * line.quantity_hundredths + 50) / 100;
}

}  // namespace

/// Bills that are being paid, and how.
struct Books::Settling {
    const std::vector<Charge>& charges;
    std::string pay_kind;
    std::string order_number;
    Money fund;
    Money account;
};

std::vector<Charge> Books::chargesWhere(std::string_view condition, const Values& values) {
    return list<Charge>(std::string(kChargeColumns).append(condition).append(" ORDER BY raised_at_ms, number"), values, fillCharge);
}

Result<Charge> Books::charge(std::string_view number) {
    std::vector<Charge> found = chargesWhere("number = ?", {number});
    if (found.empty()) return Failure(Error::SimNotFound, "charge");
    return std::move(found.front());
}

std::string Books::insertCharge(const Caller& caller, const NewCharge& charge, Money total, ChargeState state) {
    const std::string number = nextNumber("A");
    database_.run("INSERT INTO charge VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)",
                  {number, charge.patient_id, charge.visit_number, charge.name, charge.doctor, total, state, now(), caller.number,
                   caller.visible_from});
    std::int64_t place = 0;
    for (const ChargeLine& line : charge.lines) {
        database_.run(
            "INSERT INTO charge_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {number, ++place, line.code, line.name, line.kind, line.unit, line.spec, line.price, line.quantity_hundredths, line.amount});
    }
    return number;
}

Result<Charge> Books::raiseCharge(const Caller& caller, const NewCharge& charge) {
    return transact([&]() -> Result<Charge> {
        if (const Result<Patient> owner = patient(charge.patient_id); !owner.ok()) return owner.failure();
        const std::vector<Doctor> everyone = doctors();
        const bool known = std::any_of(everyone.begin(), everyone.end(), [&](const Doctor& one) { return one.code == charge.doctor; });
        if (!known) return Failure(Error::SimNotFound, "doctor");
        if (charge.lines.empty()) return Failure(Error::SimNotValid, "a bill without lines");
        Money total;
        for (const ChargeLine& line : charge.lines) {
            if (!amountFits(line)) return Failure(Error::SimNotValid, "amount_fen is not price_fen times quantity");
            total += line.amount;
            if (total > kAmountMax) return Failure(Error::SimNotValid, "a bill is at most 99999999.99 yuan");
        }
        NewCharge complete = charge;
        if (complete.visit_number.empty()) complete.visit_number = nextNumber("V");
        const std::string number = insertCharge(caller, complete, total, ChargeState::Unpaid);
        note(caller, "charge " + number + " raised", total, "");
        return this->charge(number);
    });
}

Result<void> Books::cancelCharge(const Caller& caller, std::string_view number) {
    return transact([&]() -> Result<void> {
        const Result<Charge> found = charge(number);
        if (!found.ok()) return found.failure();
        if (found->state != ChargeState::Unpaid)
            return Failure(Error::SimNotPossible, "charge " + std::string(hub::core::enumName(found->state)));
        database_.run("UPDATE charge SET state = ? WHERE number = ?", {ChargeState::Cancelled, number});
        note(caller, "charge " + std::string(number) + " cancelled", Money(), "");
        return {};
    });
}

std::vector<Charge> Books::charges(std::int64_t patient_id, const Days& days, std::string_view visit_number, bool paid) {
    return chargesWhere(
        "patient_id = ? AND raised_at_ms >= ? AND raised_at_ms < ? AND (? = '' OR visit_number = ?) AND state = ? AND visible_from_ms <= ?",
        {patient_id, startOf(days.from), endOf(days.to), visit_number, visit_number, paid ? ChargeState::Paid : ChargeState::Unpaid,
         now()});
}

std::vector<ChargeItem> Books::chargeItems(std::int64_t patient_id, const std::vector<std::string>& numbers, bool paid) {
    std::vector<ChargeItem> items;
    for (const std::string& number : numbers) {
        std::vector<ChargeItem> some = list<ChargeItem>(
            std::string("SELECT ") + kLineColumns +
                "FROM charge_line JOIN charge ON number = charge_number WHERE number = ? AND patient_id = ? AND state = ? ORDER BY place",
            {number, patient_id, paid ? ChargeState::Paid : ChargeState::Unpaid}, [](const Row& row, ChargeItem& one) {
                row.into(one.charge_number, one.line.code, one.line.name, one.line.kind, one.line.unit, one.line.spec, one.line.price,
                         one.line.quantity_hundredths, one.line.amount);
            });
        items.insert(items.end(), some.begin(), some.end());
    }
    return items;
}

Result<Deposit> Books::addDeposit(const Caller& caller, const NewDeposit& deposit, OnRepeat on_repeat) {
    return transact([&]() -> Result<Deposit> {
        const Result<Patient> owner = patient(deposit.patient_id);
        if (!owner.ok()) return owner.failure();
        if (!deposit.amount.isPositive() || deposit.amount > kAmountMax || owner->balance > kBalanceMax)
            return Failure(Error::SimNotValid, "amount");
        const bool outpatient = deposit.inpatient_number.empty();
        if (!outpatient) {
            const Result<Stay> home = stay(deposit.patient_id, deposit.inpatient_number);
            if (!home.ok()) return home.failure();
        }
        std::int64_t before = 0;
        database_.each("SELECT count(*) FROM deposit WHERE order_number = ? AND order_number <> ''", {deposit.order_number},
                       [&](const Row& row) { row.into(before); });
        if (before > 0 && on_repeat == OnRepeat::Refuse) return Failure(Error::SimRepeated, deposit.order_number);
        Deposit done;
        done.number = nextNumber("P");
        done.receipt_number = nextNumber("R");
        done.what = deposit;
        done.operator_id = caller.operator_id;
        done.paid_at = now();
        database_.run("INSERT INTO deposit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?)",
                      {done.number, done.receipt_number, deposit.patient_id, deposit.inpatient_number, deposit.amount, deposit.amount,
                       deposit.order_number, deposit.pay_kind, caller.operator_id, done.paid_at, caller.number, caller.visible_from});
        if (outpatient)
            database_.run("UPDATE patient SET balance_fen = balance_fen + ? WHERE id = ?", {deposit.amount, deposit.patient_id});
        note(caller, "deposit " + done.number, deposit.amount, deposit.order_number);
        return done;
    });
}

std::vector<Deposit> Books::deposits(std::int64_t patient_id, std::string_view inpatient_number, const Days& days,
                                     std::string_view order_number) {
    return list<Deposit>(
        "SELECT number, receipt_number, patient_id, inpatient_number, amount_fen, order_number, pay_kind, operator_id, settlement_number, "
        "paid_at_ms FROM deposit WHERE patient_id = ? AND inpatient_number = ? AND visible_from_ms <= ? AND "
        "CASE WHEN ? = '' THEN paid_at_ms >= ? AND paid_at_ms < ? ELSE order_number = ? END ORDER BY paid_at_ms, number",
        {patient_id, inpatient_number, now(), order_number, startOf(days.from), endOf(days.to), order_number},
        [](const Row& row, Deposit& one) {
            row.into(one.number, one.receipt_number, one.what.patient_id, one.what.inpatient_number, one.what.amount, one.what.order_number,
                     one.what.pay_kind, one.operator_id, one.settlement_number, one.paid_at);
        });
}

Result<std::vector<Charge>> Books::unpaidCharges(std::int64_t patient_id, const std::vector<std::string>& numbers) {
    std::vector<Charge> charges;
    for (const std::string& number : numbers) {
        std::vector<Charge> found = chargesWhere("number = ? AND patient_id = ?", {number, patient_id});
        const bool twice = std::any_of(charges.begin(), charges.end(), [&](const Charge& one) { return one.number == number; });
        if (found.empty() || twice) return Failure(Error::SimNotFound, "charge");
        if (found.front().state != ChargeState::Unpaid)
            return Failure(Error::SimNotPossible, "charge " + std::string(hub::core::enumName(found.front().state)));
        charges.push_back(std::move(found.front()));
    }
    if (charges.empty()) return Failure(Error::SimNotFound, "charge");
    return charges;
}

Settlement Books::settle(const Caller& caller, const Settling& settling) {
    const Charge& first = settling.charges.front();
    Settlement done;
    done.number = nextNumber("S");
    done.receipt_number = nextNumber("R");
    done.patient_id = first.patient_id;
    done.visit_number = first.visit_number;
    done.department = first.department;
    done.doctor = first.doctor;
    done.cost = sumOf(settling.charges);
    done.fund = settling.fund;
    done.account = settling.account;
    done.pay_kind = settling.pay_kind;
    done.operator_id = caller.operator_id;
    done.order_number = settling.order_number;
    done.paid_at = now();
    database_.run("INSERT INTO settlement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
                  {done.number, done.receipt_number, done.patient_id, done.visit_number, done.doctor.code, done.cost, done.fund,
                   done.account, done.pay_kind, done.operator_id, done.order_number, done.paid_at, caller.number, caller.visible_from});
    for (const Charge& charge : settling.charges) {
        database_.run("UPDATE charge SET state = ?, settlement_number = ?, visible_from_ms = ? WHERE number = ?",
                      {ChargeState::Paid, done.number, caller.visible_from, charge.number});
    }
    note(caller, "settlement " + done.number, done.cost, settling.order_number);
    return done;
}

Result<Settlement> Books::payCharges(const Caller& caller, std::int64_t patient_id, const std::vector<std::string>& numbers, Money cost,
                                     std::string_view pay_kind) {
    return transact([&]() -> Result<Settlement> {
        const Result<Patient> payer = patient(patient_id);
        if (!payer.ok()) return payer.failure();
        const Result<std::vector<Charge>> charges = unpaidCharges(patient_id, numbers);
        if (!charges.ok()) return charges.failure();
        if (sumOf(*charges) != cost) return Failure(Error::SimAmountDiffers, cost.yuan());
        if (payer->balance < cost) return Failure(Error::SimBalanceTooLow, payer->balance.yuan());
        const Settlement done = settle(
            caller, {.charges = *charges, .pay_kind = std::string(pay_kind), .order_number = "", .fund = Money(), .account = Money()});
        database_.run("UPDATE patient SET balance_fen = balance_fen - ? WHERE id = ?", {cost, patient_id});
        useDeposits(done);
        return done;
    });
}

void Books::useDeposits(const Settlement& settlement) {
    struct Unused {
        std::string number;
        Money left;
    };
    Money open = settlement.cost;
    const std::vector<Unused> unused = list<Unused>(
        "SELECT number, left_fen FROM deposit WHERE patient_id = ? AND inpatient_number = '' AND left_fen > 0 ORDER BY paid_at_ms DESC, "
        "number DESC",
        {settlement.patient_id}, [](const Row& row, Unused& one) { row.into(one.number, one.left); });
    for (const Unused& deposit : unused) {
        if (open.isZero()) break;
        const Money part = std::min(open, deposit.left);
        database_.run("UPDATE deposit SET left_fen = left_fen - ?, settlement_number = ? WHERE number = ?",
                      {part, settlement.number, deposit.number});
        open -= part;
    }
}

Result<Settlement> Books::payAtWindow(const Caller& caller, const WindowPayment& payment) {
    return transact([&]() -> Result<Settlement> {
        if (payment.charge_numbers.empty()) return Failure(Error::SimNotFound, "charge");
        const Result<Charge> first = charge(payment.charge_numbers.front());
        if (!first.ok()) return first.failure();
        const Result<std::vector<Charge>> charges = unpaidCharges(first->patient_id, payment.charge_numbers);
        if (!charges.ok()) return charges.failure();
        const Money sum = sumOf(*charges);
        if (payment.fund.isNegative() || payment.fund > sum || payment.account.isNegative() || payment.account > sum - payment.fund)
            return Failure(Error::SimAmountDiffers, "fund_fen and account_fen");
        return settle(caller, {.charges = *charges, .pay_kind = "1", .order_number = "", .fund = payment.fund, .account = payment.account});
    });
}

/// The fee becomes a bill that is paid at once, so that receipts show it like any other.
Result<Booking> Books::payBooking(const Caller& caller, std::int64_t patient_id, std::string_view number, const NewDeposit& payment,
                                  OnRepeat on_repeat) {
    return transact([&]() -> Result<Booking> {
        std::optional<Booking> booking = findBooking(patient_id, number);
        if (!booking) return Failure(Error::SimNotFound, "booking");
        const bool repeated = booking->state == BookingState::Paid && booking->order_number == payment.order_number;
        if (repeated && on_repeat == OnRepeat::Refuse) return Failure(Error::SimRepeated, payment.order_number);
        if (!repeated && booking->state != BookingState::Reserved)
            return Failure(Error::SimNotPossible, "booking " + std::string(hub::core::enumName(booking->state)));
        if (payment.amount != booking->charges) return Failure(Error::SimAmountDiffers, payment.amount.yuan());
        const ChargeLine fee{.code = "GH01",
                             .name = "挂号诊查费",
                             .kind = "I",
                             .unit = "次",
                             .spec = "",
                             .price = booking->charges,
                             .quantity_hundredths = 100,
                             .amount = booking->charges};
        const std::string charge = insertCharge(caller,
                                                {.patient_id = patient_id,
                                                 .visit_number = booking->visit_number,
                                                 .name = "挂号",
                                                 .doctor = booking->slot.doctor,
                                                 .lines = {fee}},
                                                fee.amount, ChargeState::Unpaid);
        const std::vector<Charge> charges = chargesWhere("number = ?", {charge});
        booking->receipt_number = settle(caller, {.charges = charges,
                                                  .pay_kind = payment.pay_kind,
                                                  .order_number = payment.order_number,
                                                  .fund = Money(),
                                                  .account = Money()})
                                      .receipt_number;
        booking->state = BookingState::Paid;
        booking->order_number = payment.order_number;
        moveBooking(*booking);
        database_.run("UPDATE booking SET visible_from_ms = max(visible_from_ms, ?) WHERE number = ?",
                      {caller.visible_from, booking->number});
        return *booking;
    });
}

std::vector<Settlement> Books::settlements(std::int64_t patient_id, const Days& days, std::string_view order_number) {
    return list<Settlement>(
        "SELECT number, receipt_number, patient_id, visit_number, department.code, department.name, doctor.code, doctor.name, cost_fen, "
        "fund_fen, account_fen, pay_kind, operator_id, order_number, paid_at_ms FROM settlement JOIN doctor ON doctor.code = "
        "settlement.doctor JOIN department ON department.code = doctor.department WHERE patient_id = ? AND refunded = 0 AND "
        "visible_from_ms <= ? AND "
        "paid_at_ms >= ? AND paid_at_ms < ? AND (? = '' OR order_number = ?) ORDER BY paid_at_ms, number",
        {patient_id, now(), startOf(days.from), endOf(days.to), order_number, order_number}, [](const Row& row, Settlement& one) {
            row.into(one.number, one.receipt_number, one.patient_id, one.visit_number, one.department.code, one.department.name,
                     one.doctor.code, one.doctor.name, one.cost, one.fund, one.account, one.pay_kind, one.operator_id, one.order_number,
                     one.paid_at);
        });
}

std::vector<SettlementLine> Books::settlementLines(std::int64_t patient_id, const std::vector<std::string>& settlement_numbers,
                                                   const std::vector<std::string>& receipt_numbers) {
    const auto linesWhere = [&](const std::string& condition, const std::string& number) {
        return list<SettlementLine>(
            std::string("SELECT settlement.number, receipt_number, settlement.visit_number, department.name, doctor.name, operator_id, "
                        "paid_at_ms, ") +
                kLineColumns +
                "FROM settlement JOIN charge ON charge.settlement_number = settlement.number JOIN charge_line ON charge_number = "
                "charge.number "
                "JOIN doctor ON doctor.code = charge.doctor JOIN department ON department.code = doctor.department "
                "WHERE settlement.patient_id = ? AND settlement.visible_from_ms <= ? AND " +
                condition + " = ? ORDER BY charge_number, place",
            {patient_id, now(), number}, [](const Row& row, SettlementLine& one) {
                row.into(one.settlement_number, one.receipt_number, one.visit_number, one.department, one.doctor, one.operator_id,
                         one.paid_at, one.item.charge_number, one.item.line.code, one.item.line.name, one.item.line.kind,
                         one.item.line.unit, one.item.line.spec, one.item.line.price, one.item.line.quantity_hundredths,
                         one.item.line.amount);
            });
    };
    std::vector<SettlementLine> lines;
    for (const std::string& number : settlement_numbers) {
        for (SettlementLine& line : linesWhere("settlement.number", number)) lines.push_back(std::move(line));
    }
    for (const std::string& number : receipt_numbers) {
        for (SettlementLine& line : linesWhere("receipt_number", number)) lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace adapters::sim::common
