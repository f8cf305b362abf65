#include "tests/support/raw_http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>

namespace tests {

namespace {

constexpr int kPatienceSeconds = 10;

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what + ": " + std::strerror(errno)); }

bool sameName(std::string_view a, std::string_view b) { return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0; }

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<FILE, decltype(&fclose)>;

File openFile(const std::string& path, const char* mode) {
    File file(fopen(path.c_str(), mode), fclose);
    if (!file) fail(path);
    return file;
}

void addExtension(X509* certificate, int id, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate makeCertificate(EVP_PKEY* key, const std::string& common_name, bool authority) {
    Certificate certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), authority ? 1 : 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key);
    const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8, text, -1, -1, 0);
    addExtension(certificate.get(), NID_basic_constraints, authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (!authority) addExtension(certificate.get(), NID_subject_alt_name, "IP:127.0.0.1");
    return certificate;
}

void writeFiles(const std::string& path, EVP_PKEY* key, X509* certificate) {
    PEM_write_X509(openFile(path + ".pem", "w").get(), certificate);
    PEM_write_PrivateKey(openFile(path + ".key", "w").get(), key, nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace

std::string RawAnswer::header(std::string_view name) const {
    for (const auto& [field, value] : headers) {
        if (sameName(field, name)) return value;
    }
    return {};
}

RawClient::RawClient(std::uint16_t port, const Options& options) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (socket_ < 0) fail("socket");
    limitWaits();
    if (options.receive_buffer > 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &options.receive_buffer, sizeof options.receive_buffer);
    sockaddr_in own{};
    own.sin_family = AF_INET;
    inet_pton(AF_INET, options.from.c_str(), &own.sin_addr);
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0) fail("bind");
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) fail("connect");
    if (options.tls) startTls(*options.tls);
}

RawClient::RawClient(const std::string& local_path) : socket_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (socket_ < 0) fail("socket");
    limitWaits();
    sockaddr_un server{};
    server.sun_family = AF_UNIX;
    local_path.copy(static_cast<char*>(server.sun_path), sizeof server.sun_path - 1);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) fail("connect");
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      context_(std::exchange(other.context_, nullptr)),
      tls_(std::exchange(other.tls_, nullptr)),
      got_(std::move(other.got_)) {}

RawClient::~RawClient() {
    SSL_free(tls_);
    SSL_CTX_free(context_);
    if (socket_ >= 0) close(socket_);
}

void RawClient::limitWaits() const {
    const timeval patience{kPatienceSeconds, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

void RawClient::startTls(const RawTls& tls) {
    context_ = SSL_CTX_new(TLS_client_method());
    SSL_CTX_load_verify_file(context_, tls.authority.c_str());
    SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
    if (!tls.certificate.empty()) {
        SSL_CTX_use_certificate_chain_file(context_, tls.certificate.c_str());
        SSL_CTX_use_PrivateKey_file(context_, tls.private_key.c_str(), SSL_FILETYPE_PEM);
    }
    tls_ = SSL_new(context_);
    SSL_set_fd(tls_, socket_);
    if (SSL_connect(tls_) != 1) throw std::runtime_error("TLS handshake failed");
}

bool RawClient::trySend(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = tls_ != nullptr ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                                             : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::send(std::string_view bytes) {
    if (!trySend(bytes)) fail("send");
}

bool RawClient::fill() {
    std::array<char, 64 * 1024> buffer;
    const ssize_t got =
        tls_ != nullptr ? SSL_read(tls_, buffer.data(), static_cast<int>(buffer.size())) : recv(socket_, buffer.data(), buffer.size(), 0);
    if (got > 0) {
        got_.append(buffer.data(), static_cast<std::size_t>(got));
        return true;
    }
    if (got < 0 && errno == EAGAIN) fail("the server does not react");
    return false;  // also a reset: the server has ended it
}

std::string RawClient::readUntil(std::string_view end) {
    std::size_t found = 0;
    while ((found = got_.find(end)) == std::string::npos) {
        if (!fill()) throw std::runtime_error("the connection ended; it brought: " + got_);
    }
    const std::size_t size = found + end.size();
    std::string taken = got_.substr(0, size);
    got_.erase(0, size);
    return taken;
}

RawAnswer RawClient::read(bool to_head) {
    const std::string head = readUntil("\r\n\r\n");
    RawAnswer answer;
    if (std::sscanf(head.c_str(), "HTTP/1.1 %d ", &answer.status) != 1) throw std::runtime_error("no status line: " + head);
    std::size_t line = head.find("\r\n") + 2;
    while (line + 2 < head.size()) {
        const std::size_t end = head.find("\r\n", line);
        const std::size_t colon = head.find(": ", line);
        answer.headers.emplace_back(head.substr(line, colon - line), head.substr(colon + 2, end - colon - 2));
        line = end + 2;
    }
    if (to_head || answer.status < 200 || answer.status == 204 || answer.status == 304) return answer;
    const std::string length = answer.header("Content-Length");
    if (length.empty()) return answer;  // endless: readUntil() brings the rest
    const std::size_t size = std::stoul(length);
    while (got_.size() < size) {
        if (!fill()) throw std::runtime_error("the body is cut off");
    }
    answer.body = got_.substr(0, size);
    got_.erase(0, size);
    return answer;
}

RawAnswer RawClient::ask(std::string_view request) {
    send(request);
    return read();
}

bool RawClient::ended() { return got_.empty() && !fill(); }

void RawClient::endWriting() { shutdown(socket_, SHUT_WR); }

void RawClient::reset() {
    const linger hard{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(std::exchange(socket_, -1));
}

TestCertificates::TestCertificates() {
    std::string pattern = (std::filesystem::temp_directory_path() / "onecard-certificates-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) fail("mkdtemp");
    folder_ = pattern;
}

TestCertificates::~TestCertificates() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void TestCertificates::makeAuthority(const std::string& name) {
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const Certificate certificate = makeCertificate(key.get(), name, /*authority=*/true);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    writeFiles(file(name), key.get(), certificate.get());
}

void TestCertificates::makeSigned(const std::string& name, const std::string& authority, const std::string& common_name) {
    const Key authority_key(PEM_read_PrivateKey(openFile(file(authority) + ".key", "r").get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    const Certificate issuer(PEM_read_X509(openFile(file(authority) + ".pem", "r").get(), nullptr, nullptr, nullptr), X509_free);
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const Certificate certificate = makeCertificate(key.get(), common_name, /*authority=*/false);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get()));
    X509_sign(certificate.get(), authority_key.get(), EVP_sha256());
    writeFiles(file(name), key.get(), certificate.get());
}

}  // namespace tests
