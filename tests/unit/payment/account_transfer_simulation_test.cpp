// Random top-ups and withdrawals between a bank and a mirror that both keep books: whatever is lost, repeated and late, at rest the mirror
// is the bank's balance, and neither was ever below zero.
#include <deque>
#include <map>
#include <random>

#include "hub/payment/account_transfer_machine.h"
#include "tests/unit/payment/examples.h"

#include <boost/test/unit_test.hpp>

using namespace tests::payment;
using BankState = contract::TransferState;
namespace event = hub::payment::account_transfer_event;
namespace action = hub::payment::account_transfer_action;

namespace {

class Town {
  public:
    explicit Town(std::uint32_t seed) : random_(seed) {
        account_.id = EAccountId{bits(1)};
        account_.state = EAccountState::Open;
    }

    void begin(std::uint8_t number) {
        constexpr auto kKinds = enumNames(AccountTransferKind{});
        AccountTransferWish wish;
        wish.id = AccountTransferId{bits(number)};
        wish.client = "c";
        wish.request_key = wish.number = std::to_string(number);
        wish.kind = kKinds.at(under(kKinds.size())).first;
        wish.amount = fen(1 + under(2000));
        if (wish.kind == AccountTransferKind::Pay) wish.payment = PaymentId{bits(number)};
        if (wish.kind == AccountTransferKind::GiveBack) wish.refund = RefundId{bits(number)};
        take(*openTransfer(account_, wish, now_, kRules));
        if (wish.payment && chance(2)) events_.emplace_back(wish.id.bits, event::Unwanted{});
    }

    /// Until nothing is open.
    void settle() {
        for (int round = 0; round < 2000; ++round) {
            while (!events_.empty()) {
                const auto [id, what] = events_.front();
                events_.pop_front();
                give(id, what);
                if (chance(5)) give(id, what);  // told twice
            }
            bool open = false;
            now_ = now_ + kRules.wait_most;
            for (auto& [id, transfer] : std::map(transfers_)) {
                if (isFinal(transfer.state)) continue;
                open = true;
                give(id, event::Tick{});
            }
            if (!open) return;
        }
        BOOST_FAIL("something never ended");
    }

    Money bank;
    Money mirror;
    Money frozen;
    int cases = 0;
    std::map<core::IdBits, std::vector<bool>> told;  ///< its owner, how it ended
    std::map<core::IdBits, AccountTransfer> transfers_;

  private:
    using What = decltype(AccountTransferEvent::what);

    std::uint32_t under(std::uint32_t most) { return std::uniform_int_distribution<std::uint32_t>(0, most - 1)(random_); }
    bool chance(std::uint32_t one_in) { return under(one_in) == 0; }

    void give(const core::IdBits& id, const What& what) { take(decide(transfers_.at(id), {now_, what}, kRules)); }

    void take(const AccountTransferDecision& decision) {
        const AccountTransfer& transfer = decision.next;
        transfers_[transfer.id.bits] = transfer;
        for (const AccountTransferAction& one : decision.actions) {
            std::visit(Overloaded{
                           [&](const action::Call&) { call(transfer); },
                           [&](const action::AskTransfer&) { ask(transfer); },
                           [&](const action::SubmitMirror& submit) { book(transfer, submit.entry); },
                           [&](const action::TellOwner& tell) { told[transfer.id.bits].push_back(tell.done); },
                           [&](const action::OpenCase& open) { cases += open.kind != CaseKind::Overdue; },
                           [](const action::Publish&) {},
                       },
                       one);
        }
    }

    /// One number moves money once; what is accepted ends when it is asked for.
    contract::BankTransfer& atBank(const AccountTransfer& transfer) {
        const auto [found, fresh] = bank_transfers_.try_emplace(transfer.number);
        contract::BankTransfer& there = found->second;
        if (!fresh) return there;
        there.our_number = transfer.number;
        there.kind = toContract(transfer.kind);
        there.amount = transfer.amount;
        if (chance(5)) {
            there.state = BankState::Rejected;
        } else if (chance(2)) {
            there.state = BankState::Accepted;
        } else {
            end(there);
        }
        return there;
    }

