#pragma once

// Inside kit only: POCO types do not leave it.

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPClientSession.h>

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/kit/exchange_socket.h"
#include "adapters/kit/http_client.h"

namespace adapters::kit {

/// Where a client's requests go.
struct HttpPeer {
    std::string host;
    std::uint16_t port = 0;
    bool port_is_usual = true;  ///< it is left out of the Host header then (RFC 9110 section 7.2)
    std::string base_path;
    Poco::Net::Context::Ptr tls;  ///< null: without
};

/// One connection, used for one exchange after the other. One thread.
class HttpConnection {
  public:
    /// How an exchange ended, for who may try it on another connection.
    enum class Ended { Answered, NothingWritten, NothingAnswered, Broken };

    /// `open` outlives the connection. Also: PeerNotReached.
    static hub::core::Result<std::unique_ptr<HttpConnection>> open(const HttpPeer& peer, Deadline deadline,
                                                                   hub::core::Duration connect_within, OpenSockets& open);

    ~HttpConnection();
    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;

    HttpResult exchange(const HttpRequest& request, Deadline deadline, std::size_t answer_bytes_max, Ended& ended);

    /// After an answer that was read to its end and did not ask to close.
    bool mayBeKept() const { return may_be_kept_; }

    /// Nothing has come since the last answer; a peer that closed, or says what nobody asked for, is not quiet.
    bool isQuiet();

  private:
    /// Never connects anew behind our back: POCO's own would, after a failed write.
    class Session;

    HttpConnection(const HttpPeer& peer, Poco::Net::StreamSocket& socket, Exchange& exchange);
    HttpAnswer answerOf(const HttpRequest& request, std::size_t answer_bytes_max);

    const HttpPeer& peer_;
    Exchange& exchange_;  // part of the socket, which the session owns
    std::unique_ptr<Session> session_;
    bool may_be_kept_ = false;
};

}  // namespace adapters::kit
