#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "hub/audit/audit_store.h"
#include "hub/vault/signer.h"

namespace hub::audit {

/// The place after `before` for this entry. The hash covers every field, the number and the hash before.
ChainLink nextLink(const ChainLink& before, const AuditEntry& entry);

ChainSignature signEnd(const vault::Signer& signer, const ChainLink& end, core::UtcTime now);

/// What is wrong with the chain.
enum class BreakKind {
    Changed,         ///< the entry at `number` is not the one that was chained there
    Removed,         ///< there is no entry at `number`, and there was one
    SignatureWrong,  ///< the signature over the end at `number` is not ours, or signs another hash: what stands before it was made anew
};

constexpr auto enumNames(BreakKind) {
    using Name = std::pair<BreakKind, std::string_view>;
    return std::array{Name{BreakKind::Changed, "changed"}, Name{BreakKind::Removed, "removed"},
                      Name{BreakKind::SignatureWrong, "signature_wrong"}};
}

struct ChainBreak {
    BreakKind kind = BreakKind::Changed;
    std::int64_t number = 0;
};

struct ChainReport {
    std::int64_t entries = 0;  ///< checked and good, in order from the first
    std::int64_t signatures = 0;
    std::int64_t signed_up_to = 0;          ///< an end that was cut off after it shows only against a copy of the last entry
    std::optional<ChainBreak> first_break;  ///< the first; nothing after it is judged
};

/// Walks the whole chain, page by page, in one snapshot. An entry inserted into it is Changed from its place on: it has no hash that fits.
core::Result<ChainReport> verifyChain(core::ReadTransaction& transaction, AuditStore& store, const vault::Signer& signer);

}  // namespace hub::audit
