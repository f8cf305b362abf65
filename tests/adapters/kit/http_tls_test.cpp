#include <openssl/ssl.h>

#include <boost/test/unit_test.hpp>

#include "adapters/kit/http_client.h"
#include "tests/adapters/conformance/tcp_server.h"
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

/// An https server that answers every connection once, "x", and wants a certificate of "ca" from its clients.
class TlsServer {
  public:
    explicit TlsServer(const Certificates& certificates)
        : context_(SSL_CTX_new(TLS_server_method())), server_([this](tests::TcpConnection& connection) { serve(connection); }) {
        const tests::TestCertificates& files = certificates.files;
        BOOST_REQUIRE(SSL_CTX_use_certificate_file(context_, files.file("server.pem").c_str(), SSL_FILETYPE_PEM) == 1);
        BOOST_REQUIRE(SSL_CTX_use_PrivateKey_file(context_, files.file("server.key").c_str(), SSL_FILETYPE_PEM) == 1);
        BOOST_REQUIRE(SSL_CTX_load_verify_locations(context_, files.file("ca.pem").c_str(), nullptr) == 1);
        SSL_CTX_set_verify(context_, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
        server_.start();
    }
    ~TlsServer() {
        server_.stop();
        SSL_CTX_free(context_);
    }

    std::string url() const { return "https://127.0.0.1:" + std::to_string(server_.port()); }

  private:
    void serve(tests::TcpConnection& connection) {
        SSL* tls = SSL_new(context_);
        SSL_set_fd(tls, connection.socket());
        char buffer[4096];
        if (SSL_accept(tls) == 1 && SSL_read(tls, buffer, sizeof buffer) > 0) {
            constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx";
            SSL_write(tls, kAnswer.data(), static_cast<int>(kAnswer.size()));
            SSL_shutdown(tls);
        }
        SSL_free(tls);
    }

    SSL_CTX* context_;
    tests::TcpServer server_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(both_sides_with_certificates_of_the_authority_talk) {
    const Certificates certificates;
    TlsServer server(certificates);
    const core::SystemClock clock;
    const auto client = HttpClient::make(server.url(), certificates.of("ca", "hub"), {}, clock);
    BOOST_REQUIRE(client.ok());
    const auto result = (*client)->call({});
    BOOST_REQUIRE(std::holds_alternative<HttpAnswer>(result));
    BOOST_TEST(std::get<HttpAnswer>(result).body == "x");
}

BOOST_AUTO_TEST_CASE(a_server_of_another_authority_is_surely_not_written_to) {
    const Certificates certificates;
    TlsServer server(certificates);
    const core::SystemClock clock;
    const auto result = (*HttpClient::make(server.url(), certificates.of("other", "hub"), {}, clock))->call({});
    BOOST_REQUIRE(std::holds_alternative<NoAnswer>(result));
    BOOST_TEST(std::get<NoAnswer>(result).surely_not_written);
    BOOST_TEST(tests::failsWith(core::Result<void>(std::get<NoAnswer>(result).failure), Error::PeerNotReached));
}

BOOST_AUTO_TEST_CASE(a_client_certificate_that_is_missing_gets_no_answer) {
    const Certificates certificates;
    TlsServer server(certificates);
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
