#include "adapters/sim/wechat_pay/notifier.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/URI.h>
#include <fmt/format.h>

#include <ostream>

#include "adapters/sim/common/side_door.h"
#include "adapters/sim/wechat_pay/spoil.h"
#include "adapters/sim/wechat_pay/wire.h"

namespace adapters::sim::wechat_pay {

using common::FaultKind;

namespace {

constexpr int kSendsAtOnceMax = 10'000;
constexpr int kRepeats = 5;

/// A JSON object whose resource is one, too.
std::string bodyOf(const Notification& notification, const std::string& resource) {
    std::string text = common::jsonObject({{"id", notification.wire_id},
                                           {"create_time", timeText(notification.created_at)},
                                           {"resource_type", "encrypt-resource"},
                                           {"event_type", notification.event},
                                           {"summary", notification.summary}});
    text.pop_back();
    return text + R"(,"resource":)" + resource + "}";
}

}  // namespace

void Notifier::send(const Notification& notification) {
    const common::Fate fate = faults_.take("notify");
    if (!fate.none()) faults_.reached();
    if (fate.find(FaultKind::Forget) != nullptr) return channel_.drop(notification);
    if (const hub::core::Duration delay = fate.delayBefore() + fate.delayAfter(); delay > hub::core::Duration(0))
        return channel_.putOff(notification, delay);
    if (fate.find(FaultKind::Reset) != nullptr) return channel_.noteSent(notification, 0);
    const int repeats = fate.find(FaultKind::Repeat) != nullptr ? kRepeats : 1;
    for (int i = 1; i < repeats; ++i) channel_.noteExtraSend(notification, deliver(notification, fate));
    channel_.noteSent(notification, deliver(notification, fate));
}

void Notifier::sendOf(std::string_view subject) {
    if (const std::optional<Notification> waiting = channel_.takeNotificationOf(subject)) send(*waiting);
}

void Notifier::sendDue() {
    for (int i = 0; i < kSendsAtOnceMax; ++i) {
        const std::optional<Notification> due = channel_.takeDueNotification();
        if (!due) return;
        send(*due);
    }
}

int Notifier::deliver(const Notification& notification, const common::Fate& fate) {
    const std::string resource =
        signatures_.resourceText(notification.wire_id, notification.original_type, spoiled(notification.text, fate));
    const std::string body = bodyOf(notification, resource);
    try {
        const Poco::URI url(notification.url);
        Poco::Net::HTTPClientSession session(url.getHost(), url.getPort());
        session.setTimeout(Poco::Timespan(settings_.answer_within_ms * 1000));
        Poco::Net::HTTPRequest request(Poco::Net::HTTPRequest::HTTP_POST, url.getPathAndQuery(), Poco::Net::HTTPRequest::HTTP_1_1);
        request.setContentType("application/json");
        request.setContentLength(static_cast<std::streamsize>(body.size()));
        for (const auto& [name, value] : signatures_.headersOf(body, fate.find(FaultKind::BadSignature))) request.set(name, value);
        session.sendRequest(request) << body;
        Poco::Net::HTTPResponse response;
        session.receiveResponse(response);
        return response.getStatus();
    } catch (const Poco::Exception&) {  // nobody there, or no answer in time: the ladder goes on
        return 0;
    }
}

}  // namespace adapters::sim::wechat_pay
