#include "adapters/cli/bench/hospitals.h"

#include <fmt/format.h>
#include <poll.h>

#include <string_view>
#include <vector>

#include "adapters/cli/bench/http_text.h"

namespace adapters::cli::bench {

namespace {

constexpr int kLookEveryMs = 20;  // for the end
constexpr std::string_view kMayHang = "/may-hang";
constexpr std::string_view kSecret = "bench.auth_key";

std::string answerText() {
    std::string items;
    for (int i = 1; i <= 12; ++i)
        items += fmt::format(
            "&lt;Item&gt;&lt;DeptCode&gt;D{0:02}&lt;/DeptCode&gt;&lt;DeptName&gt;测试科室{0}&lt;/DeptName&gt;"
            "&lt;Description&gt;&lt;/Description&gt;&lt;NextFlag&gt;false&lt;/NextFlag&gt;&lt;TopDeptCode&gt;&lt;/TopDeptCode&gt;"
            "&lt;TopDeptName&gt;&lt;/TopDeptName&gt;&lt;/Item&gt;",
            i);
    const std::string body =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><InvokeResponse xmlns=\"http://tempuri.org/\">"
        "<InvokeResult>&lt;Response Service=\"\" Result=\"0\"&gt;&lt;Msg/&gt;&lt;Items&gt;" +
        items + "&lt;/Items&gt;&lt;/Response&gt;</InvokeResult></InvokeResponse></soap:Body></soap:Envelope>";
    return fmt::format("HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: {}\r\n\r\n{}", body.size(), body);
}

}  // namespace

Hospitals::Hospitals() : listener_(Socket::listen()), thread_([this] { serve(); }) {}

Hospitals::~Hospitals() {
    ending_ = true;
    thread_.join();
}

void Hospitals::serve() {
    std::vector<pollfd> polled;
    while (!ending_) {
        polled.assign(1, {listener_.descriptor(), POLLIN, 0});
        for (const auto& [descriptor, caller] : callers_) polled.push_back({descriptor, POLLIN, 0});
        if (poll(polled.data(), polled.size(), kLookEveryMs) <= 0) continue;
        for (const pollfd& ready : polled) {
            if (ready.revents == 0) continue;
            const auto caller = callers_.find(ready.fd);
            if (caller != callers_.end() && !answer(caller->second)) callers_.erase(caller);
        }
        if (polled.front().revents == 0) continue;
        for (Socket next = listener_.accept(); next.open(); next = listener_.accept()) {
            const int descriptor = next.descriptor();
            callers_[descriptor].socket = std::move(next);
        }
    }
}

bool Hospitals::answer(Caller& caller) const {
    static const std::string kAnswer = answerText();
    const bool open = caller.socket.receive(caller.received);
    for (std::size_t end = endOfMessage(caller.received); open && end > 0; end = endOfMessage(caller.received)) {
        const bool silent = hanging_ && std::string_view(caller.received).starts_with("POST " + std::string(kMayHang));
        caller.received.erase(0, end);
        if (!silent && !caller.socket.send(kAnswer)) return false;
    }
    return open;
}

void Hospitals::configure(HubPlan& plan, std::size_t hospitals, std::size_t may_hang, hub::core::Duration deadline) const {
    plan.secrets.emplace(kSecret, "BENCH-KEY");
    for (std::size_t number = 1; number <= hospitals; ++number) {
        const bool may = number > hospitals - may_hang;
        plan.hospitals.emplace(
            codeOf(number), fmt::format(R"(apiVersion: onecard/v1
kind: Hospital
metadata: {{code: {0}, name: 测试医院{1}}}
spec:
  adapter: soap_xml
  settings:
    endpoint: http://127.0.0.1:{2}{3}/{0}
    auth_key: {{secret: {4}}}
    user: HUB/OP01
    hospital_id: "{0}"
    devices: [HUB00001, HUB00002, HUB00003, HUB00004]
    pay_type: "22"
    code_maps:
      booking_state: {{codes: {{"0": reserved, "1": paid, "2": checked_in, "3": cancelled, "4": stopped}}}}
      report_status: {{codes: {{"1": final}}}}
  limits: {{deadline: {5}ms, breaker: {{failures: 1000, open_for: 1s}}, bucket: {{calls_per_s: 10000, burst: 10000}}}}
)",
                                        codeOf(number), number, listener_.port(), may ? kMayHang : "/answers", kSecret, deadline.count()));
    }
}

std::string Hospitals::codeOf(std::size_t number) { return fmt::format("B{:03}", number); }

std::vector<std::string> Hospitals::pathsOf(std::size_t first, std::size_t last) {
    std::vector<std::string> paths;
    for (std::size_t number = first; number <= last; ++number)
        paths.push_back(fmt::format("/api/v1/hospitals/{}/departments", codeOf(number)));
    return paths;
}

}  // namespace adapters::cli::bench
