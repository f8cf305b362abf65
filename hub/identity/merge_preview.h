#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/contract/people.h"
#include "hub/identity/card.h"
#include "hub/identity/hospital_file.h"
#include "hub/identity/merge.h"
#include "hub/identity/person.h"

namespace hub::identity {

/// A field of PersonDetails of the one person, by its name; no value.
struct PreviewedDetail {
    std::string field;
    PersonId from;         ///< whose value is taken: the first of the people who has one
    bool differs = false;  ///< somebody else of them has another value
};

/// The linked files of one hospital. Several are for the hospital to put together: reads go to all, new visits to one.
struct PreviewedHospital {
    std::string hospital;
    std::vector<HospitalFileId> files;

    bool conflict() const { return files.size() > 1; }
};

struct PreviewedCard {
    CardId id;
    PersonId person;
    CardState state = CardState::Active;
};

/// What the one person would be. It holds no value of either.
struct MergePreview {
    std::optional<MergeObstacle> obstacle;     ///< none: the merge is allowed
    std::vector<PersonId> people;              ///< who would stand for all of them first
    std::vector<PreviewedCard> cards;          ///< of all of them; each keeps working, also when several are active
    std::vector<PreviewedHospital> hospitals;  ///< by code
    std::vector<PreviewedDetail> details;      ///< in the order of PersonDetails; a field that nobody has is left out
};

/// `people` as in MergePreview.
std::vector<PreviewedDetail> previewDetails(const std::vector<Person>& people);
/// `files` of all of them.
std::vector<PreviewedHospital> previewHospitals(const std::vector<HospitalFile>& files);

}  // namespace hub::identity
