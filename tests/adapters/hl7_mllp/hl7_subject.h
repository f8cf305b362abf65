#pragma once

#include "tests/adapters/conformance/subject.h"

namespace tests {

/// The HL7 adapter against the toy hospital.
class Hl7Subject final : public conformance::Subject {
  public:
    std::filesystem::path plugin() const override;
    std::filesystem::path manifest() const override { return "adapters/hl7_mllp/manifest.yaml"; }
    std::vector<std::string> charsets() const override { return {"UTF-8", "GB18030"}; }
    std::map<std::string, std::string> secrets() const override { return {}; }
    std::unique_ptr<conformance::Peer> peer(std::string_view charset) const override;
    hub::contract::InstanceSettings settings(const conformance::Peer& peer, std::string_view charset,
                                             hub::core::Duration within) const override;
    std::optional<conformance::Example> example(std::string_view operation, int number) const override;
};

}  // namespace tests
