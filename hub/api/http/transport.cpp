#include "hub/api/http/transport.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>

namespace hub::api::http {

namespace {

constexpr auto kTlsBytesMax = static_cast<std::size_t>(std::numeric_limits<int>::max());

}  // namespace

void Transport::FreeTls::operator()(ssl_st* session) const { SSL_free(session); }

void Transport::secure(const TlsContext& context) { tls_.reset(context.open(socket_)); }

Io Transport::tlsOutcome(int result) {
    if (result > 0) return {IoStatus::Done, static_cast<std::size_t>(result)};
    const int error = SSL_get_error(tls_.get(), result);
    if (error == SSL_ERROR_WANT_READ) return {IoStatus::WantRead};
    if (error == SSL_ERROR_WANT_WRITE) return {IoStatus::WantWrite};
    broken_ = error != SSL_ERROR_ZERO_RETURN;
    return {IoStatus::Closed};
}

Io Transport::handshake() {
    ERR_clear_error();
    return tlsOutcome(SSL_do_handshake(tls_.get()));
}

Io Transport::read(char* into, std::size_t size) {
    if (secured()) {
        ERR_clear_error();
        return tlsOutcome(SSL_read(tls_.get(), into, static_cast<int>(std::min(size, kTlsBytesMax))));
    }
    const ssize_t got = recv(socket_, into, size, 0);
    if (got > 0) return {IoStatus::Done, static_cast<std::size_t>(got)};
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return {IoStatus::WantRead};
    broken_ = got < 0;
    return {IoStatus::Closed};
}

Io Transport::write(std::string_view bytes) {
    if (secured()) {
        ERR_clear_error();
        return tlsOutcome(SSL_write(tls_.get(), bytes.data(), static_cast<int>(std::min(bytes.size(), kTlsBytesMax))));
    }
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) return {IoStatus::Done, static_cast<std::size_t>(sent)};
    if (errno == EAGAIN || errno == EINTR) return {IoStatus::WantWrite};
    broken_ = true;
    return {IoStatus::Closed};
}

void Transport::endWriting() {
    if (broken_) return;
    if (secured() && SSL_is_init_finished(tls_.get()) == 1) {
        ERR_clear_error();
        SSL_shutdown(tls_.get());
    }
    shutdown(socket_, SHUT_WR);
}

std::string Transport::certificateSubject() const {
    if (!secured() || SSL_get_verify_result(tls_.get()) != X509_V_OK) return {};
    const X509* certificate = SSL_get0_peer_certificate(tls_.get());
    if (certificate == nullptr) return {};
    const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new(BIO_s_mem()), BIO_free);
    X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate), 0,
                       XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(text.get(), &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace hub::api::http
