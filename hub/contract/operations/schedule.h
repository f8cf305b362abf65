#pragma once

#include "hub/contract/operation.h"
#include "hub/contract/people.h"

namespace hub::contract {

struct Department {
    static constexpr std::string_view kTypeName = "Department";
    std::string code;
    std::string name;
    std::optional<std::string> parent;
    std::optional<std::string> about;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "the hospital's code");
        field("name", self.name, "its name");
        field("parent", self.parent, "code of the department above it");
        field("about", self.about, "introduction for patients");
    }
};

struct Doctor {
    static constexpr std::string_view kTypeName = "Doctor";
    std::string code;
    std::string name;
    std::string department;
    std::optional<std::string> title;
    std::optional<std::string> about;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "the hospital's code");
        field("name", self.name, "name of the doctor");
        field("department", self.department, "code of the department");
        field("title", self.title, "professional title");
        field("about", self.about, "introduction for patients");
    }
};

/// When a doctor sees patients (班次).
enum class Session { Morning, Afternoon, OffHours, WholeDay };
constexpr auto enumNames(Session) {
    using Name = std::pair<Session, std::string_view>;
    return std::array{Name{Session::Morning, "morning"}, Name{Session::Afternoon, "afternoon"}, Name{Session::OffHours, "off_hours"},
                      Name{Session::WholeDay, "whole_day"}};
}

/// One doctor or clinic on one day's session (排班).
struct Schedule {
    static constexpr std::string_view kTypeName = "Schedule";
    std::string key;  ///< the hospital's, or department, doctor, day and session joined by the adapter
    std::string department;
    std::string department_name;
    std::string doctor;
    std::string doctor_name;
    std::optional<std::string> doctor_title;
    std::optional<std::string> registration_class;  ///< 号别
    core::Date day;
    Session session = Session::Morning;
    core::Money fee;  ///< list price; what this person pays is booking.quote's
    std::int32_t available = 0;
    std::optional<std::int32_t> quota;
    std::optional<std::string> room;
    bool stopped = false;
    bool bookable = true;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("key", self.key, "names the schedule at the hospital");
        field("department", self.department, "code of the department");
        field("department_name", self.department_name, "its name");
        field("doctor", self.doctor, "code of the doctor");
        field("doctor_name", self.doctor_name, "name of the doctor");
        field("doctor_title", self.doctor_title, "professional title");
        field("registration_class", self.registration_class, "class of registration");
        field("day", self.day, "day of the visit");
        field("session", self.session, "part of the day");
        field("fee_fen", self.fee, "list price");
        field("available", self.available, "slots left");
        field("quota", self.quota, "slots in all");
        field("room", self.room, "where");
        field("stopped", self.stopped, "the clinic does not take place");
        field("bookable", self.bookable, "can be booked ahead");
    }
};

/// What a person books (号源).
struct Slot {
    static constexpr std::string_view kTypeName = "Slot";
    std::string key;                   ///< opaque, unique at the hospital
    std::string text;                  ///< "08:00-08:30", as the hospital shows it
    std::optional<std::string> begin;  ///< HH:MM
    std::optional<std::string> end;
    std::int32_t available = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("key", self.key, "names the slot at the hospital");
        field("text", self.text, "as the hospital shows it");
        field("begin", self.begin, "HH:MM");
        field("end", self.end, "HH:MM");
        field("available", self.available, "how many are left");
    }
};

enum class BookingState { Reserved, Paid, CheckedIn, Cancelled, Stopped };
constexpr auto enumNames(BookingState) {
    using Name = std::pair<BookingState, std::string_view>;
    return std::array{Name{BookingState::Reserved, "reserved"}, Name{BookingState::Paid, "paid"},
                      Name{BookingState::CheckedIn, "checked_in"}, Name{BookingState::Cancelled, "cancelled"},
                      Name{BookingState::Stopped, "stopped"}};
}

