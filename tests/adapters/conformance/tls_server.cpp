#include "tests/adapters/conformance/tls_server.h"

#include <openssl/ssl.h>

#include <array>

#include "hub/core/assert.h"

namespace tests {

TlsServer::TlsServer(const Files& files, std::function<std::string(const HttpCall&)> answer)
    : context_(SSL_CTX_new(TLS_server_method())),
      answer_(std::move(answer)),
      server_([this](TcpConnection& connection) { serve(connection); }) {
    HUB_ASSERT(SSL_CTX_use_certificate_file(context_, files.certificate.c_str(), SSL_FILETYPE_PEM) == 1);
    HUB_ASSERT(SSL_CTX_use_PrivateKey_file(context_, files.key.c_str(), SSL_FILETYPE_PEM) == 1);
    if (files.client_authority) {
        HUB_ASSERT(SSL_CTX_load_verify_locations(context_, files.client_authority->c_str(), nullptr) == 1);
        SSL_CTX_set_verify(context_, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    server_.start();
}

TlsServer::~TlsServer() {
    server_.stop();
    SSL_CTX_free(context_);
}

void TlsServer::serve(TcpConnection& connection) {
    SSL* tls = SSL_new(context_);
    SSL_set_fd(tls, connection.socket());
    const auto read = [&] {
        std::array<char, 4096> buffer{};
        const int count = SSL_read(tls, buffer.data(), static_cast<int>(buffer.size()));
        return count <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(count));
    };
    if (SSL_accept(tls) == 1) {
        if (const std::optional<HttpCall> call = readHttpCall(read)) {
            const std::string said = answer_(*call);
            SSL_write(tls, said.data(), static_cast<int>(said.size()));
            SSL_shutdown(tls);
        }
    }
    SSL_free(tls);
}

}  // namespace tests
