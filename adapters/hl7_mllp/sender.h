#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/codec/hl7v2/answer.h"
#include "adapters/codec/hl7v2/message.h"
#include "adapters/kit/answer.h"
#include "adapters/kit/tcp_connection.h"
#include "hub/core/clock.h"

namespace adapters::hl7_mllp {

/// The word of the application, or a commit answer that says no: what ends an exchange.
struct Answered {
    codec::hl7v2::Answer answer;
    codec::hl7v2::Message message;
};

/// Sends messages to one hospital, each thread over a connection of its own that is kept for the next one. Any thread.
class Sender {
  public:
    /// `clock` outlives the sender.
    Sender(std::string host, std::uint16_t port, hub::core::Duration within, codec::charset::Charset charset,
           const hub::core::Clock& clock);

    /// One message, and the application's answer to it: a positive commit answer alone is not the end (71, 72). An answer that is not
    /// this message's, is no HL7 or does not come leaves open what happened. `deadline_at` may end it sooner than `within` does.
    std::variant<Answered, kit::NoAnswer> exchange(std::string_view message, std::string_view control_id, hub::core::UtcTime deadline_at);

    /// Ends what is blocked; later exchanges are not reached.
    void stop() { open_.stop(); }

  private:
    hub::core::Result<kit::TcpConnection> connection(kit::Deadline deadline, bool fresh);
    void keep(kit::TcpConnection connection);
    hub::core::Result<Answered> receive(kit::TcpConnection& connection, std::string_view control_id) const;
    hub::core::Result<std::optional<Answered>> read(const std::string& frame, std::string_view control_id) const;

    const std::string host_;
    const std::uint16_t port_;
    const hub::core::Duration within_;
    const codec::charset::Charset charset_;
    const hub::core::Clock& clock_;
    kit::OpenSockets open_;
    std::mutex mutex_;                      // guards kept_
    std::vector<kit::TcpConnection> kept_;  // at most as many as calls ran at a time; after open_, which they need
};

}  // namespace adapters::hl7_mllp
