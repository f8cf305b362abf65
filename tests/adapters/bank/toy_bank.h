#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/date.h"
#include "hub/core/json.h"
#include "tests/adapters/conformance/http_peer.h"

namespace tests {

/// How a message of the bank is signed.
struct BankSigning {
    enum class Kind { Right, Altered, Absent, OtherSerial, OtherNonce, OtherStatus };
    Kind kind = Kind::Right;
    hub::core::Duration off{0};  ///< by how much its time is off
};

/// A bank that speaks enough of schemas/wire/bank.md for the adapter, written from that page: it checks signature, time and nonce, opens
/// accounts, and carries out transfers. Accounts accountOf(n) have balanceOf(n), and payments FINDnnnnnn of 30000 fen are done, from the
/// start, for n from 0 to 99. The statement of any day but its own today has one row.
class ToyBank final : public HttpPeer {
  public:
    /// An answer put in place of its own; "$NUMBER" in it becomes the request's number.
    struct Said {
        int status = 200;
        std::string body;
        BankSigning signing = {};
    };

    /// `clock` outlives it.
    explicit ToyBank(const hub::core::Clock& clock) : clock_(clock) {}
    ~ToyBank() override { stop(); }

    /// What the next call is answered with, whatever it asks; it has no effect then.
    void say(Said said);

    static std::string accountOf(int person);
    static std::int64_t balanceOf(int person) { return 100000 + person; }
    static std::string numberOf(int payment);

    /// A file with these lines between header and trailer, in GB18030; `header` is everything behind the client.
    static std::string statementOf(std::string_view day, std::string_view header, const std::vector<std::string>& rows);

  private:
    struct Transfer {
        std::string asked;  // body of the request
        std::string answer;
    };

    std::string answer(const HttpCall& call) override;
    Said said(const HttpCall& call);                                     // under mutex_
    Said open(hub::core::JsonValue request);                             // under mutex_
    Said create(hub::core::JsonValue request, const std::string& body);  // under mutex_
    Said find(const std::string& number) const;                          // under mutex_
    Said statement(const std::string& day) const;
    bool isSigned(const HttpCall& call);  // under mutex_
    std::string written(const Said& said, const HttpCall& call) const;

    const hub::core::Clock& clock_;
    std::set<std::string> accounts_;
    std::map<std::string, Transfer> transfers_;
    std::set<std::string> nonces_;
    std::optional<Said> said_;
};

}  // namespace tests
