// Nothing is lost and nothing is made: many random transfers against a model that knows only balances, and the books added up afterwards.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <map>
#include <random>
#include <set>
#include <tuple>
#include <vector>

#include "tests/adapters/sim_bank/bench.h"

using namespace tests::bank;
using namespace std::chrono_literals;
using hub::core::Money;
using sim::TransferKind;
using sim::TransferState;

namespace {

constexpr std::size_t kTransfers = 20'000;  // that the bank took; others it refused
constexpr std::uint32_t kSeed = 20'300'102;
constexpr std::size_t kPeople = 4;

struct GivenPay {
    std::string number;
    std::size_t person;
    std::int64_t left;  // not given back
};

struct Pending {
    hub::core::UtcTime ends_at;
    std::int64_t id;
    sim::TransferRequest what;
    std::size_t person;
};

class Model {
  public:
    Model() : bank_(settings(), clock_) {
        for (std::size_t i = 0; i < kPeople; ++i) {
            const std::string certificate = fmt::format("37999919800101{:04}", i);
            const std::string card = fmt::format("62220000000000001{:02}", i);
            BOOST_REQUIRE(bank_.addPerson({0, "测试己", {"01", certificate}}).ok());
            BOOST_REQUIRE(bank_.putCard({"01", certificate}, card, sim::CardState::Good, Money()).ok());
            const auto opened = bank_.open({fmt::format("OPEN{:06}", i), "测试己", "01", certificate, "13900000000", card});
            BOOST_REQUIRE(opened.ok());
            people_.push_back({opened->account, certificate, card, 0, true});
        }
    }

    void step() {
        settle();
        const int die = between(0, 99);
        if (die < 10) {
            clock_.advance(std::chrono::milliseconds(between(0, 4000)));
        } else if (die == 10) {
            clock_.advance(std::chrono::minutes(between(0, 300)));
        } else if (die < 14) {
            turnCard(static_cast<std::size_t>(between(0, kPeople - 1)));
        } else if (die < 20 && !known_.empty()) {
            repeat();
        } else {
            transfer();
        }
    }

    void finish() {
        clock_.advance(48h);
        settle();
        checkBalances();
        checkEntries();
        checkStatements();
    }

    std::size_t ended() const { return ends_.size(); }

  private:
    struct Person {
        std::string account;
        std::string certificate;
        std::string card;
        std::int64_t balance;
        bool card_is_good;
    };

    sim::BankSettings settings() const {
        sim::BankSettings settings = goodSettings();
        settings.folder = folder_.path();
        settings.limits = {Money::fromFen(1'000'000'000), Money::fromFen(900'000'000'000)};
        settings.pace = {0, 3000};
        return settings;
    }

    int between(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }

