#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/codec/charset/charset.h"
#include "adapters/codec/hl7v2/delimiters.h"
#include "adapters/codec/hl7v2/path.h"
#include "hub/core/result.h"

namespace adapters::codec::hl7v2 {

/// A value that is `""` means "delete what you have" to the receiver; an empty one means "I do not say" (case 40).
enum class Presence { Absent, Empty, Delete, Value };

/// An HL7 v2 message: its own copy of the bytes, exactly as they came, and an index of every segment, field, repetition, component and
/// subcomponent in them. Reading never changes it (const: any thread); writing changes the bytes of one value only.
///
/// Patient with what comes: segments end with CR, LF or CRLF, doubled or missing at the end (31 to 34); a byte order mark, blanks and
/// form feeds may stand before MSH, ids may be lower case (6, 45); extra fields, Z segments and any order are kept (42 to 44). What is
/// odd is in warnings().
class Message {
  public:
    static constexpr std::size_t kBytesMax = std::size_t{64} * 1024 * 1024;
    /// Of fields, and of the parts on each level below: keeps the index of a hostile message below 100 MB.
    static constexpr std::size_t kNodesMax = 1'000'000;
    static constexpr std::size_t kWarningsMax = 16;

    /// An empty message: no segments. assign() fills it.
    Message() = default;

    /// `default_charset` counts where MSH-18 names none (63). The bytes must hold one message; batches go through splitBatch().
    /// Also: Hl7NoHeader, Hl7DelimitersNotValid, CharsetUnknown, Hl7SeveralMessages, Hl7MessageTooLarge.
    static hub::core::Result<Message> parse(std::string_view bytes, charset::Charset default_charset);

    /// As parse, whatever MSH-18 says: for a sender known to name the wrong charset (67).
    static hub::core::Result<Message> parseAs(std::string_view bytes, charset::Charset charset);

    /// A new message of one segment: MSH with its delimiters and, in MSH-18, the charset. Also: Hl7DelimitersNotValid.
    static hub::core::Result<Message> create(const Delimiters& delimiters, charset::Charset charset);

    /// As parse, into this object, whose memory is used again. `bytes` may be this message's own. After a Failure the message is empty.
    hub::core::Result<void> assign(std::string_view bytes, charset::Charset default_charset);

    const Delimiters& delimiters() const { return delimiters_; }
    charset::Charset charset() const { return charset_; }

    /// What is odd but was read: Hl7LineNotSegment (a line break inside a field, 46), Hl7SegmentIdLowerCase (45),
    /// Hl7SeveralCharsets (68), each with offset and segment. At most kWarningsMax.
    const std::vector<hub::core::Failure>& warnings() const { return warnings_; }

    /// The message: byte for byte what was parsed, but for the values set. Valid until the next change.
    std::string_view write() const { return bytes_; }

    /// Segments are counted from 0 here, in the order they came.
    std::size_t segments() const { return levels_[kSegment].size(); }
    /// As it came. REQUIRES: segment < segments().
    std::string_view segmentId(std::size_t segment) const;
    /// Without what ends it. REQUIRES: segment < segments().
    std::string_view segment(std::size_t segment) const;
    /// The `occurrence`-th (from 1) segment with this upper-case id.
    std::optional<std::size_t> find(std::string_view id, std::size_t occurrence = 1) const;
    std::size_t count(std::string_view id) const;

    /// How many parts a place has: of {} the highest field number, of a field its repetitions, of a repetition its components, of a
    /// component its subcomponents. At least 1 for a place that is there, however empty; 0 for one that is absent.
    /// REQUIRES: segment < segments().
    std::size_t count(std::size_t segment, const Place& place) const;

    /// The bytes of a place, all it holds included; nullopt when absent. Valid until the next change.
    std::optional<std::string_view> raw(const Path& path) const;
    std::optional<std::string_view> raw(std::size_t segment, const Place& place) const;

