#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "adapters/hl7_mllp/hl7_mllp.h"
#include "adapters/hl7_mllp/listener.h"
#include "tests/adapters/hl7_mllp/inbound_bench.h"
#include "tests/support/failures.h"

// The wire checklist's cases 16 to 23 as far as they need a connection and a clock.

namespace {

namespace contract = hub::contract;
namespace core = hub::core;
using adapters::hl7_mllp::Listen;
using adapters::hl7_mllp::Listener;
using core::Error;
using tests::hl7;
using tests::InboundBench;
using tests::MllpClient;
using tests::saidBy;

std::string message(std::string_view id) { return hl7("ADT^A08", id, "PID|1||P1^^^SIM^PI||甲\r"); }

bool noticed(const InboundBench& bench, Error error) {
    for (const core::Failure& failure : bench.host.notices()) {
        if (failure.error() == error) return static_cast<bool>(tests::failsWith(core::Result<void>(failure), error));
    }
    return false;
}

std::string settingsOf(std::string_view application, const std::string& listen = R"("address":"127.0.0.1")") {
    return R"({"host":"127.0.0.1","port":1,"senders":[{"application":")" + std::string(application) + R"(","facility":"SIM"}],"listen":{)" +
           listen + "}}";
}

}  // namespace

BOOST_AUTO_TEST_CASE(case_16_a_message_cut_by_the_end_of_its_connection_is_not_kept) {
    InboundBench bench;
    {
        MllpClient his(bench.port());
        BOOST_TEST(saidBy(his.ask(message("M1"))) == "AA M1");
        his.write("\x0B" + message("M2").substr(0, 60));
    }
    MllpClient again(bench.port());
    BOOST_TEST(saidBy(again.ask(message("M3"))) == "AA M3");
    BOOST_TEST(bench.host.kept().size() == 2U);
}

BOOST_AUTO_TEST_CASE(case_17_a_pause_inside_a_message_ends_the_connection) {
    InboundBench bench({}, false, "", R"(,"pause_in_frame":"150ms")");
    MllpClient his(bench.port());
    his.write("\x0B" + message("M1").substr(0, 60));
    BOOST_TEST(his.closed());
    BOOST_TEST(noticed(bench, Error::MllpFrameNotWhole));
    BOOST_TEST(bench.host.kept().empty());
}

BOOST_AUTO_TEST_CASE(case_18_a_message_that_never_ends_is_given_up_though_bytes_keep_coming) {
    InboundBench bench({}, false, "", R"(,"frame_within":"150ms")");
    MllpClient his(bench.port());
    his.write("\x0B");
    std::thread drip([&] {
        while (bench.host.notices().empty()) his.write("x");
    });
    const bool closed = his.closed();
    drip.join();
    BOOST_TEST(closed);
    BOOST_TEST(noticed(bench, Error::MllpFrameNotWhole));
}

BOOST_AUTO_TEST_CASE(case_19_a_message_past_the_limit_is_rejected_and_its_connection_closed) {
    InboundBench bench({}, false, "", R"(,"message_kib_max":1)");
    MllpClient fits(bench.port());
    const std::string head = message("M1");
    const std::string whole = head + "NTE|1||" + std::string(1024 - head.size() - 8, 'x') + "\r";
    BOOST_TEST(whole.size() == 1024U);
    BOOST_TEST(saidBy(fits.ask(whole)) == "AA M1");
    MllpClient his(bench.port());
    BOOST_TEST(saidBy(his.ask(message("M2") + "NTE|1||" + std::string(1024, 'x') + "\r")) == "AR M2");
    BOOST_TEST(his.closed());
    BOOST_TEST(bench.host.kept().size() == 1U);
}

BOOST_AUTO_TEST_CASE(case_20_a_dead_peer_is_looked_for) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    adapters::hl7_mllp::keepAlive(socket);
    int on = 0;
    socklen_t size = sizeof(on);
    getsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, &size);
    int idle = 0;
    getsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle, &size);
    close(socket);
    BOOST_TEST(on != 0);
    BOOST_TEST(idle == 60);
}

BOOST_AUTO_TEST_CASE(case_21_a_connection_may_carry_one_message_or_many) {
    InboundBench bench;
    for (const char* id : {"M1", "M2"}) BOOST_TEST(saidBy(MllpClient(bench.port()).ask(message(id))) == "AA " + std::string(id));
    MllpClient his(bench.port());
    for (const char* id : {"M3", "M4"}) BOOST_TEST(saidBy(his.ask(message(id))) == "AA " + std::string(id));
    his.write("\x0B" + message("M5") + "\x1C\r\x0B" + message("M6") + "\x1C\r");
    BOOST_TEST(saidBy(his.receive()) == "AA M5");
    BOOST_TEST(saidBy(his.receive()) == "AA M6");
}

BOOST_AUTO_TEST_CASE(case_21_an_idle_connection_is_closed) {
    InboundBench bench({}, false, "", R"(,"idle":"100ms")");
    MllpClient his(bench.port());
    BOOST_TEST(his.closed());
    BOOST_TEST(bench.host.notices().empty());
}

