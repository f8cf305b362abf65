#include "tests/adapters/sim_wechat_pay/bench.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

namespace tests::wechat_pay {

namespace {

const common::RsaKey& merchantKey() {
    static const common::RsaKey key = *common::RsaKey::fromPrivatePem(dataFile("keys/merchant_private.pem"), "merchant");
    return key;
}

const common::RsaKey& platformKey() {
    static const common::RsaKey key = *common::RsaKey::fromPublicPem(dataFile("keys/platform_public.pem"), "platform");
    return key;
}

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

std::string dataFile(const std::string& name) {
    std::ifstream in("tests/data/wechat_pay/" + name, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(in, name);
    return {std::istreambuf_iterator<char>(in), {}};
}

sim::WechatPaySettings settingsByHand() {
    sim::WechatPaySettings settings;
    settings.merchant.public_key = dataFile("keys/merchant_public.pem");
    settings.platform.private_key = dataFile("keys/platform_private.pem");
    settings.platform.api_v3_key = dataFile("keys/api_v3_key.txt");
    settings.payer.acts = false;
    settings.refunds.ends_after_ms_min = 3'600'000;
    settings.refunds.ends_after_ms_max = 3'600'000;
    return settings;
}

std::optional<std::string> openedResource(std::string_view notification) {
    constexpr std::size_t kTag = 16;
    std::string key = dataFile("keys/api_v3_key.txt");
    std::string nonce = member(notification, "resource.nonce");
    std::string data = member(notification, "resource.associated_data");
    std::string coded = member(notification, "resource.ciphertext");
    std::string sealed(coded.size() / 4 * 3, '\0');
    BOOST_REQUIRE(EVP_DecodeBlock(bytes(sealed), bytes(coded), static_cast<int>(coded.size())) > 0);
    sealed.resize(sealed.size() - static_cast<std::size_t>(std::count(coded.begin(), coded.end(), '=')));
    BOOST_REQUIRE(sealed.size() > kTag);
    std::string tag = sealed.substr(sealed.size() - kTag);
    sealed.resize(sealed.size() - kTag);
    const std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)> context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce));
    int size = 0;
    EVP_DecryptUpdate(context.get(), nullptr, &size, bytes(data), static_cast<int>(data.size()));
    std::string text(sealed.size(), '\0');
    EVP_DecryptUpdate(context.get(), bytes(text), &size, bytes(sealed), static_cast<int>(sealed.size()));
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTag, bytes(tag));
    unsigned char end = 0;
    if (EVP_DecryptFinal_ex(context.get(), &end, &size) != 1) return std::nullopt;
    return text;
}

bool isSigned(const RawAnswer& answer) {
    return answer.header("Wechatpay-Serial") == settingsByHand().platform.serial &&
           platformKey().verify(
               fmt::format("{}\n{}\n{}\n", answer.header("Wechatpay-Timestamp"), answer.header("Wechatpay-Nonce"), answer.body),
               answer.header("Wechatpay-Signature"));
}

Receiver::Receiver() : server_([this](const common::HttpRequest& request, common::Waiting&) { return take(request); }, clock_) {
    const auto port = server_.start(0);
    BOOST_REQUIRE(port.ok());
    port_ = *port;
}

common::HttpAnswer Receiver::take(const common::HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    received_.push_back({.status = 0, .headers = request.headers, .body = request.body});
    changed_.notify_all();
    const int status = next_.empty() ? 204 : next_.front();
    if (!next_.empty()) next_.pop_front();
    return {.status = status, .body = "", .delivery = status == 0 ? common::Delivery::Reset : common::Delivery::Once};
}

void Receiver::answerNext(std::vector<int> statuses) {
    const std::lock_guard lock(mutex_);
    next_.assign(statuses.begin(), statuses.end());
}

std::vector<RawAnswer> Receiver::received() {
    const std::lock_guard lock(mutex_);
    return received_;
}

