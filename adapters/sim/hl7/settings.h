#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "hub/core/describe.h"
#include "hub/core/money.h"
#include "hub/core/result.h"

/// A hospital that speaks only HL7 v2 over MLLP (CONTRACT 10). README.md says what it understands and what it says.
namespace adapters::sim::hl7 {

enum class WireCharset { Utf8, Gb18030 };
constexpr auto enumNames(WireCharset) {
    using Name = std::pair<WireCharset, std::string_view>;
    return std::array{Name{WireCharset::Utf8, "utf8"}, Name{WireCharset::Gb18030, "gb18030"}};
}

struct DepartmentSettings {
    static constexpr std::string_view kTypeName = "DepartmentSettings";
    std::string code;
    std::string name;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "code, without '-'");
        field("name", self.name, "name");
    }
};

struct DoctorSettings {
    static constexpr std::string_view kTypeName = "DoctorSettings";
    std::string code;
    std::string name;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "code, without '-'");
        field("name", self.name, "name");
    }
};

/// One doctor's session, every day. All its slots are delegated to the hub.
struct ClinicSettings {
    static constexpr std::string_view kTypeName = "ClinicSettings";
    std::string department;
    std::string doctor;
    std::string session = "morning";
    std::string begin = "08:00";
    std::string end = "12:00";
    std::int32_t slot_minutes = 30;
    std::int32_t quota = 1;
    hub::core::Money fee;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("department", self.department, "code of the department");
        field("doctor", self.doctor, "code of the doctor");
        field("session", self.session, "morning or afternoon");
        field("begin", self.begin, "HH:MM");
        field("end", self.end, "HH:MM, after begin");
        field("slot_minutes", self.slot_minutes, "length of a slot; divides the session");
        field("quota", self.quota, "people a slot, 1 to 10000");
        field("fee_fen", self.fee, "registration fee; it is sent as a charge. 0: none");
    }
};

struct HubAddress {
    static constexpr std::string_view kTypeName = "HubAddress";
    std::string host = "127.0.0.1";
    std::int32_t port = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("host", self.host, "address of the hub's MLLP listener");
        field("port", self.port, "its port; 0: not known yet, messages wait");
    }
};

struct PushSettings {
    static constexpr std::string_view kTypeName = "PushSettings";
    std::int64_t answer_within_ms = 5000;
    std::int64_t again_after_ms_first = 100;
    std::int64_t again_after_ms_most = 2000;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("answer_within_ms", self.answer_within_ms, "how long an answer is waited for");
        field("again_after_ms_first", self.again_after_ms_first, "pause after the first failure; it doubles");
        field("again_after_ms_most", self.again_after_ms_most, "longest pause");
    }
};

struct Hl7HospitalSettings {
    static constexpr std::string_view kTypeName = "Hl7HospitalSettings";
    std::string folder;
    std::int64_t seed = 1;
    std::int32_t port = 0;
    std::int32_t mllp_port = 0;
    std::string application = "HIS";
    std::string facility = "SIMHL7";
    std::string hub_application = "ONECARD";
    std::string hub_facility = "HUB";
    WireCharset charset = WireCharset::Utf8;
    std::vector<DepartmentSettings> departments;
    std::vector<DoctorSettings> doctors;
    std::vector<ClinicSettings> clinics;
    HubAddress hub;
    PushSettings push;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("folder", self.folder, "existing folder for the books");
        field("seed", self.seed, "of the faults that are drawn");
        field("port", self.port, "of the side door; 0: a free one");
        field("mllp_port", self.mllp_port, "of the listener; 0: a free one");
        field("application", self.application, "MSH-3 of this hospital");
        field("facility", self.facility, "MSH-4 of this hospital, at most 10 characters");
        field("hub_application", self.hub_application, "MSH-3 that it takes messages from");
        field("hub_facility", self.hub_facility, "MSH-4 that it takes messages from");
        field("charset", self.charset, "of what it sends");
        field("departments", self.departments, "departments");
        field("doctors", self.doctors, "doctors");
        field("clinics", self.clinics, "who sees patients when");
        field("hub", self.hub, "where its messages go");
        field("push", self.push, "how they go");
    }
};

/// Also: SimNotValid.
hub::core::Result<void> check(const Hl7HospitalSettings& settings);

}  // namespace adapters::sim::hl7
