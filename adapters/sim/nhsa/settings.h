#pragma once

#include <cstdint>
#include <string>

#include "adapters/sim/common/http_server.h"
#include "adapters/sim/nhsa/wire.h"
#include "hub/core/describe.h"
#include "hub/core/result.h"

/// An insurer that speaks both chains of schemas/wire/nhsa.md. README.md says what it offers and which member is what.
namespace adapters::sim::nhsa {

struct CounterSettings {
    static constexpr std::string_view kTypeName = "CounterSettings";
    std::string path = "/nhsa";
    std::string paasid = "SIMPAAS001";
    std::string secret;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("path", self.path, "where the counter chain is asked");
        field("paasid", self.paasid, "x-tif-paasid of the only caller");
        field("secret", self.secret, "what its headers are signed with");
    }
};

struct MobileSettings {
    static constexpr std::string_view kTypeName = "MobileSettings";
    std::string app_id = "SIMAPP0000000001";
    std::string app_secret;
    std::int64_t processing_ms = 0;
    std::int64_t order_life_s = 7200;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("app_id", self.app_id, "appId of the only application, at least 16 bytes");
        field("app_secret", self.app_secret, "its appSecret");
        field("processing_ms", self.processing_ms, "how long an order is being settled (2) before it is (6); 0: at once");
        field("order_life_s", self.order_life_s, "how long an uploaded order waits to be settled before it expires (15)");
    }
};

/// The wrapper of both chains.
struct SmSettings {
    static constexpr std::string_view kTypeName = "SmSettings";
    bool on = false;
    std::string counter_key;
    std::string hospital_public_key;
    std::string private_key;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("on", self.on, "false: nothing is encrypted or signed with SM2, and the rest of this is not read");
        field("counter_key", self.counter_key, "SM4 key of the counter chain, 16 bytes");
        field("hospital_public_key", self.hospital_public_key, "PEM of the SM2 key that verifies requests");
        field("private_key", self.private_key, "PEM of the SM2 key that signs answers");
    }
};

struct NhsaSettings {
    static constexpr std::string_view kTypeName = "NhsaSettings";
    std::string folder;
    std::int64_t seed = 1;
    std::int32_t port = 0;
    common::TlsFiles tls;
    std::string area = "379900";
    std::string clearing_office = "379900";
    AmountStyle amounts = AmountStyle::Text;
    bool fund_includes_acct = false;
    std::int32_t day_cut_min = 0;
    std::int64_t voucher_life_s = 1800;
    CounterSettings counter;
    MobileSettings mobile;
    SmSettings sm;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("folder", self.folder, "existing folder of the books");
        field("seed", self.seed, "of tokens and of the faults that are drawn");
        field("port", self.port, "port on 127.0.0.1; 0 for a free one");
        field("tls", self.tls, "certificate and key; without them plain HTTP");
        field("area", self.area, "mdtrtarea_admvs of every hospital, six digits");
        field("clearing_office", self.clearing_office, "clr_optins of every settlement");
        field("amounts", self.amounts, "how answers write amounts and infcode: text or number");
        field("fund_includes_acct", self.fund_includes_acct, "whether fund_pay_sumamt has acct_pay in it");
        field("day_cut_min", self.day_cut_min, "minutes after midnight at which a clearing day begins");
        field("voucher_life_s", self.voucher_life_s, "how long the token of a voucher is good");
        field("counter", self.counter, "the counter chain");
        field("mobile", self.mobile, "the mobile chain");
        field("sm", self.sm, "the SM wrapper of both chains");
    }
};

/// All of it but the keys. Also: SimNotValid.
hub::core::Result<void> check(const NhsaSettings& settings);

bool isArea(std::string_view text);

}  // namespace adapters::sim::nhsa
