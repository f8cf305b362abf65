// The simulator as a process of its own, on the system's clock, killed without warning; and its books opened again.
#include "tests/adapters/sim_support/process.h"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "adapters/sim/common/rsa_key.h"
#include "tests/adapters/sim_bank/bench.h"
#include "tests/support/failures.h"

using namespace tests::bank;
using namespace std::chrono_literals;
using tests::sim::Folder;
using tests::sim::Process;
using tests::sim::settingsFile;

namespace {

std::string settingsIn(const Folder& folder) {
    sim::BankSettings settings = goodSettings();
    settings.folder = folder.path();
    return hub::core::toJson(settings, hub::core::Exposure::Revealed);
}

/// A signed balance of the collection account, by the system's clock.
std::string signedBalance() {
    const std::string body = fmt::format(R"({{"account":"{}"}})", kCollection);
    const std::int64_t now = hub::core::SystemClock().utc().ms;
    const common::RsaKey key = *common::RsaKey::fromPrivatePem(dataFile("keys/client_private.pem"), "client");
    static int calls = 0;
    const std::string nonce = fmt::format("PROCESS{:013}{:03}", now, ++calls);
    return fmt::format(
        "POST /v1/accounts/balance HTTP/1.1\r\nHost: bank\r\nBank-Client: C000000001\r\nBank-Serial: HUBKEY01\r\nBank-Time: {}\r\n"
        "Bank-Nonce: {}\r\nBank-Signature: {}\r\nContent-Length: {}\r\n\r\n{}",
        now, nonce, key.sign(fmt::format("POST\n/v1/accounts/balance\n{}\n{}\n{}\n", now, nonce, body)), body.size(), body);
}

std::string controlRequest(std::string_view method, std::string_view path, std::string_view body = {}) {
    return fmt::format("{} /_sim/{} HTTP/1.1\r\nHost: sim\r\nContent-Length: {}\r\n\r\n{}", method, path, body.size(), body);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(process)

BOOST_AUTO_TEST_CASE(nonces_people_and_the_moved_clock_survive_a_kill) {
    const Folder folder;
    const std::string file = settingsFile(folder, settingsIn(folder));
    const std::string request = signedBalance();
    {
        Process process(sim::runBank, file);
        BOOST_REQUIRE(process.port() != 0);
        BOOST_TEST(tests::RawClient(process.port()).ask(request).status == 200);
        BOOST_TEST(tests::RawClient(process.port()).ask(controlRequest("POST", "clock", R"({"advance_ms":315360000000})")).status == 200);
        const std::string person = fmt::format(R"({{"name":"李玕","certificate_type":"01","certificate":"{}"}})", kLi);
        BOOST_TEST(tests::RawClient(process.port()).ask(controlRequest("POST", "people", person)).status == 200);
        BOOST_TEST(WTERMSIG(process.end(SIGKILL)) == SIGKILL);
    }
    Process process(sim::runBank, file);
    BOOST_REQUIRE(process.port() != 0);
    BOOST_TEST(tests::RawClient(process.port()).ask(request).status == 401);
    BOOST_TEST(tests::RawClient(process.port()).ask(controlRequest("GET", "books?clock")).body ==
               R"({"clock":[{"id":1,"ahead_ms":315360000000}]})");
    BOOST_TEST(member(tests::RawClient(process.port()).ask(controlRequest("GET", "books?person")).body, "person") == "(other)");
    BOOST_TEST(tests::RawClient(process.port()).ask(controlRequest("GET", "books?person")).body.find(kLi) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_books_go_on_where_they_were) {
    const Folder folder;
    const tests::sim::HandClock clock;
    sim::BankSettings settings = goodSettings();
    settings.folder = folder.path();
    const sim::TransferRequest top_up{"TOPUP00001", sim::TransferKind::TopUp, "", hub::core::Money::fromFen(700), "", ""};
    sim::TransferRequest request = top_up;
    sim::TransferRequest pay = top_up;
    {
        sim::Bank bank(settings, clock);
        BOOST_REQUIRE(bank.addPerson({0, "李玕", {"01", std::string(kLi)}}).ok());
        BOOST_REQUIRE(bank.putCard({"01", std::string(kLi)}, kCardOfLi, sim::CardState::Good, hub::core::Money()).ok());
        request.account = bank.open({"OPEN000001", "李玕", "01", std::string(kLi), "13900000003", std::string(kCardOfLi)})->account;
        pay = request;
        pay.number = "PAY0000001";
        pay.kind = sim::TransferKind::Pay;
        BOOST_TEST(bank.create(pay).refusal().code == "balance_too_low");
        BOOST_TEST((bank.create(request)->state == sim::TransferState::Accepted));
        BOOST_REQUIRE(bank.advance(2s).ok());
    }
    {
        sim::Bank bank(settings, clock);
        BOOST_TEST((bank.create(request)->state == sim::TransferState::Done));
        BOOST_TEST(bank.balance(request.account)->balance.fen() == 700);
        BOOST_TEST(bank.create(pay).refusal().code == "balance_too_low");  // final under its number
        request.number = "TOPUP00002";
        BOOST_TEST(bank.create(request)->bank_number == "20300102000000000002");
        BOOST_REQUIRE(bank.advance(24h).ok());
        BOOST_REQUIRE(bank.reissue({2030, 1, 2}, sim::Difference::MissingRow).ok());
    }
    sim::Bank bank(settings, clock);
    const auto statement = bank.statement({2030, 1, 2});
    BOOST_REQUIRE(statement.ok());
    BOOST_TEST(statement->rows.size() == 1);
    BOOST_TEST(*bank.reissue({2030, 1, 2}, sim::Difference::None) == 3);
}

BOOST_AUTO_TEST_CASE(it_speaks_tls_where_it_is_given_a_certificate) {
    const Folder folder;
    tests::TestCertificates certificates;
    certificates.makeAuthority("ca");
    certificates.makeSigned("bank", "ca", "bank");
    const hub::core::SystemClock clock;
    common::Faults faults(1);
    sim::BankSettings settings = goodSettings();
    settings.folder = folder.path();
    settings.tls = {certificates.file("bank.pem"), certificates.file("bank.key")};
    const auto simulator = sim::BankSimulator::make(settings, faults, clock);
    BOOST_REQUIRE(simulator.ok());
    const auto port = (*simulator)->start();
    BOOST_REQUIRE(port.ok());
    const auto client = [&] { return tests::RawClient(*port, {.tls = tests::RawTls{.authority = certificates.file("ca.pem")}}); };
    const tests::RawAnswer answer = client().ask(signedBalance());
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(member(answer.body, "balance") == "0");
    common::FaultRule reset;
    reset.operation = "accounts/balance";
    reset.kind = common::FaultKind::Reset;
    reset.next = 1;
    BOOST_REQUIRE(faults.add(reset).ok());
    {
        tests::RawClient cut = client();
        cut.send(signedBalance());
        BOOST_TEST(cut.ended());
    }
    BOOST_CHECK_THROW(tests::RawClient(*port).ask(signedBalance()), std::exception);
    BOOST_TEST(client().ask(controlRequest("GET", "health")).status == 200);
}

BOOST_AUTO_TEST_CASE(tls_files_that_cannot_be_used_are_refused) {
    const Folder folder;
    tests::TestCertificates certificates;
    certificates.makeAuthority("ca");
    const hub::core::SystemClock clock;
    common::Faults faults(1);
    const auto started = [&](const common::TlsFiles& tls) {
        sim::BankSettings settings = goodSettings();
        settings.folder = folder.path();
        settings.tls = tls;
        return (*sim::BankSimulator::make(settings, faults, clock))->start();
    };
    BOOST_TEST(tests::failsWith(started({certificates.file("ca.pem"), ""}), hub::core::Error::SimNotValid));
    BOOST_TEST(tests::failsWith(started({"", certificates.file("ca.key")}), hub::core::Error::SimNotValid));
    BOOST_TEST(tests::failsWith(started({certificates.file("none.pem"), certificates.file("none.key")}), hub::core::Error::SimNotValid));
    BOOST_TEST(started({certificates.file("ca.pem"), certificates.file("ca.key")}).ok());
}

BOOST_AUTO_TEST_CASE(a_polite_signal_ends_it_with_zero) {
    const Folder folder;
    Process process(sim::runBank, settingsFile(folder, settingsIn(folder)));
    BOOST_REQUIRE(process.port() != 0);
    const int status = process.end(SIGTERM);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_be_used_end_it_with_one) {
    const Folder folder;
    const std::string in_folder = R"({"folder":")" + folder.path() + R"(")";
    for (const std::string& text :
         {std::string("{"), std::string("{}"), in_folder + "}", in_folder + R"(,"port":-1})", in_folder + R"(,"color":"red"})"})
        BOOST_TEST(Process(sim::runBank, settingsFile(folder, text)).exitCode() == 1, text);
}

BOOST_AUTO_TEST_SUITE_END()
