#include "adapters/sim/trancode/simulator.h"

#include "adapters/codec/xml/write.h"
#include "adapters/sim/trancode/seed.h"
#include "hub/core/text.h"

namespace adapters::sim::trancode {

using common::Fate;
using common::FaultKind;
using common::HttpAnswer;
using common::HttpRequest;

namespace {

constexpr std::string_view kUnknownService = "未知服务";
constexpr std::string_view kStackTrace =
    "System.Data.OracleClient.OracleException: ORA-00054: resource busy\r\n   at His.Service.Invoke(String strXml) in HisService.cs:line "
    "217";
constexpr std::string_view kHtmlPage =
    "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

/// What replaces the HTTP answer as a whole.
std::optional<HttpAnswer> page(const Fate& fate) {
    const std::string html(kHtmlPage);
    if (fate.find(FaultKind::HtmlPage) != nullptr) return HttpAnswer{.status = 200, .content_type = "text/html", .body = html};
    if (fate.find(FaultKind::HttpError) != nullptr) return HttpAnswer{.status = 500, .content_type = "text/html", .body = html};
    if (fate.find(FaultKind::EmptyAnswer) != nullptr) return HttpAnswer{.status = 200, .content_type = "text/xml"};
    return std::nullopt;
}

}  // namespace

TrancodeSimulator::TrancodeSimulator(TrancodeSettings settings, common::Faults& faults, common::Books& books, const hub::core::Clock& clock)
    : settings_(std::move(settings)),
      faults_(faults),
      control_("trancode", books, faults),
      envelope_(settings_.soap),
      hospital_(settings_.site, books, clock),
      server_([this](const HttpRequest& request, common::Waiting& waiting) { return answer(request, waiting); }, clock) {
    seedHospital(books, clock);
}

hub::core::Result<std::uint16_t> TrancodeSimulator::start() { return server_.start(static_cast<std::uint16_t>(settings_.soap.port)); }

void TrancodeSimulator::stop() { server_.stop(); }

HttpAnswer TrancodeSimulator::answer(const HttpRequest& request, common::Waiting& waiting) {
    if (std::optional<HttpAnswer> controlled = control_.answer(request)) return *std::move(controlled);
    if (request.path != settings_.soap.path) return {.status = 404, .body = "no such page"};
    if (request.method != "POST") return {.status = 405, .body = "POST only"};
    return business(request, waiting);
}

HttpAnswer TrancodeSimulator::business(const HttpRequest& request, common::Waiting& waiting) {
    const hub::core::Result<std::string> document = envelope_.open(request);
    if (!document.ok()) return envelope_.fault(document.failure().message(hub::core::Language::English));
    const hub::core::Result<Request> call = Request::parse(*document);
    const Operation* operation = call.ok() ? hospital_.find(call->tranCode()) : nullptr;
    if (operation == nullptr) return envelope_.close(kUnknownService, /*wrong_charset=*/false);
    const Fate fate = faults_.take(operation->code);
    waiting.wait(fate.delayBefore());
    const codec::xml::Element response = hospital_.answer(*operation, *call, fate);
    if (!fate.none()) faults_.reached();
    waiting.wait(fate.delayAfter());
    HttpAnswer answer = shaped(response, fate);
    answer.delivery = fate.delivery();
    return answer;
}

HttpAnswer TrancodeSimulator::shaped(const codec::xml::Element& response, const Fate& fate) const {
    if (std::optional<HttpAnswer> instead = page(fate)) return *std::move(instead);
    if (fate.find(FaultKind::ProtocolFault) != nullptr) return envelope_.fault("Server was unable to process request.");
    if (const common::FaultRule* plain = fate.find(FaultKind::PlainText); plain != nullptr)
        return envelope_.close(plain->text.value_or(std::string(kUnknownService)), /*wrong_charset=*/false);
    if (fate.find(FaultKind::StackTrace) != nullptr) return envelope_.close(kStackTrace, /*wrong_charset=*/false);
    const hub::core::Result<std::string> text = codec::xml::write(response);
    if (!text.ok()) return envelope_.fault(text.failure().message(hub::core::Language::English));
    HttpAnswer answer = envelope_.close(*text, fate.find(FaultKind::WrongCharset) != nullptr);
    if (fate.find(FaultKind::CutAnswer) != nullptr) answer.body.resize(answer.body.size() / 2);
    return answer;
}

}  // namespace adapters::sim::trancode
