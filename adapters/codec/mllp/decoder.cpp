#include "adapters/codec/mllp/decoder.h"

#include <algorithm>

#include "adapters/codec/mllp/frame.h"
#include "hub/core/assert.h"

namespace adapters::codec::mllp {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kFiller{"\r\n\0\x1C ", 5};

enum class Match { No, Partial, Yes };

/// `text` is all of `wanted`, a beginning of it, or something else.
Match startsWith(std::string_view text, std::string_view wanted) {
    if (text.starts_with(wanted)) return Match::Yes;
    return text.size() < wanted.size() && wanted.starts_with(text) ? Match::Partial : Match::No;
}

bool canSeparate(char c) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return c > ' ' && c < '\x7F' && !alphanumeric;
}

/// A byte order mark if there is one, then a header's id and a field separator. Partial: more bytes decide.
Match startsWithHeader(std::string_view text) {
    switch (startsWith(text, kByteOrderMark)) {
        case Match::Partial:
            return Match::Partial;
        case Match::Yes:
            text.remove_prefix(kByteOrderMark.size());
            break;
        case Match::No:
            break;
    }
    for (const std::string_view id : {"MSH", "FHS", "BHS"}) {
        const Match match = startsWith(text, id);
        if (match == Match::Partial || (match == Match::Yes && text.size() == id.size())) return Match::Partial;
        if (match == Match::Yes && canSeparate(text[id.size()])) return Match::Yes;
    }
    return Match::No;
}

bool isBlank(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '\0' && c <= ' '; });
}

}  // namespace

Decoder::Decoder(std::size_t frame_bytes_max) : frame_bytes_max_(frame_bytes_max) { HUB_ASSERT(frame_bytes_max > 0); }

void Decoder::feed(std::string_view bytes, std::vector<Event>& events) {
    bytes_fed_ += bytes.size();
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, kPieceBytes);
        bytes.remove_prefix(piece.size());
        buffer_ += piece;
        while (step(events)) {
        }
        buffer_.erase(0, begin_);
        scan_ -= std::min(scan_, begin_);
        begin_ = 0;
    }
}

/// Reads on by one thing. False when only more bytes help.
bool Decoder::step(std::vector<Event>& events) {
    switch (state_) {
        case State::Between:
            return stepBetween();
        case State::Junk:
            return stepJunk(events);
        case State::Frame:
        case State::Unframed:
        case State::Discard:
            return stepInside(events);
    }
    HUB_ASSERT(false);
}

bool Decoder::stepBetween() {
    begin_ = std::min(buffer_.find_first_not_of(kFiller, begin_), buffer_.size());
    if (begin_ == buffer_.size()) return false;
    if (buffer_[begin_] == kStart) {
        startFrame(begin_ + 1);
        return true;
    }
    const std::string_view rest = content(buffer_.size());
    switch (startsWithHeader(rest)) {
        case Match::Partial:
            return false;
        case Match::Yes:
            state_ = State::Unframed;
            scan_ = begin_;
            return true;
        case Match::No:
            break;
    }
    if (rest.starts_with(kByteOrderMark)) {
        begin_ += kByteOrderMark.size();
    } else {
        state_ = State::Junk;
    }
    return true;
}

bool Decoder::stepJunk(std::vector<Event>& events) {
    const std::size_t start = buffer_.find(kStart, begin_);
    const std::size_t end = std::min(start, buffer_.size());
    junk_ += end - begin_;
    begin_ = end;
    if (start == std::string::npos) return false;
    events.push_back({.kind = EventKind::Junk, .count = junk_});
    junk_ = 0;
    startFrame(start + 1);
    return true;
}

bool Decoder::stepInside(std::vector<Event>& events) {
    for (; scan_ < buffer_.size(); ++scan_) {
        const char c = buffer_[scan_];
        if (c == kEnd) {
            if (scan_ + 1 == buffer_.size()) break;
            const char next = buffer_[scan_ + 1];
            if (next == '\r' || next == '\n' || next == kStart) {
                finish(scan_, next == kStart ? scan_ + 1 : scan_ + 2, events);
                return true;
            }
        } else if (c == kStart) {
            if (state_ == State::Frame && scan_ == begin_) {
                startFrame(scan_ + 1);
                return true;
            }
            const Match match = startsWithHeader(std::string_view(buffer_).substr(scan_ + 1));
            if (match == Match::Partial) break;
            if (match == Match::Yes) {
                restart(events);
                return true;
            }
        }
        if (state_ != State::Discard && scan_ - begin_ == frame_bytes_max_) overflow(events);
    }
    if (state_ == State::Discard) begin_ = scan_;
    return false;
}

void Decoder::startFrame(std::size_t content) {
    state_ = State::Frame;
    begin_ = content;
    scan_ = content;
}

/// What was being read ends before `end`; the next thing begins at `next`.
void Decoder::finish(std::size_t end, std::size_t next, std::vector<Event>& events) {
    const std::string_view body = content(end);
    if (state_ == State::Unframed) {
        events.push_back({.kind = EventKind::Unframed, .bytes = std::string(body)});
    } else if (state_ == State::Frame && isBlank(body)) {
        events.push_back({.kind = EventKind::EmptyFrame});
    } else if (state_ == State::Frame) {
        events.push_back({.kind = EventKind::Frame, .bytes = std::string(body)});
    }
    state_ = State::Between;
    begin_ = next;
    scan_ = next;
}

/// VT and a header at scan_: what came before has no end of its own.
void Decoder::restart(std::vector<Event>& events) {
    const std::string_view body = content(scan_);
    if (state_ == State::Unframed) {
        events.push_back({.kind = EventKind::Unframed, .bytes = std::string(body)});
    } else if (state_ == State::Frame && !isBlank(body)) {
        const bool message = startsWithHeader(body) == Match::Yes;
        events.push_back({.kind = message ? EventKind::PartialRestarted : EventKind::Junk, .count = body.size() + 1});
    }
    startFrame(scan_ + 1);
}

void Decoder::overflow(std::vector<Event>& events) {
    events.push_back(
        {.kind = EventKind::Oversize, .bytes = std::string(content(scan_).substr(0, kHeadBytes)), .count = frame_bytes_max_ + 1});
    state_ = State::Discard;
}

bool Decoder::endPending() const {
    const bool inside = state_ == State::Frame || state_ == State::Unframed || state_ == State::Discard;
    return inside && scan_ < buffer_.size() && buffer_[scan_] == kEnd;
}

void Decoder::idle(std::vector<Event>& events) {
    if (endPending()) {
        finish(scan_, buffer_.size(), events);
    } else if (state_ == State::Unframed) {
        finish(buffer_.size(), buffer_.size(), events);
    }
}

void Decoder::close(std::vector<Event>& events) {
    idle(events);
    const std::size_t rest = junk_ + pendingBytes();
    if (state_ == State::Frame) {
        events.push_back({.kind = EventKind::PartialAtClose, .count = rest + 1});
    } else if (state_ != State::Discard && rest > 0) {
        events.push_back({.kind = EventKind::Junk, .count = rest});
    }
    *this = Decoder(frame_bytes_max_);
}

}  // namespace adapters::codec::mllp
