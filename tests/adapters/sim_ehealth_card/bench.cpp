#include "tests/adapters/sim_ehealth_card/bench.h"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "adapters/sim/ehealth_card/signature.h"
#include "hub/core/describe.h"

namespace tests::ehealth_card {

std::string dataFile(const std::string& name) {
    std::ifstream in("tests/data/sim_ehealth_card/" + name, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(in, name);
    return {std::istreambuf_iterator<char>(in), {}};
}

sim::EhealthCardSettings goodSettings() {
    sim::EhealthCardSettings settings;
    settings.app_secret = "sim-app-secret";
    return settings;
}

std::string object(Texts members) {
    hub::core::JsonWriter out(hub::core::Exposure::Revealed);
    out.beginObject();
    for (const auto& [name, value] : members) {
        out.key(name);
        out.string(value);
    }
    out.endObject();
    return out.text();
}

Bench::Bench() : Door(1) {
    sim::EhealthCardSettings settings = goodSettings();
    settings.folder = folder.path();
    auto made = sim::EhealthCardSimulator::make(settings, faults, clock);
    BOOST_REQUIRE(made.ok());
    simulator = *std::move(made);
    const auto started = simulator->start();
    BOOST_REQUIRE(started.ok());
    port = *started;
    const auto person = [&](std::string_view name, std::string_view number, std::string_view gender, std::string_view phone) {
        const std::string birthday = fmt::format("{}-{}-{}", number.substr(6, 4), number.substr(10, 2), number.substr(12, 2));
        const RawAnswer added = control(
            "POST", "people",
            object({{"name", name}, {"idType", "01"}, {"idNumber", number}, {"gender", gender}, {"birthday", birthday}, {"phone", phone}}));
        BOOST_REQUIRE_MESSAGE(added.status == 200, added.body);
    };
    person("李玕", kLi, "男", "13900000003");
    person("王珅", kWang, "女", "13900000004");
    person("测试丙", kUnknown, "未知", "");
}

RawAnswer Bench::post(std::string_view path, std::string_view body) {
    return RawClient(port).ask(
        fmt::format("POST {} HTTP/1.1\r\nHost: sim\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}", path, body.size(), body));
}

std::string Bench::request(std::string_view req, std::optional<std::string> token) {
    if (!token) token = newToken();
    const std::string request_id = fmt::format("{:032}", ++requests_);
    const std::string timestamp = std::to_string(clock.utc().ms / 1000);
    const auto envelope = [&](std::string_view sign) {
        return fmt::format(R"({{"commonIn":{},"req":{}}})",
                           object({{"appToken", *token},
                                   {"requestId", request_id},
                                   {"hospitalId", "H0001"},
                                   {"timestamp", timestamp},
                                   {"channelNum", "0"},
                                   {"sign", sign}}),
                           req);
    };
    const auto document = hub::core::JsonDocument::parse(envelope(""));
    BOOST_REQUIRE(document.ok());
    return envelope(sim::signatureOf(sim::signedText(*document->root().member("commonIn"), *document->root().member("req")),
                                     goodSettings().app_secret));
}

std::string Bench::call(std::string_view method, std::string_view req, std::optional<std::string> token) {
    const std::string asked = request(req, std::move(token));
    const RawAnswer answer = post(fmt::format("/healthcard/{}", method), asked);
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(member(answer.body, "commonOut.requestId") == member(asked, "commonIn.requestId"));
    return answer.body;
}

std::string Bench::codeOf(std::string_view method, std::string_view req, std::optional<std::string> token) {
    return member(call(method, req, std::move(token)), "commonOut.resultCode");
}

std::string Bench::newToken() { return member(call("getAppToken", R"({"appId":"SIMAPP0001"})", ""), "rsp.appToken"); }

std::string Bench::registration(std::string_view name, std::string_view number) const {
    return object({{"name", name},
                   {"gender", "男"},
                   {"nation", "汉族"},
                   {"birthday", "1980-03-03"},
                   {"idType", "01"},
                   {"idNumber", number},
                   {"phone1", "13800000000"},
                   {"address", "测试路 1 号"}});
}

std::string Bench::cardOfLi() { return member(call("registerHealthCard", registration("李玕", kLi)), "rsp.healthCardId"); }

std::string Bench::shown(std::string_view number, std::string_view kind) {
    const RawAnswer answer = control("POST", "codes", object({{"idType", "01"}, {"idNumber", number}, {"kind", kind}}));
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
    return member(answer.body, "text");
}

std::string Bench::byCode(std::string_view code) {
    return call("getHealthCardByQRCode", object({{"qrCodeText", code}, {"useScene", "01101"}}));
}

std::string Bench::dynamicCode(std::string_view health_card_id, std::string_view number) {
    return call("getDynamicQRCode", object({{"healthCardId", health_card_id}, {"idType", "01"}, {"idNumber", number}, {"codeType", "0"}}));
}

std::string Bench::voucherRequest(std::string_view ec_qr_code, std::string_view business_type) const {
    return fmt::format(R"({{"transType":"ec.query","orgId":"ORG1","data":{}}})", object({{"ecQrCode", ec_qr_code},
                                                                                         {"businessType", business_type},
                                                                                         {"operatorId", "HUB"},
                                                                                         {"operatorName", "测试员"},
                                                                                         {"officeId", ""},
                                                                                         {"officeName", ""},
                                                                                         {"deviceType", ""}}));
}

std::string Bench::decode(std::string_view ec_qr_code) {
    const RawAnswer answer = post("/ecard/decode", voucherRequest(ec_qr_code));
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(member(answer.body, "orgId") == "ORG1");
    return answer.body;
}

}  // namespace tests::ehealth_card
