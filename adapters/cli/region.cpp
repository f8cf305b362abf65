#include "adapters/cli/region.h"

#include <Poco/Net/ServerSocket.h>
#include <fmt/format.h>

#include <fstream>
#include <iomanip>
#include <sstream>
#include <utility>

#include "adapters/cli/channel_keys.h"
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

Result<std::int32_t> portIn(const std::string& line) {
    const Result<hub::core::JsonDocument> document = hub::core::JsonDocument::parse(line);
    if (!document.ok()) return document.failure();
    const auto port = document->root().member("port");
    if (!port || !port->integer()) return Failure(Error::ChildNotReady, "port");
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
    for (std::int32_t number = 1; number <= plan.soap; ++number) {
        const Result<void> added = region->addHospital(number);
        if (!added.ok()) return added.failure();
    }
    const Result<void> channel = region->addChannel();
    if (!channel.ok()) return channel.failure();
    const Result<void> hub = region->writeHub();
    if (!hub.ok()) return hub.failure();
    const Result<void> written = writeFile(plan.out / "region.json", hub::core::toJson(region->file_, Exposure::Masked) + "\n");
    if (!written.ok()) return written.failure();
    return region;
}

Result<void> Region::addHospital(std::int32_t number) {
    const std::string code = fmt::format("SOAP{:02}", number);
    const bool gb18030 = number <= plan_.gb18030;
    const fs::path folder = plan_.out / "sims" / code;
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return Failure(Error::RegionNotWritable, folder.string());

    sim::trancode::TrancodeSettings settings;
    settings.folder = folder.string();
    settings.seed = static_cast<std::int64_t>(plan_.seed) * 1000 + number;
    settings.soap.charset = gb18030 ? sim::trancode::WireCharset::Gb18030 : sim::trancode::WireCharset::Utf8;
    settings.site.auth_key = fmt::format("SIM-KEY-{:08}", number);
    settings.site.hospital_id = fmt::format("SIMHOSP{:02}", number);
    settings.site.slot_capacity = 50;
    const fs::path file = folder / "settings.json";
    const Result<void> written = writeFile(file, hub::core::toJson(settings, Exposure::Revealed));
    if (!written.ok()) return written;
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start({"sim", "run", "trancode", file.string()}, (folder / "log").string());
    if (!child.ok()) return child.failure();
    const Result<std::int32_t> port = portIn((*child)->firstLine());
    if (!port.ok()) return port.failure();
    children_.push_back(std::move(*child));
    file_.hospitals.push_back({code, "soap_xml", gb18030 ? "GB18030" : "UTF-8", *port});

    const std::string secret = fmt::format("soap{:02}.auth_key", number);
    const Result<void> kept = writeFile(plan_.out / "config" / "secrets" / secret, settings.site.auth_key);
    if (!kept.ok()) return kept;
    return writeFile(
        plan_.out / "config" / "hospitals" / (code + ".yaml"),
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
  limits: {{bucket: {{calls_per_s: 200, burst: 200}}}}
)",
                    code, number, gb18030 ? "GB18030" : "UTF-8", *port, settings.soap.path, secret, settings.site.hospital_id));
}

Result<void> Region::addChannel() {
    const fs::path folder = plan_.out / "sims" / std::string(kChannel);
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return Failure(Error::RegionNotWritable, folder.string());
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
    const fs::path file = folder / "settings.json";
    const Result<void> written = writeFile(file, hub::core::toJson(settings, Exposure::Revealed));
    if (!written.ok()) return written;
    Result<std::unique_ptr<ChildProcess>> child =
        ChildProcess::start({"sim", "run", "wechat_pay", file.string()}, (folder / "log").string());
    if (!child.ok()) return child.failure();
    const Result<std::int32_t> port = portIn((*child)->firstLine());
    if (!port.ok()) return port.failure();
    children_.push_back(std::move(*child));
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
  limits: {{bucket: {{calls_per_s: 1000, burst: 1000}}}}
)",
                                 kChannel, settings.merchant.mchid, *port, settings.merchant.appid, settings.merchant.serial,
                                 settings.platform.serial, indented(platform.public_key, 10), file_.hub_port));
}

Result<void> Region::writeHub() {
    return writeFile(plan_.out / "config" / "hub.yaml", fmt::format(R"(apiVersion: onecard/v1
kind: Hub
http: {{port: {}}}
)",
                                                                    file_.hub_port));
}

}  // namespace adapters::cli
