#pragma once

#include "hub/core/digest.h"
#include "hub/ledger/journal.h"
#include "hub/ledger/request.h"

/// What the books are sealed with. The encodings are fixed for good: every batch ever written is checked against them.
namespace hub::ledger {

core::Digest hashOf(const std::vector<RequestedMovement>& chain);

/// Over `batch` (all but its hash), its transfers and its refusals, in their order.
core::Digest hashOf(const BatchRow& batch, const std::vector<JournalRow>& transfers, const std::vector<RefusalRow>& refusals);

/// The same, row by row, for batches that are read in parts.
class BatchHash {
  public:
    explicit BatchHash(const BatchRow& batch);
    void add(const JournalRow& transfer);
    void add(const RefusalRow& refusal);
    core::Digest take() const;

  private:
    std::string bytes_;
};

}  // namespace hub::ledger
