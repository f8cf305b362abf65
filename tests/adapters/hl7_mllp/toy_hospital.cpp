#include "tests/adapters/hl7_mllp/toy_hospital.h"

#include <fmt/format.h>

#include <chrono>

#include "adapters/codec/hl7v2/message.h"
#include "adapters/codec/mllp/decoder.h"
#include "adapters/codec/mllp/frame.h"

namespace tests {

namespace charset = adapters::codec::charset;
namespace mllp = adapters::codec::mllp;
using adapters::codec::hl7v2::Message;
using adapters::codec::hl7v2::Path;
using conformance::Fault;

namespace {

std::string textOf(const std::string& message, charset::Charset charset, const Path& path) {
    return *Message::parse(message, charset)->text(path);
}

}  // namespace

ToyHl7Hospital::ToyHl7Hospital(charset::Charset charset)
    : charset_(charset), server_([this](TcpConnection& connection) { serve(connection); }) {}

void ToyHl7Hospital::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
    server_.stop();
}

void ToyHl7Hospital::fail(Fault fault, int calls) {
    const std::lock_guard lock(mutex_);
    faults_.assign(static_cast<std::size_t>(calls), fault);
}

void ToyHl7Hospital::release() {
    {
        const std::lock_guard lock(mutex_);
        released_ = true;
    }
    changed_.notify_all();
}

int ToyHl7Hospital::effects() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(done_.size());
}

bool ToyHl7Hospital::waitForCalls(int calls) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(3), [&] { return calls_ >= calls; });
}

void ToyHl7Hospital::answerNextWith(std::string bytes) {
    const std::lock_guard lock(mutex_);
    scripted_.insert(scripted_.begin(), std::move(bytes));
}

int ToyHl7Hospital::connections() const {
    const std::lock_guard lock(mutex_);
    return connections_;
}

std::vector<std::string> ToyHl7Hospital::messages() const {
    const std::lock_guard lock(mutex_);
    return messages_;
}

void ToyHl7Hospital::serve(TcpConnection& connection) {
    {
        const std::lock_guard lock(mutex_);
        ++connections_;
    }
    mllp::Decoder decoder(std::size_t{1024} * 1024);
    for (;;) {
        const std::string bytes = connection.read();
        if (bytes.empty()) return;
        std::vector<mllp::Event> events;
        decoder.feed(bytes, events);
        for (const mllp::Event& event : events) {
            if (event.kind == mllp::EventKind::Frame && !serveMessage(connection, event.bytes)) return;
        }
    }
}

/// False: the connection ends.
bool ToyHl7Hospital::serveMessage(TcpConnection& connection, const std::string& message) {
    std::unique_lock lock(mutex_);
    ++calls_;
    messages_.push_back(message);
    changed_.notify_all();
    if (!scripted_.empty()) {
        std::string bytes = scripted_.back();
        scripted_.pop_back();
        const std::string id = textOf(message, charset_, "MSH-10");
        for (std::size_t at = 0; (at = bytes.find("{id}")) != std::string::npos;) bytes.replace(at, 4, id);
        lock.unlock();
        connection.write(bytes);
        return true;
    }
    if (faults_.empty()) {
        const std::string frame = answer(message);
        lock.unlock();
        connection.write(std::string_view(frame).substr(0, frame.size() / 2));  // an answer may come in two packets (24)
        connection.write(std::string_view(frame).substr(frame.size() / 2));
        return true;
    }
    const Fault fault = faults_.back();
    faults_.pop_back();
    const bool acts = fault != Fault::Hang && fault != Fault::ResetBeforeActing;
    const std::string frame = acts ? answer(message) : "";
    if (fault == Fault::Hold) changed_.wait(lock, [&] { return released_ || stopped_; });
    lock.unlock();
    switch (fault) {
        case Fault::LoseAnswer:
            return false;
        case Fault::ResetBeforeActing:
        case Fault::ResetAfterActing:
            connection.resetOnClose();
            return false;
        case Fault::Garbage:
            connection.write("<html>" + message + "</html>\n");
            return false;
        case Fault::Hang:
            while (!connection.read().empty()) continue;  // until the client gives up
            return false;
        case Fault::Hold:
            connection.write(frame);
            return true;
    }
    return false;
}

std::string ToyHl7Hospital::acknowledgement(const std::string& message, std::string_view code, std::string_view more) const {
    const std::string id = textOf(message, charset_, "MSH-10");
    return *mllp::frame(fmt::format("MSH|^~\\&|HIS|SIM|ONECARD|HUB|20261121080000||ACK|K1|P|2.4||||||{}\rMSA|{}|{}{}\r",
                                    tableName(charset_), code, id, more));
}

std::string ToyHl7Hospital::answer(const std::string& message) {
    const auto text = [&](const Path& path) { return textOf(message, charset_, path); };
    const std::string type = text("MSH-9.1");
    const std::string id = text("MSH-10");
    if (type == "NMQ") return acknowledgement(message, "AR", "|?|||E01");
    const auto done = done_.find(id);
    if (done != done_.end()) return done->second.message == message ? done->second.answer : acknowledgement(message, "AR", "|?|||E02");
    std::string more;
    if (type == "SIU") more = fmt::format("\rZBK|{}|B-{}", text("SCH-1"), text("SCH-5"));
    if (type == "DFT")
        more = fmt::format("\rZPY|{}|{}|S-{}|R-{}|{}|ONECARD|MLLP|20261121080001|20261121", text("FT1-6"), text("FT1-2"), text("FT1-23"),
                           text("FT1-23"), text("FT1-11.1.1"));
    const std::string frame = acknowledgement(message, "AA", more);
    done_[id] = {message, frame};
    return frame;
}

}  // namespace tests
