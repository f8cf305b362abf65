#include "adapters/soap_xml/payments.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/soap_xml/refused_money.h"

namespace adapters::soap_xml {

using namespace hub::contract;
using Ended = Outcome<PaymentConfirm::Result>;
using Found = Inquiry<PaymentConfirm::Result>;

namespace {

core::Failure notValid(std::string what) { return core::Failure(core::Error::PeerAnswerNotValid, std::move(what)); }
core::Failure notWritable(std::string what) { return core::Failure(core::Error::RequestNotWritable, std::move(what)); }

/// What proves the top-up, given back to the second step.
std::string evidenceOf(const PaidIn& paid_in) { return core::toJson(paid_in, core::Exposure::Revealed); }

std::vector<std::string> keysOf(const PaymentConfirm::Request& request) {
    std::vector<std::string> keys;
    for (const PaymentConfirm::ChargePaid& charge : request.charges) keys.push_back(charge.key);
    return keys;
}

bool holds(const std::vector<std::string>& keys, const std::string& key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

const StepDone* topUpDone(const Meta& meta) {
    for (const StepDone& step : meta.steps_done) {
        if (step.step == Payments::kTopUpStep) return &step;
    }
    return nullptr;
}

PaymentConfirm::Result resultOf(const SettledLine& line) {
    PaymentConfirm::Result result;
    result.his_receipt = line.his_receipt;
    result.settlement_number = line.settlement_number;
    result.staff_id = line.staff_id;
    result.posted_at = line.posted_at;
    return result;
}

}  // namespace

Ended Payments::confirm(const Meta& meta, const Request& request) {
    if (meta.step == kTopUpStep) return topUp(meta, request);
    if (meta.step == kPayStep) return pay(meta, request);
    return Ended::notReached(notWritable("payment.confirm has the steps top_up and pay"));
}

Found Payments::inquire(const Meta& meta, const Request& request) {
    if (meta.step == kTopUpStep) return inquireTopUp(meta, request);
    if (meta.step == kPayStep) return inquirePay(meta, request);
    return Found::cannotTell(notWritable("payment.confirm has the steps top_up and pay"));
}

/// What keeps the payment from being sent: nothing has happened then.
std::optional<Ended> Payments::hindrance(const Meta& meta, const Request& request) {
    core::Money sum;
    for (const PaymentConfirm::ChargePaid& charge : request.charges) {
        const core::Result<core::Money> added = sum.checkedAdd(charge.expected_total);
        if (!added.ok()) return Ended::notReached(added.failure());
        sum = *added;
    }
    if (request.charges.empty() || sum != request.total) return Ended::notReached(notWritable("the charges do not add up to the total"));
    if (request.cash != request.total)
        return Ended::notReached(notWritable("it has a part that the person does not pay, which this interface cannot be told"));
    const core::Result<std::map<std::string, ChargeContent>> open = charges_.contents(meta, request.local_patient, keysOf(request));
    if (!open.ok()) return Ended::notReached(open.failure());
    for (const PaymentConfirm::ChargePaid& charge : request.charges) {
        const auto found = open->find(charge.key);
        if (found == open->end()) return Ended::refused({RefusalReason::NoSuchCharge, "", {}});
        if (found->second.version != charge.expected_version || found->second.total != charge.expected_total)
            return Ended::refused({RefusalReason::ChargeChanged, "", {}});
    }
    return std::nullopt;
}

Ended Payments::topUp(const Meta& meta, const Request& request) {
    if (const std::optional<Ended> hindered = hindrance(meta, request)) return *hindered;
    const kit::Answer<PaidIn> answer = hospital_.ask(kTopUp, meta, request, Turn::Main, /*writes=*/true);
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return unlessOurs(*refusal, inquireTopUp(meta, request));
    if (const auto* none = std::get_if<kit::NoAnswer>(&answer)) return kit::outcomeOf<Result>(*none);
    return Ended::stepDone(evidenceOf(std::get<PaidIn>(answer)));
}

core::Result<std::optional<Deposit>> Payments::topUpOf(const Meta& meta, const Request& request, const std::string& order) {
    const DayRange days = daysAround(meta.business_date);
    core::Result<DepositList::Result> found =
        hospital_.look(kOutpatientDeposits, meta,
                       DepositList::Request{DepositKind::Outpatient, request.local_patient, std::nullopt, days.from, days.to, order});
    if (!found.ok()) return found.failure();
    std::erase_if(found->deposits, [&](const Deposit& deposit) { return deposit.our_number != order; });
    if (found->deposits.empty()) return std::optional<Deposit>();
    if (found->deposits.size() > 1 || found->deposits.front().amount != request.total)
        return notValid(fmt::format("{} top-ups under our number that are not this payment's", found->deposits.size()));
    return std::optional<Deposit>(std::move(found->deposits.front()));
}

Found Payments::inquireTopUp(const Meta& meta, const Request& request) {
    const core::Result<std::optional<Deposit>> deposit = topUpOf(meta, request, meta.wire_id);
    if (!deposit.ok()) return Found::cannotTell(deposit.failure());
    if (!*deposit) return Found::notThere();
    return Found::oursStep(evidenceOf({(*deposit)->number, (*deposit)->his_receipt, std::nullopt}));
}

Ended Payments::pay(const Meta& meta, const Request& request) {
    if (topUpDone(meta) == nullptr) return Ended::notReached(notWritable("the step top_up is not done"));
    if (const std::optional<Ended> hindered = hindrance(meta, request))
        return hindered->refusal ? unlessOurs(*hindered->refusal, inquirePay(meta, request)) : *hindered;
    const kit::Answer<PaidOut> answer = hospital_.ask(kPayOut, meta, request, Turn::Main, /*writes=*/true);
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return unlessOurs(*refusal, inquirePay(meta, request));
    if (const auto* none = std::get_if<kit::NoAnswer>(&answer)) return kit::outcomeOf<Result>(*none);
    // 3007 brings no number of its own; what cannot be read now is told without it: the money is where it belongs.
    Found found = inquirePay(meta, request);
    Result result = found.finding == Finding::Ours ? std::move(*found.result) : Result();
    if (!result.posted_at) result.posted_at = std::get<PaidOut>(answer).posted_at;
    return Ended::done(std::move(result));
}

Found Payments::inquirePay(const Meta& meta, const Request& request) {
    const StepDone* top_up = topUpDone(meta);
    if (top_up == nullptr) return Found::cannotTell(notWritable("the step top_up is not done"));
    const core::Result<std::optional<Deposit>> deposit = topUpOf(meta, request, top_up->wire_id);
    if (!deposit.ok()) return Found::cannotTell(deposit.failure());
    if (!*deposit) return Found::cannotTell(notValid("our top-up is not listed"));
    if (!(*deposit)->settlement_number) return whoPaid(meta, request);
    const core::Result<SettledLines> settled =
        hospital_.look(kSettledLines, meta, {request.local_patient, {*(*deposit)->settlement_number}});
    if (!settled.ok()) return Found::cannotTell(settled.failure());
    const std::vector<std::string> keys = keysOf(request);
    const bool ours = !settled->lines.empty() && std::all_of(settled->lines.begin(), settled->lines.end(),
                                                             [&](const SettledLine& line) { return holds(keys, line.charge); });
    if (!ours) return Found::cannotTell(notValid("our top-up paid something else"));
    return Found::ours(resultOf(settled->lines.front()));
}

/// Our top-up is unused. Are the charges paid all the same?
Found Payments::whoPaid(const Meta& meta, const Request& request) {
    const std::vector<std::string> keys = keysOf(request);
    const core::Date from = shifted(meta.business_date, -*hospital_.settings().days_back);
    const core::Date to = shifted(meta.business_date, 1);
    const core::Result<ChargeList::Result> paid = hospital_.look(kPaidCharges, meta, {request.local_patient, from, to});
    if (!paid.ok()) return Found::cannotTell(paid.failure());
    const auto count =
        std::count_if(paid->charges.begin(), paid->charges.end(), [&](const Charge& charge) { return holds(keys, charge.key); });
    if (count == 0) return Found::notThere();
    const core::Result<SettlementList::Result> receipts =
        hospital_.look(kSettlements, meta, {request.local_patient, from, to, std::nullopt});
    if (!receipts.ok()) return Found::cannotTell(receipts.failure());
    std::vector<std::string> numbers;
    for (const SettlementList::Settled& receipt : receipts->settlements) numbers.push_back(receipt.settlement_number);
    const core::Result<SettledLines> lines = numbers.empty() ? core::Result<SettledLines>(SettledLines())
                                                             : hospital_.look(kSettledLines, meta, {request.local_patient, numbers});
    if (!lines.ok()) return Found::cannotTell(lines.failure());
    for (const SettledLine& line : lines->lines) {
        if (holds(keys, line.charge) && line.staff_id && *line.staff_id != hospital_.settings().user)
            return Found::someoneElse(resultOf(line));
    }
    return Found::cannotTell(notValid("the charges are paid, and neither our top-up nor another operator paid them"));
}

}  // namespace adapters::soap_xml
