#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/codec/hl7v2/message.h"
#include "adapters/hl7_mllp/words.h"
#include "hub/core/date.h"
#include "hub/core/decimal.h"
#include "hub/core/money.h"

namespace adapters::hl7_mllp {

/// Reads one message by the table of places and remembers the first thing that does not fit, so that a mapping asks once, at its end.
/// What was asked for after that is empty. Holds references to both. One thread.
class Reading {
  public:
    Reading(const codec::hl7v2::Message& message, const Words& words) : message_(message), words_(words) {}

    /// From now on places mean the segments around this one: itself, or the nearest before it that belongs to the same patient.
    void around(std::size_t segment) { around_ = segment; }

    /// Segments that `id` stands at, in order.
    std::vector<std::size_t> all(std::string_view id) const;

    /// Empty when no place has a value.
    std::string text(Field field);
    std::optional<std::string> textIf(Field field);
    /// Must be there; else Hl7ContentNotMapped.
    std::string required(Field field);

    std::optional<hub::core::Money> moneyIf(Field field);
    hub::core::Money money(Field field);
    std::optional<hub::core::Decimal> decimalIf(Field field);
    std::optional<hub::core::UtcTime> timeIf(Field field);
    /// A time that does not go as far as the day is none.
    std::optional<hub::core::Date> dateIf(Field field);

    /// A code as a word of ours; `absent` when there is none.
    template <hub::core::Enumeration E>
    E code(Field field, const kit::CodeMap& map, E absent) {
        const std::string theirs = text(field);
        if (theirs.empty()) return absent;
        const hub::core::Result<E> word = map.ours<E>(theirs);
        if (word.ok()) return *word;
        fail(word.failure());
        return absent;
    }

    /// The text of a place of a segment, empty when it is not there.
    std::string at(std::size_t segment, const codec::hl7v2::Place& place);

    /// The segment with this id that belongs to where we are.
    std::optional<std::size_t> segmentOf(std::string_view id, std::uint32_t occurrence = 1) const;

    void fail(const hub::core::Failure& failure);
    void missing(std::string_view what);
    const std::optional<hub::core::Failure>& failure() const { return failure_; }

    const codec::hl7v2::Message& message() const { return message_; }
    const Words& words() const { return words_; }

  private:
    std::optional<std::string> joined(const Places& places);

    const codec::hl7v2::Message& message_;
    const Words& words_;
    std::optional<std::size_t> around_;
    std::optional<hub::core::Failure> failure_;
};

}  // namespace adapters::hl7_mllp
