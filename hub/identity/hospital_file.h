#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/contract/operations/patients.h"
#include "hub/contract/people.h"
#include "hub/core/clock.h"
#include "hub/identity/ids.h"

namespace hub::identity {

enum class LinkState {
    Candidate,   ///< perhaps this person's: opens no record, account or payment
    Linked,      ///< this person's
    Rejected,    ///< not this person's
    MergedInto,  ///< the hospital has put it into another of its files
};

constexpr auto enumNames(LinkState) {
    using Name = std::pair<LinkState, std::string_view>;
    return std::array{Name{LinkState::Candidate, "candidate"}, Name{LinkState::Linked, "linked"}, Name{LinkState::Rejected, "rejected"},
                      Name{LinkState::MergedInto, "merged_into"}};
}

/// How a field of ours stands to the same field of the hospital's file.
enum class Agreement { Agrees, Differs, Missing };

constexpr auto enumNames(Agreement) {
    using Name = std::pair<Agreement, std::string_view>;
    return std::array{Name{Agreement::Agrees, "agrees"}, Name{Agreement::Differs, "differs"}, Name{Agreement::Missing, "missing"}};
}

/// How the matcher weighed a file and a person: enough to say it again, field by field, and to do it again with other weights.
struct Weighing {
    static constexpr std::string_view kTypeName = "Weighing";
    std::string levels;              ///< a hexadecimal digit each for name, birth date, sex, id, telephone, address (matching/levels.h)
    std::vector<std::int32_t> bits;  ///< by field, in hundredths
    std::int32_t prior = 0;
    std::int32_t guards = 0;  ///< matching/scoring.h
    std::string weights;      ///< names the weights: 8 hexadecimal digits

    friend bool operator==(const Weighing&, const Weighing&) = default;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("levels", self.levels, "how far name, birth date, sex, id, telephone, address agree: a digit each");
        field("bits", self.bits, "what each says, in hundredths of a bit");
        field("prior", self.prior, "how few pairs are one person's");
        field("guards", self.guards, "what speaks against linking without a person");
        field("weights", self.weights, "which weights were used");
    }
};

/// Why a file is or is not a person's, field by field. It holds no value of either.
struct Evidence {
    static constexpr std::string_view kTypeName = "LinkEvidence";
    Agreement name = Agreement::Missing;
    Agreement sex = Agreement::Missing;
    Agreement birth_date = Agreement::Missing;
    Agreement certificate = Agreement::Missing;
    std::optional<Weighing> weighing = std::nullopt;  ///< where the matcher was asked

    friend bool operator==(const Evidence&, const Evidence&) = default;

    /// CONTRACT 11: name, sex and birth date agree, and no certificate says otherwise.
    bool links() const {
        return name == Agreement::Agrees && sex == Agreement::Agrees && birth_date == Agreement::Agrees &&
               certificate != Agreement::Differs;
    }

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("name", self.name, "names by sameName()");
        field("sex", self.sex, "unknown and not stated are missing");
        field("birth_date", self.birth_date, "day of birth");
        field("certificate", self.certificate, "kind and number; missing when the kinds are not the same");
        field("weighing", self.weighing, "how the matcher weighed it");
    }
};

/// `today`: for the check of the file's certificate. One that is not valid is missing, not different.
Evidence compare(const contract::PersonDetails& person, const contract::PersonDetails& file, core::Date today);

/// A file of a hospital and whose it is. (hospital, local_patient) is unique.
struct HospitalFile {
    HospitalFileId id;
    std::string hospital;          ///< code of the counterparty; at most 64 bytes
    PersonId person;               ///< whose it is, may be, or was taken for
    contract::HospitalFile local;  ///< as the hospital gave it last
    LinkState state = LinkState::Candidate;
    HospitalFileId merged_into;  ///< none unless MergedInto
    std::int64_t version = 1;
};

/// One line of a link's history, which is only ever added to: an unmerge gives back exactly what was.
struct LinkChange {
    std::int64_t number = 1;  ///< the file's version this change made
    PersonId person;
    LinkState state = LinkState::Candidate;
    HospitalFileId merged_into;
    core::UtcTime at;
    std::string by;   ///< staff id, or the flow that decided; at most 64 bytes, no personal data
    std::string why;  ///< a word of the program ("found_by_certificate", "certificate_seen"); at most 64 bytes, no personal data
    Evidence evidence;
};

/// Which of a person's files at one hospital new visits go to (`file_choice` of the hospital). Reads go to all that are linked.
enum class FileChoice {
    LastVisit,  ///< the latest visit; none known is the earliest
    Insured,    ///< one that carries an insurance credential; among several, the latest visit
    Ask,        ///< the person, unless there is only one
};

constexpr auto enumNames(FileChoice) {
    using Name = std::pair<FileChoice, std::string_view>;
    return std::array{Name{FileChoice::LastVisit, "last_visit"}, Name{FileChoice::Insured, "insured"}, Name{FileChoice::Ask, "ask"}};
}

/// Among the linked ones of `files`, all of one hospital. None: there is no linked file, or the person must be asked. Files that the
/// choice cannot tell apart go by local number, so that the answer is the same every time.
std::optional<HospitalFileId> primaryFile(const std::vector<HospitalFile>& files, FileChoice choice);

}  // namespace hub::identity
