#pragma once

#include "hub/flows/house.h"
#include "hub/records/consent_store.h"

namespace hub::flows {

/// What people let hospitals read. Each call is part of the caller's unit of work, and the person's stream tells of it. Any thread.
class Consents {
  public:
    /// Both outlive this.
    Consents(const House& house, records::ConsentStore& store) : house_(house), store_(store) {}

    /// `consent.given_at` is set here. Also: ConsentNotValid.
    core::Result<Next> give(core::Transaction& transaction, records::Consent consent);

    /// It ends now; a second time changes nothing. Also: ConsentNotFound.
    core::Result<Next> revoke(core::Transaction& transaction, records::PersonId person, records::ConsentId id);

    records::ConsentStore& store() const { return store_; }

  private:
    const House& house_;
    records::ConsentStore& store_;
};

}  // namespace hub::flows
