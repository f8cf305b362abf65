#include "adapters/cli/region.h"

#include <Poco/Net/ServerSocket.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <sstream>
#include <utility>

#include "adapters/cli/channel_keys.h"
#include "adapters/cli/region_people.h"
#include "adapters/sim/ehealth_card/settings.h"
#include "adapters/sim/hl7/settings.h"
#include "adapters/sim/trancode/settings.h"
#include "adapters/sim/wechat_pay/settings.h"
#include "hub/core/json.h"

namespace adapters::cli {

namespace fs = std::filesystem;
using hub::core::Error;
using hub::core::Exposure;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::string_view kChannel = "WXPAY";
constexpr std::string_view kEhealthCard = "EHCARD";

Result<void> writeFile(const fs::path& file, const std::string& text, fs::perms mode = fs::perms::owner_read | fs::perms::owner_write) {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    {
        std::ofstream stream(file, std::ios::trunc | std::ios::binary);
        stream << text;
        if (!stream.flush()) return Failure(Error::RegionNotWritable, file.string());
    }
    fs::permissions(file, mode, error);
    return error ? Result<void>(Failure(Error::RegionNotWritable, file.string())) : Result<void>();
}

Result<std::int32_t> portIn(const std::string& line, std::string_view name = "port") {
    const Result<hub::core::JsonDocument> document = hub::core::JsonDocument::parse(line);
    if (!document.ok()) return document.failure();
    const auto port = document->root().member(name);
    if (!port || !port->integer()) return Failure(Error::ChildNotReady, std::string(name));
    return static_cast<std::int32_t>(*port->integer());
}

/// A YAML block of PEM text, indented.
std::string indented(const std::string& text, int by) {
    std::string out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) out += std::string(static_cast<std::size_t>(by), ' ') + line + "\n";
    return out;
}

std::uint16_t freePort() { return Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0)).address().port(); }

}  // namespace

Result<std::unique_ptr<Region>> Region::up(const RegionPlan& plan) {
    std::unique_ptr<Region> region(new Region(plan));
    region->file_.hub_port = plan.hub_port != 0 ? plan.hub_port : freePort();
    region->file_.mllp_port = plan.mllp_port != 0 ? plan.mllp_port : freePort();
    // In turns, so that neighbours speak different protocols.
    for (std::int32_t number = 1; number <= std::max(plan.soap, plan.hl7); ++number) {
        const Result<void> soap = number <= plan.soap ? region->addSoapHospital(number) : Result<void>();
        if (!soap.ok()) return soap.failure();
        const Result<void> hl7 = number <= plan.hl7 ? region->addHl7Hospital(number) : Result<void>();
        if (!hl7.ok()) return hl7.failure();
    }
    const Result<void> channel = region->addChannel();
    if (!channel.ok()) return channel.failure();
    const Result<void> ehealth_card = region->addEhealthCard();
    if (!ehealth_card.ok()) return ehealth_card.failure();
    const Result<void> hub = region->writeHub();
    if (!hub.ok()) return hub.failure();
    const Result<void> written = writeFile(plan.out / "region.json", hub::core::toJson(region->file_, Exposure::Masked) + "\n");
    if (!written.ok()) return written.failure();
    return region;
}

Result<std::string> Region::start(const std::string& kind, const fs::path& folder, const std::string& settings) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return Failure(Error::RegionNotWritable, folder.string());
    const fs::path file = folder / "settings.json";
    const Result<void> written = writeFile(file, settings);
    if (!written.ok()) return written.failure();
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start({"sim", "run", kind, file.string()}, (folder / "log").string());
    if (!child.ok()) return child.failure();
    std::string line = (*child)->firstLine();
    children_.push_back(std::move(*child));
    return line;
}

