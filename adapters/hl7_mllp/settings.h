#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/hl7_mllp/directory.h"
#include "adapters/hl7_mllp/fields.h"
#include "adapters/kit/settings.h"

namespace adapters::hl7_mllp {

/// Who sends: MSH-3 and MSH-4, each its first component.
struct Party {
    static constexpr std::string_view kTypeName = "Hl7Party";
    std::string application;
    std::string facility;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("application", self.application, "MSH-3");
        field("facility", self.facility, "MSH-4");
    }
};

/// The listener, which hospitals with the same address and port share.
struct Listen {
    static constexpr std::string_view kTypeName = "Hl7Listen";
    std::optional<std::string> address = "0.0.0.0";
    std::optional<std::int32_t> port = 0;
    std::optional<hub::core::Duration> idle = std::chrono::minutes(10);
    std::optional<hub::core::Duration> pause_in_frame = std::chrono::seconds(10);
    std::optional<hub::core::Duration> frame_within = std::chrono::seconds(60);
    std::optional<std::int32_t> message_kib_max = 20 * 1024;
    std::optional<std::int32_t> connections_max = 256;
    std::optional<std::int32_t> connections_per_peer_max = 16;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("address", self.address, "address of the hub to listen on; 0.0.0.0 when left out");
        field("port", self.port, "port, 0 to 65535; 0 or left out: one of the system's choice");
        field("idle", self.idle, "a connection that says nothing for so long is closed, 100ms to 24h; 10m when left out");
        field("pause_in_frame", self.pause_in_frame, "longest pause inside a message, 100ms to 5m; 10s when left out");
        field("frame_within", self.frame_within, "longest time a message may take to arrive, 100ms to 1h; 60s when left out");
        field("message_kib_max", self.message_kib_max, "largest message in KiB, 1 to 65536; 20480 when left out");
        field("connections_max", self.connections_max, "connections at a time, 1 to 1024; 256 when left out");
        field("connections_per_peer_max", self.connections_per_peer_max, "of one address, 1 to 1024; 16 when left out");
    }

    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

/// One of their codes and our word for it. Rows come before the standard ones.
struct CodeRow {
    static constexpr std::string_view kTypeName = "Hl7CodeRow";
    std::string theirs;
    std::string ours;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("theirs", self.theirs, "the hospital's code");
        field("ours", self.ours, "our word for it");
    }
};
using CodeRows = std::vector<CodeRow>;

struct FieldPlaces {
    static constexpr std::string_view kTypeName = "Hl7FieldPlaces";
    Field field = Field::PatientName;
    std::vector<std::string> places;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("field", self.field, "what is read");
        field("places", self.places, "where, the first that has a value: FT1-23.1, or joined PV1-19.1+FT1-4; none: it is not read");
    }

    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

/// By which of SCH-1 and SCH-2 a booking is known.
enum class BookingNumber { Placer, Filler };
constexpr auto enumNames(BookingNumber) {
    using Name = std::pair<BookingNumber, std::string_view>;
    return std::array{Name{BookingNumber::Placer, "placer"}, Name{BookingNumber::Filler, "filler"}};
}

/// What an AE or AR means whose code stands in no row.
enum class OtherRefusal { Refused, Unknown };
constexpr auto enumNames(OtherRefusal) {
    using Name = std::pair<OtherRefusal, std::string_view>;
    return std::array{Name{OtherRefusal::Refused, "refused"}, Name{OtherRefusal::Unknown, "unknown"}};
}

/// What we ask for in MSH-15 and MSH-16.
enum class AskAcknowledgement { Original, Enhanced };
constexpr auto enumNames(AskAcknowledgement) {
    using Name = std::pair<AskAcknowledgement, std::string_view>;
    return std::array{Name{AskAcknowledgement::Original, "original"}, Name{AskAcknowledgement::Enhanced, "enhanced"}};
}

/// What names the charset of a message that comes in.
enum class CharsetFrom { Header, Settings };
constexpr auto enumNames(CharsetFrom) {
    using Name = std::pair<CharsetFrom, std::string_view>;
    return std::array{Name{CharsetFrom::Header, "header"}, Name{CharsetFrom::Settings, "settings"}};
}

