#include "adapters/soap_xml/charges.h"

#include <fmt/format.h>

#include "adapters/kit/mapping/fingerprint.h"
#include "adapters/soap_xml/refused_money.h"

namespace adapters::soap_xml {

using namespace hub::contract;
using kit::NoAnswer;

namespace {

core::Failure notValid(std::string what) { return core::Failure(core::Error::PeerAnswerNotValid, std::move(what)); }

std::string versionOf(const std::vector<ChargeLine>& lines) {
    std::vector<std::string> amounts;
    for (const ChargeLine& line : lines) amounts.push_back(line.amount.yuan());
    std::vector<std::string_view> texts;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const ChargeLine& line = lines[i];
        for (const auto* text : {&line.item_code, &line.item_class, &line.unit, &line.specification})
            texts.push_back(*text ? std::string_view(**text) : std::string_view());
        for (const auto* number : {&line.unit_price, &line.quantity})
            texts.push_back(*number ? std::string_view((*number)->text) : std::string_view());
        texts.push_back(line.item_name);
        texts.push_back(amounts[i]);
    }
    return kit::mapping::fingerprint(texts);
}

core::Result<std::map<std::string, ChargeContent>> contentsOf(BilledLines billed) {
    std::map<std::string, ChargeContent> contents;
    for (BilledLine& line : billed.lines) contents[line.charge].lines.push_back(std::move(line.line));
    for (auto& [key, content] : contents) {
        for (const ChargeLine& line : content.lines) {
            const core::Result<core::Money> total = content.total.checkedAdd(line.amount);
            if (!total.ok()) return total.failure();
            content.total = *total;
        }
        content.version = versionOf(content.lines);
    }
    return contents;
}

}  // namespace

core::Result<std::map<std::string, ChargeContent>> Charges::contents(const Meta& meta,
                                                                     const core::Sensitive<core::CardNumber>& local_patient,
                                                                     const std::vector<std::string>& keys) {
    if (keys.empty()) return std::map<std::string, ChargeContent>();
    core::Result<BilledLines> billed = hospital_.look(kBilledLines, meta, {local_patient, keys});
    if (!billed.ok()) return billed.failure();
    return contentsOf(std::move(*billed));
}

Outcome<ChargeList::Result> Charges::list(const Meta& meta, const ChargeList::Request& request) {
    kit::Answer<ChargeList::Result> answer = hospital_.ask(kOpenCharges, meta, request, Turn::Main);
    auto* open = std::get_if<ChargeList::Result>(&answer);
    if (open == nullptr) return outcomeOf(answer);
    std::vector<std::string> keys;
    for (const Charge& charge : open->charges) keys.push_back(charge.key);
    core::Result<std::map<std::string, ChargeContent>> found = contents(meta, request.local_patient, keys);
    if (!found.ok()) return Outcome<ChargeList::Result>::unknown(found.failure());
    for (Charge& charge : open->charges) {
        ChargeContent& content = (*found)[charge.key];
        if (content.total != charge.total)
            return Outcome<ChargeList::Result>::unknown(
                notValid(fmt::format("a charge of {} yuan whose lines add up to {}", charge.total.yuan(), content.total.yuan())));
        charge.version = content.version;
        charge.lines = std::move(content.lines);
    }
    return outcomeOf(answer);
}

Outcome<ChargeDetail::Result> Charges::detail(const Meta& meta, const ChargeDetail::Request& request) {
    const kit::Answer<BilledLines> answer = hospital_.ask(kBilledLines, meta, LinesQuery{request.local_patient, {request.key}}, Turn::Main);
    const auto* billed = std::get_if<BilledLines>(&answer);
    if (billed == nullptr)
        return kit::outcomeOf<ChargeDetail::Result>(answer, [](const BilledLines&) { return core::Result<ChargeDetail::Result>({}); });
    core::Result<std::map<std::string, ChargeContent>> found = contentsOf(*billed);
    if (!found.ok()) return Outcome<ChargeDetail::Result>::unknown(found.failure());
    const auto one = found->find(request.key);
    if (one == found->end()) return Outcome<ChargeDetail::Result>::refused({RefusalReason::NoSuchCharge, "", {}});
    return Outcome<ChargeDetail::Result>::done({one->second.total, std::move(one->second.lines)});
}

