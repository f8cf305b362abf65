#include "hub/identity/hospital_file.h"

#include <algorithm>
#include <tuple>

#include "hub/identity/certificate.h"
#include "hub/identity/name.h"

namespace hub::identity {

namespace {

using contract::Sex;

Agreement agreementOf(bool same) { return same ? Agreement::Agrees : Agreement::Differs; }

Agreement compareNames(const core::PersonName& one, const core::PersonName& other) {
    if (one.text.empty() || other.text.empty()) return Agreement::Missing;
    return agreementOf(sameName(one, other));
}

Agreement compareSexes(Sex one, Sex other) {
    const auto known = [](Sex sex) { return sex == Sex::Male || sex == Sex::Female; };
    if (!known(one) || !known(other)) return Agreement::Missing;
    return agreementOf(one == other);
}

Agreement compareCertificates(const std::optional<contract::Certificate>& one, const std::optional<contract::Certificate>& other,
                              core::Date today) {
    if (!one || !other) return Agreement::Missing;
    const core::Result<CheckedCertificate> ours = checkCertificate(*one, today);
    const core::Result<CheckedCertificate> theirs = checkCertificate(*other, today);
    if (!ours.ok() || !theirs.ok() || ours->certificate.kind != theirs->certificate.kind) return Agreement::Missing;
    return agreementOf(ours->certificate.number == theirs->certificate.number);
}

bool isInsured(const HospitalFile& file) {
    return std::any_of(file.local.credentials.begin(), file.local.credentials.end(), [](const contract::Credential& credential) {
        return credential.kind == contract::CredentialKind::SocialSecurityCard ||
               credential.kind == contract::CredentialKind::InsuranceVoucher;
    });
}

}  // namespace

Evidence compare(const contract::PersonDetails& person, const contract::PersonDetails& file, core::Date today) {
    Evidence evidence;
    evidence.name = compareNames(person.name.reveal(), file.name.reveal());
    evidence.sex = compareSexes(person.sex, file.sex);
    if (person.birth_date && file.birth_date) evidence.birth_date = agreementOf(*person.birth_date == *file.birth_date);
    evidence.certificate = compareCertificates(person.certificate, file.certificate, today);
    return evidence;
}

std::optional<HospitalFileId> primaryFile(const std::vector<HospitalFile>& files, FileChoice choice) {
    std::vector<const HospitalFile*> linked;
    for (const HospitalFile& file : files) {
        if (file.state == LinkState::Linked) linked.push_back(&file);
    }
    if (linked.empty() || (choice == FileChoice::Ask && linked.size() > 1)) return std::nullopt;
    const auto rank = [&](const HospitalFile* file) {
        return std::tuple(choice == FileChoice::Insured && isInsured(*file), file->local.last_visit,
                          file->local.local_patient.reveal().text);
    };
    return (*std::max_element(linked.begin(), linked.end(), [&](const auto* a, const auto* b) { return rank(a) < rank(b); }))->id;
}

}  // namespace hub::identity
