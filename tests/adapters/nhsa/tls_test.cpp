#include <fmt/format.h>

#include "tests/adapters/conformance/tls_server.h"
#include "tests/adapters/nhsa/bench.h"
#include "tests/support/raw_http.h"

namespace {

using namespace hub::contract;
using namespace tests::nhsa;

std::string signedIn(const tests::HttpCall&) {
    return tests::httpAnswer(200, "", R"({"infcode":0,"err_msg":"","output":{"signinoutb":{"sign_no":"S1"}}})");
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_insurer_is_reached_by_tls_and_trusted_by_its_authority_alone) {
    tests::TestCertificates certificates;
    certificates.makeAuthority("ca");
    certificates.makeAuthority("other");
    certificates.makeSigned("insurer", "ca", "insurer");
    const tests::TlsServer server({certificates.file("insurer.pem"), certificates.file("insurer.key")}, signedIn);
    const hub::core::SystemClock clock;
    for (const bool trusted : {true, false}) {
        Opened adapter(clock);
        adapter.open(replaced(NhsaSubject::settingsJson(adapters::nhsa::Chain::Counter, server.url(), std::chrono::seconds(20), false),
                              R"("institution")",
                              fmt::format(R"("authority_file":"{}","institution")", certificates.file(trusted ? "ca.pem" : "other.pem"))));
        const auto ping = adapter.call<Ping>({}, {});
        BOOST_TEST((ping.ending == (trusted ? Ending::Done : Ending::NotReached)));
    }
}
