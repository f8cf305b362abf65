#include "adapters/nhsa/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/kit/json_reading.h"
#include "adapters/nhsa/amounts.h"

namespace adapters::nhsa {

namespace core = hub::core;
using namespace hub::contract;
using core::JsonValue;
using core::JsonWriter;
using kit::mapping::TimeFormat;

std::string spelled(std::string_view name, Spelling spelling) {
    if (spelling == Spelling::Underscores) return std::string(name);
    std::string text;
    bool is_upper = false;
    for (const char c : name) {
        if (c == '_') {
            is_upper = true;
            continue;
        }
        text += is_upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        is_upper = false;
    }
    return text;
}

core::Failure notWritable(std::string_view what) { return core::Failure(core::Error::RequestNotWritable, std::string(what)); }

const TimeFormat& timeForm() {
    static const TimeFormat form = *TimeFormat::parse("yyyy-MM-dd HH:mm:ss|yyyy-MM-dd");
    return form;
}

const TimeFormat& dayForm() {
    static const TimeFormat form = *TimeFormat::parse("yyyy-MM-dd|yyyy-MM-dd HH:mm:ss");
    return form;
}

void putLine(JsonWriter& out, const InsuredVisit& visit, const std::string& batch, const InsuredLine& line, Spelling spelling) {
    const auto member = [&](std::string_view name, std::string_view text) { put(out, spelled(name, spelling), text); };
    member("feedetl_sn", line.key);
    member("mdtrt_id", visit.visit);
    member("psn_no", visit.insured_number.reveal());
    member("chrg_bchno", batch);
    member("rxno", line.prescription.value_or(""));
    member("fee_ocur_time", timeForm().write(line.at));
    member("med_list_codg", line.national_item);
    member("medins_list_codg", line.hospital_item);
    member("det_item_fee_sumamt", line.amount.yuan());
    member("cnt", line.quantity.text);
    member("pric", line.unit_price.text);
    member("bilg_dept_codg", line.department);
    member("bilg_dept_name", line.department_name);
    member("bilg_dr_codg", line.doctor);
    member("bilg_dr_name", line.doctor_name);
}

void putDiagnosis(JsonWriter& out, const Diagnosis& diagnosis, int number, Spelling spelling) {
    const auto member = [&](std::string_view name, std::string_view text) { put(out, spelled(name, spelling), text); };
    member("diag_type", "1");
    member("diag_srt_no", std::to_string(number));
    member("diag_code", diagnosis.code);
    member("diag_name", diagnosis.name.reveal());
    member("diag_dept", diagnosis.department);
    member("dise_dor_no", diagnosis.doctor);
    member("dise_dor_name", diagnosis.doctor_name);
    member("diag_time", timeForm().write(diagnosis.at));
    member("vali_flag", "1");
    member("maindiag_flag", diagnosis.main ? "1" : "0");
}

core::Result<Diagnosis> mainDiagnosisOf(const std::vector<Diagnosis>& diagnoses) {
    const auto is_main = [](const Diagnosis& one) { return one.main; };
    if (std::count_if(diagnoses.begin(), diagnoses.end(), is_main) != 1) return notWritable("exactly one diagnosis is the main one");
    return *std::find_if(diagnoses.begin(), diagnoses.end(), is_main);
}

core::Result<std::vector<FundPart>> fundsIn(JsonValue content, std::string_view name, Spelling spelling) {
    constexpr std::size_t kFundsMax = 100;
    std::vector<FundPart> funds;
    const std::optional<JsonValue> list = content.member(name);
    if (!list || list->isNull()) return funds;
    if (!list->isArray() || list->size() > kFundsMax) return kit::notValid(name, fmt::format("is no list of at most {}", kFundsMax));
    for (std::size_t i = 0; i < list->size(); ++i) {
        const JsonValue one = list->at(i);
        core::Result<std::string> kind = kit::textIn(one, spelled("fund_pay_type", spelling), kNumberMax);
        if (!kind.ok()) return kind.failure();
        core::Result<std::optional<std::string>> fund = kit::optionalTextIn(one, spelled("fund_pay_type_name", spelling), kNameMax);
        if (!fund.ok()) return fund.failure();
        const core::Result<core::Money> amount = amountIn(one, spelled("fund_payamt", spelling));
        if (!amount.ok()) return amount.failure();
        funds.push_back({std::move(*kind), fund->value_or(""), *amount});
    }
    return funds;
}

core::Result<void> sameIn(JsonValue content, std::string_view name, const std::string& asked) {
    const std::optional<JsonValue> told = content.member(name);
    if (!told || told->string().value_or("") != asked) return kit::notValid(name, "is another");
    return {};
}

}  // namespace adapters::nhsa
