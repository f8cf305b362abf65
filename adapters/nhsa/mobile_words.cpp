#include "adapters/nhsa/mobile_words.h"

#include <algorithm>
#include <array>

#include "adapters/kit/json_reading.h"
#include "adapters/nhsa/amounts.h"
#include "adapters/nhsa/canonical.h"
#include "adapters/nhsa/number_texts.h"
#include "adapters/nhsa/words.h"

namespace adapters::nhsa {

namespace core = hub::core;
using namespace hub::contract;
using core::JsonValue;
using core::JsonWriter;
using core::Money;
using core::Result;
using kit::notValid;
using kit::textIn;

namespace {

constexpr std::string_view kResidentId = "01";  // idType
constexpr std::string_view kFeeType = "01";

struct Stage {
    std::string_view theirs;
    OrderStage ours;
};
constexpr auto kStages = std::to_array<Stage>({{"0", OrderStage::NotSettled},
                                               {"1", OrderStage::NotSettled},
                                               {"2", OrderStage::Settling},
                                               {"6", OrderStage::Settled},
                                               {"7", OrderStage::Revoking},
                                               {"8", OrderStage::Revoked},
                                               {"9", OrderStage::Refunded},
                                               {"14", OrderStage::Failed},
                                               {"15", OrderStage::Failed},
                                               {"16", OrderStage::Failed}});

template <class Write>
Data dataOf(Write write) {
    JsonWriter out(core::Exposure::Revealed);
    out.beginObject();
    write(out);
    out.endObject();
    const Result<core::JsonDocument> document = parseTexts(out.text());
    HUB_ASSERT(document.ok());
    return Data(canonical(document->root()));
}

Result<std::string> voucherOf(const InsuranceCredential& credential) {
    if (credential.kind != CredentialKind::InsuranceVoucher) return notWritable("the mobile chain takes vouchers only");
    return credential.number.reveal();
}

SettlementState stateOf(OrderStage stage) {
    switch (stage) {
        case OrderStage::Settled:
            return SettlementState::Settled;
        case OrderStage::Revoked:
        case OrderStage::Refunded:
            return SettlementState::Revoked;
        case OrderStage::Failed:
            return SettlementState::Failed;
        case OrderStage::NotSettled:
        case OrderStage::Settling:
        case OrderStage::Revoking:
            return SettlementState::Processing;
    }
    HUB_ASSERT(false);
}

/// An order that is not settled may have none of them.
Result<void> readAmounts(JsonValue content, bool must_be_there, SettlementAmounts& amounts) {
    const std::pair<std::string_view, Money*> members[] = {{"feeSumamt", &amounts.total},           {"ownPayAmt", &amounts.cash},
                                                           {"psnAcctPay", &amounts.account},        {"fundPay", &amounts.fund},
                                                           {"hospPartAmt", &amounts.hospital_part}, {"acctMulaidPay", &amounts.mutual_aid}};
    for (const auto& [name, amount] : members) {
        const Result<std::optional<Money>> read = optionalAmountIn(content, name);
        if (!read.ok()) return read.failure();
        if (!*read && must_be_there) return notValid(name, "is missing");
        *amount = read->value_or(Money());
    }
    const Result<Money> fund = Money::checkedFen(amounts.fund.fen() - amounts.hospital_part.fen());
    if (!fund.ok()) return notValid("fundPay", "is not an amount");
    amounts.fund = *fund;  // the hospital's part is inside fundPay
    Result<std::vector<FundPart>> funds = fundsIn(content, "setlDetail", Spelling::CamelCase);
    if (!funds.ok()) return funds.failure();
    amounts.funds = std::move(*funds);
    return {};
}

}  // namespace

Result<Data> MobileWords::upload(const std::string& our_number, const ChargesUpload::Request& request) const {
    const Result<std::string> voucher = voucherOf(request.credential);
    if (!voucher.ok()) return voucher.failure();
    if (request.visit.kind != VisitKind::Outpatient) return notWritable("the mobile chain is for outpatients");
    if (!request.name || !request.certificate || request.certificate->kind != CertificateKind::ResidentId)
        return notWritable("the mobile chain wants the name and the resident ID");
    if (request.lines.empty()) return notWritable("there are no lines");
    const Result<Diagnosis> main = mainDiagnosisOf(request.diagnoses);
    if (!main.ok()) return main.failure();
    const InsuredVisit& visit = request.visit;
    const InsuredLine& first = request.lines.front();
    return dataOf([&](JsonWriter& out) {
        put(out, "ecToken", *voucher);
        put(out, "mdtrtId", visit.visit);
        put(out, "orgCodg", institution_);
        put(out, "psnNo", visit.insured_number.reveal());
        put(out, "insutype", visit.insurance);
        put(out, "insuCode", visit.insured_area);
        put(out, "medOrgOrd", our_number);
        put(out, "begntime", timeForm().write(main->at));
        put(out, "idNo", request.certificate->number.reveal().text);
        put(out, "userName", request.name->reveal().text);
        put(out, "idType", kResidentId);
        put(out, "iptOtpNo", visit.hospital_visit);
        put(out, "deptCode", first.department);
        put(out, "deptName", first.department_name);
        put(out, "caty", first.department);
        put(out, "medType", visit.care_type);
        put(out, "feeType", kFeeType);
        put(out, "medfeeSumamt", request.total);
        put(out, "psnSetlway", "01");
        put(out, "chrgBchno", request.batch);
        putList(out, "feedetailList", request.lines,
                [&](const InsuredLine& line, int) { putLine(out, visit, request.batch, line, Spelling::CamelCase); });
        putList(out, "diseinfoList", request.diagnoses,
                [&](const Diagnosis& one, int number) { putDiagnosis(out, one, number, Spelling::CamelCase); });
    });
}

Result<Data> MobileWords::pay(const std::string& our_number, const SettlementOf& of) const {
    const Result<std::string> voucher = voucherOf(of.credential);
    if (!voucher.ok()) return voucher.failure();
    if (!of.order) return notWritable("the insurer's order is missing");
    const OrderToken token = OrderToken::of(of.order->token);
    return dataOf([&](JsonWriter& out) {
        put(out, "ecToken", *voucher);
        put(out, "payOrdId", of.order->number);
        put(out, "payToken", token.pay_token);
        put(out, "orgCodg", institution_);
        put(out, "orgBizSer", our_number);
        put(out, "chrgBchno", of.batch);
        put(out, "feeType", kFeeType);
        put(out, "mdtrtId", of.visit.visit.empty() ? token.visit : of.visit.visit);
        put(out, "acctUsedFlag", of.use_account ? "1" : "0");
    });
}

Result<Data> MobileWords::refund(const std::string& our_number, const SettlementRevoke::Request& request, core::UtcTime at) const {
    static const kit::mapping::TimeFormat form = *kit::mapping::TimeFormat::parse("yyyyMMddHHmmss");
    const Result<std::string> voucher = voucherOf(request.credential);
    if (!voucher.ok()) return voucher.failure();
    const SettlementAmounts& settled = request.settled;
    const Result<Money> fund = settled.fund.checkedAdd(settled.hospital_part);  // which is inside fundPay there
    if (!fund.ok()) return notWritable("the amounts are too large");
    if (settled.total.fen() != settled.cash.fen() + settled.account.fen() + fund->fen())
        return notWritable("what comes back does not come to its total");
    return dataOf([&](JsonWriter& out) {
        put(out, "payOrdId", request.number);
        put(out, "appRefdSn", our_number);
        put(out, "appRefdTime", form.write(at));
        put(out, "totlRefdAmt", settled.total);
        put(out, "cashRefdAmt", settled.cash);
        put(out, "psnAcctRefdAmt", settled.account);
        put(out, "fundRefdAmt", *fund);
        put(out, "refdType", "ALL");
        put(out, "ecToken", *voucher);
    });
}

Data MobileWords::query(const std::string& order, const OrderToken& token) const {
    return dataOf([&](JsonWriter& out) {
        put(out, "payOrdId", order);
        put(out, "payToken", token.pay_token);
        put(out, "orgCodg", institution_);
        put(out, "idNo", token.certificate.reveal());
        put(out, "userName", token.name.reveal());
        put(out, "idType", kResidentId);
    });
}

Data MobileWords::revoke(const InsuranceOrder& order) const {
    return dataOf([&](JsonWriter& out) {
        put(out, "payOrdId", order.number);
        put(out, "payToken", OrderToken::of(order.token).pay_token);
        put(out, "orgCodg", institution_);
    });
}

Result<InsuranceOrder> MobileWords::uploaded(JsonValue content, const ChargesUpload::Request& request) const {
    Result<std::string> number = textIn(content, "payOrdId", kNumberMax);
    if (!number.ok()) return number.failure();
    constexpr std::size_t kTokenMax = 1024;
    Result<std::string> pay_token = textIn(content, "payToken", kTokenMax);
    if (!pay_token.ok()) return pay_token.failure();
    Result<std::string> visit = textIn(content, "mdtrtId", kNumberMax);
    if (!visit.ok()) return visit.failure();
    if (!request.visit.visit.empty() && *visit != request.visit.visit) return notValid("mdtrtId", "is another");
    const OrderToken token{std::move(*pay_token), std::move(*visit),
                           core::Sensitive<std::string>(request.certificate->number.reveal().text),
                           core::Sensitive<std::string>(request.name->reveal().text)};
    return InsuranceOrder{std::move(*number), token.text()};
}

Result<ToldOrder> MobileWords::order(JsonValue content, const std::string& number) const {
    Result<ToldOrder> told = stage(content, number);
    if (!told.ok()) return told;
    const bool was_settled = told->stage == OrderStage::Settled || told->stage == OrderStage::Refunded;
    const Result<void> amounts = readAmounts(content, was_settled, told->amounts);
    if (!amounts.ok()) return amounts.failure();
    return told;
}

Result<ToldOrder> MobileWords::stage(JsonValue content, const std::string& number) const {
    const Result<void> same = sameIn(content, "payOrdId", number);
    if (!same.ok()) return same.failure();
    Result<std::string> theirs = textIn(content, "ordStas", kNumberMax);
    if (!theirs.ok()) return theirs.failure();
    const auto found = std::find_if(kStages.begin(), kStages.end(), [&](const Stage& one) { return one.theirs == *theirs; });
    if (found == kStages.end()) return notValid("ordStas", "is none that we know");
    Result<std::optional<std::string>> our_number = kit::optionalTextIn(content, "orgBizSer", kNumberMax);
    if (!our_number.ok()) return our_number.failure();
    ToldOrder told;
    told.stage = found->ours;
    told.their_stage = std::move(*theirs);
    told.our_number = std::move(*our_number);
    return told;
}

Settlement MobileWords::settlementOf(const std::string& number, ToldOrder told) {
    Settlement settlement;
    settlement.state = stateOf(told.stage);
    settlement.number = number;
    settlement.our_number = std::move(told.our_number);
    settlement.amounts = std::move(told.amounts);
    return settlement;
}

Result<RefundStage> refundStageIn(JsonValue content) {
    const Result<std::string> status = textIn(content, "refStatus", kNumberMax);
    if (!status.ok()) return status.failure();
    if (*status == "SUCC") return RefundStage::Done;
    if (*status == "FAIL") return RefundStage::Failed;
    if (*status == "EXP") return RefundStage::Unclear;
    return notValid("refStatus", "is none that we know");
}

Result<Settlement> MobileWords::refunded(JsonValue content, const std::string& our_number, const SettlementRevoke::Request& request) const {
    Result<std::string> number = textIn(content, "refdSn", kNumberMax);
    if (!number.ok()) return number.failure();
    const SettlementAmounts& settled = request.settled;
    Settlement revocation;
    revocation.state = SettlementState::Revoked;
    revocation.number = std::move(*number);
    revocation.our_number = our_number;
    revocation.amounts.total = -settled.total;
    revocation.amounts.fund = -settled.fund;
    revocation.amounts.account = -settled.account;
    revocation.amounts.cash = -settled.cash;
    revocation.amounts.hospital_part = -settled.hospital_part;
    revocation.amounts.mutual_aid = -settled.mutual_aid;
    for (const FundPart& fund : settled.funds) revocation.amounts.funds.push_back({fund.kind, fund.name, -fund.amount});
    return revocation;
}

}  // namespace adapters::nhsa
