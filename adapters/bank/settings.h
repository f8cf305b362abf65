#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/kit/peer_keys.h"
#include "adapters/kit/settings.h"

namespace adapters::bank {

/// `spec.settings` of a bank. settings.schema.json is made from it.
struct Settings {
    static constexpr std::string_view kTypeName = "BankSettings";
    std::string url;
    std::optional<std::string> authority_file;
    std::string client;
    std::string serial;
    kit::Secret private_key;
    std::vector<kit::PeerKeySetting> bank_keys;
    std::optional<hub::core::Duration> answer_within = std::chrono::seconds(6);
    std::optional<hub::core::Duration> statement_within = std::chrono::seconds(60);

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("url", self.url, "address of the bank without a path");
        field("authority_file", self.authority_file, "PEM file of the authorities that an https address is trusted by");
        field("client", self.client, "our number at the bank (Bank-Client)");
        field("serial", self.serial, "serial of our key there (Bank-Serial)");
        field("private_key", self.private_key, "PEM of our private key, as {secret: name}");
        field("bank_keys", self.bank_keys, "the bank's public keys, two while it changes them");
        field("answer_within", self.answer_within, "how long one call may take, 50ms to 5m; 6s when left out");
        field("statement_within", self.statement_within, "how long the fetching of a statement may take, 50ms to 5m; 60s when left out");
    }

    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

}  // namespace adapters::bank
