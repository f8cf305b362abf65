#include "hub/audit/chain.h"

#include <fmt/format.h>

#include <deque>
#include <string>

#include "hub/core/describe.h"
#include "hub/vault/vault.h"

namespace hub::audit {

using core::Result;

namespace {

constexpr std::string_view kPurpose = "audit chain";
constexpr std::size_t kPage = 500;

std::string endText(const ChainLink& end, core::UtcTime signed_at) {
    return fmt::format("{}:{}:{}", end.number, end.hash.hex(), signed_at.ms);
}

/// The signatures in order, page by page.
class Signatures {
  public:
    Signatures(core::ReadTransaction& transaction, AuditStore& store) : transaction_(transaction), store_(store) {}

    /// The next one, or nothing when there is none left.
    Result<std::optional<ChainSignature>> next() {
        if (page_.empty()) {
            const Result<std::vector<ChainSignature>> page = store_.signatures(transaction_, last_, kPage);
            if (!page.ok()) return page.failure();
            page_.assign(page->begin(), page->end());
            if (page_.empty()) return std::optional<ChainSignature>();
        }
        const ChainSignature signature = page_.front();
        page_.pop_front();
        last_ = signature.link.number;
        return std::optional(signature);
    }

  private:
    core::ReadTransaction& transaction_;
    AuditStore& store_;
    std::deque<ChainSignature> page_;
    std::int64_t last_ = 0;
};

/// Walks along the chain with the signatures beside it.
class Walk {
  public:
    Walk(core::ReadTransaction& transaction, AuditStore& store, const vault::Signer& signer)
        : transaction_(transaction), store_(store), signer_(signer), signatures_(transaction, store) {}

    Result<ChainReport> run() {
        const Result<void> first = nextSignature();
        if (!first.ok()) return first.failure();
        while (true) {
            const Result<std::vector<ChainedEntry>> page = store_.chained(transaction_, link_.number, kPage);
            if (!page.ok()) return page.failure();
            for (const ChainedEntry& entry : *page) {
                const Result<void> stepped = step(entry);
                if (!stepped.ok()) return stepped.failure();
                if (report_.first_break) return report_;
            }
            if (page->size() < kPage) break;
        }
        if (signature_) breakAt(BreakKind::Removed, link_.number + 1);  // more was signed than is there
        return report_;
    }

  private:
    Result<void> step(const ChainedEntry& entry) {
        const ChainLink expected = nextLink(link_, entry.entry);
        if (entry.link->number != expected.number) {
            breakAt(BreakKind::Removed, expected.number);
        } else if (entry.link->hash != expected.hash) {
            breakAt(BreakKind::Changed, expected.number);
        } else {
            link_ = expected;
            ++report_.entries;
            if (signature_ && signature_->link.number == link_.number) return checkSignature();
        }
        return {};
    }

    Result<void> checkSignature() {
        const bool ours =
            signature_->link.hash == link_.hash && signer_.verify(kPurpose, endText(link_, signature_->signed_at), signature_->signature);
        if (!ours) {
            breakAt(BreakKind::SignatureWrong, link_.number);
            return {};
        }
        ++report_.signatures;
        report_.signed_up_to = link_.number;
        return nextSignature();
    }

    Result<void> nextSignature() {
        const Result<std::optional<ChainSignature>> next = signatures_.next();
        if (!next.ok()) return next.failure();
        signature_ = *next;
        return {};
    }

    void breakAt(BreakKind kind, std::int64_t number) { report_.first_break = ChainBreak{kind, number}; }

    core::ReadTransaction& transaction_;
    AuditStore& store_;
    const vault::Signer& signer_;
    Signatures signatures_;
    std::optional<ChainSignature> signature_;  // the next that is due
    ChainLink link_;                           // the last that was good
    ChainReport report_;
};

}  // namespace

ChainLink nextLink(const ChainLink& before, const AuditEntry& entry) {
    ChainLink link;
    link.number = before.number + 1;
    std::string text = fmt::format("{}:{}", link.number, before.hash.hex());
    // Each field with its length: no two entries make one text.
    const auto add = [&](std::string_view field) { text += fmt::format("|{}:{}", field.size(), field); };
    add(entry.id.text());
    add(std::to_string(entry.at.ms));
    add(core::enumName(entry.actor_kind));
    add(entry.actor);
    add(entry.role);
    add(entry.department);
    add(entry.client);
    add(entry.hospital);
    add(entry.action);
    add(entry.about.text());
    add(entry.subject);
    add(core::enumName(entry.purpose));
    add(core::enumName(entry.outcome));
    add(entry.trace);
    link.hash = vault::Vault::digest(text);
    return link;
}

ChainSignature signEnd(const vault::Signer& signer, const ChainLink& end, core::UtcTime now) {
    return {end, now, signer.sign(kPurpose, endText(end, now))};
}

Result<ChainReport> verifyChain(core::ReadTransaction& transaction, AuditStore& store, const vault::Signer& signer) {
    return Walk(transaction, store, signer).run();
}

}  // namespace hub::audit
