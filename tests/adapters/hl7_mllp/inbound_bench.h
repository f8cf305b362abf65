#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/contract/adapter.h"
#include "hub/contract/events.h"

namespace tests {

/// A hub that keeps messages as flows::InboundGate does: by sender, control id and body. Any thread.
class KeepingHost final : public hub::contract::Host {
  public:
    explicit KeepingHost(bool refuses_other_body = false) : refuses_other_body_(refuses_other_body) {}

    hub::core::Result<hub::contract::Acceptance> accept(hub::contract::Inbound message) override;
    hub::core::Result<hub::core::Sensitive<std::string>> secret(std::string_view name) override;
    const hub::core::Clock& clock() const override { return clock_; }
    void notice(const hub::core::Failure& what) override;

    /// The next messages are not kept, for this reason.
    void failNext(hub::core::Error error);

    std::vector<hub::contract::Inbound> kept() const;
    std::vector<hub::core::Failure> notices() const;

  private:
    const bool refuses_other_body_;
    hub::core::SystemClock clock_;
    mutable std::mutex mutex_;  // guards all below
    std::vector<hub::contract::Inbound> kept_;
    std::vector<hub::core::Failure> notices_;
    std::optional<hub::core::Error> fails_;
};

/// The other end of an MLLP connection, on the test's own thread.
class MllpClient {
  public:
    explicit MllpClient(std::uint16_t port);
    ~MllpClient();
    MllpClient(const MllpClient&) = delete;
    MllpClient& operator=(const MllpClient&) = delete;

    void write(std::string_view bytes) const;
    void send(std::string_view message) const;
    /// The next frame's content; empty when the other side closed. What one read brought counts as packet().
    std::string receive();
    std::string ask(std::string_view message) {
        send(message);
        return receive();
    }
    /// True once the other side has closed and everything before that was read.
    bool closed();
    /// What the last read that completed a frame brought, frame and all.
    const std::string& packet() const { return packet_; }

  private:
    int socket_;
    std::string pending_;
    std::string packet_;
};

/// The adapter with its listener on a port of the system's choice.
class InboundBench {
  public:
    /// `more`: further members of the settings, beginning with a comma.
    explicit InboundBench(hub::contract::InboundPolicy policy = {}, bool refuses_other_body = false, const std::string& more = "",
                          const std::string& listen = "");
    ~InboundBench();
    InboundBench(const InboundBench&) = delete;
    InboundBench& operator=(const InboundBench&) = delete;

    std::uint16_t port() const { return instance_->endpoints().at(0).port; }
    hub::contract::InstanceSettings settings() const { return settings_; }

    KeepingHost host;

  private:
    hub::contract::InstanceSettings settings_;
    std::unique_ptr<hub::contract::Adapter> adapter_;
    std::unique_ptr<hub::contract::Instance> instance_;
};

/// "MSH|^~\&|HIS|SIM|ONECARD|HUB|…|<type>|<id>|P|2.4" and the rest of the segments, each ended by CR.
std::string hl7(std::string_view type, std::string_view id, std::string_view segments, std::string_view accept = "",
                std::string_view application = "");

/// MSA-1 and MSA-2 of an answer: "AA M1"; empty for no answer.
std::string saidBy(const std::string& answer);

}  // namespace tests
