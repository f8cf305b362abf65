#pragma once

#include <map>

#include "hub/app/simulate/dice.h"
#include "hub/core/inbox.h"
#include "hub/payment/payment_store.h"

namespace hub::simulate {

/// Payments as several write lanes side by side see them, although SQLite has one: of the units that are given at once, one may have read
/// a payment just before one of another aggregate changed it. Its own change then is one over a version that is gone.
class ConcurrentPayments final : public payment::PaymentStore {
  public:
    /// `compares` is the safeguard: without it change() writes over whatever stands. All outlive this.
    ConcurrentPayments(payment::PaymentStore& store, Dice& dice, bool compares) : store_(store), dice_(dice), compares_(compares) {}

    /// What follows is given at once.
    void beginGroup() { last_.clear(); }
    /// A unit of this aggregate runs from now on.
    void beginUnit(core::IdBits aggregate) { aggregate_ = aggregate; }

    core::Result<void> add(core::Transaction& transaction, const payment::Payment& payment) override {
        return store_.add(transaction, payment);
    }
    core::Result<std::int64_t> change(core::Transaction& transaction, const payment::Payment& payment) override;
    core::Result<payment::Payment> find(core::ReadTransaction& transaction, payment::PaymentId id) override;
    core::Result<std::optional<payment::Payment>> findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                                std::string_view request_key) override {
        return store_.findByRequest(transaction, client, request_key);
    }
    core::Result<std::optional<payment::Payment>> findByOrder(core::ReadTransaction& transaction, std::string_view channel,
                                                              std::string_view order_number) override {
        return store_.findByOrder(transaction, channel, order_number);
    }
    core::Result<std::vector<payment::Payment>> ofPerson(core::ReadTransaction& transaction, payment::PersonId person,
                                                         const core::Page& page) override {
        return store_.ofPerson(transaction, person, page);
    }
    core::Result<std::vector<payment::Payment>> ofSubject(core::ReadTransaction& transaction, core::IdBits subject,
                                                          const core::Page& page) override {
        return store_.ofSubject(transaction, subject, page);
    }
    core::Result<std::vector<core::Due<payment::PaymentId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                 const core::Page& page) override {
        return store_.due(transaction, now, page);
    }

  private:
    struct Change {
        payment::Payment before;
        core::IdBits by;
    };

    payment::PaymentStore& store_;
    Dice& dice_;
    const bool compares_;
    core::IdBits aggregate_;
    std::map<payment::PaymentId, Change> last_;  // of this group
};

/// The inbox without its memory: every message is a new one.
class ForgetfulInbox final : public core::Inbox {
  public:
    /// `inbox` outlives this.
    explicit ForgetfulInbox(core::Inbox& inbox) : inbox_(inbox) {}

    core::Result<core::ArrivalAnswer> arrive(core::Transaction& /*transaction*/, const core::InboxMessage& message,
                                             core::SameIdOtherBody /*policy*/) override {
        return core::ArrivalAnswer{core::Arrival::Kept, false, message.answer};
    }
    core::Result<core::InboxMessage> find(core::ReadTransaction& transaction, core::InboxId id) override {
        return inbox_.find(transaction, id);
    }
    core::Result<std::vector<core::InboxEntry>> list(core::ReadTransaction& transaction, std::string_view counterparty,
                                                     const core::Page& page) override {
        return inbox_.list(transaction, counterparty, page);
    }

  private:
    core::Inbox& inbox_;
};

}  // namespace hub::simulate
