#pragma once

#include <deque>
#include <mutex>
#include <set>
#include <string>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/trancode/operations.h"

namespace adapters::sim::trancode {

/// The HIS behind the envelope: one inner document in, one out. Any thread.
class Hospital {
  public:
    /// All outlive it.
    Hospital(const SiteSettings& site, common::Books& books, const hub::core::Clock& clock) : site_(site), books_(books), clock_(clock) {}

    /// The operation that this site's code stands for; null for a code nobody knows here.
    const Operation* find(std::string_view site_code) const;

    /// Checks the request and, when `fate` lets it act, carries it out. The answer has what `fate` does to results and amounts.
    Element answer(const Operation& operation, Request request, const common::Fate& fate);

    /// A Response that says no in the way this operation does it.
    static Element refusal(const Operation& operation, std::string_view message);

  private:
    hub::core::Result<Content> act(const Operation& operation, const Request& request, const common::Fate& fate);
    hub::core::Result<void> admit(const Operation& operation, const Request& request);
    Element response(const Operation& operation, Content content) const;
    NothingFound nothingFound(std::string_view operation) const;
    void speakOlder(std::string_view operation, Element& element) const;

    const SiteSettings& site_;
    common::Books& books_;
    const hub::core::Clock& clock_;
    std::mutex mutex_;                    // guards both below
    std::set<std::string> transactions_;  // TransactionIDs seen, the latest of them
    std::deque<std::string> in_order_;
};

}  // namespace adapters::sim::trancode
