#pragma once

#include <optional>
#include <string>

#include "adapters/kit/settings.h"

namespace adapters::ehealth_card {

/// `spec.settings` of an identity service. settings.schema.json is made from it.
struct Settings {
    static constexpr std::string_view kTypeName = "EhealthCardSettings";
    std::string url;
    std::optional<std::string> authority_file;
    std::string hospital;
    std::string app;
    kit::Secret app_secret;
    std::string organisation;
    std::optional<hub::core::Duration> answer_within = std::chrono::seconds(6);

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("url", self.url, "address of the platform, before /healthcard and /ecard");
        field("authority_file", self.authority_file, "PEM file of the authorities that an https address is trusted by");
        field("hospital", self.hospital, "number of the institution at the e-health card platform (hospitalId)");
        field("app", self.app, "the application there (appId)");
        field("app_secret", self.app_secret, "the application's secret (appSecret), as {secret: name}");
        field("organisation", self.organisation, "number of the institution at the voucher service (orgId)");
        field("answer_within", self.answer_within, "how long one exchange may take, 50ms to 5m; 6s when left out");
    }

    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

}  // namespace adapters::ehealth_card
