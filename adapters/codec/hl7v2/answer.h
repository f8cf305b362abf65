#pragma once

#include <string>
#include <string_view>

#include "adapters/codec/charset/charset.h"
#include "hub/core/sensitive.h"

namespace adapters::codec::hl7v2 {

/// What came back to a message we sent (case 72). What it means for the call is the adapter's table of actions; only an answer that
/// names our control id says anything about our message.
enum class AnswerKind {
    Accepted,           ///< AA
    ApplicationError,   ///< AE
    Rejected,           ///< AR
    CommitAccepted,     ///< CA: stored there; the application's word may follow
    CommitError,        ///< CE
    CommitRejected,     ///< CR
    UnknownCode,        ///< MSA-1 is none of table 0008
    OtherMessage,       ///< MSA-2 names another message: a late answer, never this one's
    NoAcknowledgement,  ///< HL7 without MSA
    Xml,                ///< something in angle brackets
    NotHl7,             ///< anything else
};

struct Answer {
    AnswerKind kind;
    std::string acknowledges{};  ///< MSA-2 as it came
    /// What the counterparty says, UTF-8: MSA-3, else the first ERR-8, else ERR-3.2; empty when there is none or it cannot be decoded. It
    /// is foreign text, so it may be about a person.
    hub::core::Sensitive<std::string> text{};
};

/// `control_id`: MSH-10 of what was sent. The answer's charset is its own MSH-18, else the default.
Answer readAnswer(std::string_view bytes, std::string_view control_id, charset::Charset default_charset);

}  // namespace adapters::codec::hl7v2
