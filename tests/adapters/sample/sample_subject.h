#pragma once

#include "tests/adapters/conformance/subject.h"

namespace tests {

/// The sample adapter, or a variant of it, against the toy hospital.
class SampleSubject final : public conformance::Subject {
  public:
    /// `plugin` has its manifest.yaml beside `manifest`'s settings schema.
    SampleSubject(std::filesystem::path plugin, std::filesystem::path manifest)
        : plugin_(std::move(plugin)), manifest_(std::move(manifest)) {}

    std::filesystem::path plugin() const override { return plugin_; }
    std::filesystem::path manifest() const override { return manifest_; }
    std::vector<std::string> charsets() const override { return {"UTF-8", "GB18030"}; }
    std::map<std::string, std::string> secrets() const override { return {{"toy.password", "toy-password-7f3a"}}; }
    std::unique_ptr<conformance::Peer> peer(std::string_view charset) const override;
    hub::contract::InstanceSettings settings(const conformance::Peer& peer, std::string_view charset,
                                             hub::core::Duration within) const override;
    std::optional<conformance::Example> example(std::string_view operation, int number) const override;

  private:
    std::filesystem::path plugin_;
    std::filesystem::path manifest_;
};

}  // namespace tests
