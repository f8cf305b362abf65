#pragma once

#include <atomic>

#include "tests/adapters/conformance/subject.h"

namespace tests {

/// The adapter for the e-health card platform against the toy platform.
class EhealthSubject final : public conformance::Subject {
  public:
    /// Good settings for a platform at `url`.
    static std::string settingsJson(const std::string& url, hub::core::Duration within);
    static std::map<std::string, std::string> keys();

    std::filesystem::path plugin() const override;
    std::filesystem::path manifest() const override { return "adapters/ehealth_card/manifest.yaml"; }
    std::vector<std::string> charsets() const override { return {"UTF-8"}; }
    std::map<std::string, std::string> secrets() const override { return keys(); }
    std::unique_ptr<conformance::Peer> peer(std::string_view charset) const override;
    hub::contract::InstanceSettings settings(const conformance::Peer& peer, std::string_view charset,
                                             hub::core::Duration within) const override;

    /// Also notes whether it is a ping that is tried. On the wire a ping is the same getAppToken that every other operation needs
    /// before its own call, and what the suite does to "the next call" is meant for the operation it tries.
    std::optional<conformance::Example> example(std::string_view operation, int number) const override;

  private:
    hub::core::SystemClock clock_;
    mutable std::atomic<bool> tries_ping_ = false;
};

}  // namespace tests