    void end(contract::BankTransfer& there) {
        const bool out = there.kind == contract::TransferKind::Withdraw || there.kind == contract::TransferKind::Pay;
        if (chance(4) || (out && bank < there.amount)) {
            there.state = BankState::Rejected;
            return;
        }
        there.state = BankState::Done;
        bank = out ? bank - there.amount : bank + there.amount;
        BOOST_TEST(!bank.isNegative());
    }

    void call(const AccountTransfer& transfer) {
        event::CreateMoved moved;
        if (chance(4)) {  // it never leaves
            moved.state = core::AttemptState::NotReached;
        } else if (chance(5)) {  // it never arrives
            moved.state = core::AttemptState::Unknown;
        } else {
            const contract::BankTransfer there = atBank(transfer);
            if (chance(4)) {  // the answer never does
                moved.state = core::AttemptState::Unknown;
            } else {
                moved.transfer = there;
            }
        }
        events_.emplace_back(transfer.id.bits, moved);
    }

    void ask(const AccountTransfer& transfer) {
        if (chance(3)) return;
        const auto found = bank_transfers_.find(transfer.number);
        if (found == bank_transfers_.end()) return events_.emplace_back(transfer.id.bits, event::TransferSeen{}), void();
        if (found->second.state == BankState::Accepted && chance(2)) end(found->second);
        events_.emplace_back(transfer.id.bits, event::TransferSeen{found->second});
    }

    /// As the ledger: a command stands once, and its outcome is kept.
    void book(const AccountTransfer& transfer, MirrorEntry entry) {
        if (chance(5)) return;  // busy
        const auto [kept, fresh] = booked_.try_emplace({transfer.id.bits, entry}, event::Booked::Accepted);
        if (fresh) kept->second = bookOnce(transfer, entry);
        if (!chance(5)) events_.emplace_back(transfer.id.bits, event::MirrorEnded{entry, kept->second});  // else the process ended
    }

    event::Booked bookOnce(const AccountTransfer& transfer, MirrorEntry entry) {
        switch (entry) {
            case MirrorEntry::Freeze:
                if (mirror - frozen < transfer.amount) return event::Booked::TooLittle;
                frozen += transfer.amount;
                break;
            case MirrorEntry::Take:
                mirror -= transfer.amount;
                [[fallthrough]];
            case MirrorEntry::Release:
                frozen -= transfer.amount;
                break;
            case MirrorEntry::Add:
                mirror += transfer.amount;
                break;
        }
        BOOST_TEST(!mirror.isNegative());
        BOOST_TEST(!frozen.isNegative());
        return event::Booked::Accepted;
    }

    std::mt19937 random_;
    core::UtcTime now_ = kNow;
    EAccount account_;
    std::deque<std::pair<core::IdBits, What>> events_;
    std::map<std::string, contract::BankTransfer> bank_transfers_;
    std::map<std::pair<core::IdBits, MirrorEntry>, event::Booked> booked_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(account_transfer_simulation)

BOOST_AUTO_TEST_CASE(at_rest_the_mirror_is_what_the_bank_has_whatever_was_lost) {
    std::map<std::string, int> ends;
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed) {
            Town town(seed);
            for (std::uint8_t number = 1; number <= 10; ++number) {
                town.begin(number);
                if (number % 3 == 0) town.settle();
            }
            town.settle();
            BOOST_TEST(town.mirror.fen() == town.bank.fen());
            BOOST_TEST(town.frozen.isZero());
            BOOST_TEST(town.cases == 0);
            for (const auto& [id, transfer] : town.transfers_) {
                if (transfer.payment || transfer.refund)
                    BOOST_TEST((town.told[id] == std::vector<bool>{transfer.state == AccountTransferState::Done}));
                if (transfer.reason == "unwanted") ++ends["unwanted"];
                ++ends[std::string(core::enumName(transfer.kind)) + " " + std::string(core::enumName(transfer.state))];
            }
        }
    }
    for (const char* const end : {"top_up done", "top_up rejected", "withdraw done", "withdraw rejected", "pay done", "pay rejected",
                                  "give_back done", "give_back rejected", "unwanted"})
        BOOST_TEST(ends[end] > 30, end);
}

BOOST_AUTO_TEST_SUITE_END()
