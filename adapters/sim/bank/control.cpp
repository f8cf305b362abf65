#include "adapters/sim/bank/control.h"

#include <functional>

namespace adapters::sim::bank {

using common::HttpRequest;
using common::jsonObject;
using hub::core::Exposure;
using hub::core::Result;

namespace {

/// A person as the side door is told of one.
struct NewPerson {
    static constexpr std::string_view kTypeName = "NewPerson";
    Person person;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("name", self.person.name, "as on the certificate");
        field("certificate_type", self.person.certificate.type, "code of it");
        field("certificate", self.person.certificate.number, "its number");
    }
};

struct NewCard {
    static constexpr std::string_view kTypeName = "NewCard";
    Certificate holder;
    std::string card;
    CardState state = CardState::Good;
    std::optional<Money> limit;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("certificate_type", self.holder.type, "of the holder");
        field("certificate", self.holder.number, "of the holder");
        field("card", self.card, "12 to 19 digits");
        field("state", self.state, "what its bank says when a transfer ends");
        field("limit_fen", self.limit, "of one transfer; none when it is not given");
    }
};

struct Freezing {
    static constexpr std::string_view kTypeName = "Freezing";
    std::string account;
    bool frozen = false;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("account", self.account, "an e-account");
        field("frozen", self.frozen, "true: nothing begins there");
    }
};

struct Ending {
    static constexpr std::string_view kTypeName = "Ending";
    std::string number;
    TransferState state = TransferState::Done;
    std::optional<std::string> reason;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "of the transfer");
        field("state", self.state, "done or rejected");
        field("reason", self.reason, "of a rejection");
    }
};

struct Advance {
    static constexpr std::string_view kTypeName = "Advance";
    std::int64_t ms = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("advance_ms", self.ms, "so far ahead of where it is");
    }
};

struct Reissue {
    static constexpr std::string_view kTypeName = "Reissue";
    Date day;
    Difference difference = Difference::None;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("day", self.day, "the bank's day");
        field("difference", self.difference, "from the books");
    }
};

std::string clockText(UtcTime now) { return jsonObject({{"at", timeText(now)}, {"bank_day", bankDay(now).text()}}); }

/// Reads `T`, does it, and says it again.
template <class T>
Result<std::string> said(const std::string& body, const std::function<Result<void>(const T&)>& act) {
    return common::withInput<T>(body, [&](const T& input) -> Result<std::string> {
        const Result<void> done = act(input);
        if (!done.ok()) return done.failure();
        return hub::core::toJson(input, Exposure::Revealed);
    });
}

}  // namespace

BankControl::BankControl(Bank& bank, common::Faults& faults)
    : bank_(bank), door_(faults, [this](const HttpRequest& request, const std::string& path) { return route(request, path); }) {}

Result<std::string> BankControl::route(const HttpRequest& request, const std::string& path) {
    if (request.method == "POST") return post(request, path);
    if (request.method == "GET" && path == "health") return jsonObject({{"simulator", "bank"}, {"state", "up"}});
    if (request.method == "GET" && path == "books") return bank_.dump(request.query);
    if (request.method == "GET" && path == "clock") return clockText(bank_.now());
    return common::noSuchPath(request, path);
}

Result<std::string> BankControl::post(const HttpRequest& request, const std::string& path) {
    if (path == "people") return said<NewPerson>(request.body, [&](const NewPerson& input) { return bank_.addPerson(input.person); });
    if (path == "cards") {
        return said<NewCard>(request.body, [&](const NewCard& input) {
            return bank_.putCard(input.holder, input.card, input.state, input.limit.value_or(Money()));
        });
    }
    if (path == "accounts")
        return said<Freezing>(request.body, [&](const Freezing& input) { return bank_.freeze(input.account, input.frozen); });
    if (path == "transfers/end") {
        return said<Ending>(request.body, [&](const Ending& input) -> Result<void> {
            const Result<Transfer> ended = bank_.end(input.number, input.state, input.reason.value_or(""));
            return ended.ok() ? Result<void>() : ended.failure();
        });
    }
    if (path == "clock") {
        return common::withInput<Advance>(request.body, [&](const Advance& input) -> Result<std::string> {
            const Result<UtcTime> now = bank_.advance(hub::core::Duration(input.ms));
            if (!now.ok()) return now.failure();
            return clockText(*now);
        });
    }
    if (path == "reissue") {
        return common::withInput<Reissue>(request.body, [&](const Reissue& input) -> Result<std::string> {
            const Result<std::int64_t> issue = bank_.reissue(input.day, input.difference);
            if (!issue.ok()) return issue.failure();
            return jsonObject({{"day", input.day.text()}, {"issue", std::to_string(*issue)}});
        });
    }
    return common::noSuchPath(request, path);
}

}  // namespace adapters::sim::bank