/// `spec.settings` of a hospital that speaks HL7 v2. settings.schema.json is made from it.
struct Settings {
    static constexpr std::string_view kTypeName = "Hl7MllpSettings";
    std::string host;
    std::int32_t port = 0;
    std::vector<Party> senders;  ///< the first one is who we write to
    std::optional<Party> us = Party{"ONECARD", "HUB"};
    std::optional<Listen> listen;
    std::optional<std::string> version = "2.4";
    std::optional<hub::core::Duration> answer_within = std::chrono::seconds(10);
    std::optional<AskAcknowledgement> ask_ack = AskAcknowledgement::Original;
    std::optional<CharsetFrom> charset_from = CharsetFrom::Header;
    std::optional<std::vector<std::string>> local_number_types = std::vector<std::string>{"PI", "MR"};
    std::optional<BookingNumber> booking_number = BookingNumber::Placer;
    std::optional<std::vector<std::string>> critical_flags = std::vector<std::string>{"HH", "LL", "AA"};
    std::optional<std::vector<FieldPlaces>> fields;
    std::optional<CodeRows> sexes;
    std::optional<CodeRows> certificate_types;
    std::optional<CodeRows> transaction_types;
    std::optional<CodeRows> booking_states;
    std::optional<CodeRows> sessions;
    std::optional<CodeRows> report_statuses;
    std::optional<CodeRows> report_kinds;
    std::optional<CodeRows> refusals;
    std::optional<OtherRefusal> other_refusals = OtherRefusal::Unknown;
    std::optional<DirectorySettings> directory;
    std::optional<std::vector<std::string>> not_offered = std::vector<std::string>{};

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("host", self.host, "host or address of the hospital's listener");
        field("port", self.port, "its TCP port, 1 to 65535");
        field("senders", self.senders, "MSH-3 and MSH-4 of the hospital's systems; what we send is addressed to the first");
        field("us", self.us, "MSH-3 and MSH-4 of what we send; ONECARD and HUB when left out");
        field("listen", self.listen, "where the hub listens; left out: a port of the system's choice on every address");
        field("version", self.version, "MSH-12 of what we send; 2.4 when left out");
        field("answer_within", self.answer_within, "how long one call may take, 50ms to 5m; 10s when left out");
        field("ask_ack", self.ask_ack, "acknowledgement we ask for: original or enhanced; original when left out");
        field("charset_from", self.charset_from, "charset of what comes: of MSH-18 (header), or always the declared one (settings)");
        field("local_number_types", self.local_number_types, "PID-3.5 of the hospital's own number, in order; PI, MR when left out");
        field("booking_number", self.booking_number, "booking known by SCH-1 (placer) or SCH-2 (filler); placer when left out");
        field("critical_flags", self.critical_flags, "OBX-8 of a critical value; HH, LL, AA when left out");
        field("fields", self.fields, "other places for what is read");
        field("sexes", self.sexes, "PID-8, besides M, F, U, O");
        field("certificate_types", self.certificate_types, "PID-3.5 of certificates, besides NNCHN, PPN, BCT, MI, PRC");
        field("transaction_types", self.transaction_types, "FT1-6: charge, charge_cancel, refund; besides CG, CD");
        field("booking_states", self.booking_states, "SCH-25, besides those of table 0278");
        field("sessions", self.sessions, "ZSL-5: morning, afternoon, off_hours, whole_day; besides 1 and 2");
        field("report_statuses", self.report_statuses, "OBR-25, besides those of table 0123");
        field("report_kinds", self.report_kinds, "OBR-24: laboratory or examination; what is in no row is laboratory");
        field("refusals", self.refusals, "code of an AE or AR, and our reason; besides E01 to E16");
        field("other_refusals", self.other_refusals, "an AE or AR with another code: refused, or unknown; unknown when left out");
        field("directory", self.directory, "departments, doctors and quota by file; left out: nothing can be booked");
        field("not_offered", self.not_offered, "operations that this hospital does not have, patient.merge for one; none when left out");
    }

    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

}  // namespace adapters::hl7_mllp
