#include "adapters/codec/hl7v2/batch.h"

#include <algorithm>
#include <charconv>

#include "adapters/codec/hl7v2/ascii.h"
#include "adapters/codec/hl7v2/header.h"

namespace adapters::codec::hl7v2 {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

enum class Line { Message, FileHeader, BatchHeader, BatchTrailer, FileTrailer, Blank, Other };

/// REQUIRES: no blanks before the line.
Line kindOf(std::string_view line) {
    const std::string_view id = line.substr(0, 3);
    const char separator = line.size() > id.size() ? line[id.size()] : '\0';
    const bool separated = separator > ' ' && separator < '\x7F' && !isDigit(separator) && !isUpper(upper(separator));
    // Only a header says what separates fields; a trailer may stand alone.
    if (separated && equalIds(id, "MSH")) return Line::Message;
    if (separated && equalIds(id, "FHS")) return Line::FileHeader;
    if (separated && equalIds(id, "BHS")) return Line::BatchHeader;
    if ((separated || separator == '\0') && equalIds(id, "BTS")) return Line::BatchTrailer;
    if ((separated || separator == '\0') && equalIds(id, "FTS")) return Line::FileTrailer;
    return line.empty() ? Line::Blank : Line::Other;
}

StatedCount statedCount(std::string_view line, std::size_t offset, std::size_t found) {
    constexpr std::size_t kFieldAt = 4;
    StatedCount count{.offset = offset, .found = found};
    if (line.size() <= kFieldAt) return count;
    const char separator = line[kFieldAt - 1];
    std::string_view field = line.substr(kFieldAt);
    field = field.substr(0, field.find(separator));
    while (!field.empty() && isBlank(field.front())) field.remove_prefix(1);
    while (!field.empty() && isBlank(field.back())) field.remove_suffix(1);
    if (field.empty()) return count;
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), number);
    count.readable = error == std::errc() && end == field.data() + field.size();
    if (count.readable) count.stated = number;
    return count;
}

class Splitting {
  public:
    void take(Line kind, std::string_view line, std::size_t offset) {
        switch (kind) {
            case Line::Message:
                end(offset);
                batch_.messages.push_back({offset, offset});
                inside_message_ = true;
                in_batch_ = true;
                ++messages_;
                break;
            case Line::FileHeader:
                endBatch(offset);
                batches_ = 0;
                break;
            case Line::BatchHeader:
                endBatch(offset);
                in_batch_ = true;
                break;
            case Line::BatchTrailer:
                batch_.counts.push_back(statedCount(line, offset, messages_));
                in_batch_ = true;
                endBatch(offset);
                break;
            case Line::FileTrailer:
                endBatch(offset);
                batch_.counts.push_back(statedCount(line, offset, batches_));
                batches_ = 0;
                break;
            case Line::Blank:
                break;
            case Line::Other:
                if (!inside_message_) takeOutside({offset, offset + line.size()});
                break;
        }
    }

    Batch finish(std::size_t offset) {
        end(offset);
        return std::move(batch_);
    }

  private:
    void end(std::size_t offset) {
        if (inside_message_) batch_.messages.back().end = offset;
        inside_message_ = false;
    }

    /// A batch may lack BHS and BTS: messages that follow each other are one.
    void endBatch(std::size_t offset) {
        end(offset);
        if (in_batch_) ++batches_;
        in_batch_ = false;
        messages_ = 0;
    }

    /// Lines that follow each other are one stretch.
    void takeOutside(ByteRange line) {
        const bool continues = !batch_.outside.empty() && line.begin - batch_.outside.back().end <= 2;
        if (continues) {
            batch_.outside.back().end = line.end;
        } else {
            batch_.outside.push_back(line);
        }
    }

    Batch batch_;
    bool inside_message_ = false;
    bool in_batch_ = false;
    std::size_t messages_ = 0;
    std::size_t batches_ = 0;
};

}  // namespace

Batch splitBatch(std::string_view bytes) {
    Splitting splitting;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = std::min(bytes.find_first_of("\r\n", at), bytes.size());
        std::string_view line = bytes.substr(at, end - at);
        line.remove_prefix(leadLength(line));  // a file put together from others has a byte order mark before each
        splitting.take(kindOf(line), line, at);
        at = end + 1;
    }
    return splitting.finish(bytes.size());
}

Result<void> checkCounts(const Batch& batch) {
    for (const StatedCount& count : batch.counts) {
        const bool right = count.readable && count.stated.value_or(count.found) == count.found;
        if (right) continue;
        const std::string stated = count.stated ? std::to_string(*count.stated) : "?";
        return Failure{Error::Hl7BatchCountWrong, stated + " / " + std::to_string(count.found), count.offset};
    }
    return {};
}

}  // namespace adapters::codec::hl7v2
