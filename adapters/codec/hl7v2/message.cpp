#include "adapters/codec/hl7v2/message.h"

#include <algorithm>

#include "adapters/codec/hl7v2/ascii.h"
#include "adapters/codec/hl7v2/escape.h"

namespace adapters::codec::hl7v2 {

using charset::Charset;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::string_view kDeleteValue = "\"\"";
constexpr std::size_t kCharsetField = 18;

/// The numbers of a place by level, with those implied: a component is of the first repetition.
struct Numbers {
    std::array<std::uint32_t, 5> of_level{};
    std::size_t deepest = 0;

    explicit Numbers(const Place& place) {
        const bool in_component = place.component > 0 || place.subcomponent > 0;
        const std::uint32_t component = place.component == 0 && in_component ? 1 : place.component;
        const std::uint32_t repetition = place.repetition == 0 && in_component ? 1 : place.repetition;
        of_level = {0, place.field, repetition, component, place.subcomponent};
        if (place.field == 0) return;
        while (deepest + 1 < of_level.size() && of_level[deepest + 1] > 0) ++deepest;
    }

    /// Counted from 0 among the parts of the level above; fields keep their number, since the id is field 0.
    std::size_t index(std::size_t level) const { return level == 1 ? of_level[level] : of_level[level] - 1; }
};

}  // namespace

std::string_view Message::segmentId(std::size_t segment) const {
    HUB_ASSERT(segment < segments());
    return view(levels_[kField][levels_[kSegment][segment].first_part]);
}

std::string_view Message::segment(std::size_t segment) const {
    HUB_ASSERT(segment < segments());
    return view(levels_[kSegment][segment]);
}

std::optional<std::size_t> Message::find(std::string_view id, std::size_t occurrence) const {
    for (std::size_t i = 0; i < segments(); ++i) {
        if (equalIds(segmentId(i), id) && --occurrence == 0) return i;
    }
    return std::nullopt;
}

std::size_t Message::count(std::string_view id) const {
    std::size_t found = 0;
    for (std::size_t i = 0; i < segments(); ++i) found += equalIds(segmentId(i), id) ? 1 : 0;
    return found;
}

std::size_t Message::count(std::size_t segment, const Place& place) const {
    const Reach reached = reach(segment, place);
    if (!reached.whole) return 0;
    if (reached.level == kSubcomponent) return 1;
    return reached.level == kSegment ? partsOf(reached) - 1 : partsOf(reached);
}

std::size_t Message::nodesBelow(const Reach& reach) const {
    if (reach.node_level < reach.level) return 0;
    const auto& nodes = levels_[reach.node_level];
    const std::size_t next = reach.node + 1 < nodes.size() ? nodes[reach.node + 1].first_part : levels_[reach.node_level + 1].size();
    return next - nodes[reach.node].first_part;
}

/// REQUIRES: reach.level < kSubcomponent.
std::size_t Message::partsOf(const Reach& reach) const { return std::max<std::size_t>(nodesBelow(reach), 1); }

Message::Reach Message::reach(std::size_t segment, const Place& place) const {
    HUB_ASSERT(segment < segments());
    const Numbers numbers(place);
    Reach reached{kSegment, kSegment, segment, true};
    while (reached.level < numbers.deepest) {
        const std::size_t index = numbers.index(reached.level + 1);
        if (index >= partsOf(reached)) {
            reached.whole = false;
            break;
        }
        if (nodesBelow(reached) > 0) {
            reached.node = node(reached).first_part + index;
            ++reached.node_level;
        }
        ++reached.level;
    }
    return reached;
}

std::optional<std::string_view> Message::raw(const Path& path) const {
    const auto segment = find(path.segment(), path.occurrence());
    return segment ? raw(*segment, path.place()) : std::nullopt;
}

std::optional<std::string_view> Message::raw(std::size_t segment, const Place& place) const {
    const Reach reached = reach(segment, place);
    return reached.whole ? std::optional(view(node(reached))) : std::nullopt;
}

Presence Message::presence(const Path& path) const {
    const auto segment = find(path.segment(), path.occurrence());
    return segment ? presence(*segment, path.place()) : Presence::Absent;
}

Presence Message::presence(std::size_t segment, const Place& place) const {
    const auto bytes = raw(segment, place);
    if (!bytes) return Presence::Absent;
    if (bytes->empty()) return Presence::Empty;
    return *bytes == kDeleteValue ? Presence::Delete : Presence::Value;
}

Result<std::string> Message::text(const Path& path) const {
    const auto segment = find(path.segment(), path.occurrence());
    return segment ? text(*segment, path.place()) : std::string();
}

Result<std::string> Message::text(std::size_t segment, const Place& place) const {
    const Reach reached = reach(segment, place);
    if (!reached.whole) return std::string();
    const std::string_view bytes = view(node(reached));
    const bool header_characters = segment == 0 && (place.field == 1 || place.field == 2);
    if (header_characters) return std::string(bytes);
    if (bytes == kDeleteValue) return std::string();
    auto text = unescape(bytes, delimiters_, charset_);
    if (text.ok()) return text;
    return Failure{text.failure().error(), text.failure().detail(), node(reached).begin + text.failure().offset().value_or(0)};
}

Result<void> Message::set(const Path& path, std::string_view text) {
    const auto segment = find(path.segment(), path.occurrence());
    if (!segment) return Failure{Error::Hl7SegmentMissing, path.text()};
    return set(*segment, path.place(), text);
}