/// A booking as it stands at the hospital.
struct HospitalBooking {
    static constexpr std::string_view kTypeName = "HospitalBooking";
    std::string number;  ///< the hospital's booking number
    std::string slot;
    std::string department;
    std::string department_name;
    std::string doctor;
    std::string doctor_name;
    core::Date day;
    std::optional<Session> session;
    std::optional<std::string> begin;
    std::optional<std::string> end;
    BookingState state = BookingState::Reserved;
    bool fee_taken = false;
    std::optional<std::string> our_number;  ///< our order number on it, where the hospital keeps it

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "the hospital's booking number");
        field("slot", self.slot, "key of the slot");
        field("department", self.department, "code of the department");
        field("department_name", self.department_name, "its name");
        field("doctor", self.doctor, "code of the doctor");
        field("doctor_name", self.doctor_name, "name of the doctor");
        field("day", self.day, "day of the visit");
        field("session", self.session, "part of the day");
        field("begin", self.begin, "HH:MM");
        field("end", self.end, "HH:MM");
        field("state", self.state, "where it stands");
        field("fee_taken", self.fee_taken, "the registration fee was taken");
        field("our_number", self.our_number, "our order number on it");
    }
};

struct DepartmentList {
    static constexpr std::string_view kName = "department.list";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "DepartmentListRequest";
        template <class Visitor, class Self>
        static void describe(Visitor&, Self&) {}
    };
    struct Result {
        static constexpr std::string_view kTypeName = "DepartmentListResult";
        std::vector<Department> departments;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("departments", self.departments, "all of them");
        }
    };
};

struct DoctorList {
    static constexpr std::string_view kName = "doctor.list";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "DoctorListRequest";
        std::optional<std::string> department;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("department", self.department, "only of this department");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "DoctorListResult";
        std::vector<Doctor> doctors;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("doctors", self.doctors, "the doctors found");
        }
    };
};

struct ScheduleList {
    static constexpr std::string_view kName = "schedule.list";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "ScheduleListRequest";
        core::Date from;
        core::Date to;  ///< included
        std::optional<std::string> department;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("from", self.from, "first day");
            field("to", self.to, "last day, included");
            field("department", self.department, "only of this department");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "ScheduleListResult";
        std::vector<Schedule> schedules;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("schedules", self.schedules, "the schedules found");
        }
    };
};

struct SlotList {
    static constexpr std::string_view kName = "slot.list";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "SlotListRequest";
        std::string department;
        std::string doctor;
        core::Date day;
        Session session = Session::Morning;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("department", self.department, "code of the department");
            field("doctor", self.doctor, "code of the doctor");
            field("day", self.day, "day of the visit");
            field("session", self.session, "part of the day");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "SlotListResult";
        std::vector<Slot> slots;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("slots", self.slots, "the slots of the schedule");
        }
    };
};

/// What this person pays for this slot (exemptions, follow-up visits).
struct BookingQuote {
    static constexpr std::string_view kName = "booking.quote";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "BookingQuoteRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::string department;
        std::string doctor;
        core::Date day;
        std::string slot;
        std::optional<std::string> registration_class;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("department", self.department, "code of the department");
            field("doctor", self.doctor, "code of the doctor");
            field("day", self.day, "day of the visit");
            field("slot", self.slot, "key of the slot");
            field("registration_class", self.registration_class, "class of registration");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "BookingQuoteResult";
        core::Money total;
        core::Money cash;  ///< the part the person pays
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("total_fen", self.total, "the whole fee");
            field("cash_fen", self.cash, "the part the person pays");
        }
    };
};

struct SlotLock {
    static constexpr std::string_view kName = "slot.lock";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "SlotLockRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::string slot;
        core::Date day;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("slot", self.slot, "key of the slot");
            field("day", self.day, "day of the visit");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "SlotLockResult";
        std::string number;  ///< the hospital's booking number
        std::optional<core::UtcTime> visit_at;
        std::optional<std::string> place;
        std::optional<std::string> advice;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("number", self.number, "the hospital's booking number");
            field("visit_at_ms", self.visit_at, "when to come");
            field("place", self.place, "where to come");
            field("advice", self.advice, "what the hospital wants the person to know");
        }
    };
};

