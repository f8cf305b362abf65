#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"

namespace hub::simulate {

/// What happened, in order, without personal data: numbers, operations, states. Two runs of a seed are the same when their trails are.
class Trail {
  public:
    /// `clock` outlives the trail.
    explicit Trail(const core::Clock& clock) : clock_(clock) {}

    /// `about` is the id or the number it concerns; empty: the hub or a counterparty as a whole.
    void note(std::string_view about, std::string text);

    /// FNV-1a over everything noted.
    std::uint64_t digest() const { return digest_; }

    /// The last `limit` notes that concern one of these, oldest first: "+0:12:03.250 order.create arrived".
    std::vector<std::string> last(const std::vector<std::string>& about, std::size_t limit) const;

  private:
    struct Note {
        core::Duration after;
        std::string about;
        std::string text;
    };

    void add(std::string_view bytes);

    const core::Clock& clock_;
    const core::UtcTime start_ = clock_.utc();
    std::vector<Note> notes_;
    std::uint64_t digest_ = 0xcbf29ce484222325;
};

}  // namespace hub::simulate
