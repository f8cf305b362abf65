#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "tests/adapters/conformance/subject.h"
#include "tests/adapters/conformance/tcp_server.h"

namespace tests::conformance {

/// A toy that is reached by HTTP: it takes whole requests, one a connection, meets the faults it is given, and leaves what is to be
/// answered to whoever derives from it. REQUIRES: stop() in the destructor of the class derived.
class HttpPeer : public Peer {
  public:
    struct Request {
        std::string head;  ///< request line and headers
        std::string path;
        std::string body;

        /// Value of a header; empty when it is not there. `name` as it is written.
        std::string header(std::string_view name) const;
    };
    struct Said {
        int status = 200;
        std::string body;
    };

    void start() override { server_.start(); }
    void stop() override;
    void fail(Fault fault, int calls) override;
    void release() override;
    int effects() const override;
    bool waitForCalls(int calls) override;

    /// The next call of that name meets `fault`.
    void fail(const std::string& name, Fault fault);

    /// What the next call of that name is answered with, after those that were put before; it has no effect then.
    void say(const std::string& name, Said said);

    int callsOf(const std::string& name) const;
    Request lastCall(const std::string& name) const;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

  protected:
    HttpPeer() : server_([this](TcpConnection& connection) { serve(connection); }) {}

    /// What kind of call it is; under the lock, as the other two.
    virtual std::string nameOf(const Request& request) const = 0;
    /// Whether it is one of those that fail(Fault, int) and waitForCalls() mean.
    virtual bool counts(const std::string& name) const = 0;
    virtual Said answer(const std::string& name, const Request& request) = 0;

    int effects_ = 0;  // guarded by mutex_

  private:
    void serve(TcpConnection& connection);
    std::optional<Fault> takeFault(const std::string& name);  // under mutex_

    mutable std::mutex mutex_;  // guards all below but server_
    std::condition_variable changed_;
    std::deque<Fault> faults_;
    std::map<std::string, std::deque<Fault>> faults_of_;
    std::map<std::string, std::deque<Said>> said_;
    std::map<std::string, std::vector<Request>> calls_of_;
    int calls_ = 0;
    bool released_ = false;
    bool stopped_ = false;
    TcpServer server_;  // last: its threads use all the others
};

}  // namespace tests::conformance
