#pragma once

#include <map>
#include <string>
#include <utility>

#include "hub/contract/host.h"

namespace tests {

/// A hub that has its secrets and a clock that only tests move.
class ClockedHost final : public hub::contract::Host {
  public:
    /// `clock` outlives it.
    ClockedHost(const hub::core::Clock& clock, std::map<std::string, std::string> names_and_values)
        : secrets(std::move(names_and_values)), clock_(clock) {}

    hub::core::Result<hub::contract::Acceptance> accept(hub::contract::Inbound) override {
        return hub::core::Failure(hub::core::Error::AdapterMisbehaved, "nothing comes in here");
    }
    hub::core::Result<hub::core::Sensitive<std::string>> secret(std::string_view name) override {
        const auto found = secrets.find(std::string(name));
        if (found == secrets.end()) return hub::core::Failure(hub::core::Error::SecretMissing, std::string(name));
        return hub::core::Sensitive<std::string>(found->second);
    }
    const hub::core::Clock& clock() const override { return clock_; }
    void notice(const hub::core::Failure&) override {}

    std::map<std::string, std::string> secrets;

  private:
    const hub::core::Clock& clock_;
};

/// The failure that an outcome or inquiry tells of, for failsWith(); a success when it tells of none.
template <class Answer>
hub::core::Result<void> troubleOf(const Answer& answer) {
    if (!answer.trouble) return {};
    const auto error = hub::core::errorFromCode(answer.trouble->code);
    HUB_ASSERT(error.has_value());
    return hub::core::Failure(*error, answer.trouble->detail);
}

}  // namespace tests