void Charges::splitAccount(SettlementList::Settled& settled) {
    if (*hospital_.settings().cash_contains_account) settled.cash -= settled.account;
    // As numbers: three amounts from outside may be too large together.
    if (settled.cash.fen() + settled.fund.fen() + settled.account.fen() == settled.total.fen()) return;
    hospital_.host().notice(notValid(fmt::format("settlement.list: {} yuan are not cash {} + fund {} + account {}", settled.total.yuan(),
                                                 settled.cash.yuan(), settled.fund.yuan(), settled.account.yuan())));
}

Outcome<SettlementList::Result> Charges::settlements(const Meta& meta, const SettlementList::Request& request) {
    kit::Answer<SettlementList::Result> answer = hospital_.ask(kSettlements, meta, request, Turn::Main);
    auto* found = std::get_if<SettlementList::Result>(&answer);
    if (found == nullptr || found->settlements.empty()) return outcomeOf(answer);
    std::vector<std::string> numbers;
    for (SettlementList::Settled& settled : found->settlements) {
        splitAccount(settled);
        numbers.push_back(settled.settlement_number);
    }
    const core::Result<SettledLines> lines = hospital_.look(kSettledLines, meta, {request.local_patient, numbers});
    if (!lines.ok()) return Outcome<SettlementList::Result>::unknown(lines.failure());
    for (SettlementList::Settled& settled : found->settlements) {
        for (const SettledLine& line : lines->lines) {
            const bool new_here = std::find(settled.charges.begin(), settled.charges.end(), line.charge) == settled.charges.end();
            if (line.settlement_number == settled.settlement_number && new_here) settled.charges.push_back(line.charge);
        }
    }
    return outcomeOf(answer);
}

Outcome<DepositList::Result> Charges::deposits(const Meta& meta, const DepositList::Request& request) {
    const auto& call = request.kind == DepositKind::Outpatient ? kOutpatientDeposits : kInpatientDeposits;
    return outcomeOf(hospital_.ask(call, meta, request, Turn::Main));
}

Outcome<DepositAdd::Result> Charges::addDeposit(const Meta& meta, const DepositAdd::Request& request) {
    const kit::Answer<PaidIn> answer = hospital_.ask(kAddDeposit, meta, request, Turn::Main, /*writes=*/true);
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return unlessOurs(*refusal, inquireDeposit(meta, request));
    return kit::outcomeOf<DepositAdd::Result>(answer, [&](const PaidIn& paid_in) {
        Deposit deposit{paid_in.number, paid_in.his_receipt, request.amount, std::nullopt, meta.wire_id, std::nullopt};
        return core::Result<DepositAdd::Result>({std::move(deposit), paid_in.balance});
    });
}

Inquiry<DepositAdd::Result> Charges::inquireDeposit(const Meta& meta, const DepositAdd::Request& request) {
    using Answer = Inquiry<DepositAdd::Result>;
    const DayRange days = daysAround(meta.business_date);
    core::Result<DepositList::Result> found =
        hospital_.look(kInpatientDeposits, meta,
                       DepositList::Request{DepositKind::Inpatient, request.local_patient, request.stay, days.from, days.to, meta.wire_id});
    if (!found.ok()) return Answer::cannotTell(found.failure());
    std::erase_if(found->deposits, [&](const Deposit& deposit) { return deposit.our_number != meta.wire_id; });
    if (found->deposits.empty()) return Answer::notThere();
    if (found->deposits.size() > 1 || found->deposits.front().amount != request.amount)
        return Answer::cannotTell(notValid("deposits under our number that are not this one"));
    return Answer::ours({std::move(found->deposits.front()), std::nullopt});
}

}  // namespace adapters::soap_xml
