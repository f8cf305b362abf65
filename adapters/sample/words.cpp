#include "adapters/sample/words.h"

namespace adapters::sample {

namespace core = hub::core;
using namespace hub::contract;
using kit::CodeMap;
using kit::mapping::Transform;

namespace {

core::Failure wrongLength(std::string_view what) {
    return core::Failure(core::Error::PeerAnswerNotValid, "number of fields of " + std::string(what));
}

}  // namespace

// These three maps are the protocol's own; a protocol whose hospitals differ reads its maps from the hospital's YAML.
Words::Words()
    : sex_(*CodeMap::make("sex", {{"0", "unknown"}, {"1", "male"}, {"2", "female"}, {"9", "not_stated"}}, {})),
      certificate_(*CodeMap::make("certificate", {{"01", "resident_id"}, {"08", "passport"}, {"99", "other"}}, {})),
      refusal_(*CodeMap::make("refusal",
                              {{"E01", "no_such_patient"}, {"E02", "charge_changed"}, {"E03", "already_paid"}, {"E04", "no_such_charge"}},
                              {.ours = "other"})),
      yuan_(*Transform::parse("money.yuan")),
      date_(*Transform::parse("date:yyyyMMdd")),
      time_(*Transform::parse("datetime:yyyyMMddHHmmss")) {}

core::Result<Fields> Words::ofCertificate(const Certificate& certificate) const {
    const core::Result<std::string> kind = certificate_.theirs(certificate.kind);
    if (!kind.ok()) return kind.failure();
    return Fields{*kind, certificate.number.reveal().text};
}

core::Result<Fields> Words::ofPerson(const PersonDetails& person) const {
    const core::Result<std::string> sex = sex_.theirs(person.sex);
    if (!sex.ok()) return sex.failure();
    Fields fields{person.name.reveal().text, *sex};
    fields.push_back(person.birth_date ? *date_.write(person.birth_date->reveal()) : "");
    const core::Result<Fields> certificate = person.certificate ? ofCertificate(*person.certificate) : Fields{"", ""};
    if (!certificate.ok()) return certificate.failure();
    fields.insert(fields.end(), certificate->begin(), certificate->end());
    fields.push_back(person.phone ? person.phone->reveal().text : "");
    return fields;
}

core::Result<Fields> Words::ofSearch(const PatientFind::Request& request) const {
    if (request.certificate) return ofCertificate(*request.certificate);
    return Fields{"card", request.credential ? request.credential->number.reveal().text : ""};
}

core::Result<Fields> Words::ofPayment(const PaymentConfirm::Request& request) const {
    const core::Result<std::string> total = yuan_.write(request.total);
    if (!total.ok()) return total.failure();
    Fields fields{request.local_patient.reveal().text, request.payment, *total, *time_.write(request.paid_at)};
    for (const PaymentConfirm::ChargePaid& charge : request.charges) {
        const core::Result<std::string> expected = yuan_.write(charge.expected_total);
        if (!expected.ok()) return expected.failure();
        fields.insert(fields.end(), {charge.key, charge.expected_version, *expected});
    }
    return fields;
}

core::Result<PatientCreate::Result> Words::created(const Fields& row) const {
    core::Result<HospitalFile> created = file(row);
    if (!created.ok()) return created.failure();
    return PatientCreate::Result{std::move(*created)};
}

core::Result<Ping::Result> Words::pinged(const Fields& row) const {
    const core::Result<core::UtcTime> their_time = time(row.front());
    if (!their_time.ok()) return their_time.failure();
    return Ping::Result{*their_time};
}

core::Result<HospitalFile> Words::file(const Fields& row) const {
    if (row.size() != 7) return wrongLength("a file");
    HospitalFile file;
    file.local_patient = core::Sensitive(core::CardNumber{row[0]});
    file.person.name = core::Sensitive(core::PersonName{row[1]});
    const core::Result<Sex> sex = sex_.ours<Sex>(row[2]);
    if (!sex.ok()) return sex.failure();
    file.person.sex = *sex;
    if (!row[3].empty()) {
        const core::Result<kit::mapping::Value> birth_date = date_.read(row[3]);
        if (!birth_date.ok()) return birth_date.failure();
        file.person.birth_date = core::Sensitive(std::get<core::Date>(*birth_date));
    }
    if (!row[4].empty()) {
        const core::Result<CertificateKind> kind = certificate_.ours<CertificateKind>(row[4]);
        if (!kind.ok()) return kind.failure();
        file.person.certificate = Certificate{*kind, core::Sensitive(core::CertificateNumber{row[5]})};
    }
    if (!row[6].empty()) file.person.phone = core::Sensitive(core::PhoneNumber{row[6]});
    return file;
}

core::Result<Charge> Words::charge(const Fields& row) const {
    if (row.size() != 5) return wrongLength("a charge");
    const core::Result<kit::mapping::Value> total = yuan_.read(row[2]);
    if (!total.ok()) return total.failure();
    Charge charge;
    charge.key = row[0];
    charge.version = row[1];
    charge.total = std::get<core::Money>(*total);
    charge.department = row[3];
    charge.department_name = row[4];
    return charge;
}

core::Result<PaymentConfirm::Result> Words::payment(const Fields& row) const {
    if (row.size() != 4) return wrongLength("a payment");
    const core::Result<core::UtcTime> posted_at = time(row[2]);
    if (!posted_at.ok()) return posted_at.failure();
    PaymentConfirm::Result result;
    result.his_receipt = row[0];
    result.settlement_number = row[1];
    result.posted_at = *posted_at;
    result.hospital_day = row[3];
    return result;
}

core::Result<core::UtcTime> Words::time(std::string_view text) const {
    const core::Result<kit::mapping::Value> time = time_.read(text);
    if (!time.ok()) return time.failure();
    return std::get<core::UtcTime>(*time);
}

Refusal Words::refusal(const Fields& row) const {
    const std::string code = row.size() > 1 ? row[1] : "";
    return {*refusal_.ours<RefusalReason>(code), code, core::Sensitive<std::string>(row.size() > 2 ? row[2] : "")};
}

}  // namespace adapters::sample
