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

/// A hospital that speaks the line protocol of adapters/sample/README.md, written from that page: patients P000 to P099 named
/// conformance::nameOf(), each with one open charge of 12.50 yuan.
class ToyHospital final : public conformance::Peer {
  public:
    ToyHospital(adapters::codec::charset::Charset charset, std::string password);
    ~ToyHospital() override { stop(); }

    void start() override { server_.start(); }
    void stop() override;
    void fail(conformance::Fault fault, int calls) override;
    void release() override;
    int effects() const override;
    bool waitForCalls(int calls) override;

    std::uint16_t port() const { return server_.port(); }

  private:
    using Fields = std::vector<std::string>;

    void serve(TcpConnection& connection);
    std::string answer(const Fields& request);                          // under mutex_
    std::string act(const std::string& our_number, const Fields& row);  // under mutex_

    const adapters::codec::charset::Charset charset_;
    const std::string password_;
    mutable std::mutex mutex_;  // guards all below but server_
    std::condition_variable changed_;
    std::map<std::string, Fields> done_;      // by our number
    std::vector<conformance::Fault> faults_;  // of the next calls, the next one last
    int calls_ = 0;
    bool released_ = false;
    bool stopped_ = false;
    TcpServer server_;  // last: its threads use all the others
};

}  // namespace tests
