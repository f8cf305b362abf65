#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/describe.h"
#include "hub/core/result.h"

namespace adapters::sim::common {

/// What a counterparty can do to its caller.
enum class FaultKind {
    Delay,          ///< waits delay_ms: after acting (a late answer), or before it when `acts` is false
    Hang,           ///< never answers; ends when the caller goes away
    Reset,          ///< the connection is reset
    AnswerTwice,    ///< the whole answer is sent twice on the connection
    WrongAmount,    ///< the first amount of the answer is one fen too high
    BrokenSum,      ///< one part of the answer is one fen too high, so that its parts do not come to the whole; `text` may name the member
    ThirdDecimal,   ///< the first amount of the answer has three decimals
    PlainText,      ///< a line of text where a document should be
    StackTrace,     ///< the same with a stack trace
    HtmlPage,       ///< HTTP 200 with a web page, as a proxy sends it
    EmptyAnswer,    ///< HTTP 200 without a body
    CutAnswer,      ///< the second half of the answer is missing
    WrongCharset,   ///< the bytes are not in the charset they are declared in
    HttpError,      ///< HTTP 500 with a page
    ProtocolFault,  ///< the protocol's own fault message (SOAP Fault)
    Refused,        ///< says no, whatever happened
    OddResult,      ///< a result code nobody has defined
    NoResult,       ///< no result code at all
    Forget,         ///< says yes, and queries do not find it for delay_ms (0: ever)
    BadSignature,   ///< the signature is not one to accept; `text` says how
    NotifyFirst,    ///< the message that tells the end arrives before the answer that says it begins
    Repeat,         ///< the message is sent five times
    MissingRow,     ///< the last row of a file is not there; its totals count it
    DoubledRow,     ///< the last row of a file stands there twice; its totals count it once
    WrongTotals,    ///< the first sum of a file is one fen too high
    CutFile,        ///< a file ends in the middle, and whatever carries it says nothing of that
};

constexpr auto enumNames(FaultKind) {
    using Name = std::pair<FaultKind, std::string_view>;
    return std::array{Name{FaultKind::Delay, "delay"},
                      Name{FaultKind::Hang, "hang"},
                      Name{FaultKind::Reset, "reset"},
                      Name{FaultKind::AnswerTwice, "answer_twice"},
                      Name{FaultKind::WrongAmount, "wrong_amount"},
                      Name{FaultKind::BrokenSum, "broken_sum"},
                      Name{FaultKind::ThirdDecimal, "third_decimal"},
                      Name{FaultKind::PlainText, "plain_text"},
                      Name{FaultKind::StackTrace, "stack_trace"},
                      Name{FaultKind::HtmlPage, "html_page"},
                      Name{FaultKind::EmptyAnswer, "empty_answer"},
                      Name{FaultKind::CutAnswer, "cut_answer"},
                      Name{FaultKind::WrongCharset, "wrong_charset"},
                      Name{FaultKind::HttpError, "http_error"},
                      Name{FaultKind::ProtocolFault, "protocol_fault"},
                      Name{FaultKind::Refused, "refused"},
                      Name{FaultKind::OddResult, "odd_result"},
                      Name{FaultKind::NoResult, "no_result"},
                      Name{FaultKind::Forget, "forget"},
                      Name{FaultKind::BadSignature, "bad_signature"},
                      Name{FaultKind::NotifyFirst, "notify_first"},
                      Name{FaultKind::Repeat, "repeat"},
                      Name{FaultKind::MissingRow, "missing_row"},
                      Name{FaultKind::DoubledRow, "doubled_row"},
                      Name{FaultKind::WrongTotals, "wrong_totals"},
                      Name{FaultKind::CutFile, "cut_file"}};
}

struct FaultRule {
    static constexpr std::string_view kTypeName = "FaultRule";
    std::string operation;  ///< "3005", or "*" for every one
    FaultKind kind = FaultKind::Delay;
    std::optional<std::int32_t> next;
    std::optional<std::int32_t> per_mille;
    std::optional<bool> acts;
    std::optional<std::int64_t> delay_ms;
    std::optional<std::string> text;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("operation", self.operation, "the interface's own code, * for every one");
        field("kind", self.kind, "what happens");
        field("next", self.next, "it happens to the next so many calls; this or per_mille");
        field("per_mille", self.per_mille, "it happens to so many of a thousand calls, drawn from the seed");
        field("acts", self.acts, "true (default): the books change all the same; false: nothing is done");
        field("delay_ms", self.delay_ms, "for delay and forget, at most 600000");
        field("text", self.text, "what refused and plain_text say, or how bad_signature is bad");
    }
};

/// How an answer leaves.
enum class Delivery {
    Once,
    Twice,    ///< and again, byte for byte
    Reset,    ///< the connection is reset instead
    Silence,  ///< nothing is sent until the caller goes away
};

/// What happens to one call.
class Fate {
  public:
    bool none() const { return rules_.empty(); }
    /// Whether the call changes the books.
    bool acts() const;
    hub::core::Duration delayBefore() const;
    hub::core::Duration delayAfter() const;
    Delivery delivery() const;
    /// The rule of that kind, if one applies.
    const FaultRule* find(FaultKind kind) const;

  private:
    friend class Faults;
    hub::core::Duration delay(bool acts) const;
    std::vector<FaultRule> rules_;
};

/// The knobs by which a simulator misbehaves, to be turned while it runs. Any thread.
class Faults {
  public:
    /// The same calls meet the same faults again under the same seed.
    explicit Faults(std::uint64_t seed) : random_(seed) {}

    /// Also: SimNotValid (neither or both of next and per_mille, a number out of range, `acts: false` where there must be an answer).
    /// At most 256 rules.
    hub::core::Result<void> add(const FaultRule& rule);
    void clear();
    std::vector<FaultRule> rules() const;  ///< with `next` as it is by now; used-up rules are gone

    /// Draws and counts: once a call.
    Fate take(std::string_view operation);

    /// A simulator reports that a call with a fate has got as far as its fault: what it does to the books is done.
    void reached();
    /// Waits until that has happened `count` times since the start. False when it has not within `at_most`.
    bool awaitReached(std::int64_t count, hub::core::Duration at_most);

  private:
    mutable std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    std::mt19937_64 random_;
    std::vector<FaultRule> rules_;
    std::int64_t reached_ = 0;
};

}  // namespace adapters::sim::common
