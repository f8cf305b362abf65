#include "adapters/soap_xml/hospital.h"

#include <fmt/format.h>

#include "hub/core/text.h"

namespace adapters::soap_xml {

using codec::xml::Element;
using kit::NoAnswer;
using kit::mapping::CallMapping;

Hospital::Hospital(Settings settings, Calls calls, Envelope envelope, core::Sensitive<std::string> auth_key,
                   std::unique_ptr<kit::HttpClient> client, contract::Host& host)
    : settings_(std::move(settings)),
      calls_(std::move(calls)),
      envelope_(std::move(envelope)),
      auth_key_(std::move(auth_key)),
      client_(std::move(client)),
      host_(host),
      devices_(settings_.devices) {}

void Hospital::stop() {
    devices_.stop();
    client_->stop();
}

std::string Hospital::refusedToSay(std::string_view call, const contract::Refusal& refusal) {
    return fmt::format("{}: it refuses to say, with code {}", call, core::shapeOf(refusal.their_code));
}

core::Result<std::string> Hospital::transactionId(const contract::Meta& meta, Turn turn) {
    constexpr std::size_t kOurs = 20;
    constexpr std::uint32_t kBeside = 36 * 36 - 1;
    constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (meta.wire_id.empty() || meta.wire_id.size() > kOurs)
        return core::Failure(core::Error::RequestNotWritable,
                             fmt::format("a wire id of {} characters; 1 to {}", meta.wire_id.size(), kOurs));
    const std::uint32_t count = turn == Turn::Main ? 0 : 1 + beside_++ % kBeside;
    return fmt::format("{:0>20}{}{}", meta.wire_id, kDigits[count / 36], kDigits[count % 36]);
}

core::Result<PatientCard> Hospital::cardFor(const CallMapping& call, const contract::Meta& meta, const std::string& request_json) {
    if (*settings_.card_number == CardNumberSent::LeftEmpty || !call.takesFrom("patient")) return PatientCard{};
    const core::Result<core::JsonDocument> request = core::JsonDocument::parse(request_json);
    HUB_ASSERT(request.ok());
    const auto local_patient = request->root().member("local_patient");
    if (!local_patient) return PatientCard{};
    const core::Result<contract::PatientFind::Result> found =
        look(kFileByNumber, meta, {core::Sensitive(core::CardNumber{std::string(local_patient->string().value_or(""))})});
    if (!found.ok()) return found.failure();
    if (found->files.size() != 1 || found->files.front().credentials.empty())
        return core::Failure(core::Error::RequestNotWritable, "the file has no card to name");
    return PatientCard{found->files.front().credentials.front().number};
}

core::Result<Element> Hospital::document(const CallMapping& call, const contract::Meta& meta, const std::string& request_json,
                                         const PatientCard& card, const std::string& device, Turn turn) {
    core::Result<std::string> transaction_id = transactionId(meta, turn);
    if (!transaction_id.ok()) return transaction_id.failure();
    Element document("Request");
    document.add("TranCode", call.code());
    document.add("TransactionID", std::move(*transaction_id));
    document.add("AuthKey", auth_key_.reveal());
    document.add("UserID", settings_.user);
    document.add("DeviceID", device);
    document.add("HospitalID", settings_.hospital_id);
    const Site site{settings_.user, settings_.hospital_id, settings_.pay_type};
    const auto revealed = [](const auto& value) { return core::toJson(value, core::Exposure::Revealed); };
    const core::Result<core::JsonDocument> input = core::JsonDocument::parse(
        fmt::format(R"({{"meta":{},"site":{},"patient":{},"request":{}}})", revealed(meta), revealed(site), revealed(card), request_json));
    if (!input.ok()) return input.failure();
    const core::Result<void> written = call.write(input->root(), document);
    if (!written.ok()) return written.failure();
    return document;
}

kit::Answer<std::string> Hospital::askAsJson(const CallMapping& call, const contract::Meta& meta, const std::string& request_json,
                                             Turn turn, bool writes) {
    const core::Result<PatientCard> card = cardFor(call, meta, request_json);
    if (!card.ok()) return NoAnswer{card.failure(), /*surely_not_written=*/true};
    const std::optional<DevicePool::Lease> device = devices_.take(*settings_.answer_within);
    if (!device) return NoAnswer{core::Failure(core::Error::PeerNotReached, "no device number is free"), /*surely_not_written=*/true};
    const core::Result<Element> inner = document(call, meta, request_json, *card, device->device(), turn);
    if (!inner.ok()) return kit::notWritable(inner.failure());
    core::Result<kit::HttpRequest> request = envelope_.write(*inner);
    if (!request.ok()) return kit::notWritable(request.failure());
    request->repeatable = !writes;
    const kit::HttpResult result = client_->call(*request);
    if (const auto* none = std::get_if<NoAnswer>(&result)) return *none;
    const core::Result<Element> response = envelope_.read(std::get<kit::HttpAnswer>(result));
    if (!response.ok()) return NoAnswer{response.failure(), /*surely_not_written=*/false};
    CallMapping::Reading reading = call.read(*response);
    if (auto* json = std::get_if<std::string>(&reading)) return std::move(*json);
    if (auto* refusal = std::get_if<contract::Refusal>(&reading)) return std::move(*refusal);
    return NoAnswer{std::get<core::Failure>(reading), /*surely_not_written=*/false};
}

}  // namespace adapters::soap_xml
