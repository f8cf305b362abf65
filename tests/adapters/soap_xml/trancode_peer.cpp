#include "tests/adapters/soap_xml/trancode_peer.h"

#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocket.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>

#include "adapters/kit/mapping/fingerprint.h"
#include "adapters/sim/trancode/seed.h"
#include "tests/support/file_tree.h"

namespace tests::soap_xml {

namespace common = adapters::sim::common;
namespace trancode = adapters::sim::trancode;
using conformance::Fault;
using conformance::nameOf;
using conformance::numberOf;
using hub::core::Date;
using hub::core::Money;

namespace {

constexpr int kPeople = 100;
const std::vector<std::string> kWrites{"2002", "2003", "2004", "2005", "2011", "3005", "3007", "3012", "4006", "4007", "4008", "4009"};
const common::Caller kSeed{.operation = "seed", .number = "1", .operator_id = "SIM/OP01", .visible_from = {}};

template <class T>
T must(hub::core::Result<T> result) {
    BOOST_REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : result.failure().detail()));
    return std::move(*result);
}

/// Books with everything the examples need, made once and copied for each peer.
struct Template {
    FileTree folder;
    PreparedPeople prepared;

    Template() {
        const hub::core::SystemClock clock;
        common::Books books(folder.path().string(), clock);
        trancode::seedHospital(books, clock);
        prepared.today = hub::core::shanghaiDate(clock.utc(), hub::core::Duration(0));
        books.openDays({prepared.today, prepared.today}, /*capacity=*/1000);
        const std::vector<common::Slot> slots = books.slots(prepared.today, "D01", "1001", "1");
        prepared.slot = slots.at(0).time_code;
        prepared.free_slot = slots.at(1).time_code;
        prepared.version = adapters::kit::mapping::fingerprint({"", "A", "盒", "10mg", "12.50", "1", "测试片", "12.50"});
        for (int number = 0; number < kPeople; ++number) prepared.people.push_back(person(books, number));
    }

    PreparedPeople::One person(common::Books& books, int number) {
        common::Patient patient;
        patient.name = nameOf(number);
        patient.certificate_kind = "01";
        patient.certificate_number = numberOf(number);
        patient.sex = common::Sex::Female;
        patient.birth_date = {1990, 3, 7};
        patient.phone = "19900001234";
        const common::Patient file = must(books.createPatient(kSeed, patient, {{"00", fmt::format("CARD{:03}", number)}}));
        PreparedPeople::One one;
        one.patient = std::to_string(file.id);
        const common::ChargeLine line{.code = "A01",
                                      .name = "测试片",
                                      .kind = "A",
                                      .unit = "盒",
                                      .spec = "10mg",
                                      .price = Money::fromFen(1250),
                                      .quantity_hundredths = 100,
                                      .amount = Money::fromFen(1250)};
        one.open_charge =
            must(books.raiseCharge(kSeed, {.patient_id = file.id, .visit_number = "", .name = "西药", .doctor = "1003", .lines = {line}}))
                .number;
        one.unpaid_booking = must(books.reserve(kSeed, file.id, prepared.slot)).number;
        one.paid_booking = paid(books, file.id, fmt::format("SEEDED{:03}A", number));
        one.booking_to_cancel = paid(books, file.id, fmt::format("SEEDED{:03}B", number));
        one.stay = fmt::format("Z9{:04}", number);
        common::Stay stay;
        stay.number = one.stay;
        stay.patient_id = file.id;
        stay.department = "测试内科";
        stay.bed = "12";
        stay.admitted_on = prepared.today;
        books.addStay(stay);
        common::Report report;
        report.patient_id = file.id;
        report.visit_kind = "1";
        report.name = "血液";
        report.values = {{"白细胞", "5.1", "10^9/L", "", "4-10"}};
        one.report = must(books.publishReport(kSeed, report));
        return one;
    }

    std::string paid(common::Books& books, std::int64_t patient, const std::string& order) {
        const common::Booking booking = must(books.reserve(kSeed, patient, prepared.slot));
        const common::NewDeposit payment{
            .patient_id = patient, .inpatient_number = "", .amount = booking.charges, .order_number = order, .pay_kind = "22"};
        must(books.payBooking(kSeed, patient, booking.number, payment, common::OnRepeat::Refuse));
        return booking.number;
    }
};

const Template& theTemplate() {
    static const Template made;
    return made;
}

