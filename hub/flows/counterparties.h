#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "hub/contract/capability.h"
#include "hub/contract/meta.h"
#include "hub/contract/outcome.h"

namespace hub::flows {

/// A call in its JSON form: what an attempt keeps, and what passes to a counterparty in a process of its own.
struct Call {
    static constexpr std::string_view kTypeName = "Call";
    std::string operation;                 ///< the word of CONTRACT
    contract::Meta meta;                   ///< names the counterparty
    core::Sensitive<std::string> request;  ///< the operation's Request as JSON

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("operation", self.operation, "word of CONTRACT");
        field("meta", self.meta, "who, where, by when");
        field("request", self.request, "the request as JSON");
    }
};

/// An Outcome or an Inquiry whose result stays JSON.
struct Answer {
    static constexpr std::string_view kTypeName = "Answer";
    std::optional<core::Sensitive<std::string>> result;    ///< the operation's Result as JSON
    std::optional<core::Sensitive<std::string>> evidence;  ///< of a step
    std::optional<contract::Refusal> refusal;
    std::optional<contract::Trouble> trouble;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("result", self.result, "the result as JSON");
        field("evidence", self.evidence, "what a step brought");
        field("refusal", self.refusal, "why it was refused");
        field("trouble", self.trouble, "what stood in the way");
    }
};

struct CallAnswer {
    contract::Ending ending = contract::Ending::Unknown;
    Answer answer;
    bool late = false;  ///< the deadline had passed and Unknown had been answered before
};

struct InquiryAnswer {
    contract::Finding finding = contract::Finding::CannotTell;
    Answer answer;
};

/// How flows reach whatever is outside; the gateway stands behind it. Any thread; returns at once; answers come on the executor.
class Counterparties {
  public:
    using OnCall = std::function<void(const CallAnswer&)>;
    using OnInquiry = std::function<void(const InquiryAnswer&)>;

    virtual ~Counterparties() = default;

    /// Exactly one answer in time; after an Unknown by deadline the real one may follow, late.
    virtual void call(const Call& call, OnCall on_answer) = 0;

    /// Asks after an earlier `call`, which is given as it was but for its deadline. Exactly one answer.
    virtual void inquire(const Call& call, OnInquiry on_answer) = 0;

    /// Nothing when the counterparty does not offer the operation.
    virtual std::optional<contract::Capability> capability(std::string_view counterparty, std::string_view operation) const = 0;
};

}  // namespace hub::flows
