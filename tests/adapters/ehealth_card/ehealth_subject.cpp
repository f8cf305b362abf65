#include "tests/adapters/ehealth_card/ehealth_subject.h"

#include <fmt/format.h>

#include <array>

#include "tests/adapters/ehealth_card/toy_platform.h"

namespace tests {

using conformance::Example;

std::string EhealthSubject::settingsJson(const std::string& url, hub::core::Duration within) {
    return fmt::format(
        R"({{"url":"{}","hospital":"{}","app":"{}","app_secret":{{"secret":"ehealth.secret"}},"organisation":"{}","answer_within":"{}ms"}})",
        url, ToyPlatform::kHospital, ToyPlatform::kApp, ToyPlatform::kOrganisation, within.count());
}

std::map<std::string, std::string> EhealthSubject::keys() { return {{"ehealth.secret", ToyPlatform::kSecret}}; }

std::filesystem::path EhealthSubject::plugin() const { return EHEALTH_CARD_PLUGIN; }

std::unique_ptr<conformance::Peer> EhealthSubject::peer(std::string_view) const {
    return std::make_unique<ToyPlatform>(clock_, tries_ping_);
}

hub::contract::InstanceSettings EhealthSubject::settings(const conformance::Peer& peer, std::string_view charset,
                                                         hub::core::Duration within) const {
    return {"SIM001", std::string(charset), settingsJson(static_cast<const ToyPlatform&>(peer).url(), within)};
}

std::optional<Example> EhealthSubject::example(std::string_view operation, int number) const {
    tries_ping_ = operation == "ping";
    const std::string name = conformance::nameOf(number);
    const std::string certificate = fmt::format(R"("certificate":{{"kind":"resident_id","number":"{}"}})", conformance::numberOf(number));
    if (operation == "ping") return Example{"{}", "{}"};
    if (operation == "person.verify")
        return Example{
            fmt::format(R"({{"name":"{}",{}}})", name, certificate),
            std::array{R"("verdict":"same")", R"("verdict":"differs")", R"("verdict":"no_record")"}[static_cast<std::size_t>(number % 3)]};
    if (operation == "credential.decode" && number % 2 == 0)
        return Example{fmt::format(R"({{"kind":"ehealth_card","code":"{}","use":"registration"}})", ToyPlatform::staticCodeOf(number)),
                       name};
    if (operation == "credential.decode")
        return Example{fmt::format(R"({{"kind":"insurance_voucher","code":"{}","use":"report"}})", ToyPlatform::voucherCodeOf(number)),
                       name};
    if (operation == "credential.issue")
        return Example{fmt::format(R"({{"person":{{"name":"{}","sex":"female",{}}}}})", name, certificate),
                       ToyPlatform::staticCodeOf(number)};
    return std::nullopt;
}

}  // namespace tests
