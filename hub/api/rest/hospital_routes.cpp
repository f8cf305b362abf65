#include <utility>

#include "hub/api/rest/asking.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/views.h"
#include "hub/core/text.h"

namespace hub::api::rest {

using access::Caller;
using core::Date;
using core::Error;
using core::Failure;
using core::Result;

namespace {

/// Reads from a hospital and answers with its own result.
template <contract::Operation Op>
void ask(Desk& desk, const Reply& reply, const std::string& hospital, const typename Op::Request& request) {
    askHospital<Op>(desk.house(), reply, hospital, request, [reply, hospital](const flows::CallAnswer& answer) {
        if (answer.ending == contract::Ending::Done && answer.answer.result) {
            reply.send(jsonResponse(200, answer.answer.result->reveal()));
        } else {
            reply.fail(flows::noAnswer(hospital, answer));
        }
    });
}

/// The same for what counts slots: where the hub counts the seats, `subtract`(transaction, result) takes those taken off.
template <contract::Operation Op, class Subtract>
void askAndCount(Desk& desk, const Reply& reply, const std::string& hospital, const typename Op::Request& request, Subtract subtract) {
    if (!desk.house().hospitals.find(hospital)->second.hub_counts_slots) return ask<Op>(desk, reply, hospital, request);
    askHospital<Op>(desk.house(), reply, hospital, request, [&desk, reply, hospital, subtract](const flows::CallAnswer& answer) {
        Result<typename Op::Result> listed = flows::resultOrWhy<Op>(hospital, answer);
        if (!listed.ok()) {
            reply.fail(listed.failure());
            return;
        }
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<void> counted = subtract(transaction, *listed);
            if (!counted.ok()) return counted.failure();
            return core::toJson(*listed, core::Exposure::Revealed);
        });
    });
}

/// The hospital in the path, for whoever may book.
Result<std::string> hospitalOf(Desk& desk, const Request& request) {
    const Result<Caller> caller = desk.caller(request);
    if (!caller.ok()) return caller.failure();
    const Result<void> allowed = access::requireScope(*caller, access::Scope::Book);
    if (!allowed.ok()) return allowed.failure();
    const std::string& hospital = request.pathValue("hospital");
    if (!desk.house().hospitals.contains(hospital)) return Failure(Error::HospitalNotKnown, core::shapeOf(hospital));
    return hospital;
}

std::optional<std::string> textIn(const Request& request, std::string_view name) {
    const std::optional<std::string_view> value = request.queryValue(name);
    return value ? std::optional(std::string(*value)) : std::nullopt;
}

Result<std::string> neededIn(const Request& request, std::string_view name) {
    const std::optional<std::string> value = textIn(request, name);
    if (!value || value->empty()) return Failure(Error::QueryParameterMissing, std::string(name));
    return *value;
}

Result<Date> dayIn(const Request& request, std::string_view name) {
    const Result<std::string> text = neededIn(request, name);
    return text.ok() ? Date::parse(*text) : Result<Date>(text.failure());
}

void listHospitals(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = desk.caller(request);
        if (!caller.ok()) return caller.failure();
        HospitalsView view;
        for (const auto& [code, hospital] : desk.house().hospitals) view.hospitals.push_back({code, hospital.name});
        reply.send(jsonResponse(200, core::toJson(view, core::Exposure::Masked)));
        return {};
    });
}

void listDepartments(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<std::string> hospital = hospitalOf(desk, request);
        if (!hospital.ok()) return hospital.failure();
        ask<contract::DepartmentList>(desk, reply, *hospital, {});
        return {};
    });
}

void listDoctors(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<std::string> hospital = hospitalOf(desk, request);
        if (!hospital.ok()) return hospital.failure();
        ask<contract::DoctorList>(desk, reply, *hospital, {textIn(request, "department")});
        return {};
    });
}

