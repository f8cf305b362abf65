#include "adapters/sim/nhsa/control.h"

#include "adapters/sim/common/settings.h"

namespace adapters::sim::nhsa {

using common::HttpRequest;
using common::jsonObject;
using hub::core::Exposure;
using hub::core::Result;

namespace {

struct Somebody {
    static constexpr std::string_view kTypeName = "Somebody";
    std::string certno;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("certno", self.certno, "number of the certificate");
    }
};

struct ShownVoucher {
    static constexpr std::string_view kTypeName = "ShownVoucher";
    std::string ec_token;
    std::string pay_auth_no;
    UtcTime expires_at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("ecToken", self.ec_token, "token of the voucher");
        field("payAuthNo", self.pay_auth_no, "what the mobile chain takes instead");
        field("expires_at_ms", self.expires_at, "when both stop working");
    }
};

struct Balance {
    static constexpr std::string_view kTypeName = "Balance";
    std::string certno;
    Money balance;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("certno", self.certno, "number of the certificate");
        field("balc_fen", self.balance, "what the account holds from now on");
    }
};

struct ClearedDay {
    static constexpr std::string_view kTypeName = "ClearedDay";
    Date day;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("day", self.day, "clearing day");
    }
};

struct EndedOrder {
    static constexpr std::string_view kTypeName = "EndedOrder";
    std::string pay_ord_id;
    std::int64_t state = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("payOrdId", self.pay_ord_id, "number of the order");
        field("ordStas", self.state, "14 failed, 15 expired, 16 refused");
    }
};

}  // namespace

InsurerControl::InsurerControl(Insurer& insurer, common::Faults& faults)
    : insurer_(insurer), door_(faults, [this](const HttpRequest& request, const std::string& path) { return route(request, path); }) {}

Result<std::string> InsurerControl::route(const HttpRequest& request, const std::string& path) {
    if (request.method == "POST") return post(request, path);
    if (request.method == "GET" && path == "health") {
        return jsonObject({{"simulator", "nhsa"}, {"state", "up"}, {"sm", insurer_.settings.sm.on ? "on" : "off"}});
    }
    if (request.method == "GET" && path == "books") return insurer_.inOneGo([&] { return insurer_.dump(request.query); });
    return common::noSuchPath(request, path);
}

Result<std::string> InsurerControl::post(const HttpRequest& request, const std::string& path) {
    if (path == "people") {
        const Result<PersonInput> input = common::settingsFromJson<PersonInput>(request.body);
        if (!input.ok()) return input.failure();
        const Result<Person> person = insurer_.inOneGo([&] { return insurer_.people.add(*input); });
        if (!person.ok()) return person.failure();
        return jsonObject({{"psn_no", person->psn_no}});
    }
    if (path == "vouchers") {
        return common::withInput<Somebody>(request.body, [&](const Somebody& input) -> Result<std::string> {
            const std::chrono::seconds life(insurer_.settings.voucher_life_s);
            const Result<Voucher> voucher = insurer_.inOneGo([&] { return insurer_.people.newVoucher(input.certno, life); });
            if (!voucher.ok()) return voucher.failure();
            return hub::core::toJson(ShownVoucher{voucher->ec_token, voucher->pay_auth_no, voucher->expires_at}, Exposure::Revealed);
        });
    }
    if (path == "balances") {
        return common::withInput<Balance>(request.body, [&](const Balance& input) -> Result<std::string> {
            const Result<void> set = insurer_.inOneGo([&] { return insurer_.people.setBalance(input.certno, input.balance); });
            if (!set.ok()) return set.failure();
            return hub::core::toJson(input, Exposure::Revealed);
        });
    }
    if (path == "items") {
        return common::withInput<Item>(request.body, [&](const Item& input) -> Result<std::string> {
            const Result<void> put = insurer_.inOneGo([&] { return insurer_.charges.put(input); });
            if (!put.ok()) return put.failure();
            return hub::core::toJson(input, Exposure::Revealed);
        });
    }
    if (path == "cleared") {
        return common::withInput<ClearedDay>(request.body, [&](const ClearedDay& input) {
            return insurer_.inOneGo([&]() -> Result<std::string> {
                insurer_.settlements.clear(input.day);
                return hub::core::toJson(input, Exposure::Revealed);
            });
        });
    }
    if (path == "orders/end") {
        return common::withInput<EndedOrder>(request.body, [&](const EndedOrder& input) -> Result<std::string> {
            const Result<void> ended =
                insurer_.inOneGo([&] { return insurer_.orders.end(input.pay_ord_id, static_cast<OrderState>(input.state)); });
            if (!ended.ok()) return ended.failure();
            return hub::core::toJson(input, Exposure::Revealed);
        });
    }
    if (path == "sign-ins/end") {
        return insurer_.inOneGo([&]() -> Result<std::string> {
            insurer_.messages.endSignIns();
            return jsonObject({{"sign-ins", "ended"}});
        });
    }
    return common::noSuchPath(request, path);
}

}  // namespace adapters::sim::nhsa
