#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/codec/charset/charset.h"
#include "tests/adapters/conformance/subject.h"
#include "tests/adapters/conformance/tcp_server.h"

namespace tests {

/// A hospital that speaks HL7 over MLLP as adapters/hl7_mllp/README.md wants it: the same MSH-10 and bytes again get the first answer.
class ToyHl7Hospital final : public conformance::Peer {
  public:
    explicit ToyHl7Hospital(adapters::codec::charset::Charset charset);
    ~ToyHl7Hospital() override { stop(); }

    void start() override { server_.start(); }
    void stop() override;
    void fail(conformance::Fault fault, int calls) override;
    void release() override;
    int effects() const override;
    bool waitForCalls(int calls) override;

    std::uint16_t port() const { return server_.port(); }

    /// The next answer is these frames, "{id}" being the message's own number; nothing is kept of it.
    void answerNextWith(std::string bytes);
    /// Connections taken so far.
    int connections() const;
    /// The messages that came, in order.
    std::vector<std::string> messages() const;

  private:
    struct Done {
        std::string message;
        std::string answer;
    };

    void serve(TcpConnection& connection);
    bool serveMessage(TcpConnection& connection, const std::string& message);
    std::string answer(const std::string& message);  // under mutex_
    std::string acknowledgement(const std::string& message, std::string_view code, std::string_view more) const;

    const adapters::codec::charset::Charset charset_;
    mutable std::mutex mutex_;  // guards all below but server_
    std::condition_variable changed_;
    std::map<std::string, Done> done_;        // by MSH-10
    std::vector<conformance::Fault> faults_;  // of the next calls, the next one last
    std::vector<std::string> scripted_;
    std::vector<std::string> messages_;
    int calls_ = 0;
    int connections_ = 0;
    bool released_ = false;
    bool stopped_ = false;
    TcpServer server_;  // last: its threads use all the others
};

}  // namespace tests
