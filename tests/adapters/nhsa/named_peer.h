#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/adapters/conformance/http_peer.h"

namespace tests::nhsa {

/// An HttpPeer whose calls have names: faults and answers can be put for the next call of a name, and calls are kept by it.
class NamedPeer : public HttpPeer {
  public:
    struct Said {
        int status = 200;
        std::string body;
    };

    using HttpPeer::fail;

    /// The next call of that name meets `fault`.
    void fail(const std::string& name, conformance::Fault fault);

    /// What the next call of that name is answered with, after those that were put before; it has no effect then.
    void say(const std::string& name, Said said);

    int callsOf(const std::string& name) const;

    /// REQUIRES: there was one.
    HttpCall lastCall(const std::string& name) const;

  protected:
    // All under mutex_.
    virtual std::string nameOf(const HttpCall& call) const = 0;
    virtual Said answerTo(const std::string& name, const HttpCall& call) = 0;

  private:
    std::optional<conformance::Fault> faultOf(const HttpCall& call) final;
    std::string answer(const HttpCall& call) final;

    std::map<std::string, std::deque<conformance::Fault>> faults_of_;
    std::map<std::string, std::deque<Said>> said_;
    std::map<std::string, std::vector<HttpCall>> calls_of_;
};

}  // namespace tests::nhsa
