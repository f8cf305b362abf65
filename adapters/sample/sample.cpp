// The smallest complete adapter, and the one to copy: docs/adapters/sample.md says how.
#include <fmt/format.h>

#include <charconv>

#include "adapters/codec/charset/charset.h"
#include "adapters/kit/answer.h"
#include "adapters/kit/offering_instance.h"
#include "adapters/kit/tcp_connection.h"
#include "adapters/sample/settings.h"
#include "adapters/sample/words.h"
#include "hub/contract/operations/health.h"

namespace adapters::sample {

namespace core = hub::core;
namespace charset = codec::charset;
using namespace hub::contract;
using kit::outcomeOf;

namespace {

using Rows = std::vector<Fields>;
using Answer = kit::Answer<Rows>;

class SampleInstance final : public kit::OfferingInstance {
  public:
    SampleInstance(Settings settings, charset::Charset charset, core::Sensitive<std::string> password, const core::Clock& clock)
        : settings_(std::move(settings)), charset_(charset), password_(std::move(password)), clock_(clock) {
        offer<Ping>([this](const Meta&, const Ping::Request&) { return ping(); });
        offer<PatientFind>([this](const Meta&, const PatientFind::Request& request) { return findPatient(request); });
        offer<ChargeList>([this](const Meta&, const ChargeList::Request& request) { return listCharges(request); });
        const kit::Promise asked_by_our_number{AsksBy::OurId, Repeat::SameAnswer};
        offer<PatientCreate>(
            asked_by_our_number, [this](const Meta& meta, const PatientCreate::Request& request) { return createPatient(meta, request); },
            [this](const Meta& meta, const PatientCreate::Request&) { return inquire(meta, &Words::created); });
        offer<PaymentConfirm>(
            asked_by_our_number, [this](const Meta& meta, const PaymentConfirm::Request& request) { return confirmPayment(meta, request); },
            [this](const Meta& meta, const PaymentConfirm::Request&) { return inquire(meta, &Words::payment); });
    }

    core::Result<void> start() override { return {}; }
    void stop() override { open_.stop(); }

  private:
    Outcome<Ping::Result> ping() {
        return outcomeOf<Ping::Result>(ask({"PING"}), [this](const Rows& rows) { return one(rows, &Words::pinged); });
    }

    Outcome<PatientFind::Result> findPatient(const PatientFind::Request& request) {
        const core::Result<Fields> by = words_.ofSearch(request);
        if (!by.ok()) return outcomeOf<PatientFind::Result>(kit::notWritable(by.failure()));
        return outcomeOf<PatientFind::Result>(ask({"FIND", by->at(0), by->at(1)}),
                                              [this](const Rows& rows) { return all<PatientFind::Result>(rows, &Words::file); });
    }

    Outcome<ChargeList::Result> listCharges(const ChargeList::Request& request) {
        const Answer answer = ask({"CHARGES", request.local_patient.reveal().text, request.from.text(), request.to.text()});
        return outcomeOf<ChargeList::Result>(answer, [this](const Rows& rows) { return all<ChargeList::Result>(rows, &Words::charge); });
    }

    Outcome<PatientCreate::Result> createPatient(const Meta& meta, const PatientCreate::Request& request) {
        core::Result<Fields> fields = words_.ofPerson(request.person);
        if (!fields.ok()) return outcomeOf<PatientCreate::Result>(kit::notWritable(fields.failure()));
        fields->insert(fields->begin(), {"CREATE", meta.wire_id});
        return outcomeOf<PatientCreate::Result>(ask(*fields), [this](const Rows& rows) { return one(rows, &Words::created); });
    }

    Outcome<PaymentConfirm::Result> confirmPayment(const Meta& meta, const PaymentConfirm::Request& request) {
        core::Result<Fields> fields = words_.ofPayment(request);
        if (!fields.ok()) return outcomeOf<PaymentConfirm::Result>(kit::notWritable(fields.failure()));
        fields->insert(fields->begin(), {"PAY", meta.wire_id});
        return outcomeOf<PaymentConfirm::Result>(ask(*fields), [this](const Rows& rows) { return one(rows, &Words::payment); });
    }

    /// By our number: no row is no trace of it.
    template <class T>
    Inquiry<T> inquire(const Meta& meta, core::Result<T> (Words::*read)(const Fields&) const) {
        return kit::inquiryOf<T>(ask({"ASK", meta.wire_id}), [this, read](const Rows& rows) -> core::Result<std::optional<T>> {
            if (rows.empty()) return std::optional<T>();
            core::Result<T> found = one(rows, read);
            if (!found.ok()) return found.failure();
            return std::optional<T>(std::move(*found));
        });
    }

