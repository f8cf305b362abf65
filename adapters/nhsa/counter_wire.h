#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/kit/http_client.h"
#include "adapters/kit/shared_token.h"
#include "adapters/nhsa/settings.h"
#include "adapters/nhsa/sm.h"
#include "adapters/nhsa/their_codes.h"
#include "hub/core/ids.h"

namespace adapters::nhsa {

struct CounterCall {
    std::string_view infno;
    std::string msgid;
    std::string insured_area;                 ///< empty where no person is named by psn_no
    std::string_view operator_kind;           ///< opter_type
    hub::core::Sensitive<std::string> input;  ///< a JSON object
};

/// Calls of the counter chain (schemas/wire/nhsa.md 1). Any thread, several calls at a time.
///
/// The sign-in is shared by all calls and renewed each day. When the insurer does not know it any more, it has done nothing: the call is
/// made once more, under the same msgid, with a new one. One call makes at most four exchanges (a sign-in and the call, both again). A
/// request is never sent again unanswered, not even a read: its nonce is used once.
class CounterWire {
  public:
    /// `client` and `clock` outlive it. REQUIRES: settings.counter.
    CounterWire(const Settings& settings, hub::core::Sensitive<std::string> access_secret, std::optional<SmKeys> sm,
                kit::HttpClient& client, const hub::core::Clock& clock);

    /// Without a sign-in nothing of the call was sent: NoAnswer, surely not written.
    Answer call(const CounterCall& call);

    /// Signs in, which says that the insurer is up and knows us.
    kit::TokenAnswer ping() { return sign_in_.takeNew(); }

    /// One that nobody has seen, for calls whose number means nothing.
    std::string newMsgid() { return ids_.next<hub::core::Id<struct MsgidTag>>().text(); }

    /// Whether it can be the msgid of a write: 1 to 30 letters and digits.
    static bool isMsgid(std::string_view text);

  private:
    struct Heard {
        hub::core::JsonDocument document;  ///< what `content` stands in
        std::optional<hub::core::JsonValue> content;
        std::int64_t code;
        std::string their_text;
    };
    using Exchanged = std::variant<Heard, kit::NoAnswer>;

    kit::TokenAnswer signIn();
    Exchanged exchange(const CounterCall& call, const std::string& sign_no);
    Exchanged heard(hub::core::JsonDocument document) const;
    Exchanged opened(hub::core::JsonDocument document, std::int64_t code) const;
    static Answer judged(Exchanged exchanged, std::string_view infno);
    std::string bodyOf(const CounterCall& call, const std::string& sign_no) const;
    std::vector<std::pair<std::string, std::string>> headers();

    const Settings settings_;
    const hub::core::Sensitive<std::string> access_secret_;
    const std::optional<SmKeys> sm_;
    kit::HttpClient& client_;
    const hub::core::Clock& clock_;
    hub::core::SystemIdSource ids_;
    kit::SharedToken sign_in_;  // last: signs in with all the others
};

}  // namespace adapters::nhsa
