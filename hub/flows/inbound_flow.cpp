#include "hub/flows/inbound_flow.h"

#include <utility>

namespace hub::flows {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::size_t kStoppedPage = 500;

}  // namespace

Result<Next> InboundFlow::apply(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event) {
    std::optional<Result<Next>> done;
    const auto as = [&]<class Content>() {
        if (done || event.type != Content::kEvent) return;
        const Result<Content> content = core::fromJson<Content>(event.content.reveal());
        done = content.ok() ? on(transaction, counterparty, event, *content) : Result<Next>(content.failure());
    };
    as.operator()<contract::PatientUpserted>();
    as.operator()<contract::PatientMerged>();
    as.operator()<contract::BookingChanged>();
    as.operator()<contract::ClinicStopped>();
    as.operator()<contract::ChargeCreated>();
    as.operator()<contract::ChargeChanged>();
    as.operator()<contract::ChargeCancelled>();
    as.operator()<contract::RefundRequested>();
    as.operator()<contract::CollectionChanged>();
    as.operator()<contract::ReportPublished>();
    if (!done) return Failure(Error::EventNotKnown, event.type);
    return std::move(*done);
}

Result<ChargedFile> InboundFlow::fileOf(core::ReadTransaction& transaction, std::string_view hospital,
                                        const core::Sensitive<core::CardNumber>& local_patient) {
    const auto file = people_.store.fileByLocalPatient(transaction, hospital, local_patient.reveal());
    if (!file.ok()) return file.failure();
    ChargedFile charged{std::string(hospital), local_patient, std::nullopt};
    if (*file && (*file)->state == identity::LinkState::Linked) charged.person = (*file)->person;
    return charged;
}

/// The answer to a file that we asked for, or news of one that we know. Whose an unknown file is, the matcher says.
Result<Next> InboundFlow::on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                             const contract::PatientUpserted& what) {
    const contract::HospitalFile told{event.local_patient, what.person, what.credentials, std::nullopt};
    if (what.our_number) {
        End end;
        end.state = core::AttemptState::Done;
        end.answer.result = core::Sensitive<std::string>(core::toJson(contract::PatientCreate::Result{told}, core::Exposure::Revealed));
        Result<std::optional<Next>> concluded = care_.house().runner.conclude(transaction, counterparty, *what.our_number, end);
        if (!concluded.ok()) return concluded.failure();
        if (*concluded) return std::move(**concluded);
    }
    const auto file = people_.store.fileByLocalPatient(transaction, counterparty, event.local_patient.reveal());
    if (!file.ok()) return file.failure();
    if (!*file) return matching_.take(transaction, counterparty, told);
    const Result<identity::Person> person = people_.store.findPerson(transaction, (*file)->person);
    if (!person.ok()) return person.failure();
    return files_.take(transaction, *person, counterparty, told, "told_by_hospital");
}

Result<Next> InboundFlow::on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                             const contract::PatientMerged& what) {
    const auto gone = people_.store.fileByLocalPatient(transaction, counterparty, what.merged.reveal());
    if (!gone.ok()) return gone.failure();
    const auto stays = people_.store.fileByLocalPatient(transaction, counterparty, event.local_patient.reveal());
    if (!stays.ok()) return stays.failure();
    if (*gone && *stays) {
        const auto merged = people_.files.mergeInto(transaction, (*gone)->id, (*stays)->id, {"hub", "told_by_hospital"});
        if (!merged.ok()) return merged.failure();
    }
    const Result<ChargedFile> file = fileOf(transaction, counterparty, event.local_patient);  // it may be known by its reports alone
    return file.ok() ? records_.merged(transaction, *file, what.merged) : file.failure();
}

Result<Next> InboundFlow::on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& /*event*/,
                             const contract::BookingChanged& what) {
    const auto booking = care_.house().bookings.findByNumber(transaction, counterparty, what.booking.number);
    if (!booking.ok()) return booking.failure();
    if (!*booking) return Next{};  // made at a window: not ours to keep
    return care_.bookings().apply(transaction, (*booking)->id, booking::booking_event::BookingSeen{what.booking});
}

