#pragma once

#include "adapters/kit/code_map.h"
#include "adapters/kit/mapping/transform.h"
#include "adapters/sample/line.h"
#include "hub/contract/operations/billing.h"
#include "hub/contract/operations/health.h"
#include "hub/contract/operations/patients.h"

namespace adapters::sample {

/// Turns fields into canonical values and back. Knows no sockets. Constant; any thread. What does not fit is the Failure of the code
/// map or transform, or PeerAnswerNotValid for a row of another length.
class Words {
  public:
    Words();

    /// name, sex, birth date, kind and number of the certificate, telephone; what is not known is empty
    hub::core::Result<Fields> ofPerson(const hub::contract::PersonDetails& person) const;
    /// kind and number of the certificate, or "card" and the number of the credential
    hub::core::Result<Fields> ofSearch(const hub::contract::PatientFind::Request& request) const;
    /// file, our payment, total, time, and for each charge key, version and total
    hub::core::Result<Fields> ofPayment(const hub::contract::PaymentConfirm::Request& request) const;

    /// number of the file and what ofPerson() writes
    hub::core::Result<hub::contract::HospitalFile> file(const Fields& row) const;
    hub::core::Result<hub::contract::PatientCreate::Result> created(const Fields& row) const;
    /// key, version, total, code and name of the department
    hub::core::Result<hub::contract::Charge> charge(const Fields& row) const;
    /// receipt, settlement, time of booking, the hospital's day
    hub::core::Result<hub::contract::PaymentConfirm::Result> payment(const Fields& row) const;
    hub::core::Result<hub::contract::Ping::Result> pinged(const Fields& row) const;
    hub::contract::Refusal refusal(const Fields& row) const;

  private:
    hub::core::Result<Fields> ofCertificate(const hub::contract::Certificate& certificate) const;
    hub::core::Result<hub::core::UtcTime> time(std::string_view text) const;

    kit::CodeMap sex_;
    kit::CodeMap certificate_;
    kit::CodeMap refusal_;
    kit::mapping::Transform yuan_;
    kit::mapping::Transform date_;
    kit::mapping::Transform time_;
};

}  // namespace adapters::sample
