#include "adapters/cli/region_people.h"

#include <string>

#include "adapters/cli/demo/http.h"
#include "adapters/cli/demo/json_members.h"
#include "adapters/sim/ehealth_card/records.h"
#include "hub/core/json.h"

namespace adapters::cli {

using demo::memberText;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

Failure notReady(const char* what) { return Failure(Error::ChildNotReady, what); }

sim::ehealth_card::Gender genderOf(std::string_view sex) {
    using sim::ehealth_card::Gender;
    return sex == "male" ? Gender::Male : sex == "female" ? Gender::Female : Gender::Unknown;
}

Result<sim::ehealth_card::Person> personOf(hub::core::JsonValue patient) {
    const Result<hub::core::Date> birthday = hub::core::Date::parse(memberText(patient, "birth_date"));
    if (!birthday.ok()) return birthday.failure();
    sim::ehealth_card::Person person;
    person.name = memberText(patient, "name");
    person.certificate = {memberText(patient, "certificate_kind"), memberText(patient, "certificate_number")};
    person.gender = genderOf(memberText(patient, "sex"));
    person.birthday = *birthday;
    person.phone = memberText(patient, "phone");
    return person;
}

}  // namespace

Result<void> introducePeople(std::int32_t hospital_port, std::int32_t platform_port) {
    demo::Http hospital(hospital_port);
    demo::Http platform(platform_port);
    const Result<demo::Answer> books = hospital.call("GET", "/_sim/books?patient", "");
    if (!books.ok()) return notReady("patients of a hospital");
    const auto document = hub::core::JsonDocument::parse(books->body);
    const auto patients = document.ok() ? document->root().member("patient") : std::nullopt;
    if (!patients) return notReady("patients of a hospital");
    for (std::size_t i = 0; i < patients->size(); ++i) {
        const Result<sim::ehealth_card::Person> person = personOf(patients->at(i));
        if (!person.ok()) return person.failure();
        const Result<demo::Answer> added =
            platform.call("POST", "/_sim/people", "", hub::core::toJson(*person, hub::core::Exposure::Revealed));
        if (!added.ok() || !added->ok()) return notReady("people of the e-health card platform");
    }
    return {};
}

}  // namespace adapters::cli
