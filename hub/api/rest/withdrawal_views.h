#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/core/describe.h"
#include "hub/identity/withdrawal.h"

/// What a steward sends and gets about certificates that were entered wrongly.
namespace hub::api::rest {

struct WithdrawCertificate {
    static constexpr std::string_view kTypeName = "WithdrawCertificate";
    contract::Certificate certificate;
    std::optional<identity::RightCertificate> right;
    std::string why;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("certificate", self.certificate, "that was entered wrongly: the person has it, or had it");
        field("right", self.right, "in place of one that the person has; absent: they have none from then on");
        field("why", self.why, "a word such as entered_wrongly: 1 to 64 bytes, nothing about a person");
    }
};

struct WithdrawalView {
    static constexpr std::string_view kTypeName = "CertificateWithdrawal";
    identity::WithdrawalId withdrawal_id;
    identity::PersonId person_id;
    identity::WithdrawalState state = identity::WithdrawalState::Proposed;
    identity::Held held = identity::Held::Former;
    contract::Certificate certificate;
    std::optional<identity::RightCertificate> right;
    std::string why;
    std::string proposed_by;
    core::UtcTime proposed_at;
    std::optional<std::string> decided_by;
    std::optional<core::UtcTime> decided_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("withdrawal_id", self.withdrawal_id, "our id of it");
        field("person_id", self.person_id, "the registration that has the certificate, or had it");
        field("state", self.state, "proposed: it waits for a second person");
        field("held", self.held, "present: they had it when that was proposed; former: it had given way to another");
        field("certificate", self.certificate, "that was entered wrongly, masked unless a purpose was stated");
        field("right", self.right, "what takes its place, likewise");
        field("why", self.why, "the proposer's word");
        field("proposed_by", self.proposed_by, "client and member of staff: somebody else approves");
        field("proposed_at_ms", self.proposed_at, "since when");
        field("decided_by", self.decided_by, "who decided");
        field("decided_at_ms", self.decided_at, "when");
    }
};

struct WithdrawalsView {
    static constexpr std::string_view kTypeName = "CertificateWithdrawals";
    std::vector<WithdrawalView> withdrawals;
    std::optional<std::string> next;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("withdrawals", self.withdrawals, "the longest waiting first");
        field("next", self.next, "goes on after these; absent: no more");
    }
};

}  // namespace hub::api::rest
