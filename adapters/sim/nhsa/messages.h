#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/sim/common/database.h"
#include "adapters/sim/nhsa/codes.h"
#include "adapters/sim/nhsa/times.h"

namespace adapters::sim::nhsa {

/// A msgid that was taken.
struct Message {
    std::string msgid;
    std::string infno;
    std::string psn_no;   ///< whom its input named; empty for nobody
    std::string infcode;  ///< what became of it
    std::string reversed_by;
};

struct Call {
    std::string operation;
    std::string number;  ///< msgid of the counter chain; empty in the mobile one
    std::string hospital;
    std::string input;   ///< JSON, opened
    std::string result;  ///< the code it was answered with, before any fault
};

/// What comes in, whatever it is about: nonces, sign-ins, numbers of messages, calls. One thread at a time, inside the caller's
/// transaction.
class Messages {
  public:
    /// All outlive it.
    Messages(common::Database& database, const hub::core::Clock& clock, std::int64_t seed)
        : database_(database), clock_(clock), seed_(seed) {}

    /// False when it was used within the time that a timestamp is good for.
    bool takeNonce(std::string_view nonce);

    std::string signIn(std::string_view hospital, std::string_view opter);
    /// Good until the end of its day in Shanghai.
    bool isSignedIn(std::string_view sign_no, std::string_view hospital);
    /// None is good from now on.
    void endSignIns();

    std::optional<Message> message(std::string_view msgid);
    void take(const Message& message);
    void reverse(std::string_view msgid, std::string_view reversed_by);

    /// The call is refused when it arrives.
    void fence(std::string_view msgid, std::string_view infno, std::string_view made_by);
    bool isFenced(std::string_view msgid, std::string_view infno);

    void note(const Call& call);

  private:
    common::Database& database_;
    const hub::core::Clock& clock_;
    const std::int64_t seed_;
};

}  // namespace adapters::sim::nhsa
