#pragma once

#include "adapters/soap_xml/hospital.h"

namespace adapters::soap_xml {

/// patients/1 at one hospital. Any thread.
class People {
  public:
    explicit People(Hospital& hospital) : hospital_(hospital) {}

    /// A file that 2006 gives without a birth date is completed by 2001 with its number (CONTRACT 11: a file is nobody's before name, sex
    /// and birth date agree).
    contract::Outcome<contract::PatientFind::Result> find(const contract::Meta& meta, const contract::PatientFind::Request& request);

    contract::Outcome<contract::PatientCreate::Result> create(const contract::Meta& meta, const contract::PatientCreate::Request& request);
    /// By certificate, and never by that alone: a file with another name or sex is CannotTell.
    contract::Inquiry<contract::PatientCreate::Result> inquireCreate(const contract::Meta& meta,
                                                                     const contract::PatientCreate::Request& request);

    contract::Outcome<contract::PatientVerify::Result> verify(const contract::Meta& meta, const contract::PatientVerify::Request& request);
    /// Nothing at this interface tells it.
    contract::Inquiry<contract::PatientVerify::Result> inquireVerify() const;

    contract::Outcome<contract::CredentialBind::Result> bind(const contract::Meta& meta, const contract::CredentialBind::Request& request);
    contract::Inquiry<contract::CredentialBind::Result> inquireBind(const contract::Meta& meta,
                                                                    const contract::CredentialBind::Request& request);
    contract::Outcome<contract::CredentialReplace::Result> replace(const contract::Meta& meta,
                                                                   const contract::CredentialReplace::Request& request);
    contract::Inquiry<contract::CredentialReplace::Result> inquireReplace(const contract::Meta& meta,
                                                                          const contract::CredentialReplace::Request& request);

  private:
    using Files = contract::PatientFind::Result;
    kit::Answer<Files> filesOf(const contract::Meta& meta, const contract::PatientFind::Request& request, Turn turn);
    core::Result<void> complete(const contract::Meta& meta, contract::HospitalFile& file);
    /// Whose card it is: this file's, another's, or nobody's.
    template <class T>
    contract::Inquiry<T> ownerOf(const contract::Meta& meta, const contract::Credential& credential,
                                 const core::Sensitive<core::CardNumber>& local_patient);

    Hospital& hospital_;
};

}  // namespace adapters::soap_xml
