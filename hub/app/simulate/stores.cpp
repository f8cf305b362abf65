#include "hub/app/simulate/stores.h"

namespace hub::simulate {

using core::Result;
using payment::Payment;

Result<std::int64_t> ConcurrentPayments::change(core::Transaction& transaction, const Payment& payment) {
    const Result<Payment> stands = store_.find(transaction, payment.id);
    if (!stands.ok()) return stands.failure();
    Payment written = payment;
    if (!compares_) written.version = stands->version;
    Result<std::int64_t> changed = store_.change(transaction, written);
    if (changed.ok()) last_.insert_or_assign(payment.id, Change{*stands, aggregate_});
    return changed;
}

Result<Payment> ConcurrentPayments::find(core::ReadTransaction& transaction, payment::PaymentId id) {
    const auto last = last_.find(id);
    if (last != last_.end() && last->second.by != aggregate_ && dice_.permille(500)) {
        Payment before = last->second.before;
        last_.erase(last);  // the unit that runs again reads anew
        return before;
    }
    return store_.find(transaction, id);
}

}  // namespace hub::simulate
