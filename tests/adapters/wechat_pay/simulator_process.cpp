#include "tests/adapters/wechat_pay/simulator_process.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hub/core/json.h"
#include "tests/adapters/wechat_pay/golden.h"
#include "tests/support/raw_http.h"

namespace tests {

namespace {

std::string quoted(const std::string& text) {
    hub::core::JsonWriter out(hub::core::Exposure::Revealed);
    out.string(text);
    return out.text();
}

/// Up to the first line break.
std::string lineFrom(int pipe) {
    std::string line;
    for (char c = 0; read(pipe, &c, 1) == 1 && c != '\n';) line += c;
    return line;
}

}  // namespace

SimulatorProcess::SimulatorProcess() {
    const std::string books = (folder_.path() / "books").string();
    std::filesystem::create_directory(books);
    const std::string settings =
        folder_
            .write("settings.json",
                   fmt::format(R"({{"folder":{},"merchant":{{"appid":"{}","mchid":"{}","serial":"{}","public_key":{}}},)"
                               R"("platform":{{"serial":"{}","private_key":{},"certificate":"","api_v3_key":{}}},)"
                               R"("payer":{{"acts":false}},"refunds":{{"ends_after_ms_min":3600000,"ends_after_ms_max":3600000}}}})",
                               quoted(books), kGoldenApp, kGoldenMerchant, kGoldenMerchantSerial,
                               quoted(goldenFile("keys/merchant_public.pem")), kGoldenPlatformSerial,
                               quoted(goldenFile("keys/platform_private.pem")), quoted(goldenFile("keys/api_v3_key.txt"))))
            .string();
    int ends[2];
    BOOST_REQUIRE(pipe(ends) == 0);
    process_ = fork();
    BOOST_REQUIRE(process_ >= 0);
    if (process_ == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(WECHAT_PAY_SIMULATOR, WECHAT_PAY_SIMULATOR, settings.c_str(), nullptr);
        _exit(127);
    }
    close(ends[1]);
    const std::string ready = lineFrom(ends[0]);
    close(ends[0]);
    const auto document = hub::core::JsonDocument::parse(ready);
    BOOST_REQUIRE_MESSAGE(document.ok() && document->root().member("port"), "the simulator said: " + ready);
    port_ = static_cast<std::uint16_t>(document->root().member("port")->integer().value_or(0));
}

SimulatorProcess::~SimulatorProcess() {
    if (process_ <= 0) return;
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
}

void SimulatorProcess::tell(const std::string& what, const std::string& json) const {
    RawClient client(port_);
    const RawAnswer answer = client.ask(fmt::format(
        "POST /_sim/{} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
        what, json.size(), json));
    BOOST_REQUIRE_MESSAGE(answer.status / 100 == 2, what + ": " + std::to_string(answer.status) + " " + answer.body);
}

void SimulatorProcess::fail(const std::string& operation, const std::string& kind, const std::string& more) const {
    tell("faults", fmt::format(R"({{"operation":"{}","kind":"{}","next":1,{}}})", operation, kind, more));
}

}  // namespace tests
