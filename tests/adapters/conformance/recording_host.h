#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "hub/contract/host.h"

namespace tests::conformance {

/// A hub that keeps what it is told. Any thread.
class RecordingHost final : public hub::contract::Host {
  public:
    explicit RecordingHost(std::map<std::string, std::string> secrets) : secrets_(std::move(secrets)) {}

    hub::core::Result<hub::contract::Acceptance> accept(hub::contract::Inbound message) override {
        return hub::contract::Acceptance{hub::contract::Kept::New, std::move(message.answer), false};
    }
    hub::core::Result<hub::core::Sensitive<std::string>> secret(std::string_view name) override {
        const auto found = secrets_.find(std::string(name));
        if (found == secrets_.end()) return hub::core::Failure(hub::core::Error::SecretMissing, std::string(name));
        return hub::core::Sensitive<std::string>(found->second);
    }
    const hub::core::Clock& clock() const override { return clock_; }
    void notice(const hub::core::Failure& what) override {
        const std::lock_guard lock(mutex_);
        notices_.push_back(what.message(hub::core::Language::English));
    }

    std::vector<std::string> notices() const {
        const std::lock_guard lock(mutex_);
        return notices_;
    }

  private:
    const std::map<std::string, std::string> secrets_;
    hub::core::SystemClock clock_;
    mutable std::mutex mutex_;  // guards notices_
    std::vector<std::string> notices_;
};

}  // namespace tests::conformance