Result<void> Region::addSoapHospital(std::int32_t number) {
    const std::string code = fmt::format("SOAP{:02}", number);
    const bool gb18030 = number <= plan_.gb18030;
    const fs::path folder = plan_.out / "sims" / code;

    sim::trancode::TrancodeSettings settings;
    settings.folder = folder.string();
    settings.seed = static_cast<std::int64_t>(plan_.seed) * 1000 + number;
    settings.soap.charset = gb18030 ? sim::trancode::WireCharset::Gb18030 : sim::trancode::WireCharset::Utf8;
    settings.site.auth_key = fmt::format("SIM-KEY-{:08}", number);
    settings.site.hospital_id = fmt::format("SIMHOSP{:02}", number);
    settings.site.slot_capacity = 50;
    const Result<std::string> started = start("trancode", folder, hub::core::toJson(settings, Exposure::Revealed));
    if (!started.ok()) return started.failure();
    const Result<std::int32_t> port = portIn(*started);
    if (!port.ok()) return port.failure();
    file_.hospitals.push_back({code, "soap_xml", gb18030 ? "GB18030" : "UTF-8", *port});

    const std::string secret = fmt::format("soap{:02}.auth_key", number);
    const Result<void> kept = writeFile(plan_.out / "config" / "secrets" / secret, settings.site.auth_key);
    if (!kept.ok()) return kept;
    return writeFile(plan_.out / "config" / "hospitals" / (code + ".yaml"),
                     fmt::format(R"(apiVersion: onecard/v1
kind: Hospital
metadata: {{code: {0}, name: 模拟医院{1}}}
spec:
  adapter: soap_xml
  charset: {2}
  settings:
    endpoint: http://127.0.0.1:{3}{4}
    auth_key: {{secret: {5}}}
    user: HUB/OP01
    hospital_id: {6}
    devices: [HUB00001, HUB00002, HUB00003, HUB00004]
    pay_type: "22"
    code_maps:
      booking_state: {{codes: {{"0": reserved, "1": paid, "2": checked_in, "3": cancelled, "4": stopped}}}}
      report_status: {{codes: {{"1": final}}}}
  limits: {{bucket: {{calls_per_s: {7}, burst: {7}}}}}
)",
                                 code, number, gb18030 ? "GB18030" : "UTF-8", *port, settings.soap.path, secret, settings.site.hospital_id,
                                 plan_.calls_per_s));
}

Result<void> Region::addHl7Hospital(std::int32_t number) {
    const std::string code = fmt::format("HL7{:02}", number);
    const bool gb18030 = number <= plan_.hl7_gb18030;
    constexpr std::int32_t kQuota = 10;
    sim::hl7::Hl7HospitalSettings settings;
    const fs::path folder = plan_.out / "sims" / code;
    settings.folder = folder.string();
    settings.seed = static_cast<std::int64_t>(plan_.seed) * 1000 + 100 + number;
    settings.facility = fmt::format("SIMHL7{:02}", number);
    settings.charset = gb18030 ? sim::hl7::WireCharset::Gb18030 : sim::hl7::WireCharset::Utf8;
    settings.departments = {{"01", "测试内科"}, {"02", "测试外科"}};
    settings.doctors = {{"1001", "测试医师一"}, {"1002", "测试医师二"}};
    const auto clinic = [](std::string department, std::string doctor, std::string session, std::string begin, std::string end, int fen) {
        return sim::hl7::ClinicSettings{
            std::move(department),         std::move(doctor), std::move(session), std::move(begin), std::move(end), 30, kQuota,
            hub::core::Money::fromFen(fen)};
    };
    settings.clinics = {clinic("01", "1001", "morning", "08:00", "12:00", 1250), clinic("02", "1002", "afternoon", "14:00", "17:00", 2500)};
    settings.hub.port = file_.mllp_port;
    const Result<std::string> started = start("hl7", folder, hub::core::toJson(settings, Exposure::Revealed));
    if (!started.ok()) return started.failure();
    const Result<std::int32_t> port = portIn(*started);
    const Result<std::int32_t> mllp = portIn(*started, "mllp");
    if (!port.ok() || !mllp.ok()) return port.ok() ? mllp.failure() : port.failure();
    file_.hospitals.push_back({code, "hl7_mllp", gb18030 ? "GB18030" : "UTF-8", *port});

    std::string directory;
    for (const auto& row : settings.departments) directory += fmt::format("        - {{code: \"{}\", name: {}}}\n", row.code, row.name);
    directory += "      doctors:\n";
    for (const auto& row : settings.clinics) {
        const auto doctor = std::ranges::find(settings.doctors, row.doctor, &sim::hl7::DoctorSettings::code);
        directory += fmt::format("        - {{code: \"{}\", name: {}, department: \"{}\"}}\n", row.doctor, doctor->name, row.department);
    }
    directory += "      clinics:\n";
    for (const auto& row : settings.clinics) {
        directory += fmt::format(
            "        - {{department: \"{}\", doctor: \"{}\", session: {}, begin: \"{}\", end: \"{}\", slot_minutes: {}, quota: {}, fee: "
            "\"{}\"}}\n",
            row.department, row.doctor, row.session, row.begin, row.end, row.slot_minutes, row.quota, row.fee.yuan());
    }
    return writeFile(plan_.out / "config" / "hospitals" / (code + ".yaml"),
                     fmt::format(R"(apiVersion: onecard/v1
kind: Hospital
metadata: {{code: {0}, name: 模拟HL7医院{1}}}
spec:
  adapter: hl7_mllp
  charset: {2}
  slots_by: hub
  settings:
    host: 127.0.0.1
    port: {3}
    senders: [{{application: {4}, facility: {5}}}]
    listen: {{address: 127.0.0.1, port: {6}, connections_per_peer_max: 200}}
    directory:
      departments:
{7}  limits: {{bucket: {{calls_per_s: {8}, burst: {8}}}}}
)",
                                 code, number, gb18030 ? "GB18030" : "UTF-8", *mllp, settings.application, settings.facility,
                                 file_.mllp_port, directory, plan_.calls_per_s));
}