    /// Around the borders as often as anywhere else.
    std::int64_t amountNear(std::int64_t border) {
        const std::int64_t one = between(0, 3) == 0 ? border + between(-1, 1) : between(1, 20'000);
        return std::max<std::int64_t>(one, 1);
    }

    void settle() {
        std::sort(pending_.begin(), pending_.end(),
                  [](const Pending& a, const Pending& b) { return std::tie(a.ends_at, a.id) < std::tie(b.ends_at, b.id); });
        while (!pending_.empty() && pending_.front().ends_at <= clock_.utc()) {
            end(pending_.front());
            pending_.erase(pending_.begin());
        }
    }

    void end(const Pending& one) {
        const std::int64_t amount = one.what.amount.fen();
        const bool good = one.what.kind == TransferKind::Payout || people_[one.person].card_is_good;
        if (one.what.kind == TransferKind::TopUp && good) people_[one.person].balance += amount;
        if (one.what.kind == TransferKind::Withdraw && !good) people_[one.person].balance += amount;
        ends_[one.what.number] = good ? TransferState::Done : TransferState::Rejected;
    }

    void turnCard(std::size_t i) {
        Person& person = people_[i];
        person.card_is_good = between(0, 3) != 0;
        const auto state = person.card_is_good ? sim::CardState::Good : sim::CardState::Closed;
        BOOST_REQUIRE(bank_.putCard({"01", person.certificate}, person.card, state, Money()).ok());
    }

    void transfer() {
        using enum TransferKind;
        constexpr std::array kKinds{TopUp, TopUp, TopUp, Withdraw, Pay, Pay, Pay, GiveBack, GiveBack, Payout};
        std::size_t i = static_cast<std::size_t>(between(0, kPeople - 1));
        sim::TransferRequest request;
        request.number = fmt::format("NUMBER{:07}", ++made_);
        request.kind = kKinds.at(static_cast<std::size_t>(between(0, 9)));
        GivenPay* pay = nullptr;
        if (request.kind == GiveBack && !pays_.empty()) {
            pay = &pays_[static_cast<std::size_t>(between(0, static_cast<int>(pays_.size()) - 1))];
            if (between(0, 9) != 0) i = pay->person;  // or somebody else's
        }
        Person& person = people_[i];
        request.account = request.kind == TransferKind::Payout ? std::string(kHospital) : person.account;
        std::int64_t border = person.balance;
        if (request.kind == TransferKind::Payout) border = collection_;
        if (request.kind == TransferKind::GiveBack) {
            request.original = pay != nullptr ? pay->number : "NOBODY0001";
            border = pay != nullptr ? pay->left : 1;
        }
        const std::int64_t amount = amountNear(border);
        request.amount = Money::fromFen(amount);
        const std::string wanted = refusalOf(request, person, pay, i, amount);
        const auto answer = bank_.create(request);
        BOOST_TEST((answer.ok() ? "" : answer.refusal().code) == wanted, request.number);
        if (answer.ok() && wanted.empty()) book(request, *answer, i, pay);
        known_.push_back(request);
        checkAccount(person);
    }

    std::string refusalOf(const sim::TransferRequest& request, const Person& person, const GivenPay* pay, std::size_t i,
                          std::int64_t amount) const {
        switch (request.kind) {
            case TransferKind::TopUp:
                return "";
            case TransferKind::Withdraw:
            case TransferKind::Pay:
                return amount > person.balance ? "balance_too_low" : "";
            case TransferKind::GiveBack:
                if (pay == nullptr || pay->person != i) return "no_such_original";
                if (amount > pay->left) return "too_much";
                return amount > collection_ ? "balance_too_low" : "";
            case TransferKind::Payout:
                return amount > collection_ ? "balance_too_low" : "";
        }
        return "?";
    }

    void book(const sim::TransferRequest& request, const sim::Transfer& transfer, std::size_t i, GivenPay* pay) {
        const std::int64_t amount = request.amount.fen();
        switch (request.kind) {
            case TransferKind::TopUp:
                break;
            case TransferKind::Withdraw:
                people_[i].balance -= amount;
                break;
            case TransferKind::Pay:
                people_[i].balance -= amount;
                collection_ += amount;
                pays_.push_back({request.number, i, amount});
                break;
            case TransferKind::GiveBack:
                people_[i].balance += amount;
                collection_ -= amount;
                pay->left -= amount;
                break;
            case TransferKind::Payout:
                collection_ -= amount;
                break;
        }
        pending_.push_back({transfer.ends_at, transfer.id, request, i});
        if (request.kind == TransferKind::Pay || request.kind == TransferKind::GiveBack) {
            BOOST_TEST((transfer.state == TransferState::Done));
            pending_.pop_back();
            ends_[request.number] = TransferState::Done;
        }
        settle();
    }

    void repeat() {
        sim::TransferRequest request = known_[static_cast<std::size_t>(between(0, static_cast<int>(known_.size()) - 1))];
        const bool other = between(0, 3) == 0;
        if (other) request.amount += Money::fromFen(1);
        const auto found = bank_.find(request.number);
        const auto answer = bank_.create(request);
        if (other) {
            BOOST_TEST((!answer.ok() && answer.refusal().code == "number_used"));
        } else {
            BOOST_TEST(answer.ok() == found.ok());
            if (answer.ok() && found.ok()) BOOST_TEST((answer->id == found->id && answer->state == found->state));
        }
    }

    void checkAccount(const Person& person) {
        const auto balance = bank_.balance(person.account);
        BOOST_REQUIRE(balance.ok());
        BOOST_TEST(balance->balance.fen() == person.balance);
    }

    void checkBalances() {
        for (const Person& person : people_) checkAccount(person);
        BOOST_TEST(bank_.balance(kCollection)->balance.fen() == collection_);
    }

    /// Each movement has two sides, and each balance is the sum of its sides.
    void checkEntries() {
        const auto books = bank_.dump("");
        BOOST_REQUIRE(books.ok());
        const auto document = hub::core::JsonDocument::parse(*books);
        const auto number = [](hub::core::JsonValue row, std::string_view name) { return *row.member(name)->integer(); };
        std::map<std::int64_t, std::int64_t> of_transfer;
        std::map<std::int64_t, std::int64_t> of_account;
        const auto entries = *document->root().member("entry");
        for (std::size_t i = 0; i < entries.size(); ++i) {
            of_transfer[number(entries.at(i), "transfer_id")] += number(entries.at(i), "amount_fen");
            of_account[number(entries.at(i), "account_id")] += number(entries.at(i), "amount_fen");
        }
        BOOST_TEST(entries.size() > kTransfers);
        for (const auto& [transfer, sum] : of_transfer) BOOST_TEST(sum == 0, transfer);
        std::int64_t all = 0;
        std::int64_t cards = 0;
        const auto accounts = *document->root().member("account");
        for (std::size_t i = 0; i < accounts.size(); ++i) {
            const std::int64_t balance = number(accounts.at(i), "balance_fen");
            const std::string_view kind = *accounts.at(i).member("kind")->string();
            BOOST_TEST(balance == of_account[number(accounts.at(i), "id")]);
            BOOST_TEST((balance >= 0 || kind == "card"));
            if (kind == "transit") BOOST_TEST(balance == 0);
            (kind == "card" ? cards : all) += balance;
        }
        BOOST_TEST(all == -cards);
    }

    /// What is done stands on exactly one statement, and their sums are the collection account.
    void checkStatements() {
        std::set<std::string> listed;
        std::int64_t sum = 0;
        for (auto at = hub::core::UtcTime{1'893'547'800'000}; sim::statementMadeAt(sim::bankDay(at)) <= clock_.utc(); at = at + 24h) {
            const auto statement = bank_.statement(sim::bankDay(at));
            BOOST_REQUIRE(statement.ok());
            sum += statement->in.fen() - statement->out.fen();
            BOOST_TEST(statement->count == statement->rows.size());
            for (const sim::StatementRow& row : statement->rows) BOOST_TEST(listed.insert(row.number).second, row.number);
        }
        BOOST_TEST(sum == collection_);
        std::size_t done = 0;
        for (const auto& [number, state] : ends_) {
            const bool is_done = state == TransferState::Done;
            done += is_done ? 1 : 0;
            BOOST_TEST(listed.contains(number) == is_done, number);
        }
        BOOST_TEST(listed.size() == done);
        BOOST_TEST(done > kTransfers / 2);
        BOOST_TEST(done < ends_.size());  // some were rejected
    }

    tests::sim::HandClock clock_;
    const tests::sim::Folder folder_;
    sim::Bank bank_;
    std::mt19937 random_{kSeed};
    std::vector<Person> people_;
    std::int64_t collection_ = 0;
    std::vector<GivenPay> pays_;
    std::vector<Pending> pending_;
    std::vector<sim::TransferRequest> known_;
    std::map<std::string, TransferState> ends_;
    int made_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(any_order)

BOOST_AUTO_TEST_CASE(no_fen_is_lost_or_made_by_any_order_of_transfers) {
    BOOST_TEST_CONTEXT("seed " << kSeed) {
        Model model;
        while (model.ended() < kTransfers) model.step();
        model.finish();
    }
}

BOOST_AUTO_TEST_SUITE_END()
