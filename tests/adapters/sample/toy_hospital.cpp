#include "tests/adapters/sample/toy_hospital.h"

#include <fmt/format.h>

#include <chrono>

namespace tests {

namespace charset = adapters::codec::charset;
using conformance::Fault;

namespace {

constexpr int kPatients = 100;

/// "\\t" inside a field stands for a tab, and so on.
std::vector<std::string> split(std::string_view line) {
    std::vector<std::string> fields(1);
    bool escaped = false;
    for (const char c : line) {
        if (escaped) {
            fields.back() += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '\t') {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    return fields;
}

std::string joined(const std::vector<std::string>& fields) {
    std::string line;
    for (const std::string& field : fields) {
        if (&field != &fields.front()) line += '\t';
        for (const char c : field)
            line += c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\\' ? "\\\\" : std::string(1, c);
    }
    return line + "\n";
}

/// An answer seldom comes whole.
void sendInPieces(TcpConnection& connection, std::string_view text) {
    connection.write(text.substr(0, text.size() / 2));
    connection.write(text.substr(text.size() / 2));
}

std::string refusal(std::string_view code, std::string_view text) { return fmt::format("NO\t{}\t{}\n", code, text); }

}  // namespace

ToyHospital::ToyHospital(charset::Charset charset, std::string password)
    : charset_(charset), password_(std::move(password)), server_([this](TcpConnection& connection) { serve(connection); }) {}

void ToyHospital::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
    server_.stop();
}

void ToyHospital::fail(Fault fault, int calls) {
    const std::lock_guard lock(mutex_);
    faults_.assign(static_cast<std::size_t>(calls), fault);
}

void ToyHospital::release() {
    {
        const std::lock_guard lock(mutex_);
        released_ = true;
    }
    changed_.notify_all();
}

int ToyHospital::effects() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(done_.size());
}

bool ToyHospital::waitForCalls(int calls) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(3), [&] { return calls_ >= calls; });
}

void ToyHospital::serve(TcpConnection& connection) {
    const std::string line = connection.readUntil("\n");
    if (!line.ends_with('\n')) return;
    const Fields request = split(*charset::toUtf8(charset_, std::string_view(line).substr(0, line.size() - 1)));

    std::unique_lock lock(mutex_);
    ++calls_;
    changed_.notify_all();
    if (faults_.empty()) {
        const std::string text = *charset::fromUtf8(charset_, answer(request));
        lock.unlock();
        return sendInPieces(connection, text);
    }
    const Fault fault = faults_.back();
    faults_.pop_back();
    const bool acts = fault != Fault::Hang && fault != Fault::ResetBeforeActing;
    const std::string text = acts ? *charset::fromUtf8(charset_, answer(request)) : "";
    if (fault == Fault::Hold) changed_.wait(lock, [&] { return released_ || stopped_; });
    lock.unlock();
    switch (fault) {
        case Fault::LoseAnswer:
            break;
        case Fault::ResetBeforeActing:
        case Fault::ResetAfterActing:
            return connection.resetOnClose();
        case Fault::Garbage:
            return connection.write("<html>" + line + "</html>\n");
        case Fault::Hang:
            while (!connection.read().empty()) continue;  // until the client gives up
            break;
        case Fault::Hold:
            return sendInPieces(connection, text);
    }
}

std::string ToyHospital::answer(const Fields& request) {
    if (request.size() < 2 || request[0] != password_) return refusal("E99", "wrong password");
    const std::string& command = request[1];
    const auto patient = [](int number) {
        return Fields{fmt::format("P{:03}", number), conformance::nameOf(number), "2", "19900307", "01", conformance::numberOf(number), ""};
    };
    if (command == "PING") return "OK\t1\n20261121080000\n";
    if (command == "FIND") {
        for (int number = 0; number < kPatients; ++number) {
            if (request.at(3) == conformance::numberOf(number)) return "OK\t1\n" + joined(patient(number));
        }
        return "OK\t0\n";
    }
    if (command == "CHARGES") return "OK\t1\n" + joined({"C" + request.at(2).substr(1), "1", "12.50", "D01", "皮肤科\\门诊"});
    if (command == "ASK") {
        const auto found = done_.find(request.at(2));
        return found == done_.end() ? "OK\t0\n" : "OK\t1\n" + joined(found->second);
    }
    if (command == "CREATE") {
        Fields row(request.begin() + 2, request.end());
        row.front() = fmt::format("N{}", row.front());
        return act(request.at(2), row);
    }
    if (command == "PAY") {
        if (request.at(8) != "1" || request.at(9) != "12.50") return refusal("E02", "another version or total");
        return act(request.at(2), {"R-" + request.at(4), "S-" + request.at(4), "20261121080001", "2026-11-21"});
    }
    return refusal("E98", "no such command");
}

std::string ToyHospital::act(const std::string& our_number, const Fields& row) {
    return "OK\t1\n" + joined(done_.emplace(our_number, row).first->second);
}

}  // namespace tests
