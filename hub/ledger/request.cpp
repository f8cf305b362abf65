#include "hub/ledger/request.h"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "hub/ledger/hashes.h"

namespace hub::ledger {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::size_t kStepMax = 64;  // the column's length

bool isStep(std::string_view step) {
    return !step.empty() && step.size() <= kStepMax && std::ranges::all_of(step, [](char c) { return c > ' ' && c <= '~'; });
}

/// Fills in the accounts and checks what a single movement must be. One overload a kind.
class Check {
  public:
    explicit Check(RequestedMovement& out) : out_(out) {}

    Result<void> operator()(const Transfer& movement) { return move(EntryKind::Transfer, movement); }
    Result<void> operator()(const Hold& movement) {
        out_.expires_at = movement.expires_at;
        return move(EntryKind::Hold, movement);
    }
    Result<void> operator()(const Post& movement) {
        out_.amount = movement.amount;
        if (movement.amount && !movement.amount->isPositive()) return notValid("an amount must be more than nothing");
        return end(EntryKind::Post, movement.hold);
    }
    Result<void> operator()(const Void& movement) { return end(EntryKind::Void, movement.hold); }
    Result<void> operator()(const Expire& movement) { return end(EntryKind::Expire, movement.hold); }
    Result<void> operator()(const Close& movement) {
        out_.kind = EntryKind::Close;
        return name(out_.debit, movement.account);
    }

  private:
    static Failure notValid(std::string why) { return Failure(Error::CommandNotValid, std::move(why)); }

    static Result<void> name(AccountName& into, std::string_view key) {
        Result<AccountName> parsed = AccountName::parse(key);
        if (!parsed.ok()) return parsed.failure();
        into = *std::move(parsed);
        return {};
    }

    template <class TwoSided>
    Result<void> move(EntryKind kind, const TwoSided& movement) {
        out_.kind = kind;
        out_.amount = movement.amount;
        if (!movement.amount.isPositive()) return notValid("an amount must be more than nothing");
        if (movement.amount > kAmountMax) return Failure(Error::MoneyOutOfRange, movement.amount.yuan());
        const Result<void> debit = name(out_.debit, movement.debit);
        if (!debit.ok()) return debit;
        const Result<void> credit = name(out_.credit, movement.credit);
        if (!credit.ok()) return credit;
        if (out_.debit.id == out_.credit.id) return notValid("both sides are one account");
        if (out_.debit.memo != out_.credit.memo) return notValid("money that passes the hub and money that does not stay apart");
        return {};
    }

    Result<void> end(EntryKind kind, const MovementKey& hold) {
        out_.kind = kind;
        out_.hold = hold;
        if (!isStep(hold.command.step)) return notValid("the step of a hold has 1 to 64 visible ASCII characters");
        return {};
    }

    RequestedMovement& out_;
};

}  // namespace

Result<Request> Request::of(Command command) {
    if (!isStep(command.key.step)) return Failure(Error::CommandNotValid, "a step has 1 to 64 visible ASCII characters");
    if (command.chain.empty() || command.chain.size() > kChainMax)
        return Failure(Error::CommandNotValid, fmt::format("a chain has 1 to {} movements", kChainMax));
    if (command.outbox.size() > kOutboxMax)
        return Failure(Error::CommandNotValid, fmt::format("a command has at most {} messages", kOutboxMax));
    Request request;
    request.key = std::move(command.key);
    request.outbox = std::move(command.outbox);
    request.chain.reserve(command.chain.size());
    for (const Movement& movement : command.chain) {
        const Result<void> checked = std::visit(Check(request.chain.emplace_back()), movement);
        if (!checked.ok()) return checked.failure();
    }
    request.hash = hashOf(request.chain);
    return request;
}

}  // namespace hub::ledger
