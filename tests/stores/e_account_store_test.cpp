#include "tests/stores/payment_stores.h"

using namespace hub::core;
using namespace hub::payment;
using tests::fen;
using tests::fullAccountTransfer;
using tests::fullEAccount;
using tests::idOf;
using tests::PaymentStores;

namespace {

/// With the account that fullAccountTransfer() is of.
template <class Engine>
class AccountStores : public PaymentStores<Engine> {
  public:
    explicit AccountStores(const hub::storage::sql::Limits& limits = tests::impatientLimits()) : PaymentStores<Engine>(limits) {
        BOOST_REQUIRE(this->add(this->e_accounts, fullEAccount()).ok());
    }
};

EAccount accountNo(std::uint8_t number, EAccountState state, std::int64_t created_at) {
    EAccount account = fullEAccount();
    account.id.bits = idOf(number);
    account.state = state;
    account.created_at = {created_at};
    return account;
}

/// Another one of the same account.
AccountTransfer transferNo(std::uint8_t number, std::int64_t created_at = 31) {
    AccountTransfer transfer = fullAccountTransfer();
    transfer.id.bits = idOf(number);
    transfer.request_key = "key-" + std::to_string(number);
    transfer.number = "T-" + std::to_string(number);
    transfer.created_at = {created_at};
    return transfer;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(e_account_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(an_e_account_comes_back_whole, Engine, tests::Engines) {
    BOOST_TEST(tests::areDistinct(tests::fieldsOf(fullEAccount())));
    PaymentStores<Engine> stores;
    tests::comesBackWhole(stores, stores.e_accounts, fullEAccount());
    EAccount bare = fullEAccount();
    bare.id.bits = idOf(9);
    bare.person.bits = idOf(3);
    bare.state = EAccountState::Open;
    bare.asked.reset();
    bare.number.reset();
    bare.opened_at.reset();
    bare.reason.clear();
    bare.handed_over = false;
    bare.next_check_at.reset();
    bare.hand_over_at.reset();
    tests::comesBackWhole(stores, stores.e_accounts, bare);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_state_of_an_e_account_comes_back, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    EAccount account = fullEAccount();
    BOOST_REQUIRE(stores.add(stores.e_accounts, account).ok());
    for (const auto& [state, name] : enumNames(EAccountState{})) {
        account.state = state;
        account.version = *stores.change(stores.e_accounts, account);
        BOOST_TEST((stores.find(stores.e_accounts, account.id)->state == state), name);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(neither_the_number_nor_the_card_of_an_e_account_stands_in_clear, Engine, tests::Engines) {
    AccountStores<Engine> stores;
    BOOST_TEST(tests::standsAnywhere(stores, "e_account", "SLYH"));  // so this looks where it should
    for (const char* const secret : {"6230000000000000001", "6222000000000001", "张三"})
        BOOST_TEST(!tests::standsAnywhere(stores, "e_account", secret), secret);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_e_account_that_is_not_there_is_not_found, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(tests::failsWith(stores.find(stores.e_accounts, fullEAccount().id), Error::AccountNotFound));
    BOOST_TEST(tests::failsWith(stores.find(stores.account_transfers, fullAccountTransfer().id), Error::AccountNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_person_has_one_e_account_that_is_not_refused, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    const auto last = [&] {
        const auto found =
            stores.read([&](ReadTransaction& transaction) { return stores.e_accounts.lastOf(transaction, fullEAccount().person); });
        BOOST_REQUIRE(found.ok());
        return *found ? int{(*found)->id.bits.bytes[0]} : 0;
    };
    BOOST_TEST(last() == 0);
    BOOST_REQUIRE(stores.add(stores.e_accounts, accountNo(11, EAccountState::Refused, 100)).ok());
    BOOST_REQUIRE(stores.add(stores.e_accounts, accountNo(12, EAccountState::Refused, 200)).ok());
    BOOST_TEST(last() == 12);
    EAccount standing = accountNo(13, EAccountState::Opening, 300);
    BOOST_REQUIRE(stores.add(stores.e_accounts, standing).ok());
    BOOST_TEST(last() == 13);
    EAccount other = accountNo(14, EAccountState::Opening, 400);
    other.bank = "OTHER";
    BOOST_TEST(tests::failsWith(stores.add(stores.e_accounts, other), Error::RowTaken));  // the mirror is the person's, not the bank's
    standing.state = EAccountState::Refused;
    BOOST_REQUIRE(stores.change(stores.e_accounts, standing).ok());
    BOOST_REQUIRE(stores.add(stores.e_accounts, other).ok());
    BOOST_TEST(last() == 14);
    other.id.bits = idOf(15);
    other.person.bits = idOf(99);
    BOOST_TEST(stores.add(stores.e_accounts, other).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_e_accounts_of_one_person_at_once_one_is_added, Engine, tests::Engines) {
    PaymentStores<Engine> stores(tests::twoLanes());
    tests::ofTwoAtOnceOneIsAdded(stores, stores.e_accounts, fullEAccount(), accountNo(9, EAccountState::Opening, 32), Error::RowTaken);
    BOOST_TEST(stores.rows("e_account") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_e_account_changes_over_exactly_its_version, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    EAccount moved = fullEAccount();
    moved.state = EAccountState::Open;
    moved.asked.reset();
    tests::changesOverExactlyItsVersion(stores, stores.e_accounts, fullEAccount(), moved);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_e_account_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    tests::whatThisProgramNeverWroteIsNotReadable(stores, stores.e_accounts, fullEAccount(), "e_account", "handed_over", "");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(due_e_accounts_come_by_how_long_they_are_overdue, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    for (const auto& [number, at] : {std::pair{11, 300}, {12, 100}, {13, 301}}) {
        EAccount account = accountNo(static_cast<std::uint8_t>(number), EAccountState::Opening, 31);
        account.person.bits = idOf(static_cast<std::uint8_t>(number));
        account.next_check_at = UtcTime{at};
        BOOST_REQUIRE(stores.add(stores.e_accounts, account).ok());
    }
    std::vector<int> numbers;
    const auto due = stores.read([&](ReadTransaction& transaction) { return stores.e_accounts.due(transaction, {300}, Page{}); });
    BOOST_REQUIRE(due.ok());
    for (const auto& one : *due) numbers.push_back(one.id.bits.bytes[0]);
    BOOST_TEST(numbers == (std::vector{12, 11}), boost::test_tools::per_element());
    EAccount lost = accountNo(14, EAccountState::Opening, 31);
    lost.next_check_at.reset();
    BOOST_TEST(tests::failsWith(stores.add(stores.e_accounts, lost), Error::SqlRefused));  // nobody would look at it again
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(account_transfer_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_transfer_comes_back_whole, Engine, tests::Engines) {
    BOOST_TEST(tests::areDistinct(tests::fieldsOf(fullAccountTransfer())));
    AccountStores<Engine> stores;
    tests::comesBackWhole(stores, stores.account_transfers, fullAccountTransfer());
    AccountTransfer bare = transferNo(9);
    bare.kind = AccountTransferKind::TopUp;
    bare.state = AccountTransferState::Done;
    bare.bank_number.reset();
    bare.booked_at.reset();
    bare.bank_day.reset();
    bare.reason.clear();
    bare.handed_over = false;
    bare.next_check_at.reset();
    bare.hand_over_at.reset();
    tests::comesBackWhole(stores, stores.account_transfers, bare);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_state_of_a_transfer_comes_back, Engine, tests::Engines) {
    AccountStores<Engine> stores;
    AccountTransfer transfer = fullAccountTransfer();
    BOOST_REQUIRE(stores.add(stores.account_transfers, transfer).ok());
    for (const auto& [state, name] : enumNames(AccountTransferState{})) {
        transfer.state = state;
        transfer.version = *stores.change(stores.account_transfers, transfer);
        BOOST_TEST((stores.find(stores.account_transfers, transfer.id)->state == state), name);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_transfer_of_no_account_or_of_nothing_is_refused, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(tests::failsWith(stores.add(stores.account_transfers, fullAccountTransfer()), Error::SqlRefused));
    BOOST_REQUIRE(stores.add(stores.e_accounts, fullEAccount()).ok());
    AccountTransfer nothing = fullAccountTransfer();
    nothing.amount = fen(0);
    BOOST_TEST(tests::failsWith(stores.add(stores.account_transfers, nothing), Error::SqlRefused));
    nothing.amount = fen(1);
    BOOST_TEST(stores.add(stores.account_transfers, nothing).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_of_a_client_makes_one_transfer_and_a_number_is_unique_at_its_bank, Engine, tests::Engines) {
    AccountStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.account_transfers, fullAccountTransfer()).ok());
    AccountTransfer again = transferNo(9);
    again.request_key = fullAccountTransfer().request_key;
    BOOST_TEST(tests::failsWith(stores.add(stores.account_transfers, again), Error::RowTaken));
    again.client = "city-app";
    again.number = fullAccountTransfer().number;
    BOOST_TEST(tests::failsWith(stores.add(stores.account_transfers, again), Error::OrderNumberTaken));
    again.number = "T-9";
    BOOST_TEST(stores.add(stores.account_transfers, again).ok());
    const auto of = [&](std::string_view client, std::string_view key) {
        return *stores.read([&](ReadTransaction& transaction) { return stores.account_transfers.findByRequest(transaction, client, key); });
    };
    BOOST_TEST((of("kiosk", "key-3")->id == fullAccountTransfer().id));
    BOOST_TEST((of("city-app", "key-3")->id == again.id));
    BOOST_TEST(!of("wechat", "key-3"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_transfer_changes_over_exactly_its_version, Engine, tests::Engines) {
    AccountStores<Engine> stores;
    AccountTransfer moved = fullAccountTransfer();
    moved.state = AccountTransferState::Rejected;
    tests::changesOverExactlyItsVersion(stores, stores.account_transfers, fullAccountTransfer(), moved);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_decisions_about_a_transfer_at_once_one_is_stored, Engine, tests::Engines) {
    AccountStores<Engine> stores(tests::twoLanes());
    tests::ofTwoDecisionsAtOnceOneIsStored(stores, stores.account_transfers, fullAccountTransfer());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_transfer_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    AccountStores<Engine> stores;
    tests::whatThisProgramNeverWroteIsNotReadable(stores, stores.account_transfers, fullAccountTransfer(), "account_transfer",
                                                  "handed_over", "amount_fen");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_account_tells_its_transfers_the_newest_first, Engine, tests::Engines) {
    AccountStores<Engine> stores;
    for (const auto& [number, created_at] : {std::pair{11, 300}, {12, 100}, {13, 300}, {14, 200}})
        BOOST_REQUIRE(stores.add(stores.account_transfers, transferNo(static_cast<std::uint8_t>(number), created_at)).ok());
    const auto of = [&](ReadTransaction& transaction, const Page& page) {
        return stores.account_transfers.ofAccount(transaction, fullEAccount().id, page);
    };
    for (const std::size_t limit : {1U, 2U, 4U, 5U}) {
        std::vector<int> numbers;
        for (const AccountTransfer& transfer : tests::pageByPage(stores, limit, of, [](const AccountTransfer& row) {
                 return Place{row.created_at, row.id.bits};
             }))
            numbers.push_back(transfer.id.bits.bytes[0]);
        BOOST_TEST(numbers == (std::vector{13, 11, 14, 12}), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(due_transfers_come_by_how_long_they_are_overdue, Engine, tests::Engines) {
    AccountStores<Engine> stores;
    for (const auto& [number, at] : {std::pair{11, 300}, {12, 100}, {13, 301}}) {
        AccountTransfer transfer = transferNo(static_cast<std::uint8_t>(number));
        transfer.next_check_at = UtcTime{at};
        BOOST_REQUIRE(stores.add(stores.account_transfers, transfer).ok());
    }
    std::vector<int> numbers;
    const auto due = stores.read([&](ReadTransaction& transaction) { return stores.account_transfers.due(transaction, {300}, Page{}); });
    BOOST_REQUIRE(due.ok());
    for (const auto& one : *due) numbers.push_back(one.id.bits.bytes[0]);
    BOOST_TEST(numbers == (std::vector{12, 11}), boost::test_tools::per_element());
    AccountTransfer lost = transferNo(14);
    lost.next_check_at.reset();
    BOOST_TEST(tests::failsWith(stores.add(stores.account_transfers, lost), Error::SqlRefused));  // nobody would look at it again
}

BOOST_AUTO_TEST_SUITE_END()
