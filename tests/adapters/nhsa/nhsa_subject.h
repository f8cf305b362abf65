#pragma once

#include <atomic>

#include "adapters/nhsa/settings.h"
#include "tests/adapters/conformance/subject.h"

namespace tests::nhsa {

/// One chain of the adapter against a toy insurer, sealed and signed.
class NhsaSubject final : public conformance::Subject {
  public:
    explicit NhsaSubject(adapters::nhsa::Chain chain) : chain_(chain) {}

    /// Good settings for an insurer at `url`, in which an upload has at most 200 lines.
    static std::string settingsJson(adapters::nhsa::Chain chain, const std::string& url, hub::core::Duration within, bool sealed);
    static std::map<std::string, std::string> keys();

    std::filesystem::path plugin() const override { return NHSA_PLUGIN; }
    std::filesystem::path manifest() const override { return "adapters/nhsa/manifest.yaml"; }
    std::vector<std::string> charsets() const override { return {"UTF-8"}; }
    std::map<std::string, std::string> secrets() const override { return keys(); }
    std::unique_ptr<conformance::Peer> peer(std::string_view charset) const override;
    hub::contract::InstanceSettings settings(const conformance::Peer& peer, std::string_view charset,
                                             hub::core::Duration within) const override;

    /// Also notes whether it is a ping that is tried: on the wire of the counter it is the sign-in that all other calls need, and what the
    /// suite does to "the next call" is meant for the operation it tries.
    std::optional<conformance::Example> example(std::string_view operation, int number) const override;

  private:
    const adapters::nhsa::Chain chain_;
    hub::core::SystemClock clock_;
    mutable std::atomic<bool> tries_ping_ = false;
};

}  // namespace tests::nhsa