    Presence presence(const Path& path) const;
    Presence presence(std::size_t segment, const Place& place) const;

    /// UTF-8 with escapes resolved; delimiters of parts below the place stay. Absent, empty and `""` read as "" (see presence).
    /// Also: BytesNotInCharset with the offset in the message.
    hub::core::Result<std::string> text(const Path& path) const;
    hub::core::Result<std::string> text(std::size_t segment, const Place& place) const;

    /// Puts UTF-8 text into a place, escaped and in the message's charset; what is missing on the way (fields, repetitions, components)
    /// is created empty. Two quotes are the delete value. After a Failure nothing has changed.
    /// Also: Hl7SegmentMissing; TextNotInCharset; Hl7NotEscapable; Hl7PathNotSettable (MSH-1, MSH-2 and MSH-18 say how the bytes
    /// are read, and a level that the message has no delimiter for); BytesNotInCharset (the value would join half a character that
    /// stands before it); Hl7MessageTooLarge.
    hub::core::Result<void> set(const Path& path, std::string_view text);
    hub::core::Result<void> set(std::size_t segment, const Place& place, std::string_view text);

    /// Adds an empty segment at the end, ended as the first one is, and answers its number.
    /// Also: Hl7SegmentIdNotValid (not an upper-case id, or MSH), Hl7MessageTooLarge. REQUIRES: not an empty message.
    hub::core::Result<std::size_t> appendSegment(std::string_view id);

  private:
    enum Level : std::size_t { kSegment, kField, kRepetition, kComponent, kSubcomponent, kLevels };

    /// A stretch of bytes_. Its parts on the next level begin at first_part and end where those of the next node begin. One that
    /// no delimiter divides has no nodes below it: it is its own only part, all the way down.
    struct Node {
        std::uint32_t begin;
        std::uint32_t end;
        std::uint32_t first_part;
    };
    /// How far down a place exists, and the node there: of `level`, or of a level above that is not divided.
    struct Reach {
        std::size_t level;
        std::size_t node_level;
        std::size_t node;
        bool whole;
    };
    /// What a byte does to the scan; the values up to Subcomponent are the level a delimiter begins.
    enum class Role : std::uint8_t { Plain, Field, Repetition, Component, Subcomponent, LineEnd, Lead, Null };

    hub::core::Result<void> load(std::string_view bytes, charset::Charset default_charset, bool trust_header);
    void clear();
    void assignRoles();
    hub::core::Result<void> indexFrom(std::size_t at);
    hub::core::Result<std::size_t> indexSegment(std::size_t at);
    std::size_t indexHeader(std::size_t at);
    void open(std::size_t level, std::size_t at);
    void close(std::size_t level, std::size_t deepest, std::size_t at);
    void dropFrom(std::size_t segment);
    void checkId(std::size_t segment);
    void warn(hub::core::Error error, std::string detail, std::size_t offset);
    std::string nameOf(std::size_t segment) const;

    std::size_t nodesBelow(const Reach& reach) const;
    std::size_t partsOf(const Reach& reach) const;
    bool hasRoomFor(std::size_t bytes, std::size_t nodes) const;
    Reach reach(std::size_t segment, const Place& place) const;
    const Node& node(const Reach& reach) const { return levels_[reach.node_level][reach.node]; }
    std::string_view view(const Node& node) const { return std::string_view(bytes_).substr(node.begin, node.end - node.begin); }
    char delimiterOf(std::size_t level) const;
    hub::core::Result<std::string> missingParts(const Reach& reach, const Place& place) const;
    void splice(std::size_t segment, std::size_t at, std::size_t length, std::string_view bytes);

    std::string bytes_;
    Delimiters delimiters_;
    charset::Charset charset_ = charset::Charset::Ascii;
    std::array<Role, 256> roles_{};
    std::array<std::vector<Node>, kLevels> levels_;
    std::vector<hub::core::Failure> warnings_;
};

}  // namespace adapters::codec::hl7v2
