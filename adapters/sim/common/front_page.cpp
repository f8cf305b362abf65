#include "adapters/sim/common/front_page.h"

#include <string>

namespace adapters::sim::common {

namespace {

constexpr std::string_view kHtmlPage =
    "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad "
    "Gateway</h1></center><hr><center>nginx</center></body></html>";

}  // namespace

std::optional<HttpAnswer> frontPage(const Fate& fate, std::string_view stack_trace) {
    const auto text = [](std::string_view body) { return HttpAnswer{.status = 200, .body = std::string(body)}; };
    const auto html = [](int status) { return HttpAnswer{.status = status, .content_type = "text/html", .body = std::string(kHtmlPage)}; };
    if (fate.find(FaultKind::HtmlPage) != nullptr) return html(200);
    if (fate.find(FaultKind::HttpError) != nullptr) return html(500);
    if (fate.find(FaultKind::EmptyAnswer) != nullptr) return text("");
    if (fate.find(FaultKind::StackTrace) != nullptr) return text(stack_trace);
    if (const FaultRule* plain = fate.find(FaultKind::PlainText); plain != nullptr) return text(plain->text.value_or("system busy"));
    return std::nullopt;
}

}  // namespace adapters::sim::common
