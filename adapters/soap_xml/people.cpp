#include "adapters/soap_xml/people.h"

namespace adapters::soap_xml {

using namespace hub::contract;
using kit::NoAnswer;

namespace {

/// PERSON says IDCard and no kind: the kind asked for where the number is the one asked for, else by its form.
void nameCertificate(HospitalFile& file, const std::optional<Certificate>& asked_for) {
    std::optional<Certificate>& found = file.person.certificate;
    if (!found) return;
    if (asked_for && asked_for->number == found->number) {
        found->kind = asked_for->kind;
    } else if (const std::size_t size = found->number.reveal().text.size(); size != 15 && size != 18) {
        found->kind = CertificateKind::Other;
    }
}

bool agrees(const PersonDetails& file, const PersonDetails& wanted) {
    const bool same_person = file.name == wanted.name && (file.sex == wanted.sex || file.sex == Sex::Unknown);
    const bool same_birth_date = file.birth_date && wanted.birth_date && *file.birth_date == *wanted.birth_date;
    const bool same_phone = !file.birth_date && file.phone && wanted.phone && *file.phone == *wanted.phone;
    return same_person && (same_birth_date || same_phone);
}

}  // namespace

kit::Answer<PatientFind::Result> People::filesOf(const Meta& meta, const PatientFind::Request& request, Turn turn) {
    kit::Answer<Files> answer = request.certificate ? hospital_.ask(kFileByCertificate, meta, request, turn)
                                                    : hospital_.ask(kFileByCredential, meta, request, turn);
    Files* found = std::get_if<Files>(&answer);
    if (found == nullptr) return answer;
    for (HospitalFile& file : found->files) {
        nameCertificate(file, request.certificate);
        const core::Result<void> completed = complete(meta, file);
        if (!completed.ok()) return NoAnswer{completed.failure(), false};
    }
    return answer;
}

core::Result<void> People::complete(const Meta& meta, HospitalFile& file) {
    if (file.person.birth_date) return {};
    const core::Result<Files> found = hospital_.look(kFileByNumber, meta, {file.local_patient});
    if (!found.ok()) return found.failure();
    for (const HospitalFile& whole : found->files) {
        if (whole.local_patient != file.local_patient) continue;
        file.person.birth_date = whole.person.birth_date;
        if (!file.person.address) file.person.address = whole.person.address;
    }
    return {};
}

Outcome<PatientFind::Result> People::find(const Meta& meta, const PatientFind::Request& request) {
    return outcomeOf(filesOf(meta, request, Turn::Main));
}

Outcome<PatientCreate::Result> People::create(const Meta& meta, const PatientCreate::Request& request) {
    kit::Answer<PatientCreate::Result> answer = hospital_.ask(kCreateFile, meta, request, Turn::Main, /*writes=*/true);
    if (auto* created = std::get_if<PatientCreate::Result>(&answer)) nameCertificate(created->file, request.person.certificate);
    return outcomeOf(answer);
}

Inquiry<PatientCreate::Result> People::inquireCreate(const Meta& meta, const PatientCreate::Request& request) {
    using Answer = Inquiry<PatientCreate::Result>;
    if (!request.person.certificate)
        return Answer::cannotTell(core::Failure(core::Error::RequestNotWritable, "a file without a certificate cannot be looked for"));
    const kit::Answer<Files> answer =
        filesOf(meta, {request.person.certificate, std::nullopt, request.person.name, std::nullopt}, Turn::Beside);
    if (const auto* none = std::get_if<NoAnswer>(&answer)) return Answer::cannotTell(none->failure);
    const Files* found = std::get_if<Files>(&answer);
    if (found == nullptr) return Answer::cannotTell(core::Failure(core::Error::PeerAnswerNotValid, "it refuses to say"));
    if (found->files.empty()) return Answer::notThere();
    if (found->files.size() > 1 || !agrees(found->files.front().person, request.person))
        return Answer::cannotTell(
            core::Failure(core::Error::PeerAnswerNotValid, "there are files with this certificate that do not agree with the person"));
    return Answer::ours({found->files.front()});
}

Outcome<PatientVerify::Result> People::verify(const Meta& meta, const PatientVerify::Request& request) {
    return kit::outcomeOf<PatientVerify::Result>(hospital_.ask(kVerify, meta, request, Turn::Main, /*writes=*/true),
                                                 [](const Nothing&) { return core::Result<PatientVerify::Result>({}); });
}

Inquiry<PatientVerify::Result> People::inquireVerify() const {
    return Inquiry<PatientVerify::Result>::cannotTell(
        core::Failure(core::Error::PeerAnswerNotValid, "this interface has no query for a confirmed name"));
}

Outcome<CredentialBind::Result> People::bind(const Meta& meta, const CredentialBind::Request& request) {
    const auto& call = request.credential.kind == CredentialKind::EhealthCard ? kBindEhealth : kBindCard;
    return kit::outcomeOf<CredentialBind::Result>(hospital_.ask(call, meta, request, Turn::Main, /*writes=*/true),
                                                  [](const Nothing&) { return core::Result<CredentialBind::Result>({}); });
}

Inquiry<CredentialBind::Result> People::inquireBind(const Meta& meta, const CredentialBind::Request& request) {
    return ownerOf<CredentialBind::Result>(meta, request.credential, request.local_patient);
}

Outcome<CredentialReplace::Result> People::replace(const Meta& meta, const CredentialReplace::Request& request) {
    if (request.old_credential.kind != request.new_credential.kind)
        return kit::outcomeOf<CredentialReplace::Result>(
            kit::notWritable(core::Failure(core::Error::RequestNotWritable, "a card is replaced by one of the same kind")));
    return kit::outcomeOf<CredentialReplace::Result>(hospital_.ask(kReplaceCard, meta, request, Turn::Main, /*writes=*/true),
                                                     [](const Nothing&) { return core::Result<CredentialReplace::Result>({}); });
}

Inquiry<CredentialReplace::Result> People::inquireReplace(const Meta& meta, const CredentialReplace::Request& request) {
    return ownerOf<CredentialReplace::Result>(meta, request.new_credential, request.local_patient);
}

template <class T>
Inquiry<T> People::ownerOf(const Meta& meta, const Credential& credential, const core::Sensitive<core::CardNumber>& local_patient) {
    const core::Result<Files> found = hospital_.look(kFileByCredential, meta, {std::nullopt, credential, std::nullopt, std::nullopt});
    if (!found.ok()) return Inquiry<T>::cannotTell(found.failure());
    if (found->files.empty()) return Inquiry<T>::notThere();
    const bool ours = std::all_of(found->files.begin(), found->files.end(),
                                  [&](const HospitalFile& file) { return file.local_patient == local_patient; });
    return ours ? Inquiry<T>::ours({}) : Inquiry<T>::someoneElse({});
}

}  // namespace adapters::soap_xml
