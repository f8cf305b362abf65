#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct ssl_ctx_st;
struct ssl_st;

namespace tests {

/// An HTTP response as it came.
struct RawAnswer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    /// Names without case; empty when it is not there.
    std::string header(std::string_view name) const;
};

struct RawTls {
    std::string authority;         ///< whom to trust, PEM
    std::string certificate = {};  ///< our own, with its key; empty: none
    std::string private_key = {};
};

/// One connection to a server under test, byte by byte. A server that does not react within ten seconds is an exception.
class RawClient {
  public:
    struct Options {
        std::string from = "127.0.0.1";  ///< any 127.x.y.z is ours: another peer
        int receive_buffer = 0;          ///< bytes the kernel takes for a client that does not read; 0: its own choice
        std::optional<RawTls> tls = std::nullopt;
    };

    explicit RawClient(std::uint16_t port) : RawClient(port, Options{}) {}
    RawClient(std::uint16_t port, const Options& options);
    explicit RawClient(const std::string& local_path);
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient& operator=(RawClient&&) = delete;

    void send(std::string_view bytes);

    /// False when the server has closed; for senders that may be cut off.
    bool trySend(std::string_view bytes);

    /// The next response. `to_head`: it has no body, whatever it says.
    RawAnswer read(bool to_head = false);

    /// send() and read().
    RawAnswer ask(std::string_view request);

    /// What has come, at least up to the first `end`.
    std::string readUntil(std::string_view end);

    /// True when the server ends the connection without another byte. Waits for it.
    bool ended();

    void endWriting();

    /// As a crash does: the other side sees a reset.
    void reset();

  private:
    void limitWaits() const;
    void startTls(const RawTls& tls);
    bool fill();  // false at the end

    int socket_ = -1;
    ssl_ctx_st* context_ = nullptr;
    ssl_st* tls_ = nullptr;
    std::string got_;
};

/// Files of certificates under a folder of their own, removed at the end. Keys are made anew each time.
class TestCertificates {
  public:
    TestCertificates();
    ~TestCertificates();
    TestCertificates(const TestCertificates&) = delete;
    TestCertificates& operator=(const TestCertificates&) = delete;

    /// A path under the folder.
    std::string file(std::string_view name) const { return folder_ + "/" + std::string(name); }

    /// NAME.pem and NAME.key, self-signed.
    void makeAuthority(const std::string& name);

    /// NAME.pem and NAME.key, signed by the authority, for 127.0.0.1.
    void makeSigned(const std::string& name, const std::string& authority, const std::string& common_name);

  private:
    std::string folder_;
};

}  // namespace tests
