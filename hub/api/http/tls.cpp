#include "hub/api/http/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <string_view>

#include "hub/core/exception.h"

namespace hub::api::http {

namespace {

core::Failure unusable(const std::string& file, std::string_view why) {
    std::string detail = file;
    detail.append(": ").append(why);
    if (const unsigned long error = ERR_peek_last_error()) detail.append(" (").append(ERR_reason_error_string(error)).append(")");
    ERR_clear_error();
    return core::Failure(core::Error::TlsFilesNotUsable, detail);
}

/// HTTP/1.1 when the client offers it; else the handshake goes on without ALPN.
int chooseProtocol(ssl_st*, const unsigned char** out, unsigned char* out_length, const unsigned char* in, unsigned int in_length, void*) {
    static constexpr unsigned char kHttp11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_length, kHttp11, sizeof kHttp11, in, in_length) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

TlsContext::TlsContext() : context_(SSL_CTX_new(TLS_server_method())) {
    if (context_ == nullptr) throw core::Exception("OpenSSL cannot make a TLS context");
}

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

core::Result<std::unique_ptr<TlsContext>> TlsContext::make(const TlsFiles& files) {
    ERR_clear_error();
    std::unique_ptr<TlsContext> made(new TlsContext());  // the constructor is private
    SSL_CTX* context = made->context_;
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // RELEASE_BUFFERS: a parked phone keeps no 34 KiB of record buffers.
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nullptr);
    static constexpr unsigned char kSessionContext[] = "onecard";
    SSL_CTX_set_session_id_context(context, kSessionContext, sizeof kSessionContext - 1);

    if (SSL_CTX_use_certificate_chain_file(context, files.certificate_chain.c_str()) != 1) {
        return unusable(files.certificate_chain, "no certificate chain in PEM");
    }
    if (SSL_CTX_use_PrivateKey_file(context, files.private_key.c_str(), SSL_FILETYPE_PEM) != 1) {
        return unusable(files.private_key, "no private key in PEM that belongs to the certificate");
    }
    if (files.client_authority.empty()) return made;
    STACK_OF(X509_NAME)* names = SSL_load_client_CA_file(files.client_authority.c_str());
    if (names == nullptr || SSL_CTX_load_verify_file(context, files.client_authority.c_str()) != 1) {
        sk_X509_NAME_pop_free(names, X509_NAME_free);
        return unusable(files.client_authority, "no certificate authority in PEM");
    }
    SSL_CTX_set_client_CA_list(context, names);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | (files.client_certificate_required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
    return made;
}

ssl_st* TlsContext::open(int socket) const {
    SSL* session = SSL_new(context_);
    if (session == nullptr || SSL_set_fd(session, socket) != 1) {
        SSL_free(session);
        throw core::Exception("OpenSSL cannot open a TLS session");
    }
    SSL_set_accept_state(session);
    return session;
}

}  // namespace hub::api::http
