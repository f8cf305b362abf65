#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sim/bank/simulator.h"
#include "tests/adapters/sim_support/door.h"

/// What the tests of the bank share: a running simulator on a clock of its own with two people, and a client that signs.
namespace tests::bank {

namespace common = adapters::sim::common;
namespace sim = adapters::sim::bank;
using tests::sim::member;

std::string dataFile(const std::string& name);  ///< of tests/data/sim_bank

/// With the keys of tests/data; what ends later ends after two seconds.
sim::BankSettings goodSettings();

inline constexpr std::string_view kCollection = "9500000000000000001";
inline constexpr std::string_view kHospital = "9500000000000000102";
inline constexpr std::string_view kLi = "379999198003039031";    // 李玕, resident ID
inline constexpr std::string_view kWang = "379999198104049044";  // 王珅, resident ID
inline constexpr std::string_view kCardOfLi = "6222000000000000001";
inline constexpr std::string_view kCardOfWang = "6222000000000000002";

/// The clock is at 2030-01-02 09:30:00 when tests begin.
inline constexpr std::string_view kFirstDay = "2030-01-02";

/// Whether the answer is the bank's to the request with that nonce: signature, serial, nonce, and the time of the clock.
bool isSigned(const RawAnswer& answer, std::string_view nonce, hub::core::UtcTime now);

/// "409 balance_too_low", "200".
std::string codeOf(const RawAnswer& answer);

/// A request for a transfer as JSON; every member as it is written.
struct Wish {
    std::string number = "NUMBER0001";
    std::string kind = "pay";
    std::string account = {};
    std::int64_t amount = 3625;
    std::string original = {};
    std::string summary = {};

    std::string json() const;
};

class Bench : public tests::sim::Door {
  public:
    explicit Bench(const sim::BankSettings& settings = goodSettings());

    /// A signed call with the next nonce. The test fails when the answer is not signed.
    RawAnswer call(std::string_view method, std::string_view path, std::string_view body = {});
    /// As call(), whatever the answer looks like.
    RawAnswer callAnyhow(std::string_view method, std::string_view path, std::string_view body = {});
    /// The bytes of such a call.
    std::string signedRequest(std::string_view method, std::string_view path, std::string_view body);

    std::string openBody(std::string_view number, std::string_view name = "李玕", std::string_view certificate = kLi,
                         std::string_view card = kCardOfLi) const;
    /// The e-account of 李玕 or 王珅, opened where there is none.
    std::string accountOf(std::string_view certificate = kLi);

    RawAnswer create(const Wish& wish);
    RawAnswer find(std::string_view number);
    std::string stateOf(std::string_view number);
    /// "done", "rejected card_closed", "409 over_limit": of a new transfer or of one that is repeated.
    std::string outcomeOf(const Wish& wish);
    /// So much is on the account, by a top-up that has ended. The number is used up.
    void fund(std::string_view account, std::int64_t amount, std::string_view number);
    std::int64_t balanceOf(std::string_view account);

    RawAnswer statement(std::string_view day);
    /// Its lines without line ends, from GB18030. The test fails when it is refused.
    std::vector<std::string> statementLines(std::string_view day);
    /// The clock of the books goes on.
    void advanceBooks(hub::core::Duration by);

    std::unique_ptr<sim::BankSimulator> simulator;
    std::string last_nonce;

  private:
    int calls_ = 0;
};

}  // namespace tests::bank
