#include "tests/adapters/hl7_mllp/inbound_bench.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "adapters/codec/hl7v2/message.h"
#include "adapters/hl7_mllp/hl7_mllp.h"

namespace tests {

namespace contract = hub::contract;
namespace core = hub::core;
using adapters::codec::charset::Charset;
using adapters::codec::hl7v2::Message;

core::Result<contract::Acceptance> KeepingHost::accept(contract::Inbound message) {
    const std::lock_guard lock(mutex_);
    if (fails_) return core::Failure(*fails_, "the test wants it so");
    bool other_body = false;
    for (const contract::Inbound& first : kept_) {
        if (first.sender != message.sender || first.control_id != message.control_id) continue;
        if (first.body == message.body) return contract::Acceptance{contract::Kept::Repeated, first.answer, false};
        other_body = true;
    }
    if (other_body && refuses_other_body_) return contract::Acceptance{contract::Kept::OtherBody, {}, true};
    kept_.push_back(message);
    return contract::Acceptance{contract::Kept::New, message.answer, other_body};
}

core::Result<core::Sensitive<std::string>> KeepingHost::secret(std::string_view name) {
    return core::Failure(core::Error::SecretMissing, std::string(name));
}

void KeepingHost::notice(const core::Failure& what) {
    const std::lock_guard lock(mutex_);
    notices_.push_back(what);
}

void KeepingHost::failNext(core::Error error) {
    const std::lock_guard lock(mutex_);
    fails_ = error;
}

std::vector<contract::Inbound> KeepingHost::kept() const {
    const std::lock_guard lock(mutex_);
    return kept_;
}

std::vector<core::Failure> KeepingHost::notices() const {
    const std::lock_guard lock(mutex_);
    return notices_;
}

MllpClient::MllpClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    HUB_ASSERT(connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
    const timeval patience{20, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
}

MllpClient::~MllpClient() { close(socket_); }

void MllpClient::write(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void MllpClient::send(std::string_view message) const { write("\x0B" + std::string(message) + "\x1C\r"); }

std::string MllpClient::receive() {
    std::array<char, 4096> buffer{};
    for (;;) {
        const std::size_t end = pending_.find("\x1C\r");
        if (end != std::string::npos) {
            std::string content = pending_.substr(1, end - 1);
            pending_.erase(0, end + 2);
            return content;
        }
        const ssize_t count = recv(socket_, buffer.data(), buffer.size(), 0);
        if (count <= 0) return {};
        packet_.assign(buffer.data(), static_cast<std::size_t>(count));
        pending_ += packet_;
    }
}

bool MllpClient::closed() { return receive().empty() && pending_.empty(); }

InboundBench::InboundBench(contract::InboundPolicy policy, bool refuses_other_body, const std::string& more, const std::string& listen)
    : host(refuses_other_body),
      settings_{"SIM001", "UTF-8",
                R"({"host":"127.0.0.1","port":1,"senders":[{"application":"HIS","facility":"SIM"}],"listen":{"address":"127.0.0.1")" +
                    listen + "}" + more + "}",
                policy},
      adapter_(adapters::hl7_mllp::makeAdapter()),
      instance_(std::move(*adapter_->open(settings_, host))) {
    const core::Result<void> started = instance_->start();
    HUB_ASSERT(started.ok());
}

InboundBench::~InboundBench() { instance_->stop(); }

std::string hl7(std::string_view type, std::string_view id, std::string_view segments, std::string_view accept,
                std::string_view application) {
    return fmt::format("MSH|^~\\&|HIS|SIM|ONECARD|HUB|20261121080000||{}|{}|P|2.4|||{}|{}||UNICODE UTF-8\r{}", type, id, accept,
                       application, segments);
}

std::string saidBy(const std::string& answer) {
    if (answer.empty()) return {};
    const core::Result<Message> message = Message::parse(answer, Charset::Utf8);
    return *message->text("MSA-1") + " " + *message->text("MSA-2");
}

}  // namespace tests
