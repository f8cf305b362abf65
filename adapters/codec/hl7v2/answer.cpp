#include "adapters/codec/hl7v2/answer.h"

#include <array>
#include <utility>

#include "adapters/codec/hl7v2/header.h"
#include "adapters/codec/hl7v2/message.h"

namespace adapters::codec::hl7v2 {

namespace {

AnswerKind kindOf(std::string_view code) {
    constexpr std::array<std::pair<std::string_view, AnswerKind>, 6> kKinds{{{"AA", AnswerKind::Accepted},
                                                                             {"AE", AnswerKind::ApplicationError},
                                                                             {"AR", AnswerKind::Rejected},
                                                                             {"CA", AnswerKind::CommitAccepted},
                                                                             {"CE", AnswerKind::CommitError},
                                                                             {"CR", AnswerKind::CommitRejected}}};
    for (const auto& [name, kind] : kKinds) {
        if (name == code) return kind;
    }
    return AnswerKind::UnknownCode;
}

std::string said(const Message& message) {
    for (const Path& path : {Path("MSA-3"), Path("ERR-8"), Path("ERR-3.2")}) {
        auto text = message.text(path);
        if (text.ok() && !text->empty()) return std::move(*text);
    }
    return {};
}

}  // namespace

Answer readAnswer(std::string_view bytes, std::string_view control_id, charset::Charset default_charset) {
    const auto message = Message::parse(bytes, default_charset);
    if (!message.ok()) {
        const bool xml = bytes.substr(leadLength(bytes)).starts_with('<');
        return {.kind = xml ? AnswerKind::Xml : AnswerKind::NotHl7};
    }
    if (!message->find("MSA")) return {.kind = AnswerKind::NoAcknowledgement, .text = hub::core::Sensitive(said(*message))};
    const std::string acknowledges(message->raw("MSA-2").value_or(std::string_view()));
    const AnswerKind kind =
        acknowledges == control_id ? kindOf(message->raw("MSA-1").value_or(std::string_view())) : AnswerKind::OtherMessage;
    return {.kind = kind, .acknowledges = acknowledges, .text = hub::core::Sensitive(said(*message))};
}

}  // namespace adapters::codec::hl7v2
