#include "hub/api/http/output.h"

#include "hub/core/assert.h"

namespace hub::api::http {

namespace {

constexpr std::size_t kJoinBelow = 16 * 1024;  // smaller ones are copied together: one write and one TLS record instead of two

}  // namespace

void Output::add(std::string bytes) {
    if (bytes.empty()) return;
    bytes_ += bytes.size();
    if (!pieces_.empty() && pieces_.back().size() + bytes.size() <= kJoinBelow) {
        pieces_.back() += bytes;
    } else {
        pieces_.push_back(std::move(bytes));
    }
}

void Output::consume(std::size_t bytes) {
    HUB_ASSERT(!empty() && bytes <= front().size());
    bytes_ -= bytes;
    offset_ += bytes;
    if (offset_ < pieces_[piece_].size()) return;
    offset_ = 0;
    pieces_[piece_].clear();
    pieces_[piece_].shrink_to_fit();
    if (++piece_ < pieces_.size()) return;
    pieces_ = {};
    piece_ = 0;
}

}  // namespace hub::api::http
