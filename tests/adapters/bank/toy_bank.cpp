#include "tests/adapters/bank/toy_bank.h"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include "adapters/codec/charset/charset.h"
#include "adapters/kit/sha256.h"
#include "tests/adapters/bank/golden.h"
#include "tests/adapters/conformance/test_key.h"

namespace tests {

namespace core = hub::core;

namespace {

constexpr int kExamples = 100;

ToyBank::Said no(int status, std::string_view code) { return {status, fmt::format(R"({{"code":"{}","text":"synthetic"}})", code)}; }

std::string memberOf(core::JsonValue in, std::string_view name) {
    const std::optional<core::JsonValue> value = in.member(name);
    if (!value) return "";
    return value->integer() ? std::to_string(*value->integer()) : std::string(value->string().value_or(""));
}

/// Their certificates and accounts end with five digits that say who it is.
int personOf(const std::string& number) { return std::atoi(number.substr(number.size() < 5 ? 0 : number.size() - 5).c_str()); }

std::string transfer(std::string_view number, std::string_view kind, std::string_view state, std::string_view amount) {
    const bool done = state == "done";
    return fmt::format(
        R"({{"number":"{}","kind":"{}","state":"{}","amount":{},"bank_number":"77001","booked_at":"{}","bank_day":"{}","reason":""}})",
        number, kind, state, amount, done ? "2026-11-29 10:00:01" : "", done ? "20261129" : "");
}

}  // namespace

std::string ToyBank::accountOf(int person) { return fmt::format("99558800000000{:05}", person); }

std::string ToyBank::numberOf(int payment) { return fmt::format("FIND{:06}", payment); }

std::string ToyBank::statementOf(std::string_view day, std::string_view header, const std::vector<std::string>& rows) {
    std::string text = fmt::format("HD|{}|{}|{}\r\n", day, kBankClient, header);
    for (const std::string& row : rows) text += row + "\r\n";
    using namespace adapters::codec::charset;
    std::string bytes = *fromUtf8(Charset::Gb18030, text);
    return bytes + fmt::format("TR|{}|\r\n", adapters::kit::sha256(bytes).hex());
}

void ToyBank::say(Said said) {
    const std::lock_guard lock(mutex_);
    said_ = std::move(said);
}

std::string ToyBank::answer(const HttpCall& call) { return written(said_ ? *std::exchange(said_, std::nullopt) : said(call), call); }

std::string ToyBank::written(const Said& said, const HttpCall& call) const {
    static const TestKey key("tests/data/bank/keys/bank_private.pem", TestKey::Half::Private);
    using Kind = BankSigning::Kind;
    const Kind kind = said.signing.kind;
    std::string body = said.body;
    const auto request = core::JsonDocument::parse(call.body);
    const std::size_t number = body.find("$NUMBER");
    if (number != std::string::npos) body.replace(number, 7, request.ok() ? memberOf(request->root(), "number") : "");
    if (kind == Kind::Absent) return httpAnswer(said.status, "Content-Type: application/json\r\n", body);

    const std::string time = std::to_string((clock_.utc() + said.signing.off).ms);
    const std::string nonce = kind == Kind::OtherNonce ? "00000000000000000000000000" : call.header("Bank-Nonce");
    std::string signature = key.sign(fmt::format("{}\n{}\n{}\n{}\n", said.status + (kind == Kind::OtherStatus ? 1 : 0), time, nonce, body));
    if (kind == Kind::Altered) signature[5] = signature[5] == 'A' ? 'B' : 'A';
    return httpAnswer(said.status,
                      fmt::format("Bank-Serial: {}\r\nBank-Time: {}\r\nBank-Nonce: {}\r\nBank-Signature: {}\r\n",
                                  kind == Kind::OtherSerial ? "0000" : kBankSerial, time, nonce, signature),
                      body);
}

bool ToyBank::isSigned(const HttpCall& call) {
    static const TestKey key("tests/data/bank/keys/client_public.pem", TestKey::Half::Public);
    const std::string time = call.header("Bank-Time");
    const std::string nonce = call.header("Bank-Nonce");
    const std::int64_t skew = std::atoll(time.c_str()) - clock_.utc().ms;
    return call.header("Bank-Client") == kBankClient && call.header("Bank-Serial") == kOurSerial && skew <= 300'000 && skew >= -300'000 &&
           nonce.size() >= 16 && nonce.size() <= 64 && nonces_.insert(nonce).second &&
           key.verifies(fmt::format("{}\n{}\n{}\n{}\n{}\n", call.method, call.path, time, nonce, call.body), call.header("Bank-Signature"));
}

ToyBank::Said ToyBank::said(const HttpCall& call) {
    constexpr std::string_view kStatements = "/v1/statements/";
    if (!isSigned(call)) return {401, "", {BankSigning::Kind::Absent}};
    if (call.method == "GET" && call.path.starts_with(kStatements)) return statement(call.path.substr(kStatements.size()));
    const auto document = core::JsonDocument::parse(call.body);
    if (!document.ok()) return no(400, "not_valid");
    const core::JsonValue request = document->root();
    if (call.path == "/v1/accounts/open") return open(request);
    if (call.path == "/v1/accounts/balance")
        return {200, fmt::format(R"({{"balance":{},"at":"2026-11-29 10:00:02"}})", balanceOf(personOf(memberOf(request, "account"))))};
    if (call.path == "/v1/transfers/create") return create(request, call.body);
    if (call.path == "/v1/transfers/find") return find(memberOf(request, "number"));
    return no(404, "no_such_method");
}

ToyBank::Said ToyBank::open(core::JsonValue request) {
    const std::string account = accountOf(personOf(memberOf(request, "certificate")));
    if (accounts_.insert(account).second) countEffect();
    return {200, fmt::format(R"({{"account":"{}","opened_at":"2026-11-29 10:00:00"}})", account)};
}

ToyBank::Said ToyBank::create(core::JsonValue request, const std::string& body) {
    const std::string number = memberOf(request, "number");
    const std::string kind = memberOf(request, "kind");
    const bool ends_at_once = kind == "pay" || kind == "give_back";
    const std::string answer = transfer(number, kind, ends_at_once ? "done" : "accepted", memberOf(request, "amount"));
    const auto [standing, is_new] = transfers_.emplace(number, Transfer{body, answer});
    if (standing->second.asked != body) return no(409, "number_used");
    if (is_new) countEffect();
    return {200, standing->second.answer};
}

ToyBank::Said ToyBank::find(const std::string& number) const {
    for (int i = 0; i < kExamples; ++i) {
        if (number == numberOf(i)) return {200, transfer(number, "pay", "done", "30000")};
    }
    const auto standing = transfers_.find(number);
    return standing == transfers_.end() ? no(409, "no_such_transfer") : Said{200, standing->second.answer};
}

ToyBank::Said ToyBank::statement(const std::string& day) const {
    if (day == core::shanghaiDate(clock_.utc(), core::Duration(0)).text()) return no(404, "not_ready");
    std::string digits = day;
    std::erase(digits, '-');
    return {200, statementOf(digits, "1|36.25|0.00|",
                             {fmt::format("01|1|FIND000000|77001|pay|36.25|{}100000||{}|", digits, conformance::kNameMark)})};
}

}  // namespace tests
