#include "adapters/nhsa/counter_words.h"

#include <fmt/format.h>

#include "adapters/nhsa/words.h"

namespace adapters::nhsa {

namespace core = hub::core;
using namespace hub::contract;
using core::JsonWriter;

namespace {

constexpr CounterCalls kOutpatient{"2201", "2202", "2204", "2205", "2206", "2207", "2208"};
constexpr CounterCalls kInpatient{"2401", "2404", "2301", "2302", "2303", "2304", "2305"};

constexpr std::string_view kLinesSteps = "lines_";
constexpr std::string_view kAllThatIsNotSettled = "0000";

template <class Write>
Input inputOf(Write write) {
    JsonWriter out(core::Exposure::Revealed);
    out.beginObject();
    write(out);
    out.endObject();
    return Input(out.text());
}

/// Most inputs are one object, "data".
template <class Write>
Input dataOf(Write write) {
    return inputOf([&](JsonWriter& out) { putObject(out, "data", [&] { write(out); }); });
}

core::Result<std::string_view> credentialKind(CredentialKind kind) {
    switch (kind) {
        case CredentialKind::InsuranceVoucher:
            return std::string_view("01");
        case CredentialKind::Certificate:
            return std::string_view("02");
        case CredentialKind::SocialSecurityCard:
            return std::string_view("03");
        default:
            return notWritable("the insurer takes vouchers, social security cards and certificates");
    }
}

void putCredential(JsonWriter& out, std::string_view kind, const InsuranceCredential& credential) {
    put(out, "mdtrt_cert_type", kind);
    put(out, "mdtrt_cert_no", credential.number.reveal());
}

void putVisit(JsonWriter& out, const InsuredVisit& visit) {
    put(out, "psn_no", visit.insured_number.reveal());
    put(out, "mdtrt_id", visit.visit);
}

void putDiagnoses(JsonWriter& out, const std::vector<Diagnosis>& diagnoses) {
    putList(out, "diseinfo", diagnoses, [&](const Diagnosis& one, int number) { putDiagnosis(out, one, number, Spelling::Underscores); });
}

void putOutpatient(JsonWriter& out, std::string_view credential, const VisitRegister::Request& request) {
    putObject(out, "data", [&] {
        put(out, "psn_no", request.visit.insured_number.reveal());
        put(out, "insutype", request.visit.insurance);
        put(out, "begntime", timeForm().write(request.began_at));
        putCredential(out, credential, request.credential);
        put(out, "ipt_otp_no", request.visit.hospital_visit);
        put(out, "atddr_no", request.doctor);
        put(out, "dr_name", request.doctor_name);
        put(out, "dept_code", request.department);
        put(out, "dept_name", request.department_name);
        put(out, "caty", request.department);
    });
}

void putAdmission(JsonWriter& out, std::string_view credential, const VisitRegister::Request& request, const Diagnosis& main) {
    putObject(out, "mdtrtinfo", [&] {
        put(out, "psn_no", request.visit.insured_number.reveal());
        put(out, "insutype", request.visit.insurance);
        put(out, "begntime", timeForm().write(request.began_at));
        putCredential(out, credential, request.credential);
        put(out, "med_type", request.visit.care_type);
        put(out, "ipt_otp_no", request.visit.hospital_visit);
        put(out, "atddr_no", request.doctor);
        put(out, "chfpdr_name", request.doctor_name);
        put(out, "adm_dept_codg", request.department);
        put(out, "adm_dept_name", request.department_name);
        put(out, "adm_bed", request.bed.value_or(""));
        put(out, "dscg_maindiag_code", main.code);
        put(out, "dscg_maindiag_name", main.name.reveal());
    });
    putDiagnoses(out, request.diagnoses);
}

}  // namespace

const CounterCalls& callsOf(VisitKind kind) { return kind == VisitKind::Inpatient ? kInpatient : kOutpatient; }

std::string linesStep(std::size_t number) { return fmt::format("{}{}", kLinesSteps, number); }

core::Result<std::string_view> callToReverse(std::string_view operation, VisitKind kind) {
    const CounterCalls& calls = callsOf(kind);
    const std::size_t slash = operation.find('/');
    const std::string_view word = operation.substr(0, slash);
    const std::string_view step = slash == std::string_view::npos ? "" : operation.substr(slash + 1);
    if (word == ChargesUpload::kName && step == kDiagnosesStep && kind == VisitKind::Outpatient) return kDiagnosesCall;
    if (word == ChargesUpload::kName && (step.empty() || step.starts_with(kLinesSteps))) return calls.upload_charges;
    if (step.empty()) {
        if (word == VisitRegister::kName) return calls.register_visit;
        if (word == VisitCancel::kName) return calls.cancel_visit;
        if (word == ChargesRevoke::kName) return calls.revoke_charges;
        if (word == SettlementConfirm::kName) return calls.settle;
        if (word == SettlementRevoke::kName) return calls.revoke_settlement;
    }
    return notWritable("there is no such call to be reversed");
}

core::Result<Input> findInput(const InsuredFind::Request& request) {
    const core::Result<std::string_view> kind = credentialKind(request.credential.kind);
    if (!kind.ok()) return kind.failure();
    const bool by_certificate = request.credential.kind == CredentialKind::Certificate;
    return dataOf([&](JsonWriter& out) {
        putCredential(out, *kind, request.credential);
        put(out, "card_sn", request.credential.card_serial.value_or(""));
        put(out, "psn_cert_type", by_certificate ? "01" : "");
        put(out, "certno", by_certificate ? request.credential.number.reveal() : "");
        put(out, "psn_name", request.name ? request.name->reveal().text : "");
    });
}

core::Result<Input> registerInput(const VisitRegister::Request& request) {
    const core::Result<std::string_view> kind = credentialKind(request.credential.kind);
    if (!kind.ok()) return kind.failure();
    if (request.visit.kind == VisitKind::Outpatient) return inputOf([&](JsonWriter& out) { putOutpatient(out, *kind, request); });
    const core::Result<Diagnosis> main = mainDiagnosisOf(request.diagnoses);
    if (!main.ok()) return main.failure();
    return inputOf([&](JsonWriter& out) { putAdmission(out, *kind, request, *main); });
}

Input cancelInput(const InsuredVisit& visit) {
    return dataOf([&](JsonWriter& out) {
        putVisit(out, visit);
        if (visit.kind == VisitKind::Outpatient) put(out, "ipt_otp_no", visit.hospital_visit);
    });
}

core::Result<Input> diagnosesInput(const ChargesUpload::Request& request) {
    const core::Result<Diagnosis> main = mainDiagnosisOf(request.diagnoses);
    if (!main.ok()) return main.failure();
    return inputOf([&](JsonWriter& out) {
        putObject(out, "mdtrtinfo", [&] {
            put(out, "mdtrt_id", request.visit.visit);
            put(out, "psn_no", request.visit.insured_number.reveal());
            put(out, "med_type", request.visit.care_type);
            put(out, "begntime", timeForm().write(main->at));
            put(out, "dise_codg", main->code);
            put(out, "dise_name", main->name.reveal());
        });
        putDiagnoses(out, request.diagnoses);
    });
}

Input linesInput(const ChargesUpload::Request& request, std::span<const InsuredLine> lines) {
    return inputOf([&](JsonWriter& out) {
        putList(out, "feedetail", lines,
                [&](const InsuredLine& line, int) { putLine(out, request.visit, request.batch, line, Spelling::Underscores); });
    });
}

Input revokeChargesInput(const ChargesRevoke::Request& request) {
    return dataOf([&](JsonWriter& out) {
        put(out, "mdtrt_id", request.visit.visit);
        put(out, "chrg_bchno", request.batch ? *request.batch : kAllThatIsNotSettled);
        put(out, "psn_no", request.visit.insured_number.reveal());
        if (request.visit.kind == VisitKind::Inpatient && !request.batch) put(out, "feedetl_sn", kAllThatIsNotSettled);
    });
}

core::Result<Input> settlementInput(const SettlementOf& of, const std::optional<std::string>& invoice) {
    const core::Result<std::string_view> kind = credentialKind(of.credential.kind);
    if (!kind.ok()) return kind.failure();
    return dataOf([&](JsonWriter& out) {
        put(out, "psn_no", of.visit.insured_number.reveal());
        putCredential(out, *kind, of.credential);
        put(out, "med_type", of.visit.care_type);
        put(out, "medfee_sumamt", of.total);
        put(out, "psn_setlway", "01");
        put(out, "mdtrt_id", of.visit.visit);
        put(out, "chrg_bchno", of.batch);
        put(out, "acct_used_flag", of.use_account ? "1" : "0");
        put(out, "insutype", of.visit.insurance);
        if (invoice) put(out, "invono", *invoice);
    });
}

Input settlementInput(const InsuredVisit& visit, const std::string& number) {
    return dataOf([&](JsonWriter& out) {
        put(out, "setl_id", number);
        put(out, "mdtrt_id", visit.visit);
        put(out, "psn_no", visit.insured_number.reveal());
    });
}

Input reverseInput(const CallReverse::Request& request, std::string_view call) {
    return dataOf([&](JsonWriter& out) {
        put(out, "psn_no", request.visit.insured_number.reveal());
        put(out, "omsgid", request.wire_id);
        put(out, "oinfno", call);
    });
}

Input sumsInput(const StatementCheck::Request& request) {
    return dataOf([&](JsonWriter& out) {
        put(out, "insutype", request.insurance);
        put(out, "clr_type", request.clearing_type);
        put(out, "setl_optins", request.clearing_office);
        put(out, "stmt_begndate", request.from.text());
        put(out, "stmt_enddate", request.to.text());
        put(out, "medfee_sumamt", request.total);
        put(out, "fund_pay_sumamt", request.fund);
        put(out, "acct_pay", request.account);
        put(out, "fixmedins_setl_cnt", std::to_string(request.settlements));
    });
}

}  // namespace adapters::nhsa
