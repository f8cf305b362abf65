#pragma once

#include <atomic>
#include <optional>
#include <set>
#include <string>

#include "adapters/nhsa/sm.h"
#include "hub/core/clock.h"
#include "hub/core/json.h"
#include "tests/adapters/nhsa/named_peer.h"

namespace tests::nhsa {

/// An insurer that speaks enough of the counter chain for the adapter, written from schemas/wire/nhsa.md: it checks headers, sign-ins,
/// seals, signatures and that a msgid is used once, and says yes. A call's name is its infno. What a settlement comes to is in its number:
/// "L1005" is one of 10.05, all of it the fund's, and "R1005" its revocation; "L0" does not exist.
class ToyCounter final : public NamedPeer {
  public:
    /// `clock` and `sign_ins_are_calls` outlive it. `sign_ins_are_calls`: whether fail() and waitForCalls() mean 9001 too, which every
    /// other call needs before it. `keys`: the insurer's, where messages are sealed.
    ToyCounter(const hub::core::Clock& clock, const std::atomic<bool>& sign_ins_are_calls,
               std::optional<adapters::nhsa::SmKeys> keys = std::nullopt)
        : clock_(clock), sign_ins_are_calls_(sign_ins_are_calls), keys_(std::move(keys)) {}
    ~ToyCounter() override { stop(); }

    /// What the next call is answered with. `output` is JSON; empty: null.
    void sayCode(const std::string& infno, const std::string& code, const std::string& text = "synthetic");
    void sayOutput(const std::string& infno, const std::string& output);

    /// The sign-ins given so far are not valid any more. REQUIRES: no call is on its way.
    void forgetSignIns() { sign_ins_.clear(); }

    /// The input of the last call, opened.
    std::string lastInput(const std::string& infno) const;

  protected:
    std::string nameOf(const HttpCall& call) const override;
    bool counts(const HttpCall& call) const override { return sign_ins_are_calls_ || nameOf(call) != "9001"; }
    Said answerTo(const std::string& name, const HttpCall& call) override;

  private:
    bool isFromUs(const HttpCall& call, hub::core::JsonValue root);
    std::optional<std::string> inputOf(const std::string& body) const;
    std::string outputOf(const std::string& infno, hub::core::JsonValue root, hub::core::JsonValue input);
    Said said(const std::string& code, const std::string& output, const std::string& text) const;

    const hub::core::Clock& clock_;
    const std::atomic<bool>& sign_ins_are_calls_;
    const std::optional<adapters::nhsa::SmKeys> keys_;
    std::set<std::string> sign_ins_;
    std::set<std::string> nonces_;
    std::set<std::string> msgids_;
    std::set<std::string> reversed_;
    int sign_ins_given_ = 0;
};

/// A member that is a text or a number; empty when it is neither.
std::string memberOf(hub::core::JsonValue in, std::string_view name);

/// x-tif-signature.
std::string signatureOf(const std::string& timestamp, const std::string& secret, const std::string& nonce);

/// "10.05" of 1005, "-10.05" of -1005.
std::string yuan(std::int64_t fen);

}  // namespace tests::nhsa