    template <class T>
    core::Result<T> one(const Rows& rows, core::Result<T> (Words::*read)(const Fields&) const) const {
        if (rows.size() != 1) return core::Failure(core::Error::PeerAnswerNotValid, "number of rows");
        return (words_.*read)(rows.front());
    }

    /// A Result that holds nothing but a list.
    template <class List, class T>
    core::Result<List> all(const Rows& rows, core::Result<T> (Words::*read)(const Fields&) const) const {
        List list;
        auto& [items] = list;
        for (const Fields& row : rows) {
            core::Result<T> item = (words_.*read)(row);
            if (!item.ok()) return item.failure();
            items.push_back(std::move(*item));
        }
        return list;
    }

    /// One connection, one request line, one answer: "OK <rows>" and so many lines, or "NO <code> <text>".
    Answer ask(Fields fields) {
        fields.insert(fields.begin(), password_.reveal());
        const core::Result<std::string> line = charset::fromUtf8(charset_, toLine(fields));
        if (!line.ok()) return kit::notWritable(line.failure());
        const kit::Deadline deadline(clock_, *settings_.answer_within);
        core::Result<kit::TcpConnection> connection =
            kit::TcpConnection::open(settings_.host, static_cast<std::uint16_t>(settings_.port), deadline, open_);
        if (!connection.ok()) return kit::NoAnswer{connection.failure(), /*surely_not_written=*/true};
        const core::Result<void> sent = connection->send(*line);
        const core::Result<Rows> lines = sent.ok() ? readAnswer(*connection) : sent.failure();
        if (!lines.ok()) return kit::NoAnswer{lines.failure(), /*surely_not_written=*/false};
        if (lines->front().front() == "NO") return words_.refusal(lines->front());
        return Rows(lines->begin() + 1, lines->end());
    }

    /// The head line, which says OK or NO, and its rows.
    core::Result<Rows> readAnswer(kit::TcpConnection& connection) const {
        constexpr std::size_t kBytesMax = 1024 * 1024;
        Rows lines;
        std::string pending;
        std::size_t bytes = 0;
        for (std::size_t expected = 1; lines.size() < expected;) {
            const std::size_t end = pending.find('\n');
            if (end == std::string::npos) {
                const core::Result<std::string> more = connection.receive();
                if (!more.ok()) return more.failure();
                if (more->empty()) return core::Failure(core::Error::PeerAnswerLost, "closed before the end of the answer");
                bytes += more->size();
                if (bytes > kBytesMax) return core::Failure(core::Error::PeerAnswerTooLarge, fmt::format("at most {} bytes", kBytesMax));
                pending += *more;
                continue;
            }
            const core::Result<std::string> text = charset::toUtf8(charset_, std::string_view(pending).substr(0, end));
            const std::optional<Fields> fields = text.ok() ? fromLine(*text) : std::nullopt;
            if (!fields) return core::Failure(core::Error::PeerAnswerNotValid, "a line that cannot be read");
            pending.erase(0, end + 1);
            lines.push_back(*fields);
            if (lines.size() > 1 || fields->front() == "NO") continue;
            const std::string count = fields->front() == "OK" && fields->size() == 2 ? fields->back() : "";
            std::uint16_t rows = 0;
            if (std::from_chars(count.data(), count.data() + count.size(), rows).ec != std::errc())
                return core::Failure(core::Error::PeerAnswerNotValid, "neither OK nor NO");
            expected += rows;
        }
        return lines;
    }

    const Settings settings_;
    const charset::Charset charset_;
    const core::Sensitive<std::string> password_;
    const core::Clock& clock_;
    const Words words_;
    kit::OpenSockets open_;
};

class SampleAdapter final : public Adapter {
  public:
    std::vector<SettingsProblem> check(const InstanceSettings& settings) const override {
        return kit::readSettings<Settings>(settings.json).problems.all();
    }

    core::Result<std::unique_ptr<Instance>> open(const InstanceSettings& settings, Host& host) override {
        kit::SettingsRead<Settings> read = kit::readSettings<Settings>(settings.json);
        if (read.problems.any()) return read.problems.failure();
        const core::Result<charset::Charset> charset = charset::charsetFromName(settings.charset);
        if (!charset.ok()) return charset.failure();
        core::Result<core::Sensitive<std::string>> password = host.secret(read.value.password.secret);
        if (!password.ok()) return password.failure();
        return std::unique_ptr<Instance>(new SampleInstance(std::move(read.value), *charset, std::move(*password), host.clock()));
    }
};

}  // namespace

std::unique_ptr<Adapter> makeAdapter();
std::unique_ptr<Adapter> makeAdapter() { return std::make_unique<SampleAdapter>(); }

}  // namespace adapters::sample
