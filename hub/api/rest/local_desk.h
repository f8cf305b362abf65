#pragma once

#include <string>

#include "hub/access/access_store.h"
#include "hub/api/rest/desk.h"

namespace hub::api::rest {

/// The same routes for the command line on this machine: behind a socket that only the hub's own user may open, so without tokens. Who
/// acts is a member of staff of an office or hospital, named by `Staff: OFFICE/STAFF_ID` where OFFICE is the code of its client: the same
/// name as over the network, so that two people of staff are two people wherever each of them works. Any thread.
class LocalDesk final : public Desk {
  public:
    /// Who reads without naming anybody, in the audit. No client can have this code.
    static constexpr std::string_view kNobody = "local socket";

    /// Both outlive the desk.
    LocalDesk(House& house, access::AccessStore& access) : Desk(house), access_(access) {}

    /// What is masked may be read without naming anybody.
    core::Result<void> requireReader(const access::Caller& /*caller*/) const override { return {}; }

  protected:
    /// The member of staff with the role of a token that stands for the office; a steward's where it has several. `STAFF_ID` alone is of
    /// the one office of stewards, where there is one only. Without the header: nobody, who may read what is masked.
    /// Also: ClientNotFound, ClientDisabled, ScopeMissing (no token stands for the office, or not of a role that has staff),
    /// StaffClaimNotValid (also STAFF_ID alone where stewards are of several offices or none).
    core::Result<access::Caller> comesIn(const Request& request) const override;

  private:
    core::Result<access::Caller> officeIn(core::ReadTransaction& transaction, const std::string& code) const;
    core::Result<access::Caller> stewardsIn(core::ReadTransaction& transaction) const;

    access::AccessStore& access_;
};

}  // namespace hub::api::rest