void listSchedules(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<std::string> hospital = hospitalOf(desk, request);
        if (!hospital.ok()) return hospital.failure();
        const Result<Date> from = dayIn(request, "from");
        if (!from.ok()) return from.failure();
        const Result<Date> to = dayIn(request, "to");
        if (!to.ok()) return to.failure();
        const contract::ScheduleList::Request wanted{*from, *to, textIn(request, "department")};
        const flows::House& flows = desk.house().care.house();
        askAndCount<contract::ScheduleList>(desk, reply, *hospital, wanted,
                                            [&flows, hospital = *hospital, wanted](core::ReadTransaction& transaction,
                                                                                   contract::ScheduleList::Result& listed) -> Result<void> {
                                                const auto taken = flows.seats.ofDays(transaction, hospital, wanted.from, wanted.to);
                                                if (!taken.ok()) return taken.failure();
                                                booking::subtractTaken(*taken, listed.schedules, flows.clock.utc());
                                                return {};
                                            });
        return {};
    });
}

void listSlots(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<std::string> hospital = hospitalOf(desk, request);
        if (!hospital.ok()) return hospital.failure();
        const Result<std::string> department = neededIn(request, "department");
        if (!department.ok()) return department.failure();
        const Result<std::string> doctor = neededIn(request, "doctor");
        if (!doctor.ok()) return doctor.failure();
        const Result<Date> day = dayIn(request, "day");
        if (!day.ok()) return day.failure();
        const Result<std::string> session = neededIn(request, "session");
        if (!session.ok()) return session.failure();
        const auto named = core::enumFromName<contract::Session>(*session);
        if (!named) return Failure(Error::QueryParameterMissing, "session");
        const contract::SlotList::Request wanted{*department, *doctor, *day, *named};
        askAndCount<contract::SlotList>(desk, reply, *hospital, wanted,
                                        [&seats = desk.house().care.house().seats, hospital = *hospital, wanted](
                                            core::ReadTransaction& transaction, contract::SlotList::Result& listed) -> Result<void> {
                                            const auto taken =
                                                seats.ofDoctor(transaction, hospital, wanted.department, wanted.doctor, wanted.day);
                                            if (!taken.ok()) return taken.failure();
                                            booking::subtractTaken(*taken, listed.slots);
                                            return {};
                                        });
        return {};
    });
}

}  // namespace

std::vector<Route> hospitalRoutes(Desk* desk) {
    return {
        {.method = "GET",
         .path = "/api/v1/hospitals",
         .operation = "listHospitals",
         .summary = "The hospitals of the region",
         .response = schemaReference<HospitalsView>,
         .endpoint = handledBy(desk, listHospitals)},
        {.method = "GET",
         .path = "/api/v1/hospitals/{hospital}/departments",
         .operation = "listDepartments",
         .summary = "A hospital's departments",
         .response = schemaReference<contract::DepartmentList::Result>,
         .endpoint = handledBy(desk, listDepartments)},
        {.method = "GET",
         .path = "/api/v1/hospitals/{hospital}/doctors",
         .operation = "listDoctors",
         .summary = "A hospital's doctors",
         .query = {{"department", "code of a department", false}},
         .response = schemaReference<contract::DoctorList::Result>,
         .endpoint = handledBy(desk, listDoctors)},
        {.method = "GET",
         .path = "/api/v1/hospitals/{hospital}/schedules",
         .operation = "listSchedules",
         .summary = "Who sees patients when",
         .query = {{"from", "first day", true}, {"to", "last day", true}, {"department", "code of a department", false}},
         .response = schemaReference<contract::ScheduleList::Result>,
         .endpoint = handledBy(desk, listSchedules)},
        {.method = "GET",
         .path = "/api/v1/hospitals/{hospital}/slots",
         .operation = "listSlots",
         .summary = "What can be booked of one doctor's session",
         .query = {{"department", "code of the department", true},
                   {"doctor", "code of the doctor", true},
                   {"day", "the day", true},
                   {"session", "morning, afternoon, off_hours or whole_day", true}},
         .response = schemaReference<contract::SlotList::Result>,
         .endpoint = handledBy(desk, listSlots)},
    };
}

}  // namespace hub::api::rest
