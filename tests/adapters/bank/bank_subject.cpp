#include "tests/adapters/bank/bank_subject.h"

#include <fmt/format.h>

#include "hub/core/json.h"
#include "tests/adapters/bank/golden.h"
#include "tests/adapters/bank/toy_bank.h"

namespace tests {

using conformance::Example;

std::string BankSubject::settingsJson(const std::string& url, hub::core::Duration within) {
    hub::core::JsonWriter key(hub::core::Exposure::Revealed);
    key.string(bankKey("bank_public"));
    return fmt::format(R"({{"url":"{}","client":"{}","serial":"{}","private_key":{{"secret":"bank.private"}},)"
                       R"("bank_keys":[{{"serial":"{}","public_key":{}}}],"answer_within":"{}ms","statement_within":"{}ms"}})",
                       url, kBankClient, kOurSerial, kBankSerial, key.text(), within.count(), within.count());
}

std::map<std::string, std::string> BankSubject::keys() { return {{"bank.private", bankKey("client_private")}}; }

std::filesystem::path BankSubject::plugin() const { return BANK_PLUGIN; }

std::unique_ptr<conformance::Peer> BankSubject::peer(std::string_view) const { return std::make_unique<ToyBank>(clock_); }

hub::contract::InstanceSettings BankSubject::settings(const conformance::Peer& peer, std::string_view charset,
                                                      hub::core::Duration within) const {
    return {"SIM001", std::string(charset), settingsJson(static_cast<const ToyBank&>(peer).url(), within)};
}

std::optional<Example> BankSubject::example(std::string_view operation, int number) const {
    if (operation == "ping") return Example{"{}", "their_time_ms"};
    if (operation == "account.open")
        return Example{fmt::format(R"({{"person":{{"name":"{}","sex":"female","certificate":{{"kind":"resident_id","number":"{}"}},)"
                                   R"("phone":"10000000001"}},"linked_card":"99550000000000{:05}"}})",
                                   conformance::nameOf(number), conformance::numberOf(number), number),
                       ToyBank::accountOf(number)};
    if (operation == "account.balance")
        return Example{fmt::format(R"({{"account":"{}"}})", ToyBank::accountOf(number)),
                       fmt::format(R"("balance_fen":{})", ToyBank::balanceOf(number))};
    if (operation == "transfer.create")
        return Example{fmt::format(R"({{"kind":"{}","account":"{}","amount_fen":{},"summary":"{}"}})", number % 2 == 0 ? "pay" : "top_up",
                                   ToyBank::accountOf(number), 20000 + number, conformance::nameOf(number)),
                       fmt::format(R"("amount_fen":{})", 20000 + number)};
    if (operation == "transfer.find")
        return Example{fmt::format(R"({{"our_number":"{}"}})", ToyBank::numberOf(number)), ToyBank::numberOf(number)};
    if (operation == "statement.fetch") {
        const std::string day = fmt::format("2025-{:02}-{:02}", 1 + number / 28, 1 + number % 28);
        return Example{fmt::format(R"({{"day":"{}"}})", day), day};
    }
    return std::nullopt;
}

}  // namespace tests
