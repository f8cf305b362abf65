#include <algorithm>
#include <utility>

#include "hub/api/rest/asking.h"
#include "hub/api/rest/members.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/views.h"
#include "hub/core/text.h"
#include "hub/vault/vault.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using booking::Booking;
using booking::BookingId;
using booking::BookingState;
using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::size_t kListed = 50;

std::string pathOf(BookingId id) { return "/api/v1/bookings/" + id.text(); }

/// The next thing is the person's or the hospital's to do.
bool isSettled(const Booking& booking) { return booking::isAtRest(booking.state) || booking.state == BookingState::ToPay; }

Result<Look> look(House& house, core::ReadTransaction& transaction, std::string_view resource) {
    const Result<BookingId> id = BookingId::parse(resource.substr(resource.rfind('/') + 1));
    if (!id.ok()) return id.failure();
    const Result<Booking> booking = house.care.house().bookings.find(transaction, *id);
    if (!booking.ok()) return booking.failure();
    return Look{isSettled(*booking), core::toJson(viewOf(*booking), core::Exposure::Masked)};
}

/// The booking in the path, for a caller who may have it.
Result<std::pair<Booking, Caller>> bookingOf(Desk& desk, const Request& request) {
    const Result<BookingId> id = pathId<BookingId>(request, "booking_id");
    if (!id.ok()) return id.failure();
    const Result<Caller> caller = desk.caller(request);
    if (!caller.ok()) return caller.failure();
    Result<Booking> booking = Failure(Error::BookingNotFound, id->text());
    const Result<void> read = desk.house().reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        booking = desk.house().care.house().bookings.find(transaction, *id);
        return {};
    });
    if (!read.ok()) return read.failure();
    if (!booking.ok()) return booking.failure();
    const Result<void> allowed = access::requireScope(*caller, Scope::Book);
    if (!allowed.ok()) return allowed.failure();
    const Result<void> theirs = orNotFound(desk.requireSpeaker(*caller, booking->person, Acting::Book), Error::BookingNotFound, id->text());
    if (!theirs.ok()) return theirs.failure();
    return std::pair(std::move(*booking), std::move(*caller));
}

booking::Visit visitOf(const MakeBooking& body, const core::Sensitive<core::CardNumber>& local_patient) {
    booking::Visit visit;
    visit.local_patient = local_patient;
    visit.slot = body.slot;
    visit.department = body.department;
    visit.department_name = body.department_name;
    visit.doctor = body.doctor;
    visit.doctor_name = body.doctor_name;
    visit.day = body.day;
    visit.session = body.session;
    visit.registration_class = body.registration_class;
    visit.begin = body.begin;
    visit.end = body.end;
    return visit;
}

/// What a delegated slot takes (CONTRACT 10), and when it is, as the hospital says.
struct DelegatedSlot {
    std::int32_t quota = 0;
    std::optional<std::string> begin;
    std::optional<std::string> end;
};

/// One that the hospital does not list, or no longer, takes nobody.
Result<DelegatedSlot> delegatedSlotIn(const MakeBooking& body, const flows::CallAnswer& answer) {
    const Result<contract::SlotList::Result> listed = flows::resultOrWhy<contract::SlotList>(body.hospital, answer);
    if (!listed.ok()) return listed.failure();
    const auto slot = std::ranges::find(listed->slots, body.slot, &contract::Slot::key);
    if (slot == listed->slots.end()) return DelegatedSlot{};
    return DelegatedSlot{slot->available, slot->begin, slot->end};
}

/// A booking about to be made.
struct Wanted {
    BookingId id;
    Called called;
    std::string request_key;
    identity::FileChoice file_choice = identity::FileChoice::LastVisit;
    MakeBooking body;
    std::optional<Result<DelegatedSlot>> delegated;  ///< where the hub counts the seats
};

Result<flows::Next> openWanted(House& house, core::Transaction& transaction, const Wanted& wanted) {
    if (wanted.delegated && !wanted.delegated->ok()) return wanted.delegated->failure();
    const auto files = linkedFilesAt(house, transaction, wanted.called.person, wanted.body.hospital);
    if (!files.ok()) return files.failure();
    const auto primary = identity::primaryFile(*files, wanted.file_choice);
    if (!primary) return Failure(Error::HospitalFileNotLinked, wanted.body.hospital);
    const auto file = house.people.findFile(transaction, *primary);
    if (!file.ok()) return file.failure();
    booking::BookingWish wish;
    wish.id = wanted.id;
    wish.client = wanted.called.caller.client;
    wish.request_key = wanted.request_key;
    wish.person = file->person;  // the booking goes where its file goes
    wish.hospital = wanted.body.hospital;
    wish.visit = visitOf(wanted.body, file->local.local_patient);
    std::optional<std::int32_t> quota;
    if (wanted.delegated) {
        const DelegatedSlot& slot = **wanted.delegated;
        quota = slot.quota;
        if (slot.begin) wish.visit.begin = slot.begin;
        if (slot.end) wish.visit.end = slot.end;
    }
    return house.care.bookings().open(transaction, std::move(wish), quota);
}

/// Units that take seats of one slot run one after the other.
core::IdBits aggregateOf(const MakeBooking& body) {
    const core::Digest digest = vault::Vault::digest("slot\n" + body.hospital + "\n" + body.slot);
    core::IdBits aggregate;
    std::copy_n(digest.bytes.begin(), aggregate.bytes.size(), aggregate.bytes.begin());
    return aggregate;
}

