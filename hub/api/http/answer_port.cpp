#include <utility>

#include "hub/api/http/answer_port.h"
#include "hub/api/http/connection.h"

namespace hub::api::http {

void AnswerPort::answer(Response response) {
    // std::function copies, a response is not copied: it goes through a pointer.
    mailbox_->post([to = connection_, request = request_, answer = std::make_shared<Response>(std::move(response))] {
        if (const auto connection = to.lock()) connection->answer(request, std::move(*answer));
    });
}

std::shared_ptr<StreamPort> AnswerPort::stream() {
    auto stream = std::make_shared<EventStream>(stream_bytes_max_, [to = connection_, mailbox = mailbox_] {
        mailbox->post([to] {
            if (const auto connection = to.lock()) connection->pump();
        });
    });
    mailbox_->post([to = connection_, request = request_, stream] {
        if (const auto connection = to.lock()) {
            connection->openStream(request, stream);
        } else {
            stream->end();
        }
    });
    return stream;
}

}  // namespace hub::api::http
