#pragma once

#include <optional>
#include <vector>

#include "hub/core/page.h"
#include "hub/core/work.h"
#include "hub/identity/review.h"

namespace hub::identity {

/// The rows of reviews and their history. It keeps what it is given; the rules are in Reviews, through which flows write. Implemented by
/// storage. Any thread.
class ReviewStore {
  public:
    virtual ~ReviewStore() = default;

    /// Adds the review and the first line of its history. Nothing is added, and the answer is false, when the pair has one already.
    /// REQUIRES: version and change.number are 1. Also: FieldTooLong.
    virtual core::Result<bool> add(core::Transaction& transaction, const Review& review, const ReviewChange& change) = 0;
    /// Also: ReviewNotFound.
    virtual core::Result<Review> find(core::ReadTransaction& transaction, ReviewId id) = 0;
    virtual core::Result<std::optional<Review>> ofPair(core::ReadTransaction& transaction, const PersonPair& pair) = 0;
    /// Whether it is decided that the two are two.
    virtual core::Result<bool> areNotTheSame(core::ReadTransaction& transaction, const PersonPair& pair) = 0;
    /// By Review::place.
    virtual core::Result<std::vector<Review>> queue(core::ReadTransaction& transaction, ReviewState state, const core::Page& page) = 0;
    /// Writes everything over exactly review.version, and a line of history with the next, with which it answers.
    /// Also: VersionConflict, FieldTooLong.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const Review& review, const ReviewChange& change) = 0;
    /// Oldest first.
    virtual core::Result<std::vector<ReviewChange>> historyOf(core::ReadTransaction& transaction, ReviewId id) = 0;
};

}  // namespace hub::identity
