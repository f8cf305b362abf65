#include "tests/adapters/sim_trancode/caller.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocket.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>

#include "adapters/codec/xml/parse.h"
#include "adapters/codec/xml/write.h"
#include "hub/core/describe.h"

namespace tests::sim {

namespace xml = adapters::codec::xml;

namespace {

constexpr std::size_t kBytesMax = 1 << 22;

void readAll(Poco::Net::StreamSocket& socket, Reply& reply) {
    std::array<char, 8192> piece{};
    try {
        for (;;) {
            const int got = socket.receiveBytes(piece.data(), static_cast<int>(piece.size()));
            if (got <= 0) break;
            reply.bytes.append(piece.data(), static_cast<std::size_t>(got));
        }
        reply.end = End::Closed;
    } catch (const Poco::TimeoutException&) {
        reply.end = End::TimedOut;
    } catch (const Poco::Net::NetException&) {
        reply.end = End::Reset;
    }
}

std::string headerOf(std::string_view head, std::string_view name) {
    const std::size_t at = head.find("\r\n" + std::string(name) + ": ");
    if (at == std::string_view::npos) return {};
    const std::size_t from = at + name.size() + 4;
    return std::string(head.substr(from, head.find("\r\n", from) - from));
}

void splitAnswer(Reply& reply) {
    const std::size_t end = reply.bytes.find("\r\n\r\n");
    if (end == std::string::npos || reply.bytes.size() < 12) return;
    const std::string head = reply.bytes.substr(0, end + 2);
    reply.status = std::stoi(reply.bytes.substr(9, 3));
    reply.content_type = headerOf(head, "Content-Type");
    const std::size_t length = std::stoul("0" + headerOf(head, "Content-Length"));
    reply.body = reply.bytes.substr(end + 4, length);
    reply.rest = reply.bytes.substr(std::min(end + 4 + length, reply.bytes.size()));
}

}  // namespace

Reply exchange(std::uint16_t port, std::string_view method, std::string_view path, std::string_view content_type, std::string_view body,
               hub::core::Duration patience) {
    Poco::Net::StreamSocket socket(Poco::Net::SocketAddress("127.0.0.1", port));
    socket.setReceiveTimeout(Poco::Timespan(patience.count() * 1000));
    const std::string request =
        fmt::format("{} {} HTTP/1.1\r\nHost: sim\r\nConnection: close\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}", method, path,
                    content_type, body.size(), body);
    socket.sendBytes(request.data(), static_cast<int>(request.size()));
    Reply reply;
    readAll(socket, reply);
    splitAnswer(reply);
    return reply;
}

std::string Answer::result() const {
    if (!response) return "no answer";
    if (const auto attribute = response->attribute("Result")) return std::string(*attribute);
    return std::string(response->childText("Result").value_or("no result"));
}

std::string fieldOf(const Element& item, std::string_view tag) { return std::string(item.childText(tag).value_or("(absent)")); }

std::string Answer::field(std::string_view tag) const { return response ? fieldOf(*response, tag) : "(no answer)"; }

std::vector<Element> Answer::items(std::string_view wrapper) const {
    const Element* list = response ? response->child(wrapper) : nullptr;
    return list == nullptr ? std::vector<Element>() : list->children;
}

Hospital::Hospital(trancode::TrancodeSettings settings)
    : books(folder.path(), clock), faults(/*seed=*/1), settings_(settings), simulator_(settings, faults, books, clock) {
    const auto port = simulator_.start();
    BOOST_REQUIRE(port.ok());
    port_ = *port;
}

Answer Hospital::understood(Reply reply) {
    Answer answer;
    answer.reply = std::move(reply);
    const auto document = xml::parse(answer.reply.body, {.bytes_max = kBytesMax});
    if (!document.ok()) return answer;
    const Element* body = document->child("Body");
    const Element* response = body == nullptr ? nullptr : body->child("InvokeResponse");
    const Element* result = response == nullptr ? nullptr : response->child("InvokeResult");
    if (result == nullptr) return answer;
    answer.text = result->text;
    const auto inner = xml::parseText(answer.text, kBytesMax);
    if (inner.ok()) answer.response = *inner;
    return answer;
}

Answer Hospital::call(std::string_view code, const Tags& tags, hub::core::Duration patience) {
    Element request("Request");
    const Tags common{{"TranCode", std::string(code)}, {"TransactionID", fmt::format("20300102093000SIM{:05}", ++calls_)},
                      {"AuthKey", "SIM-KEY-00000001"}, {"UserID", "SIM/OP01"},
                      {"DeviceID", "SIM00001"},        {"HospitalID", "SIMHOSP01"}};
    // What the test names stands instead of the common one.
    for (const auto& [tag, text] : common) {
        const bool named = std::any_of(tags.begin(), tags.end(), [&, name = tag](const auto& one) { return one.first == name; });
        if (!named) request.add(tag, text);
    }
    for (const auto& [tag, text] : tags) request.add(tag, text);
    Element envelope("s:Envelope");
    envelope.addAttribute("xmlns:s", "http://schemas.xmlsoap.org/soap/envelope/");
    Element& argument = envelope.add("s:Body").add("Invoke").add("strXml", *xml::write(request));
    argument.cdata = true;
    return understood(post(*xml::write(envelope), "text/xml; charset=utf-8", patience));
}

Reply Hospital::post(std::string_view body, std::string_view content_type, hub::core::Duration patience) {
    return exchange(port_, "POST", settings_.soap.path, content_type, body, patience);
}

Reply Hospital::control(std::string_view method, std::string_view path, std::string_view body) {
    return exchange(port_, method, path, "application/json", body, std::chrono::seconds(20));
}

void Hospital::fault(const common::FaultRule& rule) {
    const Reply reply = control("POST", "/_sim/faults", hub::core::toJson(rule, hub::core::Exposure::Revealed));
    BOOST_REQUIRE_MESSAGE(reply.status == 200, reply.body);
}

std::string Hospital::raiseCharge(std::int64_t patient_id) {
    const common::NewCharge charge{.patient_id = patient_id,
                                   .visit_number = "",
                                   .name = "西药",
                                   .doctor = "1003",
                                   .lines = {{.code = "A01",
                                              .name = "测试片",
                                              .kind = "A",
                                              .unit = "盒",
                                              .spec = "10mg*20",
                                              .price = hub::core::Money::fromFen(1250),
                                              .quantity_hundredths = 250,
                                              .amount = hub::core::Money::fromFen(3125)},
                                             {.code = "I01",
                                              .name = "注射费",
                                              .kind = "I",
                                              .unit = "次",
                                              .spec = "",
                                              .price = hub::core::Money::fromFen(500),
                                              .quantity_hundredths = 100,
                                              .amount = hub::core::Money::fromFen(500)}}};
    const Reply reply = control("POST", "/_sim/charges", hub::core::toJson(charge, hub::core::Exposure::Revealed));
    BOOST_REQUIRE_MESSAGE(reply.status == 200, reply.body);
    const auto document = hub::core::JsonDocument::parse(reply.body);
    return std::string(*document->root().member("number")->string());
}

Tags card(std::int64_t patient_id, Tags more) {
    Tags tags{{"CardType", "1"}, {"CardNum", fmt::format("C{:08}", patient_id - 100000)}, {"PatientID", std::to_string(patient_id)}};
    tags.insert(tags.end(), more.begin(), more.end());
    return tags;
}

Tags withRange(Tags tags) {
    tags.emplace_back("StartDate", "20300101");
    tags.emplace_back("EndDate", "20301231");
    return tags;
}

common::FaultRule nextCall(std::string operation, common::FaultKind kind, bool acts, std::int64_t delay_ms) {
    common::FaultRule rule;
    rule.operation = std::move(operation);
    rule.kind = kind;
    rule.next = 1;
    rule.acts = acts;
    rule.delay_ms = delay_ms;
    return rule;
}

}  // namespace tests::sim