BOOST_AUTO_TEST_CASE(case_22_one_peer_has_no_more_connections_than_its_share) {
    InboundBench bench({}, false, "", R"(,"connections_per_peer_max":3)");
    std::vector<std::unique_ptr<MllpClient>> open;
    for (int i = 0; i < 3; ++i) {
        open.push_back(std::make_unique<MllpClient>(bench.port()));
        BOOST_TEST(saidBy(open.back()->ask(message("M" + std::to_string(i)))) == "AA M" + std::to_string(i));
    }
    for (int i = 0; i < 200; ++i) BOOST_TEST(MllpClient(bench.port()).closed());
    BOOST_TEST(noticed(bench, Error::MllpTooManyConnections));
    BOOST_TEST(saidBy(open[0]->ask(message("M9"))) == "AA M9");
}

BOOST_AUTO_TEST_CASE(case_23_an_answer_is_one_packet) {
    InboundBench bench;
    MllpClient his(bench.port());
    const std::string answer = his.ask(message("M1"));
    BOOST_TEST(his.packet() == "\x0B" + answer + "\x1C\r");
}

BOOST_AUTO_TEST_CASE(case_2_a_message_without_its_last_cr_is_answered_after_a_moment) {
    InboundBench bench;
    MllpClient his(bench.port());
    his.write("\x0B" + message("M1") + "\x1C");
    BOOST_TEST(saidBy(his.receive()) == "AA M1");
}

BOOST_AUTO_TEST_CASE(case_15_a_message_without_vt_is_told_and_not_taken) {
    InboundBench bench;
    MllpClient his(bench.port());
    his.write(message("M1"));
    BOOST_TEST(his.closed());
    BOOST_TEST(noticed(bench, Error::MllpFrameNotWhole));
    BOOST_TEST(bench.host.kept().empty());
}

BOOST_AUTO_TEST_CASE(a_sender_nobody_declared_is_rejected_and_counted) {
    InboundBench bench;
    MllpClient his(bench.port());
    std::string other = message("M1");
    other.replace(other.find("HIS"), 3, "LIS");
    BOOST_TEST(saidBy(his.ask(other)) == "AR M1");
    BOOST_TEST(noticed(bench, Error::Hl7SenderUnknown));
    BOOST_TEST(bench.host.kept().empty());
    BOOST_TEST(saidBy(his.ask(message("M2"))) == "AA M2");

    const auto listener = Listener::open(Listen(), 0, /*only_one=*/false);
    BOOST_REQUIRE(listener.ok());
    MllpClient stranger((*listener)->port());
    BOOST_TEST(saidBy(stranger.ask(message("M1"))) == "AR M1");
    BOOST_TEST((*listener)->unknownSenders() == 1U);
}

BOOST_AUTO_TEST_CASE(a_port_of_its_own_takes_every_sender) {
    contract::InboundPolicy policy;
    policy.port = 0;
    InboundBench bench(policy);
    std::string other = message("M1");
    other.replace(other.find("HIS"), 3, "LIS");
    BOOST_TEST(saidBy(MllpClient(bench.port()).ask(other)) == "AA M1");
}

BOOST_AUTO_TEST_CASE(two_hospitals_share_a_port_and_each_gets_its_own) {
    const auto adapter = adapters::hl7_mllp::makeAdapter();
    tests::KeepingHost first_host;
    tests::KeepingHost second_host;
    const auto first = std::move(*adapter->open({"H1", "UTF-8", settingsOf("HIS"), {}}, first_host));
    const auto second = std::move(*adapter->open({"H2", "UTF-8", settingsOf("LIS"), {}}, second_host));
    BOOST_REQUIRE(first->start().ok());
    BOOST_REQUIRE(second->start().ok());
    BOOST_TEST(first->endpoints().at(0).port == second->endpoints().at(0).port);
    MllpClient his(first->endpoints()[0].port);
    BOOST_TEST(saidBy(his.ask(message("M1"))) == "AA M1");
    std::string other = message("M2");
    other.replace(other.find("HIS"), 3, "LIS");
    BOOST_TEST(saidBy(his.ask(other)) == "AA M2");
    BOOST_TEST(first_host.kept().size() == 1U);
    BOOST_TEST(second_host.kept().size() == 1U);
    first->stop();
    MllpClient late(second->endpoints()[0].port);
    BOOST_TEST(saidBy(late.ask(message("M3"))) == "AR M3");
    second->stop();
}

BOOST_AUTO_TEST_CASE(a_sender_belongs_to_one_hospital) {
    const auto adapter = adapters::hl7_mllp::makeAdapter();
    tests::KeepingHost host;
    const auto first = std::move(*adapter->open({"H1", "UTF-8", settingsOf("HIS"), {}}, host));
    const auto second = std::move(*adapter->open({"H2", "UTF-8", settingsOf("HIS"), {}}, host));
    BOOST_REQUIRE(first->start().ok());
    BOOST_TEST(tests::failsWith(second->start(), Error::SettingsNotValid));
    first->stop();
    second->stop();
}

BOOST_AUTO_TEST_CASE(a_port_that_is_taken_is_told) {
    InboundBench bench;
    tests::KeepingHost host;
    const auto adapter = adapters::hl7_mllp::makeAdapter();
    const std::string taken = R"("address":"127.0.0.1","port":)" + std::to_string(bench.port());
    const auto second = std::move(*adapter->open({"H2", "UTF-8", settingsOf("LIS", taken), {}}, host));
    BOOST_TEST(tests::failsWith(second->start(), Error::MllpNotListening));
    second->stop();
}
