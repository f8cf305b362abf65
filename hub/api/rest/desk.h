#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "hub/access/caller.h"
#include "hub/api/reply.h"
#include "hub/api/rest/relatives.h"

namespace hub::api::rest {

/// How a resource stands: what a waiting client gets when it is settled, or when it has waited long enough.
struct Look {
    bool settled = false;
    std::string json;
};

/// A write as its route describes it.
struct Writing {
    std::string resource;              ///< what it makes or moves: "/api/v1/bookings/01J…"; a repeat is answered with it
    core::IdBits watched;              ///< Changes tells of it
    core::IdBits aggregate;            ///< units of it run one after the other
    bool money = false;                ///< its Idempotency-Key is kept as long as money's
    int status = 201;                  ///< once it is settled
    std::string action;                ///< of the audit: "payment.create"
    std::string subject;               ///< of the audit: "credential/01J…"; empty: the resource
    identity::PersonId about;          ///< of the audit; none when it is about nobody yet
    Acting acting = Acting::Guardian;  ///< what a relative of theirs needs, looked at where it is written
    std::function<core::Result<flows::Next>(core::Transaction&)> work;
    /// `resource` is the request's own, or that of its first time.
    std::function<core::Result<Look>(core::ReadTransaction&, std::string_view resource)> look;
};

/// The person a path names, and a caller who may speak for them.
struct Called {
    access::Caller caller;
    identity::PersonId person;        ///< who stands for them (identity::Merges): about whom nearly everything is
    identity::PersonId registration;  ///< as the path names it: for what is about this one registration alone
};

/// What every route does: who calls, reading, writing once, waiting a little for the end. Any thread.
class Desk {
  public:
    explicit Desk(House& house) : house_(house) {}
    virtual ~Desk() = default;

    /// By the bearer token, with the staff claim and the purpose that a hospital's client names in Staff-Id, Staff-Role, Staff-Department
    /// and Purpose. `person` is who stands for the token's person. Also: TokenMissing, TooManyFailures, and what Tokens and withStaff()
    /// refuse.
    core::Result<access::Caller> caller(const Request& request) const;

    /// caller() who has `scope` and may speak for the person of `/people/{person_id}/…`: their own token, one that is nobody's, or a
    /// relative's, as far as `acting` lets them. Also: IdNotValid, and as of requireSpeaker().
    core::Result<Called> calledFor(const Request& request, access::Scope scope, Acting acting) const;
    core::Result<Called> calledFor(const Request& request, access::Scope scope) const {
        return calledFor(request, scope, actingUnder(scope));
    }

    /// Whoever reads, masked, what is for staff names the member of staff. Also: StaffClaimNotValid.
    virtual core::Result<void> requireReader(const access::Caller& caller) const { return access::requireStaff(caller); }

    /// As rest::requireSpeaker(), in a snapshot of its own; `person` may be a part of somebody by now.
    core::Result<void> requireSpeaker(const access::Caller& caller, identity::PersonId person, Acting acting) const;

    /// calledFor(staff.act) by a member of staff of a hospital. Also: as of requireStaffOf().
    core::Result<Called> calledByStaff(const Request& request) const;

    /// For what a person does with their own cards, and staff of a hospital for them: calledFor(card.manage), of a system token with the
    /// member of staff. Also: StaffClaimNotValid.
    core::Result<Called> calledToManage(const Request& request) const;

    /// Who stands for this person.
    core::Result<identity::PersonId> whoIs(identity::PersonId person) const;

    /// Answers with what `read` makes of one snapshot.
    void read(const Reply& reply, const std::function<core::Result<std::string>(core::ReadTransaction&)>& read) const;

    /// Does `writing` once for the request's Idempotency-Key and answers when it is settled, or after answer_wait with 202 and Location.
    /// What a relative does is told to the person in the same unit.
    void write(const Request& request, const Reply& reply, const access::Caller& caller, Writing writing) const;

    /// The second half of write(), for what is done already: needs `watched`, `status` and `look`.
    void answerWhenSettled(const Reply& reply, const Writing& writing, const std::string& resource) const;

    House& house() const { return house_; }

  protected:
    /// Who comes with the request; what else it says of the member of staff and the purpose, caller() adds.
    virtual core::Result<access::Caller> comesIn(const Request& request) const;

  private:
    House& house_;
};

/// A member of staff of a hospital. Also: ScopeMissing, StaffClaimNotValid (nobody is named, or by the word that stands for people
/// themselves in a consent).
core::Result<void> requireStaffOf(const access::Caller& caller);

/// The id in a path. Also: IdNotValid.
template <class AnyId>
core::Result<AnyId> pathId(const Request& request, std::string_view name) {
    return AnyId::parse(request.pathValue(name));
}

/// The body as T. Also: JsonNotValid with the place.
template <class T>
core::Result<T> bodyOf(const Request& request) {
    return core::fromJson<T>(request.body.reveal());
}

}  // namespace hub::api::rest
