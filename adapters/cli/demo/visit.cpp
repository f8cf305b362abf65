// What happens to a person at the hospital: the doctor's charge, money that comes back, a report that another hospital reads.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "adapters/cli/demo/journey.h"
#include "adapters/cli/demo/json_members.h"

namespace adapters::cli::demo {

using hub::core::JsonDocument;
using hub::core::JsonValue;
using hub::core::Result;

namespace {

constexpr int kConsentMs = 3'600'000;
constexpr std::string_view kValue = "5.1";

std::vector<std::string> textsIn(const std::string& json, std::string_view name) {
    std::vector<std::string> texts;
    const auto document = JsonDocument::parse(json);
    const auto list = document.ok() ? document->root().member(name) : std::nullopt;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        if (const auto text = list->at(i).string()) texts.emplace_back(*text);
    }
    return texts;
}

}  // namespace

/// A connection for each call: the simulator's side door keeps none that is idle.
Result<Answer> Journey::atHospital(const std::string& method, const std::string& path, const std::string& json) {
    return Http(hospital_.control_port).call(method, path, "", json);
}

std::string Journey::localPatient() {
    const Result<Answer> books = atHospital("GET", "/_sim/books?patient");
    if (!books.ok()) return {};
    const auto document = JsonDocument::parse(books->body);
    const auto rows = document.ok() ? document->root().member("patient") : std::nullopt;
    if (!rows) return {};
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const JsonValue row = rows->at(i);
        if (memberText(row, "certificate_number") == certificate_) return std::to_string(memberNumber(row, "id"));
    }
    return {};
}

bool Journey::isCharged() {
    const std::string patient = localPatient();
    if (patient.empty()) return fail("charge", "no file in the hospital's books");
    const std::int64_t drug = 1000 + (story_.number * 37) % 5000;
    constexpr std::int64_t kTest = 2550;
    const std::string wanted = fmt::format(
        R"({{"patient_id":{0},"visit_number":"","name":"门诊费","doctor":"1001","lines":[)"
        R"({{"code":"A11","name":"测试注射液","kind":"A","unit":"支","spec":"100ml","price_fen":{1},"quantity_hundredths":100,"amount_fen":{1}}},)"
        R"({{"code":"C20","name":"测试检验","kind":"C","unit":"次","spec":"","price_fen":{2},"quantity_hundredths":100,"amount_fen":{2}}}]}})",
        patient, drug, kTest);
    Answer got;
    if (!step("charge", atHospital("POST", "/_sim/charges", wanted), got)) return false;
    charge_ = textIn(got.body, "number");
    lines_ = textsIn(got.body, "lines");
    const hub::core::MonoTime raised = around_.clock.mono();
    OpenCharge charge;
    if (!hearsOfCharge(charge_, charge)) return false;
    story_.charge_to_phone_ms.push_back(static_cast<double>((around_.clock.mono() - raised).count()) / 1e6);
    return paysCharge(charge);
}

bool Journey::hearsOfCharge(const std::string& key, OpenCharge& charge) {
    for (;;) {
        const Result<Heard> heard = events_->next("charge.created");
        if (!heard.ok()) return fail("charge.created", heard.failure().message(hub::core::Language::Chinese));
        Answer got;
        if (!step("charges", hub_.call("GET", person_ + "/charges", token_), got)) return false;
        const auto document = JsonDocument::parse(got.body);
        const auto charges = document.ok() ? document->root().member("charges") : std::nullopt;
        for (std::size_t i = 0; charges && i < charges->size(); ++i) {
            const JsonValue one = charges->at(i);
            const auto content = one.member("content");
            if (!content || memberText(one, "state") != "open") continue;
            if (!key.empty() && memberText(*content, "key") != key) continue;
            charge = {memberText(one, "charge_id"), memberText(*content, "version"), memberNumber(*content, "total_fen")};
            return true;
        }
    }
}

bool Journey::getsBack() {
    if (speaksHl7() ? !getsLineBack() : !cancelsBooking()) return false;
    if (!speaksHl7() && fee_fen_ == 0) return true;  // a booking that cost nothing
    ++story_.refunds;
    around_.reached(Stage::Refunded);
    return true;
}

bool Journey::cancelsBooking() {
    Answer got;
    if (!step("cancel", hub_.call("POST", "/api/v1/bookings/" + booking_ + "/cancellation", token_), got)) return false;
    std::string body;
    if (!until("/api/v1/bookings/" + booking_, {"cancelled"}, body)) return fail("cancel", body);
    story_.refunded_fen += fee_fen_;
    return true;
}

