#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/sim/common/http_server.h"
#include "adapters/sim/ehealth_card/members.h"
#include "adapters/sim/ehealth_card/platform.h"
#include "adapters/sim/ehealth_card/reply.h"
#include "adapters/sim/ehealth_card/settings.h"

namespace adapters::sim::ehealth_card {

enum class Method { GetAppToken, VerifyRealName, RegisterHealthCard, GetDynamicQrCode, GetHealthCardByQrCode, Decode };
/// As the wire and the faults name them.
constexpr auto enumNames(Method) {
    using Name = std::pair<Method, std::string_view>;
    return std::array{Name{Method::GetAppToken, "getAppToken"},
                      Name{Method::VerifyRealName, "verifyRealName"},
                      Name{Method::RegisterHealthCard, "registerHealthCard"},
                      Name{Method::GetDynamicQrCode, "getDynamicQRCode"},
                      Name{Method::GetHealthCardByQrCode, "getHealthCardByQRCode"},
                      Name{Method::Decode, "ec.query"}};
}

/// None: no such path, or not POST.
std::optional<Method> methodOf(const common::HttpRequest& request);

/// Checks what every request must bring, decodes, asks the platform, encodes, and notes the call. Any thread.
class Calls {
  public:
    /// All outlive it.
    Calls(Platform& platform, const EhealthCardSettings& settings, const hub::core::Clock& clock)
        : platform_(platform), settings_(settings), clock_(clock) {}

    Reply answer(Method method, const std::string& body);
    /// The same call when nothing is done.
    static Reply busyAnswer(Method method, const std::string& body);

  private:
    Reply cardAnswer(Method method, const std::string& body, Call& call);
    Reply voucherAnswer(const std::string& body, Call& call);
    /// The refusal, if it is one.
    std::optional<Reply> refusedEnvelope(Method method, const Reply& blank, hub::core::JsonValue common_in, hub::core::JsonValue req,
                                         Call& call);

    Reply appToken(const Reply& blank, Members& req);
    Reply verification(const Reply& blank, Members& req);
    Reply registration(const Reply& blank, Members& req);
    Reply dynamicCode(const Reply& blank, Members& req);
    Reply cardByCode(const Reply& blank, Members& req);
    Reply presence(const Reply& blank, const std::string& ec_qr_code);

    Platform& platform_;
    const EhealthCardSettings& settings_;
    const hub::core::Clock& clock_;
};

}  // namespace adapters::sim::ehealth_card