Result<void> Message::set(std::size_t segment, const Place& place, std::string_view text) {
    const auto too_high = [](std::uint32_t number) { return number > Path::kNumberMax; };
    const Numbers numbers(place);
    const bool decides_reading = segment == 0 && (place.field == 1 || place.field == 2 || place.field == kCharsetField);
    if (place.field == 0 || decides_reading || std::any_of(numbers.of_level.begin(), numbers.of_level.end(), too_high)) {
        return Failure{Error::Hl7PathNotSettable, nameOf(segment) + '-' + std::to_string(place.field)};
    }
    const auto escaped = escape(text, delimiters_);
    if (!escaped.ok()) return escaped.failure();
    const auto value = charset::fromUtf8(charset_, *escaped);
    if (!value.ok()) return value.failure();

    const Reach reached = reach(segment, place);
    const auto missing = missingParts(reached, place);
    if (!missing.ok()) return missing.failure();
    const Node& place_node = node(reached);
    const std::size_t at = reached.whole ? place_node.begin : place_node.end;
    const std::string replaced(reached.whole ? view(place_node) : std::string_view());
    const std::string added = *missing + *value;
    if (!hasRoomFor(added.size(), missing->size() + 1)) return Failure{Error::Hl7MessageTooLarge, nameOf(segment)};
    splice(segment, at, replaced.size(), added);
    if (raw(segment, place) == std::string_view(*value)) return {};
    splice(segment, at, added.size(), replaced);
    return Failure{Error::BytesNotInCharset, std::string(tableName(charset_)), at};
}

bool Message::hasRoomFor(std::size_t bytes, std::size_t nodes) const {
    const auto has_room = [nodes](const std::vector<Node>& level) { return level.size() + nodes <= kNodesMax; };
    return bytes_.size() + bytes <= kBytesMax && std::all_of(levels_.begin(), levels_.end(), has_room);
}

char Message::delimiterOf(std::size_t level) const {
    constexpr std::array<char Delimiters::*, kLevels> kOfLevel{nullptr, &Delimiters::field, &Delimiters::repetition, &Delimiters::component,
                                                               &Delimiters::subcomponent};
    return delimiters_.*kOfLevel[level];
}

/// The delimiters that create a place behind the part where `reached` had to stop.
Result<std::string> Message::missingParts(const Reach& reached, const Place& place) const {
    std::string delimiters;
    if (reached.whole) return delimiters;
    const Numbers numbers(place);
    for (std::size_t level = reached.level + 1; level <= numbers.deepest; ++level) {
        const bool first = level == reached.level + 1;
        const std::size_t there = first ? partsOf(reached) : 1;
        const std::size_t wanted = numbers.index(level) + 1;
        if (wanted == there) continue;
        if (delimiterOf(level) == Delimiters::kNone) return Failure{Error::Hl7PathNotSettable, "MSH-2"};
        delimiters.append(wanted - there, delimiterOf(level));
    }
    return delimiters;
}

void Message::splice(std::size_t segment, std::size_t at, std::size_t length, std::string_view bytes) {
    const std::size_t begin = levels_[kSegment][segment].begin;
    bytes_.replace(at, length, bytes);
    dropFrom(segment);
    const auto indexed = indexFrom(begin);
    HUB_ASSERT(indexed.ok());  // values hold no line end, and the bounds were checked
}

Result<Message> Message::create(const Delimiters& delimiters, Charset charset) {
    if (const auto checked = delimiters.check(); !checked.ok()) return checked.failure();
    constexpr std::size_t kEncodingCharactersField = 2;
    std::string bytes = "MSH";
    bytes += delimiters.field + delimiters.encodingCharacters();
    bytes.append(kCharsetField - kEncodingCharactersField, delimiters.field);
    bytes += tableName(charset);
    bytes += '\r';
    auto message = parse(bytes, charset);
    const bool name_survives = message.ok() && message->charset_ == charset && message->raw("MSH-18.1.1") == tableName(charset);
    if (!name_survives) return Failure{Error::Hl7DelimitersNotValid, "MSH-18"};
    return message;
}

Result<std::size_t> Message::appendSegment(std::string_view id) {
    HUB_ASSERT(segments() > 0);
    const bool upper_case = std::none_of(id.begin(), id.end(), [](char c) { return c != upper(c); });
    if (!isSegmentId(id) || !upper_case || id == "MSH") return Failure{Error::Hl7SegmentIdNotValid, std::string(id.substr(0, 3))};
    const std::string_view after_first = std::string_view(bytes_).substr(levels_[kSegment].front().end, 2);
    const std::string_view line_end = after_first == "\r\n" ? "\r\n" : after_first.starts_with('\n') ? "\n" : "\r";
    const bool ended = isLineEnd(bytes_.back());
    if (!hasRoomFor(id.size() + 2 * line_end.size(), 1)) return Failure{Error::Hl7MessageTooLarge, std::string(id)};
    if (!ended) bytes_ += line_end;
    const std::size_t begin = bytes_.size();
    bytes_ += id;
    bytes_ += line_end;
    const auto indexed = indexFrom(begin);
    HUB_ASSERT(indexed.ok());
    return segments() - 1;
}

}  // namespace adapters::codec::hl7v2
