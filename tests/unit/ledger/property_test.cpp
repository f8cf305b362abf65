// Random commands against a model that is as simple as can be: it keeps a list of movements and adds everything up anew each time.

#include <algorithm>
#include <random>
#include <set>

#include "tests/support/failures.h"
#include "tests/unit/ledger/command_text.h"
#include "tests/unit/ledger/memory_books.h"

using namespace hub::core;
using namespace hub::ledger;

namespace {

/// What a plain person would write down.
class NaiveModel {
  public:
    /// booked, again, or the name of a code.
    std::string answer(const Command& command, const std::string& text, std::int64_t now) {
        const auto known = kept_.find(command.key.step);
        if (known != kept_.end()) {
            if (known->second.first != text) return "IdempotencyMismatch";
            return known->second.second == "booked" ? "again" : known->second.second;
        }
        const auto before = movements_;
        const auto closed_before = closed_;
        std::string outcome = "booked";
        for (std::size_t leg = 0; leg < command.chain.size() && outcome == "booked"; ++leg)
            outcome = one(command.key.step + "#" + std::to_string(leg), command.chain[leg], now);
        if (outcome != "booked") {
            movements_ = before;
            closed_ = closed_before;
        }
        kept_[command.key.step] = {text, outcome};
        return outcome;
    }

    std::int64_t credits(const std::string& account, bool frozen) const { return sum(account, frozen, &Moved::credit); }
    std::int64_t debits(const std::string& account, bool frozen) const { return sum(account, frozen, &Moved::debit); }

  private:
    struct Moved {
        std::string name;
        std::string debit;
        std::string credit;
        std::int64_t fen;
        bool frozen;
        bool hold;
        std::int64_t expires_at;
    };

    std::int64_t sum(const std::string& account, bool frozen, std::string Moved::*side) const {
        std::int64_t total = 0;
        for (const Moved& moved : movements_) total += moved.*side == account && moved.frozen == frozen ? moved.fen : 0;
        return total;
    }

    bool fits(const std::string& account) const {
        if (account.starts_with("e_account")) return credits(account, false) - debits(account, false) - debits(account, true) >= 0;
        if (account.starts_with("credit_")) return debits(account, false) - credits(account, false) - credits(account, true) >= 0;
        return true;
    }

    bool used(const std::string& account) const {
        return std::any_of(movements_.begin(), movements_.end(),
                           [&](const Moved& moved) { return moved.debit == account || moved.credit == account; });
    }

    std::string move(const std::string& name, const std::string& debit, const std::string& credit, std::int64_t fen, bool frozen,
                     std::int64_t expires_at) {
        // Sides are looked at one after the other, as the books do.
        if (closed_.contains(debit)) return "AccountClosed";
        movements_.push_back({name, debit, "", fen, frozen, frozen, expires_at});
        if (!fits(debit)) return "InsufficientFunds";
        if (closed_.contains(credit)) return "AccountClosed";
        movements_.back().credit = credit;
        return fits(credit) ? "booked" : "InsufficientFunds";
    }

    std::string one(const std::string& name, const Movement& movement, std::int64_t now) {
        if (const auto* transfer = std::get_if<Transfer>(&movement))
            return move(name, transfer->debit, transfer->credit, transfer->amount.fen(), false, 0);
        if (const auto* hold = std::get_if<Hold>(&movement))
            return move(name, hold->debit, hold->credit, hold->amount.fen(), true, hold->expires_at.ms);
        if (const auto* close = std::get_if<Close>(&movement)) {
            const std::string& account = close->account;
            if (!used(account)) return "AccountNotFound";
            if (closed_.contains(account)) return "AccountClosed";
            if (credits(account, false) != debits(account, false) || credits(account, true) != 0 || debits(account, true) != 0)
                return "AccountNotEmpty";
            closed_.insert(account);
            return "booked";
        }
        const auto* post = std::get_if<Post>(&movement);
        const auto* ending = std::get_if<Void>(&movement);
        const MovementKey& key = post != nullptr ? post->hold : ending != nullptr ? ending->hold : std::get<Expire>(movement).hold;
        const std::string wanted = key.command.step + "#" + std::to_string(key.leg);
        const auto hold = std::find_if(movements_.begin(), movements_.end(), [&](const Moved& moved) { return moved.name == wanted; });
        if (hold == movements_.end() || !hold->hold) return "HoldNotFound";
        if (!hold->frozen || (post != nullptr && now >= hold->expires_at)) return "HoldEnded";
        if (std::holds_alternative<Expire>(movement) && now < hold->expires_at) return "HoldNotDue";
        if (post != nullptr && post->amount && post->amount->fen() > hold->fen) return "AmountExceedsHold";
        hold->frozen = false;
        hold->fen = post == nullptr ? 0 : post->amount ? post->amount->fen() : hold->fen;
        return "booked";
    }

