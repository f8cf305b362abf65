#pragma once

#include "hub/contract/operation.h"
#include "hub/contract/people.h"

namespace hub::contract {

/// A hospital's own file of a person, with what it knows: the evidence by which the hub decides whose it is (CONTRACT 11).
struct HospitalFile {
    static constexpr std::string_view kTypeName = "HospitalFile";
    core::Sensitive<core::CardNumber> local_patient;
    PersonDetails person;
    std::vector<Credential> credentials;
    std::optional<core::Date> last_visit;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("local_patient", self.local_patient, "the hospital's number of the file");
        field("person", self.person, "who the file says it is");
        field("credentials", self.credentials, "cards and codes in the file");
        field("last_visit", self.last_visit, "day of the last visit");
    }
};

struct PatientFind {
    static constexpr std::string_view kName = "patient.find";
    static constexpr std::string_view kPort = "patients/1";
    static constexpr bool kWrites = false;

    /// By a certificate or by a credential: exactly one.
    struct Request {
        static constexpr std::string_view kTypeName = "PatientFindRequest";
        std::optional<Certificate> certificate;
        std::optional<Credential> credential;
        std::optional<core::Sensitive<core::PersonName>> name;
        std::optional<core::Sensitive<core::PhoneNumber>> phone;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("certificate", self.certificate, "find by this certificate");
            field("credential", self.credential, "or by this card or code");
            field("name", self.name, "narrows the search where the hospital can");
            field("phone", self.phone, "narrows the search where the hospital can");
        }
    };
    /// Empty: no such patient. Several: the hub's rule decides, never "the first".
    struct Result {
        static constexpr std::string_view kTypeName = "PatientFindResult";
        std::vector<HospitalFile> files;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("files", self.files, "every file found");
        }
    };
};

struct PatientCreate {
    static constexpr std::string_view kName = "patient.create";
    static constexpr std::string_view kPort = "patients/1";
    static constexpr bool kWrites = true;

    struct Request {
        static constexpr std::string_view kTypeName = "PatientCreateRequest";
        PersonDetails person;
        std::optional<Credential> card;         ///< the regional card to put into the file
        std::optional<PersonDetails> guardian;  ///< of a child
        std::optional<std::int32_t> birth_order;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("person", self.person, "whose file");
            field("card", self.card, "card to put into the file");
            field("guardian", self.guardian, "guardian of a child");
            field("birth_order", self.birth_order, "of a newborn without a certificate");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "PatientCreateResult";
        HospitalFile file;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("file", self.file, "the new file");
        }
    };
};

/// The hospital confirms the real name of a file.
struct PatientVerify {
    static constexpr std::string_view kName = "patient.verify";
    static constexpr std::string_view kPort = "patients/1";
    static constexpr bool kWrites = true;

    struct Request {
        static constexpr std::string_view kTypeName = "PatientVerifyRequest";
        core::Sensitive<core::CardNumber> local_patient;
        PersonDetails person;
        std::optional<PersonDetails> guardian;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file");
            field("person", self.person, "the verified person");
            field("guardian", self.guardian, "guardian of a child");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "PatientVerifyResult";
        template <class Visitor, class Self>
        static void describe(Visitor&, Self&) {}
    };
};

struct CredentialBind {
    static constexpr std::string_view kName = "credential.bind";
    static constexpr std::string_view kPort = "patients/1";
    static constexpr bool kWrites = true;

    struct Request {
        static constexpr std::string_view kTypeName = "CredentialBindRequest";
        core::Sensitive<core::CardNumber> local_patient;
        PersonDetails person;
        Credential credential;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file");
            field("person", self.person, "whose file it is");
            field("credential", self.credential, "card or code to add to it");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "CredentialBindResult";
        template <class Visitor, class Self>
        static void describe(Visitor&, Self&) {}
    };
};

struct CredentialReplace {
    static constexpr std::string_view kName = "credential.replace";
    static constexpr std::string_view kPort = "patients/1";
    static constexpr bool kWrites = true;

    struct Request {
        static constexpr std::string_view kTypeName = "CredentialReplaceRequest";
        core::Sensitive<core::CardNumber> local_patient;
        Credential old_credential;  ///< void afterwards
        Credential new_credential;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file");
            field("old_credential", self.old_credential, "lost card; void afterwards");
            field("new_credential", self.new_credential, "card in its place");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "CredentialReplaceResult";
        template <class Visitor, class Self>
        static void describe(Visitor&, Self&) {}
    };
};

/// Tells the hospital what has become known of a file's person: a newborn's certificate, a new telephone.
struct PatientUpdate {
    static constexpr std::string_view kName = "patient.update";
    static constexpr std::string_view kPort = "patients/1";
    static constexpr bool kWrites = true;

    struct Request {
        static constexpr std::string_view kTypeName = "PatientUpdateRequest";
        core::Sensitive<core::CardNumber> local_patient;
        PersonDetails person;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file");
            field("person", self.person, "as the person is known now");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "PatientUpdateResult";
        template <class Visitor, class Self>
        static void describe(Visitor&, Self&) {}
    };
};

/// Two files of the hospital are one person's: the hospital puts one into the other (HL7 A40).
struct PatientMerge {
    static constexpr std::string_view kName = "patient.merge";
    static constexpr std::string_view kPort = "patients/1";
    static constexpr bool kWrites = true;

    struct Request {
        static constexpr std::string_view kTypeName = "PatientMergeRequest";
        core::Sensitive<core::CardNumber> local_patient;  ///< goes on
        core::Sensitive<core::CardNumber> merged;         ///< ends
        PersonDetails person;

        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file that goes on");
            field("merged", self.merged, "the file that ends");
            field("person", self.person, "whose they both are");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "PatientMergeResult";
        template <class Visitor, class Self>
        static void describe(Visitor&, Self&) {}
    };
};

}  // namespace hub::contract
