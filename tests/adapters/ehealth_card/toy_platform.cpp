#include "tests/adapters/ehealth_card/toy_platform.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <chrono>
#include <cstdlib>

namespace tests {

namespace core = hub::core;
using conformance::Fault;

namespace {

std::string memberOf(core::JsonValue in, std::string_view name) {
    const std::optional<core::JsonValue> value = in.member(name);
    return value ? std::string(value->string().value_or("")) : "";
}

std::string result(int code, const std::string& rsp, const std::string& message = "synthetic") {
    return fmt::format(R"({{"commonOut":{{"requestId":"$ID","resultCode":{},"errMsg":"{}"}},"rsp":{}}})", code, message, rsp);
}

std::string signBy(core::JsonValue in, core::JsonValue req) {
    std::map<std::string, std::string> members;
    for (const core::JsonValue& part : {in, req}) {
        for (const std::string_view name : part.memberNames()) {
            if (name != "sign" && !memberOf(part, name).empty()) members[std::string(name)] = memberOf(part, name);
        }
    }
    std::string text;
    for (const auto& [name, value] : members) text += (text.empty() ? "" : "&") + name + "=" + value;
    text += ToyPlatform::kSecret;
    unsigned char digest[32];
    unsigned char base64[45];
    EVP_Digest(text.data(), text.size(), digest, nullptr, EVP_sha256(), nullptr);
    EVP_EncodeBlock(base64, digest, sizeof digest);
    return reinterpret_cast<const char*>(base64);
}

/// Their numbers end with five digits that say who it is.
int personOf(const std::string& number) { return std::atoi(number.substr(number.size() < 5 ? 0 : number.size() - 5).c_str()); }

std::string personJson(int person, std::string_view name, std::string_view number, std::string_view gender) {
    return fmt::format(R"("{}":"{}","idType":"01","{}":"{}","gender":"{}","birthday":"1990-03-01")", name, conformance::nameOf(person),
                       number, conformance::numberOf(person), gender);
}

}  // namespace

ToyPlatform::ToyPlatform(const core::Clock& clock, const std::atomic<bool>& tokens_are_calls)
    : clock_(clock), tokens_are_calls_(tokens_are_calls), server_([this](TcpConnection& connection) { serve(connection); }) {}

std::string ToyPlatform::cardOf(int person) { return fmt::format("{:0>64}", conformance::numberOf(person)); }

std::string ToyPlatform::voucherCodeOf(int person) { return fmt::format("{:028}", person); }

void ToyPlatform::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
    server_.stop();
}

void ToyPlatform::fail(Fault fault, int calls) {
    const std::lock_guard lock(mutex_);
    faults_.assign(static_cast<std::size_t>(calls), fault);
}

void ToyPlatform::fail(const std::string& method, Fault fault) {
    const std::lock_guard lock(mutex_);
    faults_of_[method].push_back(fault);
}

void ToyPlatform::release() {
    {
        const std::lock_guard lock(mutex_);
        released_ = true;
    }
    changed_.notify_all();
}

int ToyPlatform::effects() const {
    const std::lock_guard lock(mutex_);
    return effects_;
}

bool ToyPlatform::waitForCalls(int calls) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(3), [&] { return calls_ >= calls; });
}

bool ToyPlatform::waitForCallsOf(const std::string& method, int calls) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(3), [&] { return calls_of_[method].size() >= static_cast<std::size_t>(calls); });
}

int ToyPlatform::callsOf(const std::string& method) const {
    const std::lock_guard lock(mutex_);
    const auto calls = calls_of_.find(method);
    return calls == calls_of_.end() ? 0 : static_cast<int>(calls->second.size());
}

std::string ToyPlatform::lastCall(const std::string& method) const {
    const std::lock_guard lock(mutex_);
    return calls_of_.at(method).back();
}

void ToyPlatform::say(const std::string& method, Said said) {
    const std::lock_guard lock(mutex_);
    said_[method].push_back(std::move(said));
}

void ToyPlatform::sayResult(const std::string& method, int code, const std::string& rsp, const std::string& message) {
    say(method, {200, result(code, rsp, message)});
}

void ToyPlatform::forgetTokens() {
    const std::lock_guard lock(mutex_);
    tokens_.clear();
}