    std::vector<Moved> movements_;
    std::set<std::string> closed_;
    std::map<std::string, std::pair<std::string, std::string>> kept_;
};

class RandomCommands {
  public:
    explicit RandomCommands(std::uint32_t seed) : random_(seed) {}

    std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }

    std::string next(std::int64_t now) {
        if (!lines_.empty() && below(12) == 0) return lines_[below(lines_.size())];
        const bool old_key = !lines_.empty() && below(20) == 0;
        std::string line = "c" + std::to_string(old_key ? below(lines_.size()) : lines_.size());
        if (below(15) == 0) {
            line += " bank/b > e_account/S 5 ; e_account/S > bank/b 5 ; close e_account/S";  // what is emptied can be closed
        } else {
            for (std::size_t left = 1 + below(3); left > 0; --left) line += movement(now) + (left > 1 ? " ;" : "");
        }
        lines_.push_back(line);
        return line;
    }

    static const std::vector<std::string>& accounts() {
        static const std::vector<std::string> all{"bank/b",      "e_account/P", "e_account/Q",         "hospital_payable/H", "e_account/R",
                                                  "e_account/S", "fee/f",       "credit_receivable/P", "refund_payable/w"};
        return all;
    }

  private:
    std::string movement(std::int64_t now) {
        const std::size_t from = below(accounts().size());
        const std::size_t to = (from + 1 + below(accounts().size() - 1)) % accounts().size();
        const std::string move = accounts()[from] + " > " + accounts()[to] + " " + std::to_string(1 + below(50));
        const std::string hold = "c" + std::to_string(below(lines_.size() + 1)) + "#" + std::to_string(below(3));
        switch (below(8)) {
            case 0:
            case 1:
                return " hold " + move + " until " + std::to_string(now + static_cast<std::int64_t>(below(20)));
            case 2:
                return " post " + hold;
            case 3:
                return " post " + hold + " " + std::to_string(1 + below(50));
            case 4:
                return below(2) == 0 ? " void " + hold : " expire " + hold;
            case 5:
                return below(4) == 0 ? " close " + accounts()[to] : " " + move;
            default:
                return " " + move;
        }
    }

    std::mt19937 random_;
    std::vector<std::string> lines_;
};

std::string textOf(const Ledger::Answer& answer) {
    if (answer.ok()) return answer->repeated ? "again" : "booked";
    return tests::nameOf(answer.failure().error());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(property)

BOOST_AUTO_TEST_CASE(random_commands_are_answered_as_a_plain_person_would) {
    std::map<std::string, int> seen;
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed) {
            RandomCommands commands(seed);
            NaiveModel model;
            tests::MemoryBooks books;
            for (int batch = 0; batch < 12; ++batch) {
                books.now.ms += static_cast<std::int64_t>(commands.below(8));
                std::vector<Command> together;
                std::vector<std::string> lines;
                std::vector<std::string> expected;
                for (std::size_t left = commands.below(8); left > 0; --left) {
                    lines.push_back(commands.next(books.now.ms));
                    together.push_back(tests::commandOf(lines.back()));
                    const std::string text = lines.back().substr(lines.back().find(' '));
                    expected.push_back(model.answer(together.back(), text, books.now.ms));
                    ++seen[expected.back()];
                }
                const std::vector<Ledger::Answer> answers = books.run(together);
                for (std::size_t i = 0; i < answers.size(); ++i)
                    BOOST_REQUIRE_MESSAGE(textOf(answers[i]) == expected[i],
                                          lines[i] << " is " << textOf(answers[i]) << ", not " << expected[i]);
                for (const std::string& account : RandomCommands::accounts()) {
                    const auto found = books.accounts.find(AccountName::parse(account)->id);
                    const Sums sums = found == books.accounts.end() ? Sums() : found->second.sums;
                    BOOST_REQUIRE(sums.debit_posted.fen() == model.debits(account, false));
                    BOOST_REQUIRE(sums.debit_pending.fen() == model.debits(account, true));
                    BOOST_REQUIRE(sums.credit_posted.fen() == model.credits(account, false));
                    BOOST_REQUIRE(sums.credit_pending.fen() == model.credits(account, true));
                }
            }
        }
    }
    for (const char* outcome : {"booked", "again", "InsufficientFunds", "IdempotencyMismatch", "HoldNotFound", "HoldEnded", "HoldNotDue",
                                "AmountExceedsHold", "AccountClosed", "AccountNotEmpty", "AccountNotFound"})
        BOOST_TEST(seen[outcome] > 0, "never seen: " << outcome);
}

BOOST_AUTO_TEST_SUITE_END()
