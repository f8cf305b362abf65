#pragma once

#include "tests/adapters/conformance/subject.h"

namespace tests {

/// The adapter for the bank against the toy bank.
class BankSubject final : public conformance::Subject {
  public:
    /// Good settings for a bank at `url`.
    static std::string settingsJson(const std::string& url, hub::core::Duration within);
    static std::map<std::string, std::string> keys();

    std::filesystem::path plugin() const override;
    std::filesystem::path manifest() const override { return "adapters/bank/manifest.yaml"; }
    std::vector<std::string> charsets() const override { return {"UTF-8"}; }
    std::map<std::string, std::string> secrets() const override { return keys(); }
    std::unique_ptr<conformance::Peer> peer(std::string_view charset) const override;
    hub::contract::InstanceSettings settings(const conformance::Peer& peer, std::string_view charset,
                                             hub::core::Duration within) const override;
    std::optional<conformance::Example> example(std::string_view operation, int number) const override;

  private:
    hub::core::SystemClock clock_;
};

}  // namespace tests
