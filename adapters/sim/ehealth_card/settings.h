#pragma once

#include <cstdint>
#include <string>

#include "hub/core/describe.h"
#include "hub/core/result.h"

/// A platform of e-health cards that also decodes insurance e-vouchers. README.md says what it offers and which member is what.
namespace adapters::sim::ehealth_card {

struct EhealthCardSettings {
    static constexpr std::string_view kTypeName = "EhealthCardSettings";
    std::string folder;
    std::int64_t seed = 1;
    std::int32_t port = 0;
    std::string app = "SIMAPP0001";
    std::string app_secret;
    std::string app_serial = "SIM0000001";
    std::string insured_area = "379999";

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("folder", self.folder, "existing folder of the books");
        field("seed", self.seed, "of numbers, codes and tokens and of the faults that are drawn");
        field("port", self.port, "port on 127.0.0.1; 0 for a free one");
        field("app", self.app, "appId of the only application");
        field("app_secret", self.app_secret, "what its requests are signed with");
        field("app_serial", self.app_serial, "the last part of dynamic codes");
        field("insured_area", self.insured_area, "insuOrg of everybody, six digits");
    }
};

/// Also: SimNotValid.
hub::core::Result<void> check(const EhealthCardSettings& settings);

}  // namespace adapters::sim::ehealth_card