bool Receiver::await(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return received_.size() >= count; });
}

Bench::Bench(const sim::WechatPaySettings& settings) : Door(settings.seed), signatures_(settings.signatures) {
    sim::WechatPaySettings with_folder = settings;
    with_folder.folder = folder.path();
    auto made = sim::WechatPaySimulator::make(with_folder, faults, clock);
    BOOST_REQUIRE(made.ok());
    simulator = *std::move(made);
    const auto started = simulator->start();
    BOOST_REQUIRE(started.ok());
    port = *started;
}

std::string Bench::signedRequest(std::string_view method, std::string_view url, std::string_view body) {
    const std::int64_t time = clock.utc().ms / 1000;
    const std::string nonce = fmt::format("NONCE{:027}", ++calls_);
    const std::string signature = merchantKey().sign(fmt::format("{}\n{}\n{}\n{}\n{}\n", method, url, time, nonce, body));
    return fmt::format(
        "{} {} HTTP/1.1\r\nHost: sim\r\nConnection: close\r\nContent-Type: application/json\r\nAuthorization: WECHATPAY2-SHA256-RSA2048 "
        "mchid=\"1900000001\",nonce_str=\"{}\",timestamp=\"{}\",serial_no=\"5157F09EFDC096DE15EBE81A47057A7232F1B8E1\",signature=\"{}\""
        "\r\nContent-Length: {}\r\n\r\n{}",
        method, url, nonce, time, signature, body.size(), body);
}

RawAnswer Bench::callAnyhow(std::string_view method, std::string_view url, std::string_view body) {
    return RawClient(port).ask(signedRequest(method, url, body));
}

RawAnswer Bench::call(std::string_view method, std::string_view url, std::string_view body) {
    RawAnswer answer = callAnyhow(method, url, body);
    if (signatures_ && answer.status != 401) BOOST_TEST(isSigned(answer), url << " is not signed");
    return answer;
}

std::string Bench::orderBody(std::string_view number, std::int64_t total) const {
    return fmt::format(
        R"({{"appid":"wx0000000000000001","mchid":"1900000001","description":"门诊缴费","out_trade_no":"{}","notify_url":"{}","amount":{{"total":{},"currency":"CNY"}},"payer":{{"openid":"oSYNTHETIC1"}}}})",
        number, receiver.url(), total);
}

RawAnswer Bench::createOrder(std::string_view number, std::int64_t total) {
    return call("POST", "/v3/pay/transactions/jsapi", orderBody(number, total));
}

RawAnswer Bench::queryOrder(std::string_view number) {
    return call("GET", fmt::format("/v3/pay/transactions/out-trade-no/{}?mchid=1900000001", number));
}

std::string Bench::stateOf(std::string_view number) { return member(queryOrder(number).body, "trade_state"); }

RawAnswer Bench::closeOrder(std::string_view number) {
    return call("POST", fmt::format("/v3/pay/transactions/out-trade-no/{}/close", number), R"({"mchid":"1900000001"})");
}

void Bench::pay(std::string_view number) {
    const RawAnswer answer = control("POST", "orders/pay", fmt::format(R"({{"out_trade_no":"{}"}})", number));
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
}

void Bench::paidOrder(std::string_view number, std::int64_t total) {
    BOOST_REQUIRE(createOrder(number, total).status == 200);
    pay(number);
}

RawAnswer Bench::refund(std::string_view number, std::string_view order, std::int64_t amount, std::int64_t total) {
    return call(
        "POST", "/v3/refund/domestic/refunds",
        fmt::format(
            R"({{"out_trade_no":"{}","out_refund_no":"{}","notify_url":"{}","amount":{{"refund":{},"total":{},"currency":"CNY"}}}})", order,
            number, receiver.url(), amount, total));
}

RawAnswer Bench::queryRefund(std::string_view number) { return call("GET", fmt::format("/v3/refund/domestic/refunds/{}", number)); }

}  // namespace tests::wechat_pay
