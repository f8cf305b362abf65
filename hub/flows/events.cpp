#include "hub/flows/events.h"

#include <utility>

#include "hub/core/describe.h"

namespace hub::flows {

namespace {

constexpr std::string_view kPerson = "person/";

core::Result<void> checkLength(std::string_view field, std::string_view text, std::size_t most) {
    if (text.size() <= most) return {};
    return core::Failure(core::Error::FieldTooLong, std::string(field));
}

}  // namespace

std::string personStream(const core::IdBits& person) { return std::string(kPerson) + person.text(); }

std::optional<payment::PersonId> personOf(std::string_view stream) {
    if (!stream.starts_with(kPerson)) return std::nullopt;
    const core::Result<payment::PersonId> person = payment::PersonId::parse(stream.substr(kPerson.size()));
    return person.ok() ? std::optional(*person) : std::nullopt;
}

Events::Events(core::Outbox& outbox, core::IdSource& ids, const core::Clock& clock, std::function<void()> wake)
    : outbox_(outbox), ids_(ids), clock_(clock), wake_(std::move(wake)) {}

core::Result<void> Events::publish(core::Transaction& transaction, std::string_view stream, std::string_view type,
                                   std::vector<EventRef> ids, const core::IdBits& cause_id, std::int64_t cause_no) {
    HUB_ASSERT(!stream.empty() && !type.empty() && ids.size() <= kEventIdsMax);
    core::Result<void> fits = checkLength("event.stream", stream, 64);
    if (fits.ok()) fits = checkLength("event.type", type, 64);
    for (const EventRef& ref : ids) {
        if (fits.ok()) fits = checkLength("event.ids.name", ref.name, 32);
        if (fits.ok()) fits = checkLength("event.ids.id", ref.id, 64);
    }
    if (!fits.ok()) return fits;

    Event event;
    event.id = ids_.next<EventId>();
    event.stream = stream;
    event.type = type;
    event.at = clock_.utc();
    event.ids = std::move(ids);

    core::OutboxMessage message;
    message.id = core::OutboxId{event.id.bits};
    message.topic = kEventTopic;
    message.order_key = cause_id;
    message.order_no = cause_no;
    message.payload = core::Sensitive<std::string>(core::toJson(event, core::Exposure::Revealed));
    message.not_before = event.at;
    return outbox_.add(transaction, message);
}

core::Result<Event> eventIn(const core::OutboxMessage& message) { return core::fromJson<Event>(message.payload.reveal()); }

}  // namespace hub::flows
