#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/core/describe.h"
#include "hub/identity/file_case.h"

/// The work list of a hospital as its staff gets it. Everything about people is masked.
namespace hub::api::rest {

struct FileOfCaseView {
    static constexpr std::string_view kTypeName = "FileOfCase";
    identity::HospitalFileId file_id;
    core::Sensitive<core::CardNumber> local_patient;
    identity::LinkState state = identity::LinkState::Candidate;
    std::optional<core::Date> last_visit;
    bool primary = false;
    identity::PersonId person_id;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("file_id", self.file_id, "our id of it");
        field("local_patient", self.local_patient, "the hospital's number, masked");
        field("state", self.state, "candidate waits for a certificate to be read");
        field("last_visit", self.last_visit, "day of the last visit, where the hospital has told it");
        field("primary", self.primary, "new visits go to it, by the hospital's file_choice");
        field("person_id", self.person_id, "the registration it is under");
    }
};

struct ConflictingValueView {
    static constexpr std::string_view kTypeName = "ConflictingValue";
    std::optional<identity::HospitalFileId> file_id;
    std::string value;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("file_id", self.file_id, "the file that says so; absent: the person's registration");
        field("value", self.value, "masked");
    }
};

struct FieldConflictView {
    static constexpr std::string_view kTypeName = "FieldConflict";
    identity::DetailField field_name = identity::DetailField::Name;
    std::vector<ConflictingValueView> values;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("field", self.field_name, "of the details");
        field("values", self.values, "of all who have one; what differs may look the same masked");
    }
};

struct FileCaseView {
    static constexpr std::string_view kTypeName = "FileCase";
    identity::PersonId person_id;
    std::string name;  ///< masked
    identity::PersonState state = identity::PersonState::Unverified;
    std::vector<identity::FileCaseKind> kinds;
    std::vector<FileOfCaseView> files;
    std::vector<FieldConflictView> conflicts;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person_id", self.person_id, "who stands for the person");
        field("name", self.name, "masked");
        field("state", self.state, "unverified until an identity service or staff has seen the certificate");
        field("kinds", self.kinds,
              "two_files: put them together, or reject what is not theirs; candidate: read the certificate, then link");
        field("files", self.files, "linked and candidate ones at this hospital");
        field("conflicts", self.conflicts, "fields in which the files, or a file and the person, differ");
    }
};

struct FileCasesView {
    static constexpr std::string_view kTypeName = "FileCases";
    std::vector<FileCaseView> cases;
    std::optional<std::string> next;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("cases", self.cases,
              "in an order that means nothing and stays; fewer than asked for, even none, do not say that there are no more");
        field("next", self.next, "goes on after these; absent: no more");
    }
};

struct LinkFile {
    static constexpr std::string_view kTypeName = "LinkFile";
    identity::PersonId person_id;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person_id", self.person_id, "whose certificate was seen");
    }
};

FileCaseView viewOf(const identity::FileCase& found, identity::FileChoice choice);

}  // namespace hub::api::rest
