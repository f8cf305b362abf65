// Parsing: one pass over the bytes fills the five levels of nodes.

#include <algorithm>

#include "adapters/codec/hl7v2/ascii.h"
#include "adapters/codec/hl7v2/header.h"
#include "adapters/codec/hl7v2/message.h"
#include "hub/core/text.h"

namespace adapters::codec::hl7v2 {

using charset::Charset;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

Result<Message> Message::parse(std::string_view bytes, Charset default_charset) {
    Message message;
    if (const auto loaded = message.load(bytes, default_charset, /*trust_header=*/true); !loaded.ok()) return loaded.failure();
    return message;
}

Result<Message> Message::parseAs(std::string_view bytes, Charset charset) {
    Message message;
    if (const auto loaded = message.load(bytes, charset, /*trust_header=*/false); !loaded.ok()) return loaded.failure();
    return message;
}

Result<void> Message::assign(std::string_view bytes, Charset default_charset) {
    return load(bytes, default_charset, /*trust_header=*/true);
}

Result<void> Message::load(std::string_view bytes, Charset default_charset, bool trust_header) {
    const auto refuse = [this](Failure failure) {
        *this = Message();
        return failure;
    };
    if (bytes.size() > kBytesMax) return refuse(Failure{Error::Hl7MessageTooLarge, std::to_string(bytes.size())});
    bytes_.assign(bytes);  // first: `bytes` may be our own
    clear();
    const auto header = Header::find(bytes_, default_charset);
    if (!header) {
        const std::size_t lead = leadLength(bytes_);
        const std::string_view start = std::string_view(bytes_).substr(lead, 3);
        const bool batch = equalIds(start, "FHS") || equalIds(start, "BHS");
        return refuse(Failure{Error::Hl7NoHeader, batch ? std::string(start) : hub::core::shapeOf(start), lead});
    }
    if (!header->delimiters().ok()) return refuse(header->delimiters().failure());
    if (trust_header && !header->charset().ok()) return refuse(header->charset().failure());
    delimiters_ = *header->delimiters();
    charset_ = trust_header ? *header->charset() : default_charset;
    if (header->namesSeveralCharsets()) warn(Error::Hl7SeveralCharsets, "MSH-18", header->offset());
    assignRoles();
    if (const auto indexed = indexFrom(header->offset()); !indexed.ok()) return refuse(indexed.failure());
    return {};
}

void Message::clear() {
    for (auto& level : levels_) level.clear();
    warnings_.clear();
}

void Message::assignRoles() {
    roles_.fill(Role::Plain);
    const auto assign = [this](char c, Role role) { roles_[static_cast<std::uint8_t>(c)] = role; };
    if (charset::hasAsciiTrails(charset_)) std::fill(roles_.begin() + 0x81, roles_.begin() + 0xFF, Role::Lead);
    assign(delimiters_.subcomponent, Role::Subcomponent);
    assign(delimiters_.component, Role::Component);
    assign(delimiters_.repetition, Role::Repetition);
    assign(delimiters_.field, Role::Field);
    assign('\r', Role::LineEnd);
    assign('\n', Role::LineEnd);
    assign('\0', Role::Null);  // after those a short MSH-2 left at kNone: it also stops the scan behind the last byte
}

/// Indexes the segments from `at` on. Blank lines belong to none.
Result<void> Message::indexFrom(std::size_t at) {
    while (at < bytes_.size()) {
        if (isBlank(bytes_[at])) {
            std::size_t end = at;
            while (end < bytes_.size() && isBlank(bytes_[end]) && !isLineEnd(bytes_[end])) ++end;
            if (end == bytes_.size()) break;
            if (isLineEnd(bytes_[end])) {
                at = end + 1;
                continue;
            }
        }
        const auto end = indexSegment(at);
        if (!end.ok()) return end.failure();
        at = *end;
    }
    return {};
}

/// Answers where the segment's line ends.
Result<std::size_t> Message::indexSegment(std::size_t at) {
    const auto position = [](std::size_t offset) { return static_cast<std::uint32_t>(offset); };
    const std::size_t segment = levels_[kSegment].size();
    if (levels_[kField].size() >= kNodesMax) return Failure{Error::Hl7MessageTooLarge, nameOf(segment - 1), at};
    levels_[kSegment].push_back({position(at), position(at), position(levels_[kField].size())});
    if (segment == 0) {
        at = indexHeader(at);
    } else {
        open(kField, at);
    }
    std::size_t depth = kField;               // the deepest level with a node for what is being read
    const char* const bytes = bytes_.data();  // a NUL follows the last one
    for (;;) {
        const Role role = roles_[static_cast<std::uint8_t>(bytes[at])];
        if (role == Role::Plain) {
            ++at;
        } else if (role == Role::Lead) {
            at += charset::characterLength(charset_, std::string_view(bytes_).substr(at));
        } else if (role == Role::Null && at < bytes_.size()) {
            ++at;
        } else if (role == Role::LineEnd || role == Role::Null) {
            break;
        } else {
            const auto level = static_cast<std::size_t>(role);
            if (levels_[level].size() >= kNodesMax) return Failure{Error::Hl7MessageTooLarge, nameOf(segment), at};
            for (; depth < level; ++depth) open(depth + 1, levels_[depth].back().begin);
            close(level, depth, at);
            open(level, ++at);
            depth = level;
        }
    }
    close(kField, depth, at);
    levels_[kSegment].back().end = position(at);
    std::string_view id = segmentId(segment);
    id.remove_prefix(leadLength(id));
    const bool header_again = segment > 0 && equalIds(id, "MSH");
    if (header_again) return Failure{Error::Hl7SeveralMessages, {}, levels_[kSegment].back().begin};
    checkId(segment);
    return at;
}

/// MSH, MSH-1 (the separator itself) and MSH-2 (where the delimiters split nothing). Answers where MSH-2 ends.
std::size_t Message::indexHeader(std::size_t at) {
    const std::size_t separator = at + 3;
    const std::size_t encoding_characters = separator + 1;
    const std::size_t end = encoding_characters + delimiters_.encodingCharacters().size();
    open(kField, at);
    close(kField, kField, separator);
    open(kField, separator);
    close(kField, kField, encoding_characters);
    open(kField, encoding_characters);
    close(kField, kField, end);
    return end;
}

void Message::open(std::size_t level, std::size_t at) {
    const std::size_t first_part = level < kSubcomponent ? levels_[level + 1].size() : 0;
    levels_[level].push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(first_part)});
}

