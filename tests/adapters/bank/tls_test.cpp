#include "tests/adapters/bank/bench.h"
#include "tests/adapters/conformance/tls_server.h"
#include "tests/support/raw_http.h"

namespace {

namespace core = hub::core;
using hub::contract::Ending;
using hub::contract::Ping;

/// How a ping of the bank behind TLS ends, for who trusts the authority of that name.
Ending pingTrusting(const tests::TestCertificates& files, const std::string& authority) {
    core::VirtualExecutor clock(tests::kGoldenNow);
    tests::ToyBank bank(clock);
    tests::TlsServer server({files.file("server.pem"), files.file("server.key")},
                            [&](const tests::HttpCall& call) { return bank.respond(call); });
    std::string settings = tests::BankSubject::settingsJson(server.url(), std::chrono::seconds(20));
    settings.insert(1, "\"authority_file\":\"" + files.file(authority + ".pem") + "\",");
    tests::NotedHost host(tests::BankSubject::keys(), clock);
    const auto adapter = adapters::bank::makeAdapter();
    const auto instance = adapter->open({"YH", "UTF-8", settings}, host);
    BOOST_REQUIRE(instance.ok());
    const Ending ending = hub::contract::handlerOf<Ping>(**instance)->call(tests::BankBench::meta(""), {}).ending;
    (*instance)->stop();
    return ending;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_bank_is_reached_over_tls_when_its_authority_is_trusted) {
    tests::TestCertificates files;
    files.makeAuthority("ca");
    files.makeAuthority("other");
    files.makeSigned("server", "ca", "bank");
    BOOST_TEST((pingTrusting(files, "ca") == Ending::Done));
    BOOST_TEST((pingTrusting(files, "other") == Ending::NotReached));
}
