#include <algorithm>

#include "adapters/hl7_mllp/events.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
using namespace hub::contract;
using codec::hl7v2::Place;

namespace {

constexpr std::uint32_t kPidIdentifiers = 3;
constexpr std::uint32_t kMrgIdentifiers = 1;

/// One repetition of a CX field (HL7 v2, 2.A.14).
struct Identifier {
    std::string number;
    std::string authority;
    std::string type;
};

std::vector<Identifier> identifiersIn(Reading& reading, std::size_t segment, std::uint32_t field) {
    std::vector<Identifier> identifiers;
    const auto count = static_cast<std::uint32_t>(reading.message().count(segment, Place{.field = field}));
    for (std::uint32_t repetition = 1; repetition <= count; ++repetition) {
        const auto part = [&](std::uint32_t component) {
            return reading.at(segment, {.field = field, .repetition = repetition, .component = component, .subcomponent = 1});
        };
        identifiers.push_back({part(1), part(4), part(5)});
    }
    std::erase_if(identifiers, [](const Identifier& identifier) { return identifier.number.empty(); });
    return identifiers;
}

/// A given name follows a Chinese family name at once, and any other after a blank.
std::string joinedName(const std::string& family, const std::string& given) {
    if (family.empty() || given.empty()) return family + given;
    const bool latin = std::all_of(family.begin(), family.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    return latin ? family + " " + given : family + given;
}

PatientUpserted fileOf(Reading& reading, std::size_t pid) {
    const Words& words = reading.words();
    PatientUpserted file;
    PersonDetails& person = file.person;
    const std::string family = reading.text(Field::PatientName);
    person.name = core::Sensitive(core::PersonName{joinedName(family, reading.text(Field::PatientGivenName))});
    person.sex = reading.code(Field::PatientSex, words.sexes, Sex::Unknown);
    if (const auto birth_date = reading.dateIf(Field::PatientBirthDate)) person.birth_date = core::Sensitive(*birth_date);
    if (auto phone = reading.textIf(Field::PatientPhone)) person.phone = core::Sensitive(core::PhoneNumber{std::move(*phone)});
    if (auto address = reading.textIf(Field::PatientAddress)) person.address = core::Sensitive<std::string>(std::move(*address));
    for (const Identifier& identifier : identifiersIn(reading, pid, kPidIdentifiers)) {
        if (identifier.type == "PT" && identifier.authority == words.us.application) file.our_number = identifier.number;
        if (identifier.type == "HC") {
            const bool ours = identifier.authority == words.us.application;
            file.credentials.push_back(
                {ours ? CredentialKind::RegionalCard : CredentialKind::HospitalCard, core::Sensitive(core::CardNumber{identifier.number})});
        }
        const core::Result<CertificateKind> kind = words.certificate_types.ours<CertificateKind>(identifier.type);
        if (kind.ok() && !person.certificate)
            person.certificate = Certificate{*kind, core::Sensitive(core::CertificateNumber{identifier.number})};
    }
    return file;
}

}  // namespace

LocalNumber localNumberIn(Reading& reading, std::size_t segment, std::uint32_t field) {
    const std::vector<Identifier> identifiers = identifiersIn(reading, segment, field);
    for (const std::string& type : reading.words().local_number_types) {
        for (const Identifier& identifier : identifiers) {
            if (identifier.type == type) return LocalNumber(core::CardNumber{identifier.number});
        }
    }
    reading.missing("the hospital's own number (" + std::string(reading.message().segmentId(segment)) + "-" + std::to_string(field) + ")");
    return {};
}

LocalNumber localNumber(Reading& reading) {
    const auto pid = reading.segmentOf("PID");
    if (pid) return localNumberIn(reading, *pid, kPidIdentifiers);
    reading.missing("PID");
    return {};
}

Events patientUpserted(Reading& reading) {
    Events events;
    for (const std::size_t pid : reading.all("PID")) {
        reading.around(pid);
        const LocalNumber number = localNumber(reading);
        events.push_back(eventOf(number, fileOf(reading, pid)));
    }
    if (events.empty()) reading.missing("PID");
    return events;
}

Events patientMerged(Reading& reading) {
    Events events;
    for (const std::size_t mrg : reading.all("MRG")) {
        reading.around(mrg);
        const LocalNumber stays = localNumber(reading);
        const LocalNumber gone = localNumberIn(reading, mrg, kMrgIdentifiers);
        if (stays == gone) reading.fail(core::Failure(core::Error::Hl7ContentNotMapped, "PID-3 and MRG-1 name one and the same file"));
        events.push_back(eventOf(stays, PatientMerged{gone}));
    }
    if (events.empty()) reading.missing("MRG");
    return events;
}

}  // namespace adapters::hl7_mllp
