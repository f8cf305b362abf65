#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/clock.h"
#include "hub/payment/ids.h"

namespace hub::flows {

/// Why a file's charges are watched, the most urgent first (CONTRACT 9).
enum class WatchReason {
    PageOpen,   ///< the person's event stream is open
    CheckedIn,  ///< today's booking is checked in: the doctor's charge may come any moment
    Booked,     ///< today's booking is paid
};

/// When a person's charges at a hospital that is polled were last read; none: not yet.
struct ListReading {
    static constexpr std::string_view kTypeName = "ListReading";
    std::string hospital;
    std::optional<core::UtcTime> read_at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("hospital", self.hospital, "code of the hospital");
        field("read_at_ms", self.read_at, "when its list was last read whole; absent: not yet");
    }
};

/// Calls that polling may make at one hospital.
struct WatchBudget {
    std::int64_t calls_per_s = 10;
    std::int64_t calls_per_device_per_s = 1;  ///< of one file; a person with several has as many
};

/// A file that is watched. Its number is how the hospital knows it; secret, so the key is ours.
struct WatchedFile {
    std::string key;  ///< unique within the hospital
    payment::PersonId person;
    WatchReason reason = WatchReason::Booked;
};

/// Which of a hospital's watched files are read when: open pages and checked-in patients first, who was read longest ago next, and of
/// every five reads one goes to the others, so that they wait long and not for ever. No reading begins that would make more calls
/// than the budget in any second; only a third call of one that has begun may. After a failure the file waits, after a hospital's silence
/// all do but one that tries.
///
/// Pure: no clock, no I/O. One thread at a time.
class ChargeWatchPlan {
  public:
    explicit ChargeWatchPlan(WatchBudget budget) : budget_(budget) {}

    /// Exactly these are watched from now on; what is known of those that stay is kept. The most urgent reason of a file counts.
    void watch(const std::vector<WatchedFile>& files, core::MonoTime now);

    /// Keys to read now, each to be ended. A list is read twice (CONTRACT 5), so each takes two calls at least.
    std::vector<std::string> due(core::MonoTime now);

    /// One more call was made than due() took.
    void called(core::MonoTime now) { calls_.push_back(now); }

    enum class End { Read, FileFailed, HospitalSilent };
    /// REQUIRES: due() gave the key and it was not ended since.
    void ended(const std::string& key, End end, core::MonoTime now, core::UtcTime at);

    std::size_t watched() const { return files_.size(); }
    std::size_t reading() const { return reading_; }
    /// When the list of each of the person's files was last read; none: not yet.
    std::vector<std::optional<core::UtcTime>> readings(payment::PersonId person) const;
    /// Of the urgent files: how long the one that waits longest has waited for its next reading to begin.
    core::Duration longestWait(core::MonoTime now) const;

  private:
    struct File {
        payment::PersonId person;
        WatchReason reason = WatchReason::Booked;
        core::MonoTime watched_since;
        std::optional<core::MonoTime> asked_at;
        std::optional<core::UtcTime> read_at;
        core::MonoTime not_before;
        int failures = 0;
        bool reading = false;
        bool gone = false;  ///< no longer watched; ends with its reading
    };
    using Files = std::map<std::string, File>;

    bool mayBegin(core::MonoTime now);
    Files::iterator next(core::MonoTime now, bool urgent);
    core::Duration pauseOf(const File& file) const;

    const WatchBudget budget_;
    Files files_;
    std::deque<core::MonoTime> calls_;  ///< of the last second or two
    core::MonoTime not_before_;         ///< of the hospital
    int silences_ = 0;
    std::size_t reading_ = 0;
    std::uint64_t turns_ = 0;
};

}  // namespace hub::flows
