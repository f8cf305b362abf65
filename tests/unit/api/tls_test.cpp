#include "tests/unit/api/house.h"

namespace tests {

using namespace hub;
using core::Error;

namespace {

/// A server that speaks TLS; clients may show a certificate of the region's authority.
struct Secured : House {
    Secured() {
        certificates.makeAuthority("authority");
        certificates.makeSigned("server", "authority", "hub");
        certificates.makeSigned("hospital", "authority", "第一人民医院");
        certificates.makeAuthority("stranger");
        certificates.makeSigned("impostor", "stranger", "第一人民医院");
        handler.on_request = [](const auto& request, const auto& reply) {
            reply.send(api::jsonResponse(200, "[" + request.peer.certificate_subject + "] " + request.body.reveal()));
        };
    }

    api::http::TlsFiles files() const { return {certificates.file("server.pem"), certificates.file("server.key"), "", false}; }

    void openWith(const api::http::TlsFiles& with) {
        server = std::make_unique<api::http::Server>(settings, clock, ids, [](const auto&, const auto&) {});
        const core::Result<std::uint16_t> bound = server->listen({"127.0.0.1", 0, with}, handler);
        BOOST_REQUIRE(bound.ok());
        port = *bound;
        server->start();
    }

    RawClient as(const std::string& name) const {
        RawClient::Options options;
        options.tls = RawTls{certificates.file("authority.pem")};
        if (!name.empty()) {
            options.tls->certificate = certificates.file(name + ".pem");
            options.tls->private_key = certificates.file(name + ".key");
        }
        return RawClient(port, options);
    }

    core::Result<std::uint16_t> listenWith(const api::http::TlsFiles& with) {
        api::http::Server other(settings, clock, ids, [](const auto&, const auto&) {});
        return other.listen({"127.0.0.1", 0, with}, handler);
    }

    TestCertificates certificates;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(http_tls, Secured)

BOOST_AUTO_TEST_CASE(requests_large_and_small_pass_through_tls) {
    handler.body_bytes_max = 1024 * 1024;
    openWith(files());
    RawClient client = as("");
    BOOST_TEST(client.ask(get("/a")).body == "[] ");
    const std::string body(1000 * 1000, 'x');
    BOOST_TEST((client.ask(post("/a", body)).body == "[] " + body));
    client.send(post("/a", "1") + post("/a", "2") + post("/a", "3"));  // one record, three requests
    for (const char* each : {"[] 1", "[] 2", "[] 3"}) BOOST_TEST(client.read().body == each);
    BOOST_TEST(client.ask(get("/a", "Connection: close\r\n")).status == 200);
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(a_verified_certificate_names_its_owner) {
    api::http::TlsFiles with = files();
    with.client_authority = certificates.file("authority.pem");
    openWith(with);
    BOOST_TEST(as("hospital").ask(get("/a")).body == "[CN=第一人民医院] ");
    BOOST_TEST(as("").ask(get("/a")).body == "[] ");  // phones have none
}

BOOST_AUTO_TEST_CASE(a_certificate_of_a_stranger_lets_nobody_in) {
    api::http::TlsFiles with = files();
    with.client_authority = certificates.file("authority.pem");
    openWith(with);
    BOOST_CHECK_THROW(as("impostor").ask(get("/a")), std::runtime_error);
    BOOST_TEST(eventually([&] { return server->metrics().handshakes_failed == 1; }));
}

BOOST_AUTO_TEST_CASE(a_required_certificate_must_be_shown) {
    api::http::TlsFiles with = files();
    with.client_authority = certificates.file("authority.pem");
    with.client_certificate_required = true;
    openWith(with);
    BOOST_TEST(as("hospital").ask(get("/a")).status == 200);
    BOOST_CHECK_THROW(as("").ask(get("/a")), std::runtime_error);
    BOOST_TEST(eventually([&] { return server->metrics().handshakes_failed == 1 && server->metrics().connections_open == 0; }));
}

BOOST_AUTO_TEST_CASE(plain_text_to_a_tls_port_is_no_handshake) {
    openWith(files());
    RawClient client(port);
    client.send(get("/a"));
    BOOST_TEST(eventually([&] { return server->metrics().handshakes_failed == 1; }));
    BOOST_TEST(server->metrics().requests == 0U);
}

BOOST_AUTO_TEST_CASE(a_handshake_has_a_deadline_and_counts_as_half_read) {
    settings.peer.half_read = 2;
    openWith(files());
    RawClient first(port);
    RawClient second(port);
    BOOST_TEST(eventually([&] { return server->metrics().connections_open == 2; }));
    RawClient third(port);
    BOOST_TEST(third.ended());
    BOOST_TEST(server->metrics().refused.at(Error::PeerTooManyConnections) == 1U);
    BOOST_TEST(eventually([&] {
        advance(settings.deadlines.handshake);
        return server->metrics().connections_open == 0;
    }));
    BOOST_TEST(first.ended());
    BOOST_TEST(second.ended());
    BOOST_TEST(as("").ask(get("/a")).status == 200);
}

BOOST_AUTO_TEST_CASE(a_stream_passes_through_tls) {
    std::optional<api::Stream> stream;
    handler.on_request = [&](const auto&, const auto& reply) {
        stream = reply.stream();
        stream->send({"1", "", "x"});
    };
    openWith(files());
    RawClient phone = as("");
    phone.send(get("/events"));
    phone.read();
    BOOST_TEST(phone.readUntil("\n\n") == "id: 1\ndata: x\n\n");
    server->stop();
    BOOST_TEST(phone.ended());
}

BOOST_AUTO_TEST_CASE(files_that_do_not_fit_are_told_before_anything_listens) {
    api::http::TlsFiles with = files();
    BOOST_TEST(listenWith(with).ok());
    with.private_key = certificates.file("hospital.key");
    BOOST_TEST(failsWith(listenWith(with), Error::TlsFilesNotUsable));
    with = files();
    with.certificate_chain = certificates.file("server.key");
    BOOST_TEST(failsWith(listenWith(with), Error::TlsFilesNotUsable));
    with = files();
    with.client_authority = certificates.file("missing.pem");
    BOOST_TEST(failsWith(listenWith(with), Error::TlsFilesNotUsable));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tests
