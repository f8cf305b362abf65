#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/sim/common/http_server.h"
#include "hub/core/describe.h"
#include "hub/core/money.h"

/// A bank with electronic accounts and one client, the hub. README.md says what it offers and which member is what.
namespace adapters::sim::bank {

/// Whose accounts and requests these are.
struct ClientSettings {
    static constexpr std::string_view kTypeName = "ClientSettings";
    std::string number = "C000000001";
    std::string serial = "HUBKEY01";
    std::string public_key;
    std::string collection_account = "9500000000000000001";

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "the client's number at the bank");
        field("serial", self.serial, "of the key its requests are signed with");
        field("public_key", self.public_key, "PEM of the RSA key that verifies them");
        field("collection_account", self.collection_account, "19 digits: where pay goes and payout comes from");
    }
};

/// The bank's own key.
struct BankKeySettings {
    static constexpr std::string_view kTypeName = "BankKeySettings";
    std::string serial = "BANKKEY01";
    std::string private_key;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("serial", self.serial, "what answers name as the key they are signed with");
        field("private_key", self.private_key, "PEM of the RSA key that signs answers");
    }
};

struct HospitalAccountSettings {
    static constexpr std::string_view kTypeName = "HospitalAccountSettings";
    std::string account;
    std::string name;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("account", self.account, "19 digits");
        field("name", self.name, "whose it is");
    }
};

/// What an e-account's owner may move; give_back and payout have no limit but the money.
struct LimitSettings {
    static constexpr std::string_view kTypeName = "LimitSettings";
    hub::core::Money transfer = hub::core::Money::fromFen(5'000'000);
    hub::core::Money day = hub::core::Money::fromFen(10'000'000);

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("transfer_fen", self.transfer, "of one top_up, withdraw or pay");
        field("day_fen", self.day, "of all of one kind from or to one account on one day of the bank; rejected ones do not count");
    }
};

/// How long a top_up, withdraw or payout is only accepted.
struct PaceSettings {
    static constexpr std::string_view kTypeName = "PaceSettings";
    std::int64_t ends_after_ms_min = 500;
    std::int64_t ends_after_ms_max = 3000;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("ends_after_ms_min", self.ends_after_ms_min, "at least so long; 0 and 0: it ends at once");
        field("ends_after_ms_max", self.ends_after_ms_max, "and at most");
    }
};

struct BankSettings {
    static constexpr std::string_view kTypeName = "BankSettings";
    std::string folder;
    std::int64_t seed = 1;
    std::int32_t port = 0;
    common::TlsFiles tls;
    ClientSettings client;
    BankKeySettings bank;
    std::vector<HospitalAccountSettings> hospitals;
    LimitSettings limits;
    PaceSettings pace;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("folder", self.folder, "existing folder of the books");
        field("seed", self.seed, "of the pace and of the faults that are drawn");
        field("port", self.port, "port on 127.0.0.1; 0 for a free one");
        field("tls", self.tls, "its files, where it speaks TLS");
        field("client", self.client, "the hub");
        field("bank", self.bank, "the bank's key");
        field("hospitals", self.hospitals, "accounts that payouts may go to");
        field("limits", self.limits, "above them: over_limit");
        field("pace", self.pace, "of what ends later");
    }
};

/// Also: SimNotValid with what must be put right. Keys are looked at by Signatures::make().
hub::core::Result<void> check(const BankSettings& settings);

}  // namespace adapters::sim::bank