void writeWanted(Desk& desk, const Request& request, const Reply& reply, Wanted wanted) {
    House& house = desk.house();
    const Caller caller = wanted.called.caller;
    Writing writing;
    writing.resource = pathOf(wanted.id);
    writing.watched = wanted.id.bits;
    writing.aggregate = wanted.delegated ? aggregateOf(wanted.body) : wanted.id.bits;
    writing.action = "booking.create";
    writing.about = wanted.called.person;
    writing.acting = Acting::Book;
    writing.work = [&house, wanted = std::move(wanted)](core::Transaction& transaction) { return openWanted(house, transaction, wanted); };
    writing.look = [&house](core::ReadTransaction& transaction, std::string_view resource) { return look(house, transaction, resource); };
    desk.write(request, reply, caller, std::move(writing));
}

void makeBooking(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        Result<Called> called = desk.calledFor(request, Scope::Book);
        if (!called.ok()) return called.failure();
        Result<MakeBooking> body = bodyOf<MakeBooking>(request);
        if (!body.ok()) return body.failure();
        const House& house = desk.house();
        const auto hospital = house.hospitals.find(body->hospital);
        if (hospital == house.hospitals.end()) return Failure(Error::HospitalNotKnown, core::shapeOf(body->hospital));

        Wanted wanted{desk.house().ids.next<BookingId>(), std::move(*called), std::string(*request.headers.find("Idempotency-Key")),
                      hospital->second.file_choice,       std::move(*body),   std::nullopt};
        if (!hospital->second.hub_counts_slots) {
            writeWanted(desk, request, reply, std::move(wanted));
            return {};
        }
        // A hospital that does not answer fails the unit, not the request: what was made under the key before is answered with all the
        // same.
        const contract::SlotList::Request slots{wanted.body.department, wanted.body.doctor, wanted.body.day, wanted.body.session};
        askHospital<contract::SlotList>(house, reply, wanted.body.hospital, slots,
                                        [&desk, request, reply, wanted](const flows::CallAnswer& answer) {
                                            Wanted found = wanted;
                                            found.delegated = delegatedSlotIn(found.body, answer);
                                            writeWanted(desk, request, reply, std::move(found));
                                        });
        return {};
    });
}

void listBookings(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::Book);
        if (!called.ok()) return called.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const auto bookings = ofMembers<Booking>(
                desk.house(), transaction, called->person, kListed,
                [&](identity::PersonId member) {
                    return desk.house().care.house().bookings.ofPerson(transaction, member, {kListed, std::nullopt});
                },
                &Booking::created_at);
            if (!bookings.ok()) return bookings.failure();
            BookingsView view;
            for (const Booking& booking : *bookings) view.bookings.push_back(viewOf(booking));
            return core::toJson(view, core::Exposure::Masked);
        });
        return {};
    });
}

void showBooking(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const auto found = bookingOf(desk, request);
        if (!found.ok()) return found.failure();
        reply.send(jsonResponse(200, core::toJson(viewOf(found->first), core::Exposure::Masked)));
        return {};
    });
}

/// Gives the booking an event that a person asked for.
void askFor(Desk& desk, const Request& request, const Reply& reply, std::string action, decltype(booking::BookingEvent::what) what) {
    answering(reply, [&]() -> Result<void> {
        const auto found = bookingOf(desk, request);
        if (!found.ok()) return found.failure();
        House& house = desk.house();
        const BookingId id = found->first.id;
        Writing writing;
        writing.resource = pathOf(id);
        writing.watched = id.bits;
        writing.aggregate = id.bits;
        writing.status = 200;
        writing.action = std::move(action);
        writing.about = found->first.person;
        writing.acting = Acting::Book;
        writing.work = [&house, id, what](core::Transaction& transaction) { return house.care.bookings().apply(transaction, id, what); };
        writing.look = [&house](core::ReadTransaction& transaction, std::string_view resource) {
            return look(house, transaction, resource);
        };
        desk.write(request, reply, found->second, std::move(writing));
        return {};
    });
}

void checkIn(Desk& desk, const Request& request, const Reply& reply) {
    askFor(desk, request, reply, "booking.check_in", booking::booking_event::CheckInAsked{});
}

void cancel(Desk& desk, const Request& request, const Reply& reply) {
    askFor(desk, request, reply, "booking.cancel", booking::booking_event::CancelAsked{});
}

}  // namespace

std::vector<Route> bookingRoutes(Desk* desk) {
    return {
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/bookings",
         .operation = "makeBooking",
         .summary = "Locks a slot; it is the person's until hold_until_ms and then has to be paid",
         .writes = true,
         .request = schemaReference<MakeBooking>,
         .status = 201,
         .response = schemaReference<BookingView>,
         .endpoint = handledBy(desk, makeBooking)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/bookings",
         .operation = "listBookings",
         .summary = "The person's last 50 bookings",
         .response = schemaReference<BookingsView>,
         .endpoint = handledBy(desk, listBookings)},
        {.method = "GET",
         .path = "/api/v1/bookings/{booking_id}",
         .operation = "showBooking",
         .summary = "A booking",
         .response = schemaReference<BookingView>,
         .endpoint = handledBy(desk, showBooking)},
        {.method = "POST",
         .path = "/api/v1/bookings/{booking_id}/check-in",
         .operation = "checkIn",
         .summary = "The person has come",
         .writes = true,
         .response = schemaReference<BookingView>,
         .endpoint = handledBy(desk, checkIn)},
        {.method = "POST",
         .path = "/api/v1/bookings/{booking_id}/cancellation",
         .operation = "cancelBooking",
         .summary = "Gives the slot back, and the fee with it",
         .writes = true,
         .response = schemaReference<BookingView>,
         .endpoint = handledBy(desk, cancel)},
    };
}

}  // namespace hub::api::rest