Result<void> Region::addChannel() {
    const fs::path folder = plan_.out / "sims" / std::string(kChannel);
    const KeyPair merchant = makeRsaKey();
    const KeyPair platform = makeRsaKey();
    const std::string api_v3_key = randomText(32);

    sim::wechat_pay::WechatPaySettings settings;
    settings.folder = folder.string();
    settings.seed = static_cast<std::int64_t>(plan_.seed);
    settings.notifications.retry_scale_per_mille = plan_.notify_again_per_mille;
    settings.merchant.public_key = merchant.public_key;
    settings.platform.private_key = platform.private_key;
    settings.platform.api_v3_key = api_v3_key;
    const Result<std::string> started = start("wechat_pay", folder, hub::core::toJson(settings, Exposure::Revealed));
    if (!started.ok()) return started.failure();
    const Result<std::int32_t> port = portIn(*started);
    if (!port.ok()) return port.failure();
    file_.channel = kChannel;
    file_.channel_port = *port;

    const fs::path secrets = plan_.out / "config" / "secrets";
    Result<void> kept = writeFile(secrets / "wechat.private_key", merchant.private_key);
    if (kept.ok()) kept = writeFile(secrets / "wechat.apiv3_key", api_v3_key);
    if (!kept.ok()) return kept;
    return writeFile(plan_.out / "config" / "counterparties" / (std::string(kChannel) + ".yaml"),
                     fmt::format(R"(apiVersion: onecard/v1
kind: Counterparty
metadata: {{code: {0}, name: 模拟微信支付, role: channel}}
spec:
  adapter: wechat_pay
  merchant: "{1}"
  settings:
    url: http://127.0.0.1:{2}
    merchant: "{1}"
    app: {3}
    merchant_serial: {4}
    private_key: {{secret: wechat.private_key}}
    notification_key: {{secret: wechat.apiv3_key}}
    platform_keys:
      - serial: {5}
        public_key: |
{6}    notify_url: http://127.0.0.1:{7}/in/{0}
  limits: {{bucket: {{calls_per_s: {8}, burst: {8}}}}}
)",
                                 kChannel, settings.merchant.mchid, *port, settings.merchant.appid, settings.merchant.serial,
                                 settings.platform.serial, indented(platform.public_key, 10), file_.hub_port, plan_.calls_per_s * 5));
}

Result<void> Region::addEhealthCard() {
    const fs::path folder = plan_.out / "sims" / std::string(kEhealthCard);
    sim::ehealth_card::EhealthCardSettings settings;
    settings.folder = folder.string();
    settings.seed = static_cast<std::int64_t>(plan_.seed);
    settings.app_secret = randomText(32);
    const Result<std::string> started = start("ehealth_card", folder, hub::core::toJson(settings, Exposure::Revealed));
    if (!started.ok()) return started.failure();
    const Result<std::int32_t> port = portIn(*started);
    if (!port.ok()) return port.failure();
    file_.ehealth_card = kEhealthCard;
    file_.ehealth_card_port = *port;

    // All hospitals with one SOAP method begin with the same people; those that speak HL7 begin with none.
    const auto hospital = std::ranges::find(file_.hospitals, "soap_xml", &SimulatedHospital::protocol);
    const Result<void> known =
        hospital == file_.hospitals.end() ? Result<void>() : introducePeople(hospital->control_port, file_.ehealth_card_port);
    if (!known.ok()) return known;

    const Result<void> kept = writeFile(plan_.out / "config" / "secrets" / "ehealth_card.app_secret", settings.app_secret);
    if (!kept.ok()) return kept;
    return writeFile(plan_.out / "config" / "counterparties" / (std::string(kEhealthCard) + ".yaml"),
                     fmt::format(R"(apiVersion: onecard/v1
kind: Counterparty
metadata: {{code: {0}, name: 模拟电子健康卡平台, role: identity}}
spec:
  adapter: ehealth_card
  settings:
    url: http://127.0.0.1:{1}
    hospital: SIMREGION
    app: {2}
    app_secret: {{secret: ehealth_card.app_secret}}
    organisation: SIMREGION
  limits: {{bucket: {{calls_per_s: 200, burst: 200}}}}
)",
                                 kEhealthCard, *port, settings.app));
}

Result<void> Region::writeHub() {
    return writeFile(plan_.out / "config" / "hub.yaml", fmt::format(R"(apiVersion: onecard/v1
kind: Hub
http: {{port: {}{}}}
{})",
                                                                    file_.hub_port, plan_.http_settings, plan_.hub_settings));
}

}  // namespace adapters::cli
