#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/json.h"
#include "tests/adapters/conformance/subject.h"
#include "tests/adapters/conformance/tcp_server.h"

namespace tests {

/// A platform that speaks enough of schemas/wire/ehealth_card.md for the adapter, written from that page: it checks sign, time and
/// token itself, registers cards and decodes the codes of people 0 to 99, who are the conformance suite's. The "method" of a voucher is
/// "decode".
class ToyPlatform final : public conformance::Peer {
  public:
    /// An answer put in place of its own; "$ID" in it becomes the request's requestId.
    struct Said {
        int status = 200;
        std::string body;
    };

    /// Both outlive it. `tokens_are_calls`: whether fail() and waitForCalls() mean getAppToken too, which no other operation but ping
    /// is made of, and which every operation needs before it.
    ToyPlatform(const hub::core::Clock& clock, const std::atomic<bool>& tokens_are_calls);
    ~ToyPlatform() override { stop(); }

    void start() override { server_.start(); }
    void stop() override;
    void fail(conformance::Fault fault, int calls) override;
    void release() override;
    int effects() const override;
    bool waitForCalls(int calls) override;

    /// The next call of the method meets `fault`.
    void fail(const std::string& method, conformance::Fault fault);

    /// What the next call of the method is answered with, after those that were put before; it has no effect then.
    void say(const std::string& method, Said said);
    void sayResult(const std::string& method, int code, const std::string& rsp = "{}", const std::string& message = "synthetic");

    /// The tokens given so far are not valid any more.
    void forgetTokens();

    /// False when that takes longer than three seconds.
    bool waitForCallsOf(const std::string& method, int calls);
    int callsOf(const std::string& method) const;

    /// Body of the last call of the method.
    std::string lastCall(const std::string& method) const;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

    static std::string cardOf(int person);
    static std::string staticCodeOf(int person) { return cardOf(person) + ":1"; }
    static std::string voucherCodeOf(int person);

    static constexpr const char* kHospital = "H0001";
    static constexpr const char* kApp = "app0001";
    static constexpr const char* kOrganisation = "H37020000001";
    static constexpr const char* kSecret = "synthetic-app-secret-0001";

  private:
    void serve(TcpConnection& connection);
    std::string answer(const std::string& method, const std::string& body);                                  // under mutex_
    std::string answerSigned(const std::string& method, hub::core::JsonValue in, hub::core::JsonValue req);  // under mutex_
    static std::string decode(hub::core::JsonValue request);

    const hub::core::Clock& clock_;
    const std::atomic<bool>& tokens_are_calls_;
    mutable std::mutex mutex_;  // guards all below but server_
    std::condition_variable changed_;
    std::deque<conformance::Fault> faults_;
    std::map<std::string, std::deque<conformance::Fault>> faults_of_;
    std::map<std::string, std::deque<Said>> said_;
    std::map<std::string, std::vector<std::string>> calls_of_;
    std::set<std::string> cards_;
    std::set<std::string> tokens_;
    int tokens_given_ = 0;
    int codes_given_ = 0;
    int calls_ = 0;
    int effects_ = 0;
    bool released_ = false;
    bool stopped_ = false;
    TcpServer server_;  // last: its threads use all the others
};

}  // namespace tests
