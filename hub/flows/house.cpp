#include "hub/flows/house.h"

#include <utility>

namespace hub::flows {

using core::Result;

Result<Next> publish(const House& house, core::Transaction& transaction, payment::PersonId person, std::string_view type,
                     std::string_view cause_name, core::IdBits cause, std::int64_t version, std::int64_t place) {
    HUB_ASSERT(place >= 0 && place < 10);
    const Result<void> published = house.events.publish(transaction, personStream(person.bits), type,
                                                        {{std::string(cause_name), cause.text()}}, cause, version * 10 + place);
    if (!published.ok()) return published.failure();
    return Next{{}, {[&house, cause] {
                    house.events.wake();
                    house.changes.tell(cause);
                }}};
}

Result<Next> openCase(const House& house, core::Transaction& transaction, payment::CaseAbout about, core::IdBits subject,
                      std::string_view kind, std::string_view hospital) {
    payment::Case question;
    question.id = house.ids.next<payment::CaseId>();
    question.about = about;
    question.subject = subject;
    question.kind = kind;
    question.hospital = hospital;
    question.opened_at = house.clock.utc();
    const Result<bool> opened = house.cases.open(transaction, question);
    return opened.ok() ? Result<Next>(Next{}) : opened.failure();
}

}  // namespace hub::flows