Result<Next> InboundFlow::on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& /*event*/,
                             const contract::ClinicStopped& what) {
    if (!what.stop.stopped) return Next{};
    std::vector<booking::BookingId> concerned;  // read first: those that are told drop out of the list
    core::Page page{kStoppedPage, std::nullopt};
    do {
        const auto some = care_.house().bookings.ofClinic(transaction, counterparty, what.stop, page);
        if (!some.ok()) return some.failure();
        for (const auto& due : *some) concerned.push_back(due.id);
        page.after = some->size() < page.limit ? std::nullopt : std::optional(some->back().place());
    } while (page.after);
    Next next;
    for (const booking::BookingId id : concerned) {
        Result<Next> told = care_.bookings().apply(transaction, id, booking::booking_event::ClinicStopped{});
        if (!told.ok()) return told.failure();
        join(next, std::move(*told));
    }
    return next;
}

Result<Next> InboundFlow::on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                             const contract::ChargeCreated& what) {
    const Result<ChargedFile> file = fileOf(transaction, counterparty, event.local_patient);
    if (!file.ok()) return file.failure();
    return care_.charges().told(transaction, *file, what.charge);
}

Result<Next> InboundFlow::on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                             const contract::ChargeChanged& what) {
    return on(transaction, counterparty, event, contract::ChargeCreated{what.charge});
}

Result<Next> InboundFlow::on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& /*event*/,
                             const contract::ChargeCancelled& what) {
    return care_.charges().cancelled(transaction, counterparty, what.key);
}

/// The hospital has agreed by asking. What it asks for is a refund of the payment that paid the charge.
Result<Next> InboundFlow::on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& /*event*/,
                             const contract::RefundRequested& what) {
    const auto charge = care_.house().charges.findByKey(transaction, counterparty, what.charge);
    if (!charge.ok()) return charge.failure();
    if (!*charge || !(*charge)->payment) return Failure(Error::NotificationNotOurs, std::string(counterparty));
    payment::RefundWish wish;
    wish.id = care_.house().ids.next<payment::RefundId>();
    wish.request_key = "his/" + what.their_number;
    wish.client = counterparty;
    wish.cause = payment::RefundCause::HospitalAsked;
    wish.item = what.charge;
    wish.lines = what.lines;
    wish.amount = what.amount;
    wish.number = care_.house().runner.newWireId();
    return care_.refunds().open(transaction, *(*charge)->payment, std::move(wish));
}

Result<Next> InboundFlow::on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& /*event*/,
                             const contract::CollectionChanged& what) {
    Next next;
    if (what.order) {
        const auto payment = care_.house().payments.findByOrder(transaction, counterparty, what.order->our_number);
        if (!payment.ok()) return payment.failure();
        if (!*payment) return Failure(Error::NotificationNotOurs, std::string(counterparty));
        Result<Next> told = care_.payments().apply(transaction, (*payment)->id, payment::payment_event::OrderSeen{what.order});
        if (!told.ok()) return told.failure();
        join(next, std::move(*told));
    }
    if (what.refund) {
        const auto refund = care_.house().refunds.findByNumber(transaction, counterparty, what.refund->our_number);
        if (!refund.ok()) return refund.failure();
        if (!*refund) return Failure(Error::NotificationNotOurs, std::string(counterparty));
        Result<Next> told = care_.refunds().apply(transaction, (*refund)->id, payment::refund_event::RefundSeen{what.refund});
        if (!told.ok()) return told.failure();
        join(next, std::move(*told));
    }
    return next;
}

Result<Next> InboundFlow::on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                             const contract::ReportPublished& what) {
    const Result<ChargedFile> file = fileOf(transaction, counterparty, event.local_patient);
    if (!file.ok()) return file.failure();
    return records_.told(transaction, *file, {what.report.header, what.report});
}

}  // namespace hub::flows