/// The hospital gives the last line of the charge back.
bool Journey::getsLineBack() {
    if (lines_.empty()) return fail("refund", "the charge has no lines");
    Answer got;
    const std::string wish = fmt::format(R"({{"charge":"{}","lines":["{}"]}})", charge_, lines_.back());
    if (!step("refund", atHospital("POST", "/_sim/refund-requests", wish), got)) return false;
    const std::int64_t amount = numberIn(got.body, "amount_fen");
    Result<Heard> heard = events_->next("refund.changed");
    if (!heard.ok()) return fail("refund.changed", heard.failure().message(hub::core::Language::Chinese));
    std::string body;
    if (!until("/api/v1/refunds/" + heard->ids["refund_id"], {"done", "refused"}, body)) return fail("refund", body);
    if (textIn(body, "state") != "done" || numberIn(body, "amount_fen") != amount) return fail("refund", body);
    story_.refunded_fen += amount;
    return true;
}

bool Journey::publishesReport(std::string& report) {
    const std::string patient = localPatient();
    const std::string content = fmt::format(
        R"({{"number":"","patient_id":{},"kind":"lab","visit_kind":"1","name":"测试检验报告","part":"","findings":"","conclusion":"","values":[)"
        R"({{"name":"葡萄糖","value":"{}","unit":"mmol/L","range":"3.9-6.1","flag":""}}]}})",
        patient, kValue);
    Answer got;
    if (!step("report", atHospital("POST", "/_sim/reports", content), got)) return false;
    // Where reports are not pushed, the phone asks for them.
    if (!speaksHl7() &&
        !step("reports", hub_.call("POST", person_ + "/reports/refresh", token_, fmt::format(R"({{"hospital":"{}"}})", hospital_.code)),
              got))
        return false;
    Result<Heard> heard = events_->next("report.published");
    if (!heard.ok()) return fail("report.published", heard.failure().message(hub::core::Language::Chinese));
    report = heard->ids["report_id"];
    return true;
}

/// Staff of the next hospital sees the certificate, so that the person may be shown their records; then they log in anew.
bool Journey::isVerified() {
    const Fields desk{{"Staff-Id", "30001"}, {"Staff-Role", "registrar"}, {"Staff-Department", "D00"}};
    Answer got;
    const std::string& theirs = around_.hospital_tokens.at(next_hospital_.code);
    if (!step("identity-check", hub_.call("POST", person_ + "/identity-check", theirs, {}, desk), got)) return false;
    if (!step("token", hub_.call("POST", person_ + "/tokens", around_.entrance_token), got)) return false;
    token_ = textIn(got.body, "token");
    return true;
}

/// A doctor of the next hospital asks for the report: `status` is what has to come of it.
bool Journey::isReadWith(const char* name, const std::string& report, int status) {
    const Fields doctor{{"Staff-Id", "20417"}, {"Staff-Role", "doctor"}, {"Staff-Department", "D02"}, {"Purpose", "treatment"}};
    const Result<Answer> answer =
        hub_.call("GET", person_ + "/reports/" + report, around_.hospital_tokens.at(next_hospital_.code), {}, doctor);
    if (!answer.ok()) return fail(name, answer.failure().message(hub::core::Language::Chinese));
    const bool as_told = answer->status == status && (status != 200 || answer->body.find(kValue) != std::string::npos);
    return as_told || fail(name, std::to_string(answer->status) + " " + answer->body);
}

bool Journey::sharesReport() {
    std::string report;
    if (!isVerified() || !publishesReport(report)) return false;
    if (!isReadWith("before consent", report, 403)) return false;
    Answer got;
    const std::string consent = fmt::format(R"({{"hospital":"{}","source":"{}","until_ms":{}}})", next_hospital_.code, hospital_.code,
                                            around_.clock.utc().ms + kConsentMs);
    if (!step("consent", hub_.call("POST", person_ + "/consents", token_, consent), got)) return false;
    const std::string given = person_ + "/consents/" + textIn(got.body, "consent_id");
    if (!isReadWith("with consent", report, 200)) return false;
    if (!step("revocation", hub_.call("POST", given + "/revocation", token_), got)) return false;
    if (!isReadWith("after revocation", report, 403)) return false;
    if (!step("record-reads", hub_.call("GET", person_ + "/record-reads", token_), got)) return false;
    const auto document = JsonDocument::parse(got.body);
    const auto reads = document.ok() ? document->root().member("reads") : std::nullopt;
    int seen = 0;  // by the doctor: refused, done, refused
    for (std::size_t i = 0; reads && i < reads->size(); ++i) {
        const JsonValue look = reads->at(i);
        if (memberText(look, "hospital") == next_hospital_.code && memberText(look, "purpose") == "treatment" &&
            memberText(look, "subject").find(report) != std::string::npos)
            ++seen;
    }
    if (seen != 3) return fail("record-reads", got.body);
    ++story_.reports_shared;
    around_.reached(Stage::ReportShared);
    return true;
}

}  // namespace adapters::cli::demo
