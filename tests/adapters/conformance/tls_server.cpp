#include "tests/adapters/conformance/tls_server.h"

#include <openssl/ssl.h>

#include <stdexcept>

namespace tests {

TlsServer::TlsServer(const Files& files, std::function<std::string(const std::string&)> answer)
    : context_(SSL_CTX_new(TLS_server_method())),
      answer_(std::move(answer)),
      server_([this](TcpConnection& connection) { serve(connection); }) {
    if (SSL_CTX_use_certificate_file(context_, files.certificate.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context_, files.key.c_str(), SSL_FILETYPE_PEM) != 1)
        throw std::runtime_error("certificate or key of a test server");
    if (!files.authority.empty()) {
        if (SSL_CTX_load_verify_locations(context_, files.authority.c_str(), nullptr) != 1)
            throw std::runtime_error("authority of a test server");
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
    char buffer[16 * 1024];
    const int count = SSL_accept(tls) == 1 ? SSL_read(tls, buffer, sizeof buffer) : 0;
    if (count > 0) {
        const std::string response = answer_(std::string(buffer, static_cast<std::size_t>(count)));
        SSL_write(tls, response.data(), static_cast<int>(response.size()));
        SSL_shutdown(tls);
    }
    SSL_free(tls);
}

}  // namespace tests
