#pragma once

#include <string>

#include "adapters/ehealth_card/signature.h"
#include "adapters/kit/code_map.h"
#include "adapters/kit/mapping/time_format.h"
#include "hub/contract/operations/verify.h"
#include "hub/core/json.h"

namespace adapters::ehealth_card {

/// Turns canonical values into members of both services and back. Knows no sockets and no secrets. Constant; any thread. What cannot be
/// written is RequestNotWritable; what cannot be read is PeerAnswerNotValid with the name of the member, CodeNotMapped or ValueNotInForm.
class Words {
  public:
    Words();

    // Out. Members that are not known are written empty.
    hub::core::Result<Members> ofVerify(const hub::contract::PersonVerify::Request& request) const;
    hub::core::Result<Members> ofRegistration(const hub::contract::PersonDetails& person) const;
    hub::core::Result<Members> ofDynamicCode(const hub::contract::PersonDetails& person, const hub::contract::Credential& card) const;
    Members ofShownCode(const hub::contract::CredentialDecode::Request& request) const;
    Members ofVoucher(const hub::contract::CredentialDecode::Request& request, const std::string& staff_id) const;

    // In.
    hub::core::Result<hub::contract::PersonVerify::Result> verdict(hub::core::JsonValue content) const;

    /// Whose the shown code is. One that names its card is not read as another card's.
    hub::core::Result<hub::contract::CredentialDecode::Result> shownCard(hub::core::JsonValue content, const std::string& code) const;

    /// An answer that repeats another code than `code` is not read.
    hub::core::Result<hub::contract::CredentialDecode::Result> voucher(hub::core::JsonValue content, const std::string& code) const;

    hub::core::Result<hub::contract::CredentialIssue::Result> registered(hub::core::JsonValue content) const;

    /// `asked_at`: from then on the validity counts, since the code may have been made at once.
    hub::core::Result<hub::contract::CredentialIssue::Result> dynamicCode(hub::core::JsonValue content,
                                                                          const hub::contract::Credential& card,
                                                                          hub::core::UtcTime asked_at) const;

  private:
    /// Both services' names of a person's members that differ.
    struct PersonNames {
        std::string_view name;
        std::string_view number;
        const kit::CodeMap& gender;
    };
    hub::core::Result<hub::contract::PersonDetails> person(hub::core::JsonValue content, const PersonNames& names) const;
    hub::core::Result<void> putCertificate(Members& members, const hub::contract::Certificate& certificate) const;

    const kit::CodeMap certificate_kind_;
    const kit::CodeMap gender_;
    const kit::CodeMap voucher_gender_;
    const kit::CodeMap verdict_;
    const kit::mapping::TimeFormat day_;
};

}  // namespace adapters::ehealth_card
