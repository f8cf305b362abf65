#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/sim/bank/records.h"
#include "adapters/sim/bank/settings.h"
#include "adapters/sim/bank/statement.h"
#include "adapters/sim/bank/store.h"
#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace adapters::sim::bank {

/// The rules of the bank over its books. Its clock is the one it is given and what it was moved ahead by hand; what time alone changes
/// has been done, up to now, before any call is answered. Each call is one transaction. Any thread.
class Bank {
  public:
    /// `clock` outlives the bank. Throws Exception when the books cannot be used. REQUIRES: the settings passed check().
    Bank(const BankSettings& settings, const hub::core::Clock& clock);

    // What the client calls; schemas/wire/bank.md and README.md say which codes refuse. REQUIRES: the members passed the checks of Calls.

    Answer<OpenedAccount> open(const OpenRequest& request);
    Answer<Balance> balance(std::string_view account);
    Answer<Transfer> create(const TransferRequest& request);
    Answer<Transfer> find(std::string_view number);
    Answer<Statement> statement(Date day);

    /// A nonce is used up by being asked for: false when it was there.
    bool takeNonce(std::string_view nonce);

    // What people at the bank do. Also: SimNotFound, SimNotPossible.

    /// The same certificate again: the name as said last. SimNotValid: nobody is called so.
    hub::core::Result<void> addPerson(const Person& person);
    /// A new card of the person, or one there is: its state and limit as said last. SimNotPossible: it is another person's; SimNotValid.
    hub::core::Result<void> putCard(const Certificate& holder, std::string_view card, CardState state, Money limit);
    hub::core::Result<void> freeze(std::string_view account, bool frozen);
    /// Ends what is only accepted. `reason` of a rejection.
    hub::core::Result<Transfer> end(std::string_view number, TransferState state, std::string_view reason);
    /// SimNotValid: not ahead, or more than ten years.
    hub::core::Result<UtcTime> advance(hub::core::Duration by);
    UtcTime now();
    /// The number of the issue. SimNotPossible: not made yet, or it would have the same bytes.
    hub::core::Result<std::int64_t> reissue(Date day, Difference difference);
    /// find() does not find it for that time; 0 means ever again. Nothing happens when there is none.
    void hide(std::string_view number, hub::core::Duration by);

    hub::core::Result<std::string> dump(std::string_view table);  ///< Also: SimNotFound.

  private:
    /// Under the lock and after settling, in a transaction that is kept unless it throws or fails.
    template <class Work>
    auto transact(const Work& work);
    /// The rule of numbers: `first` for a new one, `again` for a repeat.
    template <class T, class Request, class First, class Again>
    Answer<T> once(std::string_view operation, const Request& request, const First& first, const Again& again);

    UtcTime bookTime() const { return clock_.utc() + ahead_; }
    void settle();
    std::string endingOf(const Transfer& transfer);
    void finish(Transfer& transfer, std::string_view rejected_for, UtcTime at);
    Answer<OpenedAccount> opened(const OpenRequest& request);
    /// The account a transfer names, if nothing stands against the transfer.
    Answer<Account> allowed(const TransferRequest& request);
    std::optional<Refusal> refusedGiveBack(const TransferRequest& request, const Account& account);
    Answer<Transfer> accept(const TransferRequest& request);
    Statement lastStatement(Date day);
    Statement booked(Date day);

    const BankSettings settings_;
    const hub::core::Clock& clock_;
    std::mutex mutex_;  // guards all below
    Store store_;
    hub::core::Duration ahead_;
    std::int64_t collection_ = 0;  ///< id of the account
    std::int64_t transit_ = 0;
};

}  // namespace adapters::sim::bank
