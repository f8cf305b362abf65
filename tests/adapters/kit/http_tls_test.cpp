#include <boost/test/unit_test.hpp>

#include "adapters/kit/http_client.h"
#include "tests/adapters/conformance/tls_server.h"
#include "tests/support/failures.h"
#include "tests/support/raw_http.h"

namespace {

namespace core = hub::core;
using adapters::kit::HttpAnswer;
using adapters::kit::HttpClient;
using adapters::kit::NoAnswer;
using adapters::kit::TlsFiles;
using core::Error;

struct Certificates {
    Certificates() {
        files.makeAuthority("ca");
        files.makeAuthority("other");
        files.makeSigned("server", "ca", "his");
        files.makeSigned("hub", "ca", "hub");
    }
    TlsFiles of(const std::string& authority, const std::string& own) const {
        if (own.empty()) return {files.file(authority + ".pem")};
        return {files.file(authority + ".pem"), files.file(own + ".pem"), files.file(own + ".key")};
    }

    tests::TestCertificates files;
};

/// An https server that answers "x", and wants a certificate of "ca" from its clients.
tests::TlsServer::Files serverFiles(const Certificates& certificates) {
    return {certificates.files.file("server.pem"), certificates.files.file("server.key"), certificates.files.file("ca.pem")};
}
std::string sayX(const std::string&) { return "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"; }

}  // namespace

BOOST_AUTO_TEST_CASE(both_sides_with_certificates_of_the_authority_talk) {
    const Certificates certificates;
    const tests::TlsServer server(serverFiles(certificates), sayX);
    const core::SystemClock clock;
    const auto client = HttpClient::make(server.url(), certificates.of("ca", "hub"), {}, clock);
    BOOST_REQUIRE(client.ok());
    const auto result = (*client)->call({});
    BOOST_REQUIRE(std::holds_alternative<HttpAnswer>(result));
    BOOST_TEST(std::get<HttpAnswer>(result).body == "x");
}

BOOST_AUTO_TEST_CASE(a_server_of_another_authority_is_surely_not_written_to) {
    const Certificates certificates;
    const tests::TlsServer server(serverFiles(certificates), sayX);
    const core::SystemClock clock;
    const auto result = (*HttpClient::make(server.url(), certificates.of("other", "hub"), {}, clock))->call({});
    BOOST_REQUIRE(std::holds_alternative<NoAnswer>(result));
    BOOST_TEST(std::get<NoAnswer>(result).surely_not_written);
    BOOST_TEST(tests::failsWith(core::Result<void>(std::get<NoAnswer>(result).failure), Error::PeerNotReached));
}

BOOST_AUTO_TEST_CASE(a_client_certificate_that_is_missing_gets_no_answer) {
    const Certificates certificates;
    const tests::TlsServer server(serverFiles(certificates), sayX);
    const core::SystemClock clock;
    const auto result = (*HttpClient::make(server.url(), certificates.of("ca", ""), {}, clock))->call({});
    BOOST_TEST(std::holds_alternative<NoAnswer>(result));
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_used_are_found_before_any_call) {
    const Certificates certificates;
    const core::SystemClock clock;
    const auto make = [&](const TlsFiles& files) { return HttpClient::make("https://127.0.0.1/", files, {}, clock); };
    BOOST_TEST(make(certificates.of("ca", "hub")).ok());
    BOOST_TEST(tests::failsWith(make(certificates.of("no-such-file", "hub")), Error::TlsFilesNotUsable));
    BOOST_TEST(tests::failsWith(make(certificates.of("ca", "no-such-file")), Error::TlsFilesNotUsable));
    TlsFiles half = certificates.of("ca", "hub");
    half.key_file.reset();
    BOOST_TEST(tests::failsWith(make(half), Error::TlsFilesNotUsable));
    TlsFiles crossed = certificates.of("ca", "hub");
    crossed.key_file = certificates.files.file("server.key");
    BOOST_TEST(tests::failsWith(make(crossed), Error::TlsFilesNotUsable));
    BOOST_TEST(tests::failsWith(HttpClient::make("http://127.0.0.1/", certificates.of("ca", "hub"), {}, clock), Error::SettingsNotValid));
}