struct BookingPay {
    static constexpr std::string_view kName = "booking.pay";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "BookingPayRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::string number;
        core::Money total;
        core::Money cash;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("number", self.number, "the hospital's booking number");
            field("total_fen", self.total, "the whole fee");
            field("cash_fen", self.cash, "the part the person paid");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "BookingPayResult";
        std::optional<std::string> his_receipt;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("his_receipt", self.his_receipt, "the HIS receipt number");
        }
    };
};

/// Cancels a booking and gives the slot back; a paid registration fee is refunded under `refund`.
struct BookingCancel {
    static constexpr std::string_view kName = "booking.cancel";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = true;
    struct RefundOf {
        static constexpr std::string_view kTypeName = "BookingRefund";
        std::string paid_wire_id;  ///< our number of the booking.pay
        core::Money cash;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("paid_wire_id", self.paid_wire_id, "our number of the payment");
            field("cash_fen", self.cash, "what goes back to the person");
        }
    };
    struct Request {
        static constexpr std::string_view kTypeName = "BookingCancelRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::string number;
        std::string slot;
        core::Date day;
        std::optional<RefundOf> refund;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("number", self.number, "the hospital's booking number");
            field("slot", self.slot, "key of the slot");
            field("day", self.day, "day of the visit");
            field("refund", self.refund, "the payment to give back, when it was paid");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "BookingCancelResult";
        std::optional<std::string> refund_number;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("refund_number", self.refund_number, "the hospital's number of the refund");
        }
    };
};

struct BookingCheckIn {
    static constexpr std::string_view kName = "booking.check_in";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "BookingCheckInRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::string number;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("number", self.number, "the hospital's booking number");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "BookingCheckInResult";
        std::string queue_number;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("queue_number", self.queue_number, "number in the queue");
        }
    };
};

struct BookingFind {
    static constexpr std::string_view kName = "booking.find";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "BookingFindRequest";
        core::Sensitive<core::CardNumber> local_patient;
        core::Date from;
        core::Date to;  ///< included
        std::optional<std::string> number;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("from", self.from, "first day");
            field("to", self.to, "last day, included");
            field("number", self.number, "only this booking");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "BookingFindResult";
        std::vector<HospitalBooking> bookings;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("bookings", self.bookings, "every booking found");
        }
    };
};

struct ClinicStop {
    static constexpr std::string_view kTypeName = "ClinicStop";
    std::string department;
    std::string doctor;
    core::Date day;
    Session session = Session::Morning;
    std::optional<std::string> reason;
    bool stopped = true;  ///< false: it takes place again

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("department", self.department, "code of the department");
        field("doctor", self.doctor, "code of the doctor");
        field("day", self.day, "the day");
        field("session", self.session, "part of the day");
        field("reason", self.reason, "what the hospital says");
        field("stopped", self.stopped, "false: it takes place again");
    }
};

struct ClinicStopList {
    static constexpr std::string_view kName = "clinic_stop.list";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "ClinicStopListRequest";
        core::Date from;
        core::Date to;  ///< included
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("from", self.from, "first day");
            field("to", self.to, "last day, included");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "ClinicStopListResult";
        std::vector<ClinicStop> stops;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("stops", self.stops, "clinics that do not take place");
        }
    };
};

struct QueueStatus {
    static constexpr std::string_view kName = "queue.status";
    static constexpr std::string_view kPort = "schedule/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "QueueStatusRequest";
        core::Sensitive<core::CardNumber> local_patient;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
        }
    };
    struct Place {
        static constexpr std::string_view kTypeName = "QueuePlace";
        std::string department_name;
        std::optional<std::string> where;
        std::optional<std::string> doctor_name;
        std::string mine;
        std::optional<std::string> current;
        std::optional<std::int32_t> ahead;
        std::optional<std::string> booking;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("department_name", self.department_name, "which queue");
            field("where", self.where, "where to wait");
            field("doctor_name", self.doctor_name, "for whom");
            field("mine", self.mine, "the person's number");
            field("current", self.current, "the number called last");
            field("ahead", self.ahead, "people ahead");
            field("booking", self.booking, "the booking it belongs to");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "QueueStatusResult";
        std::vector<Place> places;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("places", self.places, "every queue the person stands in");
        }
    };
};

}  // namespace hub::contract
