#include "adapters/cli/demo/journey.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/cli/demo/json_members.h"
#include "hub/core/date.h"

namespace adapters::cli::demo {

using hub::core::JsonDocument;
using hub::core::JsonValue;
using hub::core::Result;

namespace {

constexpr int kTurns = 600;
constexpr int kTurnMs = 100;
constexpr std::array<std::string_view, 8> kNames{"测试甲", "测试乙", "李玕", "王珅", "欧阳测试", "赵测试", "钱测试", "孙测试"};

std::string today(const hub::core::Clock& clock, int days) {
    const hub::core::UtcTime when = clock.utc() + std::chrono::hours(24 * days);
    return hub::core::shanghaiDate(when, hub::core::Duration(0)).text();
}

}  // namespace

std::string madeUpCertificate(std::int32_t number) {
    constexpr std::array kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view kCheck = "10X98765432";
    const std::string body = fmt::format("379999{:04}{:02}{:02}{:03}", 1960 + number % 50, 1 + number % 12, 1 + number % 28, number % 1000);
    int sum = 0;
    for (std::size_t i = 0; i < body.size(); ++i) sum += (body[i] - '0') * kWeights.at(i);
    return body + kCheck[static_cast<std::size_t>(sum % 11)];
}

Journey::Journey(const Surroundings& around, std::int32_t number)
    : around_(around),
      hospital_(around.region.hospitals.at(static_cast<std::size_t>(number) % around.region.hospitals.size())),
      next_hospital_(around.region.hospitals.at(static_cast<std::size_t>(number + 1) % around.region.hospitals.size())),
      hub_(around.hub_port),
      certificate_(madeUpCertificate(number)),
      name_(kNames.at(static_cast<std::size_t>(number) % kNames.size())) {
    story_.number = number;
    story_.hospital = hospital_.code;
}

bool Journey::fail(const char* name, const std::string& what) {
    story_.failed = fmt::format("{} {}: {}", hospital_.code, name, what.substr(0, 300));
    return false;
}

bool Journey::step(const char* name, const Result<Answer>& answer, Answer& got) {
    if (!answer.ok()) return fail(name, answer.failure().message(hub::core::Language::Chinese));
    got = *answer;
    return got.ok() || fail(name, std::to_string(got.status) + " " + got.body);
}

Story Journey::run() {
    const bool on = registers() && opensFile() && listens() && books() && paysFee() && isCharged();
    if (on && story_.number % 4 == 0) getsBack();
    if (on && story_.number % 4 == 1) sharesReport();
    return std::move(story_);
}

bool Journey::registers() {
    Answer got;
    const std::string person = fmt::format(
        R"({{"person":{{"name":"{}","sex":"{}","certificate":{{"kind":"resident_id","number":"{}"}},"phone":"1390000{:04}"}}}})", name_,
        story_.number % 2 == 0 ? "female" : "male", certificate_, story_.number % 10'000);
    if (!step("register", hub_.call("POST", "/api/v1/people", around_.entrance_token, person), got)) return false;
    person_ = "/api/v1/people/" + textIn(got.body, "person_id");
    if (!step("token", hub_.call("POST", person_ + "/tokens", around_.entrance_token), got)) return false;
    token_ = textIn(got.body, "token");
    around_.reached(Stage::Registered);
    return true;
}

bool Journey::opensFile() {
    const std::string where = fmt::format(R"({{"hospital":"{}"}})", hospital_.code);
    Answer got;
    for (int turn = 0; turn < kTurns; ++turn) {
        const Result<Answer> answer = hub_.call("POST", person_ + "/files", token_, where);
        // The first people may be faster than a hospital comes into service: like a phone, they try again.
        const bool again = answer.ok() && (answer->status == 202 || answer->status == 503);
        if (!again) {
            if (!step("file", answer, got)) return false;
            around_.reached(Stage::FileOpened);
            return true;
        }
        got = *answer;
        around_.pace(kTurnMs);
    }
    return fail("file", got.body);
}

bool Journey::listens() {
    hub::core::Result<EventStream> events = EventStream::open(around_.hub_port, person_ + "/events", token_);
    if (!events.ok()) return fail("events", events.failure().message(hub::core::Language::Chinese));
    events_.emplace(std::move(*events));
    return true;
}

bool Journey::books() {
    Answer got;
    const std::string base = "/api/v1/hospitals/" + hospital_.code;
    const std::string range = "?from=" + today(around_.clock, 1) + "&to=" + today(around_.clock, 5);
    if (!step("schedules", hub_.call("GET", base + "/schedules" + range, token_), got)) return false;
    const auto schedules = JsonDocument::parse(got.body);
    if (!schedules.ok()) return fail("schedules", got.body);
    const auto list = schedules->root().member("schedules");
    if (!list || list->size() == 0) return fail("schedules", got.body);
    const JsonValue schedule = list->at(static_cast<std::size_t>(story_.number) % list->size());
    const std::string department = memberText(schedule, "department");
    const std::string doctor = memberText(schedule, "doctor");
    const std::string day = memberText(schedule, "day");
    const std::string session = memberText(schedule, "session");
    if (!step("slots",
              hub_.call("GET", base + "/slots?department=" + department + "&doctor=" + doctor + "&day=" + day + "&session=" + session,
                        token_),
              got))
        return false;
    const auto slots = JsonDocument::parse(got.body);
    const auto slot_list = slots.ok() ? slots->root().member("slots") : std::nullopt;
    if (!slot_list || slot_list->size() == 0) return fail("slots", got.body);
    const JsonValue slot = slot_list->at(static_cast<std::size_t>(story_.number) % slot_list->size());

    hub::core::JsonWriter wish(hub::core::Exposure::Revealed);
    wish.beginObject();
    for (const auto& [key, value] :
         std::initializer_list<std::pair<std::string_view, std::string>>{{"hospital", hospital_.code},
                                                                         {"slot", memberText(slot, "key")},
                                                                         {"department", department},
                                                                         {"department_name", memberText(schedule, "department_name")},
                                                                         {"doctor", doctor},
                                                                         {"doctor_name", memberText(schedule, "doctor_name")},
                                                                         {"day", day},
                                                                         {"session", session}}) {
        wish.key(key);
        wish.string(value);
    }
    wish.endObject();
    if (!step("book", hub_.call("POST", person_ + "/bookings", token_, wish.text()), got)) return false;
    booking_ = textIn(got.body, "booking_id");
    std::string body;
    if (!until("/api/v1/bookings/" + booking_, {"to_pay", "paid", "refused", "cancelled"}, body)) return fail("book", body);
    const std::string state = textIn(body, "state");
    if (state != "to_pay" && state != "paid") return fail("book", body);
    fee_fen_ = numberIn(body, "cash_fen");
    ++story_.bookings;
    around_.reached(Stage::Booked);
    return true;
}

bool Journey::paysFee() {
    if (fee_fen_ > 0)
        return pays(fmt::format(R"({{"channel":"{}","payer":"openid-{}","booking":{{"booking_id":"{}","expected_cash_fen":{}}}}})",
                                around_.region.channel, story_.number, booking_, fee_fen_));
    if (!speaksHl7()) return true;
    OpenCharge fee;  // which such a hospital takes as a charge
    return hearsOfCharge("", fee) && paysCharge(fee);
}

bool Journey::paysCharge(const OpenCharge& charge) {
    return pays(fmt::format(
        R"({{"channel":"{}","payer":"openid-{}","charges":[{{"charge_id":"{}","expected_version":"{}","expected_total_fen":{}}}]}})",
        around_.region.channel, story_.number, charge.charge_id, charge.version, charge.total_fen));
}

bool Journey::pays(const std::string& json) {
    Answer got;
    if (!step("pay", hub_.call("POST", person_ + "/payments", token_, json), got)) return false;
    const std::string payment = textIn(got.body, "payment_id");
    std::string body;
    if (!until("/api/v1/payments/" + payment, {"completed", "reversed", "unpaid"}, body)) return fail("pay", body);
    if (textIn(body, "state") != "completed") return fail("pay", body);
    ++story_.payments;
    story_.paid_fen += numberIn(body, "total_fen");
    around_.reached(Stage::Paid);
    return true;
}

bool Journey::until(const std::string& path, std::initializer_list<std::string_view> ends, std::string& body) {
    for (int turn = 0; turn < kTurns; ++turn) {
        const Result<Answer> answer = hub_.call("GET", path, token_);
        if (answer.ok()) {
            body = answer->body;
            const std::string state = textIn(body, "state");
            if (std::ranges::find(ends, state) != ends.end()) return true;
        }
        around_.pace(kTurnMs);
    }
    return false;
}

}  // namespace adapters::cli::demo
