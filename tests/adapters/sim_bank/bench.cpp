#include "tests/adapters/sim_bank/bench.h"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "adapters/codec/charset/charset.h"
#include "adapters/sim/common/rsa_key.h"

namespace tests::bank {

namespace {

const common::RsaKey& clientKey() {
    static const common::RsaKey key = *common::RsaKey::fromPrivatePem(dataFile("keys/client_private.pem"), "client");
    return key;
}

const common::RsaKey& bankKey() {
    static const common::RsaKey key = *common::RsaKey::fromPublicPem(dataFile("keys/bank_public.pem"), "bank");
    return key;
}

}  // namespace

std::string dataFile(const std::string& name) {
    std::ifstream in("tests/data/sim_bank/" + name, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(in, name);
    return {std::istreambuf_iterator<char>(in), {}};
}

sim::BankSettings goodSettings() {
    sim::BankSettings settings;
    settings.client.public_key = dataFile("keys/client_public.pem");
    settings.client.collection_account = kCollection;
    settings.bank.private_key = dataFile("keys/bank_private.pem");
    settings.hospitals = {{std::string(kHospital), "测试医院"}};
    settings.pace = {2000, 2000};
    return settings;
}

bool isSigned(const RawAnswer& answer, std::string_view nonce, hub::core::UtcTime now) {
    const std::string time = answer.header("Bank-Time");
    return answer.header("Bank-Serial") == goodSettings().bank.serial && answer.header("Bank-Nonce") == nonce &&
           time == std::to_string(now.ms) &&
           bankKey().verify(fmt::format("{}\n{}\n{}\n{}\n", answer.status, time, nonce, answer.body), answer.header("Bank-Signature"));
}

std::string codeOf(const RawAnswer& answer) {
    return answer.status == 200 ? "200" : fmt::format("{} {}", answer.status, member(answer.body, "code"));
}

std::string Wish::json() const {
    return fmt::format(R"({{"number":"{}","kind":"{}","account":"{}","amount":{},"original":"{}","summary":"{}"}})", number, kind, account,
                       amount, original, summary);
}

Bench::Bench(const sim::BankSettings& settings) : Door(settings.seed) {
    sim::BankSettings with_folder = settings;
    with_folder.folder = folder.path();
    auto made = sim::BankSimulator::make(with_folder, faults, clock);
    BOOST_REQUIRE(made.ok());
    simulator = *std::move(made);
    const auto started = simulator->start();
    BOOST_REQUIRE(started.ok());
    port = *started;
    const auto person = [&](std::string_view name, std::string_view certificate, std::string_view card) {
        BOOST_REQUIRE(
            control("POST", "people", fmt::format(R"({{"name":"{}","certificate_type":"01","certificate":"{}"}})", name, certificate))
                .status == 200);
        BOOST_REQUIRE(
            control("POST", "cards",
                    fmt::format(R"({{"certificate_type":"01","certificate":"{}","card":"{}","state":"good"}})", certificate, card))
                .status == 200);
    };
    person("李玕", kLi, kCardOfLi);
    person("王珅", kWang, kCardOfWang);
}

std::string Bench::signedRequest(std::string_view method, std::string_view path, std::string_view body) {
    const std::int64_t time = clock.utc().ms;
    last_nonce = fmt::format("NONCE{:011}", ++calls_);
    const std::string signature = clientKey().sign(fmt::format("{}\n{}\n{}\n{}\n{}\n", method, path, time, last_nonce, body));
    return fmt::format(
        "{} {} HTTP/1.1\r\nHost: bank\r\nConnection: close\r\nContent-Type: application/json\r\nBank-Client: C000000001\r\n"
        "Bank-Serial: HUBKEY01\r\nBank-Time: {}\r\nBank-Nonce: {}\r\nBank-Signature: {}\r\nContent-Length: {}\r\n\r\n{}",
        method, path, time, last_nonce, signature, body.size(), body);
}

RawAnswer Bench::callAnyhow(std::string_view method, std::string_view path, std::string_view body) {
    return RawClient(port).ask(signedRequest(method, path, body));
}

RawAnswer Bench::call(std::string_view method, std::string_view path, std::string_view body) {
    RawAnswer answer = callAnyhow(method, path, body);
    BOOST_TEST(isSigned(answer, last_nonce, clock.utc()), path << " is not signed");
    return answer;
}

std::string Bench::openBody(std::string_view number, std::string_view name, std::string_view certificate, std::string_view card) const {
    return fmt::format(
        R"({{"number":"{}","name":"{}","certificate_type":"01","certificate":"{}","phone":"13900000003","linked_card":"{}"}})", number,
        name, certificate, card);
}

std::string Bench::accountOf(std::string_view certificate) {
    const bool is_li = certificate == kLi;
    const RawAnswer answer =
        call("POST", "/v1/accounts/open",
             openBody(is_li ? "OPENOFLI" : "OPENOFWANG", is_li ? "李玕" : "王珅", certificate, is_li ? kCardOfLi : kCardOfWang));
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
    return member(answer.body, "account");
}

RawAnswer Bench::create(const Wish& wish) { return call("POST", "/v1/transfers/create", wish.json()); }

RawAnswer Bench::find(std::string_view number) { return call("POST", "/v1/transfers/find", fmt::format(R"({{"number":"{}"}})", number)); }

std::string Bench::stateOf(std::string_view number) { return member(find(number).body, "state"); }

std::string Bench::outcomeOf(const Wish& wish) {
    const RawAnswer answer = create(wish);
    if (answer.status != 200) return codeOf(answer);
    const std::string reason = member(answer.body, "reason");
    return member(answer.body, "state") + (reason.empty() ? "" : " " + reason);
}

void Bench::fund(std::string_view account, std::int64_t amount, std::string_view number) {
    const Wish wish{.number = std::string(number), .kind = "top_up", .account = std::string(account), .amount = amount};
    BOOST_REQUIRE(outcomeOf(wish) == "accepted");
    advanceBooks(std::chrono::seconds(2));
    BOOST_REQUIRE(stateOf(number) == "done");
}

std::int64_t Bench::balanceOf(std::string_view account) {
    const RawAnswer answer = call("POST", "/v1/accounts/balance", fmt::format(R"({{"account":"{}"}})", account));
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
    return std::stoll(member(answer.body, "balance"));
}

RawAnswer Bench::statement(std::string_view day) { return call("GET", fmt::format("/v1/statements/{}", day)); }

std::vector<std::string> Bench::statementLines(std::string_view day) {
    const RawAnswer answer = statement(day);
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
    const auto text = adapters::codec::charset::toUtf8(adapters::codec::charset::Charset::Gb18030, answer.body);
    BOOST_REQUIRE(text.ok());
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text->size();) {
        const std::size_t end = text->find("\r\n", at);
        BOOST_REQUIRE(end != std::string::npos);
        lines.push_back(text->substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

void Bench::advanceBooks(hub::core::Duration by) {
    const RawAnswer answer = control("POST", "clock", fmt::format(R"({{"advance_ms":{}}})", by.count()));
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
}

}  // namespace tests::bank