std::filesystem::path copyOfBooks() {
    std::string name = (std::filesystem::temp_directory_path() / "onecard-peer-XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    std::filesystem::copy(theTemplate().folder.path(), name, std::filesystem::copy_options::recursive);
    return name;
}

trancode::TrancodeSettings settingsOf(trancode::WireCharset charset) {
    trancode::TrancodeSettings settings;
    settings.soap.charset = charset;
    settings.site.slot_capacity = 1000;
    return settings;
}

/// One HTTP request, head and body.
std::string readRequest(TcpConnection& connection) {
    std::string request = connection.readUntil("\r\n\r\n");
    const std::size_t head = request.find("\r\n\r\n");
    if (head == std::string::npos) return "";
    const std::size_t at = request.find("Content-Length: ");
    const std::size_t length = at == std::string::npos ? 0 : std::stoul(request.substr(at + 16));
    while (request.size() < head + 4 + length) {
        const std::string more = connection.read();
        if (more.empty()) return "";
        request += more;
    }
    return request;
}

}  // namespace

const PreparedPeople& TrancodePeer::prepared() { return theTemplate().prepared; }

TrancodePeer::TrancodePeer(trancode::WireCharset charset)
    : folder_(copyOfBooks()),
      books_(folder_.string(), clock_),
      simulator_(settingsOf(charset), faults_, books_, clock_),
      relay_([this](TcpConnection& connection) { relay(connection); }) {}

TrancodePeer::~TrancodePeer() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void TrancodePeer::start() {
    const auto port = simulator_.start();
    BOOST_REQUIRE(port.ok());
    simulator_port_ = *port;
    relay_.start();
}

void TrancodePeer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
    relay_.stop();
    simulator_.stop();
}

void TrancodePeer::fail(Fault fault, int calls) {
    const std::lock_guard lock(mutex_);
    faults_to_come_.assign(static_cast<std::size_t>(calls), fault);
}

void TrancodePeer::release() {
    {
        const std::lock_guard lock(mutex_);
        released_ = true;
    }
    changed_.notify_all();
}

int TrancodePeer::effects() const {
    std::int64_t count = 0;
    for (const std::string& code : kWrites) count += books_.effects(code);
    return static_cast<int>(count);
}

bool TrancodePeer::waitForCalls(int calls) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(3), [&] { return calls_ >= calls; });
}

bool TrancodePeer::isMain(const std::string& request) {
    // The document stands in CDATA or escaped.
    const std::size_t end = std::min(request.find("</TransactionID"), request.find("&lt;/TransactionID"));
    return end != std::string::npos && end >= 2 && request.compare(end - 2, 2, "00") == 0;
}

std::optional<Fault> TrancodePeer::next() {
    const std::lock_guard lock(mutex_);
    ++calls_;
    changed_.notify_all();
    if (faults_to_come_.empty()) return std::nullopt;
    const Fault fault = faults_to_come_.back();
    faults_to_come_.pop_back();
    return fault;
}

void TrancodePeer::relay(TcpConnection& connection) {
    Poco::Net::StreamSocket simulator(Poco::Net::SocketAddress("127.0.0.1", simulator_port_));
    const auto ask = [&](const std::string& request) {
        simulator.sendBytes(request.data(), static_cast<int>(request.size()));
        std::string answer;
        std::array<char, 8192> piece{};
        while (true) {
            const int got = simulator.receiveBytes(piece.data(), static_cast<int>(piece.size()));
            if (got <= 0) return answer;
            answer.append(piece.data(), static_cast<std::size_t>(got));
            const std::size_t head = answer.find("\r\n\r\n");
            const std::size_t at = answer.find("Content-Length: ");
            if (head != std::string::npos && at < head && answer.size() >= head + 4 + std::stoul(answer.substr(at + 16))) return answer;
        }
    };
    for (std::string request = readRequest(connection); !request.empty(); request = readRequest(connection)) {
        const std::optional<Fault> fault = isMain(request) ? next() : std::nullopt;
        if (fault == Fault::ResetBeforeActing) return connection.resetOnClose();
        if (fault == Fault::Hang) {
            while (!connection.read().empty()) continue;  // until the client gives up
            return;
        }
        const std::string answer = ask(request);
        if (fault == Fault::LoseAnswer) return;
        if (fault == Fault::ResetAfterActing) return connection.resetOnClose();
        if (fault == Fault::Garbage) {
            const std::string page = "<html>" + request.substr(request.find("\r\n\r\n") + 4) + "</html>";
            connection.write(fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", page.size(), page));
            continue;
        }
        if (fault == Fault::Hold) {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return released_ || stopped_; });
        }
        // An answer seldom comes whole.
        connection.write(std::string_view(answer).substr(0, answer.size() / 2));
        connection.write(std::string_view(answer).substr(answer.size() / 2));
    }
}

}  // namespace tests::soap_xml
