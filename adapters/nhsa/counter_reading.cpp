#include "adapters/nhsa/counter_reading.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/kit/answer.h"
#include "adapters/kit/json_reading.h"
#include "adapters/nhsa/amounts.h"
#include "adapters/nhsa/words.h"

namespace adapters::nhsa {

namespace core = hub::core;
using namespace hub::contract;
using core::JsonValue;
using core::Money;
using core::Result;
using kit::CodeMap;
using kit::notValid;
using kit::optionalTextIn;
using kit::textIn;

namespace {

constexpr std::size_t kInsurancesMax = 100;
constexpr std::size_t kAreaDigits = 6;

Result<JsonValue> objectIn(JsonValue content, std::string_view name) {
    const std::optional<JsonValue> value = content.member(name);
    if (!value || !value->isObject()) return notValid(name, "is missing");
    return *value;
}

Result<JsonValue> listIn(JsonValue content, std::string_view name, std::size_t size_max) {
    const std::optional<JsonValue> value = content.member(name);
    if (!value || !value->isArray()) return notValid(name, "is missing");
    if (value->size() > size_max) return notValid(name, fmt::format("has more than {} elements", size_max));
    return *value;
}

/// The first that is not as it must be.
Result<void> all(std::initializer_list<Result<void>> results) {
    for (const Result<void>& result : results) {
        if (!result.ok()) return result;
    }
    return {};
}

/// Reads members one after the other and keeps the first that could not be read.
class Members {
  public:
    explicit Members(JsonValue content) : content_(content) {}

    void read(std::string_view name, Money& amount) { take(amountIn(content_, name), amount); }
    void read(std::string_view name, std::optional<Money>& amount) { take(optionalAmountIn(content_, name), amount); }
    void read(std::string_view name, std::string& text) { take(textIn(content_, name, kNumberMax), text); }
    void read(std::string_view name, std::optional<std::string>& text) { take(optionalTextIn(content_, name, kNumberMax), text); }

    /// The failure, if there was one.
    const Result<void>& result() const { return result_; }

  private:
    template <class T>
    void take(Result<T> read, T& value) {
        if (read.ok()) {
            value = std::move(*read);
        } else if (result_.ok()) {
            result_ = read.failure();
        }
    }

