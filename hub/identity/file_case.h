#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/date.h"
#include "hub/identity/hospital_file.h"
#include "hub/identity/person.h"

namespace hub::identity {

/// What a hospital's staff has to settle about a person's files there.
enum class FileCaseKind {
    TwoFiles,   ///< the hospital has several files of the person and should put them together, or one of them is not theirs
    Candidate,  ///< a file that may be theirs: linked once a certificate is read
};

constexpr auto enumNames(FileCaseKind) {
    using Name = std::pair<FileCaseKind, std::string_view>;
    return std::array{Name{FileCaseKind::TwoFiles, "two_files"}, Name{FileCaseKind::Candidate, "candidate"}};
}

enum class DetailField { Name, Sex, BirthDate, Certificate, Phone, Address };

constexpr auto enumNames(DetailField) {
    using Name = std::pair<DetailField, std::string_view>;
    return std::array{Name{DetailField::Name, "name"},
                      Name{DetailField::Sex, "sex"},
                      Name{DetailField::BirthDate, "birth_date"},
                      Name{DetailField::Certificate, "certificate"},
                      Name{DetailField::Phone, "phone"},
                      Name{DetailField::Address, "address"}};
}

/// True while the link may still have to be settled: what is rejected or merged is settled.
constexpr bool isOpen(LinkState state) { return state == LinkState::Linked || state == LinkState::Candidate; }

/// One person at one hospital (双档案待办): who stands for them, and all their linked and candidate files there, whichever of their
/// registrations each is under. It is worked out anew each time and kept nowhere.
struct FileCase {
    Person person;
    std::vector<HospitalFile> files;     ///< the person's own first, each registration's oldest first; at least one
    std::vector<DetailField> conflicts;  ///< in the order of DetailField

    /// Both where one of several files is a candidate.
    bool is(FileCaseKind kind) const;
};

/// The fields in which two of these have values that are not the same one. Unknown is no value; certificates of two kinds are not held
/// against each other (identity::compare), and numbers that are written differently are one.
std::vector<DetailField> conflictsOf(const std::vector<contract::PersonDetails>& all, core::Date today);

}  // namespace hub::identity
