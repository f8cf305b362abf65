#include "hub/api/rest/file_case_views.h"

#include "hub/core/masked.h"

namespace hub::api::rest {

namespace {

using identity::DetailField;

/// As in JSON that is written masked; nothing where it is not known.
std::optional<std::string> maskedValue(const contract::PersonDetails& details, DetailField field) {
    switch (field) {
        case DetailField::Name:
            return core::Masked(details.name).text();
        case DetailField::Sex:
            return std::string(core::enumName(details.sex));
        case DetailField::BirthDate:
            return details.birth_date ? std::optional<std::string>("***") : std::nullopt;
        case DetailField::Certificate:
            if (!details.certificate) return std::nullopt;
            return std::string(core::enumName(details.certificate->kind)) + " " + core::Masked(details.certificate->number).text();
        case DetailField::Phone:
            return details.phone ? std::optional(core::Masked(*details.phone).text()) : std::nullopt;
        case DetailField::Address:
            return details.address ? std::optional<std::string>("***") : std::nullopt;
    }
    HUB_ASSERT(false);
}

FieldConflictView conflictView(const identity::FileCase& found, DetailField field) {
    FieldConflictView view{field, {}};
    if (const auto value = maskedValue(found.person.details, field)) view.values.push_back({std::nullopt, *value});
    for (const identity::HospitalFile& file : found.files) {
        if (const auto value = maskedValue(file.local.person, field)) view.values.push_back({file.id, *value});
    }
    return view;
}

}  // namespace

FileCaseView viewOf(const identity::FileCase& found, identity::FileChoice choice) {
    FileCaseView view;
    view.person_id = found.person.id;
    view.name = core::Masked(found.person.details.name).text();
    view.state = found.person.state;
    for (const auto& [kind, name] : enumNames(identity::FileCaseKind{})) {
        if (found.is(kind)) view.kinds.push_back(kind);
    }
    const std::optional<identity::HospitalFileId> primary = identity::primaryFile(found.files, choice);
    for (const identity::HospitalFile& file : found.files)
        view.files.push_back({file.id, file.local.local_patient, file.state, file.local.last_visit, primary == file.id, file.person});
    for (const DetailField field : found.conflicts) view.conflicts.push_back(conflictView(found, field));
    return view;
}

}  // namespace hub::api::rest
