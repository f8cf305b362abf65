#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/kit/answer.h"
#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace adapters::kit {

/// PEM files of an https counterparty. The system's own authorities are never trusted: only `authority_file` is.
struct TlsFiles {
    std::string authority_file;
    std::optional<std::string> certificate_file = std::nullopt;  ///< ours, with its chain; both or none
    std::optional<std::string> key_file = std::nullopt;          ///< without a passphrase
};

struct HttpLimits {
    hub::core::Duration connect_within = std::chrono::seconds(3);  ///< with the TLS handshake; the name look-up is not in it
    hub::core::Duration answer_within = std::chrono::seconds(10);  ///< the whole exchange, connecting included
    hub::core::Duration idle_for = std::chrono::seconds(4);        ///< below the counterparty's keep-alive
    std::size_t answer_bytes_max = 4 * 1024 * 1024;
    std::size_t idle_connections_max = 8;
};

struct HttpRequest {
    std::string method = "POST";
    std::string path;  ///< with the query, put behind the client's address; already percent-encoded
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    bool repeatable = false;  ///< a read: it may be sent again when a pooled connection ended without an answer
};

struct HttpAnswer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    /// Without regard to case; nothing when it is not there.
    std::optional<std::string_view> header(std::string_view name) const;
};

using HttpResult = std::variant<HttpAnswer, NoAnswer>;

/// An HTTP/1.1 client of one counterparty with a pool of kept connections. Any thread, several calls at a time: each has a
/// connection of its own. Follows no redirect, uses no proxy, keeps no cookie.
class HttpClient {
  public:
    /// `url`: http or https, with an optional port and path; https needs `tls`, which http must not have. `clock` outlives the client.
    /// Also: SettingsNotValid, TlsFilesNotUsable. Does not touch the network.
    static hub::core::Result<std::unique_ptr<HttpClient>> make(const std::string& url, const std::optional<TlsFiles>& tls,
                                                               const HttpLimits& limits, const hub::core::Clock& clock);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// The answer, whatever its status. NoAnswer holds PeerNotReached (refused, unknown name, not connected in time, TLS not agreed),
    /// RequestNotWritable (a line break in path or header), or, once a byte may have left: PeerAnswerLost (reset, closed, too slow),
    /// PeerAnswerNotValid, PeerAnswerTooLarge. A kept connection that the peer had closed before anything was written is replaced
    /// once, silently. Under TLS 1.3 a client certificate that is refused shows only at the first read: PeerAnswerLost.
    HttpResult call(const HttpRequest& request);

    /// Ends calls that wait for an answer at once and calls that are connecting within connect_within; later calls end PeerNotReached.
    void stop();

  private:
    class State;
    explicit HttpClient(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace adapters::kit
