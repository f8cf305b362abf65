#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sim/bank/records.h"
#include "adapters/sim/common/database.h"

namespace adapters::sim::bank {

/// The rows of the bank's books in `folder`/books.sqlite: no rules here, but what no rule may break (every movement has two sides, no
/// account but a card goes below zero). One thread at a time. Throws Exception when the file cannot be used.
class Store {
  public:
    explicit Store(const std::string& folder);

    common::Database& database() { return database_; }

    std::optional<Person> person(const Certificate& certificate);
    /// The same certificate again: the name as said last.
    void put(const Person& person);

    std::optional<Account> account(AccountKind kind, std::string_view number);
    std::optional<Account> account(std::int64_t id);
    std::optional<Account> eAccountOf(std::int64_t person_id);
    std::int64_t nextAccountId();
    void insert(const Account& account);
    void update(const Account& account);  ///< but for the balance

    std::optional<TakenNumber> taken(std::string_view number);
    void insert(const TakenNumber& taken);

    std::optional<Transfer> transfer(std::string_view number);
    std::int64_t nextTransferId();
    void insert(const Transfer& transfer);
    void update(const Transfer& transfer);
    std::vector<Transfer> dueTransfers(UtcTime now);  ///< at most 500, those whose time came first before the others
    std::vector<Transfer> bookedTransfers(Date day);  ///< of the bank's day, as they were booked
    Money givenBack(std::string_view original);       ///< in all
    /// Of one kind and account, accepted on the bank's day and not rejected.
    Money movedOn(Date day, TransferKind kind, std::int64_t account_id);

    /// `amount` goes from one account to the other, for a transfer.
    void move(std::int64_t transfer_id, std::int64_t from, std::int64_t to, Money amount, UtcTime at);

    /// False when it was there.
    bool insertNonce(std::string_view nonce, UtcTime at);

    /// How far the clock of the books is ahead.
    hub::core::Duration ahead();
    void setAhead(hub::core::Duration by);

    /// Of the last issue of a day's statement; none was issued anew: 1 and "".
    std::pair<std::int64_t, std::string> lastIssue(Date day);
    void insertIssue(Date day, std::int64_t issue, std::string_view difference, UtcTime at);

    hub::core::Result<std::string> dump(std::string_view table);  ///< Also: SimNotFound.

  private:
    std::int64_t nextIdOf(std::string_view table);
    std::optional<Account> accountWhere(std::string_view condition, const common::Values& values);
    std::vector<Transfer> transfers(std::string_view condition, const common::Values& values);
    Money sum(std::string_view query, const common::Values& values);

    common::Database database_;
};

}  // namespace adapters::sim::bank