    JsonValue content_;
    Result<void> result_;
};

Result<SettlementAmounts> amountsIn(JsonValue content, JsonValue setlinfo) {
    SettlementAmounts amounts;
    Members members(setlinfo);
    members.read("medfee_sumamt", amounts.total);
    members.read("fund_pay_sumamt", amounts.fund);
    members.read("acct_pay", amounts.account);
    members.read("psn_cash_pay", amounts.cash);
    members.read("hosp_part_amt", amounts.hospital_part);
    members.read("acct_mulaid_pay", amounts.mutual_aid);
    members.read("psn_part_amt", amounts.person_part);
    members.read("fulamt_ownpay_amt", amounts.full_own);
    members.read("overlmt_selfpay", amounts.over_limit);
    members.read("preselfpay_amt", amounts.own_first);
    members.read("inscp_scp_amt", amounts.in_scope);
    members.read("act_pay_dedc", amounts.deductible);
    members.read("balc", amounts.balance);
    if (!members.result().ok()) return members.result().failure();
    Result<std::vector<FundPart>> funds = fundsIn(content, "setldetail", Spelling::Underscores);
    if (!funds.ok()) return funds.failure();
    amounts.funds = std::move(*funds);
    return amounts;
}

Result<void> ofVisit(JsonValue setlinfo, const InsuredVisit& visit) {
    return all({sameIn(setlinfo, "psn_no", visit.insured_number.reveal()), sameIn(setlinfo, "mdtrt_id", visit.visit)});
}

Result<Settlement> settlementIn(JsonValue content, JsonValue setlinfo, SettlementState state) {
    Settlement settlement;
    settlement.state = state;
    Members members(setlinfo);
    members.read("setl_id", settlement.number);
    members.read("medins_setl_id", settlement.our_number);
    members.read("clr_optins", settlement.clearing_office);
    members.read("clr_way", settlement.clearing_way);
    members.read("clr_type", settlement.clearing_type);
    std::optional<std::string> time;
    members.read("setl_time", time);
    if (!members.result().ok()) return members.result().failure();
    if (time) {
        const Result<core::UtcTime> settled_at = timeForm().readTime(*time);
        if (!settled_at.ok()) return settled_at.failure();
        settlement.settled_at = *settled_at;
    }
    Result<SettlementAmounts> amounts = amountsIn(content, setlinfo);
    if (!amounts.ok()) return amounts.failure();
    settlement.amounts = std::move(*amounts);
    return settlement;
}

Result<Insurance> insuranceIn(JsonValue content) {
    Insurance insurance;
    std::string state;
    Members members(content);
    members.read("insutype", insurance.type);
    members.read("psn_type", insurance.person_type);
    members.read("psn_insu_stas", state);
    members.read("insuplc_admdvs", insurance.area);
    members.read("balc", insurance.balance);
    if (!members.result().ok()) return members.result().failure();
    if (state != "1" && state != "2") return notValid("psn_insu_stas", "is neither 1 nor 2");
    insurance.active = state == "1";
    if (!kit::isDigits(insurance.area, kAreaDigits)) return notValid("insuplc_admdvs", "is not six digits");
    return insurance;
}

Result<LineCover> coverIn(JsonValue content) {
    LineCover cover;
    Members members(content);
    members.read("feedetl_sn", cover.key);
    members.read("det_item_fee_sumamt", cover.amount);
    members.read("fulamt_ownpay_amt", cover.full_own);
    members.read("overlmt_amt", cover.over_limit);
    members.read("preselfpay_amt", cover.own_first);
    members.read("inscp_scp_amt", cover.in_scope);
    members.read("chrgitm_lv", cover.level);
    if (!members.result().ok()) return members.result().failure();
    return cover;
}

}  // namespace

// The national list of certificates; what has no word of ours is another kind.
CounterReading::CounterReading()
    : certificate_kind_(*CodeMap::make("psn_cert_type",
                                       {{"01", "resident_id"},
                                        {"02", "officer_card"},
                                        {"04", "hong_kong_macau_pass"},
                                        {"06", "taiwan_pass"},
                                        {"07", "permanent_residence"},
                                        {"08", "passport"},
                                        {"99", "other"}},
                                       {.ours = "other"})),
      sex_(*CodeMap::make("gend", {{"0", "unknown"}, {"1", "male"}, {"2", "female"}, {"9", "not_stated"}}, {})) {}

Result<InsuredFind::Result> CounterReading::insured(JsonValue content, const InsuredFind::Request& request) const {
    const Result<JsonValue> base = objectIn(content, "baseinfo");
    if (!base.ok()) return base.failure();
    const Result<JsonValue> list = listIn(content, "insuinfo", kInsurancesMax);
    if (!list.ok()) return list.failure();
    if (request.credential.kind == CredentialKind::Certificate) {
        const Result<void> same = sameIn(*base, "certno", request.credential.number.reveal());
        if (!same.ok()) return same.failure();
    }
    Result<std::string> number = textIn(*base, "psn_no", kNumberMax);
    if (!number.ok()) return number.failure();
    Result<PersonDetails> details = person(*base);
    if (!details.ok()) return details.failure();
    InsuredFind::Result result;
    result.insured_number = core::Sensitive<std::string>(std::move(*number));
    result.person = std::move(*details);
    for (std::size_t i = 0; i < list->size(); ++i) {
        Result<Insurance> insurance = insuranceIn(list->at(i));
        if (!insurance.ok()) return insurance.failure();
        result.insurances.push_back(std::move(*insurance));
    }
    return result;
}

Result<PersonDetails> CounterReading::person(JsonValue base) const {
    std::string kind_code;
    std::string certificate;
    std::string sex_code;
    std::optional<std::string> birthday;
    Members members(base);
    members.read("psn_cert_type", kind_code);
    members.read("certno", certificate);
    members.read("gend", sex_code);
    members.read("brdy", birthday);
    if (!members.result().ok()) return members.result().failure();
    Result<std::string> name = textIn(base, "psn_name", kNameMax);
    if (!name.ok()) return name.failure();
    const Result<CertificateKind> kind = certificate_kind_.ours<CertificateKind>(kind_code);
    if (!kind.ok()) return kind.failure();
    const Result<Sex> sex = sex_.ours<Sex>(sex_code);
    if (!sex.ok()) return sex.failure();
    PersonDetails person;
    person.name = core::Sensitive(core::PersonName{std::move(*name)});
    person.sex = *sex;
    person.certificate = Certificate{*kind, core::Sensitive(core::CertificateNumber{std::move(certificate)})};
    if (birthday) {
        const Result<core::Date> day = dayForm().readDate(*birthday);
        if (!day.ok()) return day.failure();
        person.birth_date = core::Sensitive<core::Date>(*day);
    }
    return person;
}

Result<VisitRegister::Result> CounterReading::registered(JsonValue content, const InsuredVisit& visit) const {
    const bool is_outpatient = visit.kind == VisitKind::Outpatient;
    const Result<JsonValue> data = objectIn(content, is_outpatient ? "data" : "result");
    if (!data.ok()) return data.failure();
    if (is_outpatient) {
        const Result<void> same =
            all({sameIn(*data, "psn_no", visit.insured_number.reveal()), sameIn(*data, "ipt_otp_no", visit.hospital_visit)});
        if (!same.ok()) return same.failure();
    }
    Result<std::string> number = textIn(*data, "mdtrt_id", kNumberMax);
    if (!number.ok()) return number.failure();
    return VisitRegister::Result{std::move(*number)};
}

Result<std::vector<LineCover>> CounterReading::covers(JsonValue content, std::span<const InsuredLine> lines) const {
    const Result<JsonValue> list = listIn(content, "result", lines.size());
    if (!list.ok()) return list.failure();
    std::vector<LineCover> told;
    for (std::size_t i = 0; i < list->size(); ++i) {
        Result<LineCover> cover = coverIn(list->at(i));
        if (!cover.ok()) return cover.failure();
        told.push_back(std::move(*cover));
    }
    std::vector<LineCover> covers;
    for (const InsuredLine& line : lines) {
        const auto cover = std::find_if(told.begin(), told.end(), [&](const LineCover& one) { return one.key == line.key; });
        if (cover == told.end()) return notValid("feedetl_sn", "of a line is missing");
        const Result<void> same = kit::sameAmount(line.amount, cover->amount);
        if (!same.ok()) return same.failure();
        covers.push_back(*cover);
    }
    return covers;
}

Result<SettlementAmounts> CounterReading::quoted(JsonValue content, const SettlementOf& of) const {
    const Result<JsonValue> setlinfo = objectIn(content, "setlinfo");
    if (!setlinfo.ok()) return setlinfo.failure();
    Result<SettlementAmounts> amounts = amountsIn(content, *setlinfo);
    if (!amounts.ok()) return amounts;
    const Result<void> same = all({ofVisit(*setlinfo, of.visit), kit::sameAmount(of.total, amounts->total)});
    if (!same.ok()) return same.failure();
    return amounts;
}

Result<Settlement> CounterReading::settled(JsonValue content, const SettlementOf& of, const std::string& msgid) const {
    const Result<JsonValue> setlinfo = objectIn(content, "setlinfo");
    if (!setlinfo.ok()) return setlinfo.failure();
    Result<Settlement> settlement = settlementIn(content, *setlinfo, SettlementState::Settled);
    if (!settlement.ok()) return settlement;
    const Result<void> same = all(
        {ofVisit(*setlinfo, of.visit), sameIn(*setlinfo, "medins_setl_id", msgid), kit::sameAmount(of.total, settlement->amounts.total)});
    if (!same.ok()) return same.failure();
    return settlement;
}

Result<Settlement> CounterReading::revoked(JsonValue content, const SettlementRevoke::Request& request) const {
    const Result<JsonValue> setlinfo = objectIn(content, "setlinfo");
    if (!setlinfo.ok()) return setlinfo.failure();
    Result<Settlement> revocation = settlementIn(content, *setlinfo, SettlementState::Revoked);
    if (!revocation.ok()) return revocation;
    const Result<void> same = all({ofVisit(*setlinfo, request.visit), kit::sameAmount(-request.settled.total, revocation->amounts.total)});
    if (!same.ok()) return same.failure();
    if (revocation->number == request.number) return notValid("setl_id", "is that of the settlement");
    return revocation;
}

Result<Settlement> CounterReading::found(JsonValue content, const SettlementFind::Request& request) const {
    const Result<JsonValue> setlinfo = objectIn(content, "setlinfo");
    if (!setlinfo.ok()) return setlinfo.failure();
    const Result<void> same = all({ofVisit(*setlinfo, request.visit), sameIn(*setlinfo, "setl_id", request.number)});
    if (!same.ok()) return same.failure();
    const Result<std::optional<std::string>> flag = optionalTextIn(*setlinfo, "refd_setl_flag", kNumberMax);
    if (!flag.ok()) return flag.failure();
    const std::string revoked = flag->value_or("0");
    if (revoked != "0" && revoked != "1") return notValid("refd_setl_flag", "is neither 0 nor 1");
    return settlementIn(content, *setlinfo, revoked == "1" ? SettlementState::Revoked : SettlementState::Settled);
}

Result<StatementCheck::Result> CounterReading::compared(JsonValue content) const {
    const Result<JsonValue> stmtinfo = objectIn(content, "stmtinfo");
    if (!stmtinfo.ok()) return stmtinfo.failure();
    const Result<std::string> verdict = textIn(*stmtinfo, "stmt_rslt", kNumberMax);
    if (!verdict.ok()) return verdict.failure();
    if (*verdict != "0" && *verdict != "1") return notValid("stmt_rslt", "is neither 0 nor 1");
    constexpr std::size_t kTextMax = 4096;
    Result<std::optional<std::string>> text = optionalTextIn(*stmtinfo, "stmt_rslt_dscr", kTextMax);
    if (!text.ok()) return text.failure();
    return StatementCheck::Result{*verdict == "0", text->value_or("")};
}

}  // namespace adapters::nhsa