void ToyPlatform::serve(TcpConnection& connection) {
    std::string text = connection.readUntil("\r\n\r\n");
    const std::size_t head = text.find("\r\n\r\n");
    if (head == std::string::npos) return;
    const std::size_t length = text.find("Content-Length: ");
    const std::size_t bytes = length < head ? std::stoul(text.substr(length + 16)) : 0;
    while (text.size() < head + 4 + bytes) {
        const std::string more = connection.read();
        if (more.empty()) return;
        text += more;
    }
    const std::string path = text.substr(5, text.find(' ', 5) - 5);  // behind "POST "
    const std::string method = path.substr(path.rfind('/') + 1);
    const std::string body = text.substr(head + 4);

    std::unique_lock lock(mutex_);
    calls_of_[method].push_back(body);
    std::optional<Fault> fault;
    const auto take = [&](std::deque<Fault>& faults) {
        if (fault || faults.empty()) return;
        fault = faults.front();
        faults.pop_front();
    };
    take(faults_of_[method]);
    if (method != "getAppToken" || tokens_are_calls_) {
        ++calls_;
        take(faults_);
    }
    changed_.notify_all();
    const bool acts = fault != Fault::Hang && fault != Fault::ResetBeforeActing;
    Said said;
    if (acts) {
        std::deque<Said>& put = said_[method];
        said.body = put.empty() ? answer(method, body) : "";
        if (!put.empty()) {
            said = put.front();
            put.pop_front();
        }
        const auto request = core::JsonDocument::parse(body);
        const auto in = request.ok() ? request->root().member("commonIn") : std::nullopt;
        const std::size_t id = said.body.find("$ID");
        if (id != std::string::npos) said.body.replace(id, 3, in ? memberOf(*in, "requestId") : "");
    }
    if (fault == Fault::Hold) changed_.wait(lock, [&] { return released_ || stopped_; });
    lock.unlock();
    if (fault == Fault::ResetBeforeActing || fault == Fault::ResetAfterActing) return connection.resetOnClose();
    if (fault == Fault::LoseAnswer) return;
    if (fault == Fault::Garbage) said.body = body;
    while (fault == Fault::Hang && !connection.read().empty()) continue;  // until the client gives up
    if (fault == Fault::Hang) return;
    connection.write(fmt::format("HTTP/1.1 {} Said\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                                 said.status, said.body.size(), said.body));
}

std::string ToyPlatform::answer(const std::string& method, const std::string& body) {
    const auto request = core::JsonDocument::parse(body);
    if (!request.ok()) return "";
    if (method == "decode") return decode(request->root());
    const auto in = request->root().member("commonIn");
    const auto req = request->root().member("req");
    return in && req ? answerSigned(method, *in, *req) : "";
}

std::string ToyPlatform::answerSigned(const std::string& method, core::JsonValue in, core::JsonValue req) {
    const std::int64_t skew = std::atoll(memberOf(in, "timestamp").c_str()) - clock_.utc().ms / 1000;
    if (memberOf(in, "sign") != signBy(in, req)) return result(1001, "{}");
    if (skew > 300 || skew < -300) return result(1003, "{}");
    if (memberOf(in, "hospitalId") != kHospital || memberOf(in, "channelNum") != "0" || memberOf(in, "requestId").size() != 32)
        return result(1004, "{}");
    if (method == "getAppToken") {
        if (memberOf(req, "appId") != kApp || !memberOf(in, "appToken").empty()) return result(1004, "{}", "appId");
        const std::string token = fmt::format("token-{}", ++tokens_given_);
        tokens_.insert(token);
        return result(0, fmt::format(R"({{"appToken":"{}","expiresIn":7200}})", token));
    }
    if (!tokens_.contains(memberOf(in, "appToken"))) return result(1002, "{}");
    const int person = personOf(memberOf(req, "idNumber"));
    if (method == "verifyRealName") return result(0, fmt::format(R"({{"verifyResult":"{}"}})", person % 3 + 1));
    if (method == "registerHealthCard") {
        if (cards_.insert(memberOf(req, "idType") + memberOf(req, "idNumber")).second) ++effects_;
        return result(0, fmt::format(R"({{"healthCardId":"{}","qrCodeText":"{}","phid":"P1"}})", cardOf(person), staticCodeOf(person)));
    }
    if (method == "getDynamicQRCode") {
        ++effects_;
        return result(0,
                      fmt::format(R"({{"qrCodeText":"{}:0:{:032x}:7","validSeconds":60}})", memberOf(req, "healthCardId"), ++codes_given_));
    }
    const std::string card = memberOf(req, "qrCodeText").substr(0, 64);
    const int owner = personOf(card);
    return result(0, fmt::format(R"({{"card":{{{},"phone1":"13800000001","address":"","healthCardId":"{}","phid":"P1"}}}})",
                                 personJson(owner, "name", "idNumber", "女"), card));
}

std::string ToyPlatform::decode(core::JsonValue request) {
    const auto data = request.member("data");
    const std::string code = data ? memberOf(*data, "ecQrCode") : "";
    if (memberOf(request, "transType") != "ec.query" || code.size() != 28) return R"({"code":1,"message":"synthetic"})";
    const int person = personOf(code);
    return fmt::format(R"({{"code":0,"message":"","orgId":"{}","data":{{{},"ecToken":"{:032}","insuOrg":"370200","ecIndexNo":"I{:05}",)"
                       R"("ecQrCode":"{}","chnlId":"c"}}}})",
                       memberOf(request, "orgId"), personJson(person, "userName", "idNo", "2"), person, person, code);
}

}  // namespace tests
