#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "hub/core/ids.h"
#include "hub/identity/matching/packed.h"

namespace hub::identity::matching {

/// A packed record of somebody. A person may have several, each under an ordinal of its own: a former name, an earlier telephone.
struct ImageRow {
    std::uint32_t ordinal = 0;
    core::IdBits person;
    PackedRecord record;
};

/// Rows by ordinal, in pieces of 5 MiB that stay where they are when more come. One thread writes while nobody reads.
class ImageRows {
  public:
    static constexpr std::size_t kPiece = 65'536;

    /// One past the greatest ordinal there may be: a piece is there for each that was ever set, and up to it.
    std::size_t size() const { return pieces_.size() * kPiece; }
    std::size_t count() const { return count_; }  ///< records there are
    std::size_t bytes() const { return pieces_.size() * sizeof(Piece); }

    /// REQUIRES: ordinal < size().
    const PackedRecord& record(std::uint32_t ordinal) const { return pieces_[ordinal / kPiece]->records[ordinal % kPiece]; }
    const core::IdBits& person(std::uint32_t ordinal) const { return pieces_[ordinal / kPiece]->people[ordinal % kPiece]; }
    bool has(std::uint32_t ordinal) const { return ordinal < size() && !record(ordinal).none(); }

    void set(const ImageRow& row) {
        while (row.ordinal >= size()) pieces_.push_back(std::make_unique<Piece>());
        count_ += (row.record.none() ? 0 : 1) - (record(row.ordinal).none() ? 0 : 1);
        pieces_[row.ordinal / kPiece]->records[row.ordinal % kPiece] = row.record;
        pieces_[row.ordinal / kPiece]->people[row.ordinal % kPiece] = row.person;
    }

  private:
    struct Piece {
        alignas(64) std::array<PackedRecord, kPiece> records{};  ///< one fetch from memory each
        std::array<core::IdBits, kPiece> people{};
    };

    std::vector<std::unique_ptr<Piece>> pieces_;
    std::size_t count_ = 0;
};

}  // namespace hub::identity::matching