void Message::close(std::size_t level, std::size_t deepest, std::size_t at) {
    for (; level <= deepest; ++level) levels_[level].back().end = static_cast<std::uint32_t>(at);
}

/// Forgets the index from `segment` on.
void Message::dropFrom(std::size_t segment) {
    const std::size_t begin = levels_[kSegment][segment].begin;
    std::erase_if(warnings_, [begin](const Failure& warning) {
        return warning.error() != Error::Hl7SeveralCharsets && warning.offset().value_or(0) >= begin;
    });
    std::size_t keep = segment;
    for (std::size_t level = kSegment; level < kLevels; ++level) {
        auto& nodes = levels_[level];
        const std::size_t below = level < kSubcomponent ? levels_[level + 1].size() : 0;
        const std::size_t keep_below = keep < nodes.size() ? nodes[keep].first_part : below;
        nodes.resize(keep);
        keep = keep_below;
    }
}

void Message::checkId(std::size_t segment) {
    if (warnings_.size() == kWarningsMax) return;  // naming a segment takes a look at all before it
    const std::string_view id = segmentId(segment);
    const std::size_t offset = levels_[kSegment][segment].begin;
    if (!isSegmentId(id)) {
        warn(Error::Hl7LineNotSegment, nameOf(segment - 1), offset);
    } else if (std::any_of(id.begin(), id.end(), [](char c) { return c != upper(c); })) {
        warn(Error::Hl7SegmentIdLowerCase, nameOf(segment), offset);
    }
}

void Message::warn(Error error, std::string detail, std::size_t offset) { warnings_.emplace_back(error, std::move(detail), offset); }

/// "OBX(2)" for people; the line number where the line has no id. REQUIRES: segment < segments().
std::string Message::nameOf(std::size_t segment) const {
    const std::string_view id = segmentId(segment);
    if (!isSegmentId(id)) return "#" + std::to_string(segment + 1);
    std::string name;
    for (const char c : id) name += upper(c);
    std::size_t occurrence = 0;
    for (std::size_t i = 0; i <= segment; ++i) occurrence += equalIds(segmentId(i), name) ? 1 : 0;
    return name + '(' + std::to_string(occurrence) + ')';
}

}  // namespace adapters::codec::hl7v2
