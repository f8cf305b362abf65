#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::codec::mllp {

enum class EventKind {
    Frame,             ///< `bytes`: what stood between VT and FS, exactly
    EmptyFrame,        ///< a frame of nothing or blanks: a keep-alive, to be ignored (case 12)
    Unframed,          ///< `bytes` begin with MSH, FHS or BHS but had no VT (15, 25): to be reported, or taken where the adapter is lenient
    Junk,              ///< `count` bytes that belong to no frame were dropped (4, 5)
    PartialRestarted,  ///< `count` bytes of a frame were dropped because the next one began inside it
    PartialAtClose,    ///< `count` bytes of a frame had come when the peer closed; nothing of it may be stored (16)
    Oversize,          ///< the frame passed the limit (19); `bytes` is its beginning, enough to answer AR. The rest is dropped
};

struct Event {
    EventKind kind;
    std::string bytes{};
    std::size_t count = 0;
    friend bool operator==(const Event&, const Event&) = default;
};

/// Takes the bytes of one MLLP connection apart. The events depend on the bytes alone, not on how they were cut into packets (7, 8, 9,
/// 24). No clock, no socket; one thread at a time. It holds at most one frame of `frame_bytes_max` plus one piece of 64 KiB.
///
/// A frame starts with VT and ends with FS followed by CR (1), LF or the VT of the next frame (2, 3); FS before anything else is data
/// (14). FS as the last byte that came waits for the next one (9), for idle() (2) or for close(). Between frames CR, LF, NUL, FS, blanks
/// and a byte order mark are skipped without an event (3, 6, 10, 11); one behind VT stays in the frame, the parser skips it (6). VT inside
/// a frame is data (13) unless nothing stands before it (11) or a message header follows: then a new frame starts there (5).
///
/// What needs a clock is the adapter's, out of inFrame(), pendingBytes() and bytesFed(): a pause inside a frame (17), a slow peer (18).
class Decoder {
  public:
    static constexpr std::size_t kHeadBytes = 4096;  ///< of an Oversize event at most

    /// REQUIRES: frame_bytes_max > 0. A frame of exactly that many bytes between VT and FS is whole.
    explicit Decoder(std::size_t frame_bytes_max);

    /// Appends the events these bytes complete.
    void feed(std::string_view bytes, std::vector<Event>& events);

    /// The adapter's short timer says that nothing more is coming for now: a frame that ended with FS alone is whole (2), and bytes
    /// that came unframed are reported (15, 25). Anything else stays as it is.
    void idle(std::vector<Event>& events);

    /// The peer closed. Afterwards the decoder is as new.
    void close(std::vector<Event>& events);

    /// A frame has begun and not ended.
    bool inFrame() const { return state_ == State::Frame || state_ == State::Discard; }
    /// FS has come and what follows decides.
    bool endPending() const;
    /// Bytes held that no event has told of yet.
    std::size_t pendingBytes() const { return buffer_.size() - begin_; }
    /// Everything ever fed: who does not move this is not sending.
    std::uint64_t bytesFed() const { return bytes_fed_; }

  private:
    enum class State { Between, Junk, Frame, Unframed, Discard };

    bool step(std::vector<Event>& events);
    bool stepBetween();
    bool stepJunk(std::vector<Event>& events);
    bool stepInside(std::vector<Event>& events);
    void startFrame(std::size_t content);
    void finish(std::size_t end, std::size_t next, std::vector<Event>& events);
    void restart(std::vector<Event>& events);
    void overflow(std::vector<Event>& events);
    std::string_view content(std::size_t end) const { return std::string_view(buffer_).substr(begin_, end - begin_); }

    std::size_t frame_bytes_max_;
    State state_ = State::Between;
    std::string buffer_;
    std::size_t begin_ = 0;  ///< where the content of what is being read begins in buffer_
    std::size_t scan_ = 0;   ///< the first byte not judged yet
    std::size_t junk_ = 0;
    std::uint64_t bytes_fed_ = 0;
};

}  // namespace adapters::codec::mllp
