#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "hub/contract/host.h"

namespace tests {

/// A hub that notes what it is given and answers as it is told. One thread.
class NotedHost final : public hub::contract::Host {
  public:
    /// `clock` outlives it.
    NotedHost(std::map<std::string, std::string> secrets, const hub::core::Clock& clock) : secrets_(std::move(secrets)), clock_(clock) {}

    hub::core::Result<hub::contract::Acceptance> accept(hub::contract::Inbound message) override {
        if (fails) return *fails;
        accepted.push_back(std::move(message));
        return hub::contract::Acceptance{kept, {}, false};
    }
    hub::core::Result<hub::core::Sensitive<std::string>> secret(std::string_view name) override {
        const auto found = secrets_.find(std::string(name));
        if (found == secrets_.end()) return hub::core::Failure(hub::core::Error::SecretMissing, std::string(name));
        return hub::core::Sensitive<std::string>(found->second);
    }
    const hub::core::Clock& clock() const override { return clock_; }
    void notice(const hub::core::Failure& what) override { notices.push_back(what); }

    std::vector<hub::contract::Inbound> accepted;
    std::vector<hub::core::Failure> notices;
    hub::contract::Kept kept = hub::contract::Kept::New;
    std::optional<hub::core::Failure> fails;

  private:
    const std::map<std::string, std::string> secrets_;
    const hub::core::Clock& clock_;
};

}  // namespace tests
