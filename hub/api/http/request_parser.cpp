#include "hub/api/http/request_parser.h"

#include <limits>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include "hub/api/uri.h"
#include "hub/core/text.h"

namespace hub::api::http {

namespace beast = boost::beast;

namespace {

core::Failure malformed(std::string_view what) { return core::Failure(core::Error::HttpRequestMalformed, std::string(what)); }

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

bool allDigits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; }

/// Host may be empty; it is a name and a port, never a way to say more (RFC 9110 §7.2).
bool isHost(std::string_view text) {
    for (const char c : text) {
        if (c <= ' ' || c >= 0x7F || std::string_view("/?#@\\,\"<>").find(c) != std::string_view::npos) return false;
    }
    return true;
}

/// "HTTP/2.0" is another version; anything else is no HTTP.
bool namesVersion(std::string_view head) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::string_view version = line.substr(line.rfind(' ') + 1);
    return version != "HTTP/1.0" && version != "HTTP/1.1" && version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.' &&
           allDigits(version.substr(5, 1)) && allDigits(version.substr(7));
}

}  // namespace

class RequestParser::Reader final : public beast::http::basic_parser<true> {
  public:
    Reader(std::size_t fields_max, std::size_t target_bytes_max) : fields_max_(fields_max), target_bytes_max_(target_bytes_max) {
        header_limit(std::numeric_limits<std::uint32_t>::max());  // HeadScanner has measured it
        body_limit(std::numeric_limits<std::uint64_t>::max());    // until the route is known; boost::none would refuse any (1.74)
        eager(true);
    }

    core::Result<Request> head(std::string_view head) {
        beast::error_code error;
        put(boost::asio::const_buffer(head.data(), head.size()), error);
        if (error && error != beast::http::error::need_more) return failureOf(error, head);
        if (!is_header_done()) return malformed("header");
        if (auto failure = checkFields()) return *failure;
        const core::Result<Target> target = parseTarget(target_);
        if (!target.ok()) return target.failure();
        request_.path = target->path;
        request_.query = target->query;
        if (!target->authority.empty()) {
            if (!isHost(target->authority)) return malformed("request target");
            request_.headers.set("Host", target->authority);
        }
        return std::move(request_);
    }

    core::Result<void> limitBody(std::size_t bytes_max) {
        bytes_max_ = bytes_max;
        if (content_length().value_or(0) > bytes_max) return tooLarge();
        body_limit(bytes_max);
        return {};
    }

    core::Result<std::size_t> body(std::string_view bytes) {
        beast::error_code error;
        const std::size_t used = put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
        if (error == beast::http::error::body_limit) return tooLarge();
        if (error && error != beast::http::error::need_more) return malformed("body");
        return used;
    }

    bool oldVersion() const { return version_ == 10; }
    bool expectsContinue() const { return expects_continue_; }
    std::string takeBody() { return std::move(body_); }

  private:
    core::Failure tooLarge() const { return core::Failure(core::Error::HttpBodyTooLarge, std::to_string(bytes_max_)); }

    core::Failure failureOf(const beast::error_code& error, std::string_view head) const {
        if (failure_) return *failure_;
        if (error == beast::http::error::bad_version && namesVersion(head)) return core::Failure(core::Error::HttpVersionNotSpoken);
        if (error == beast::http::error::bad_content_length || error == beast::http::error::bad_transfer_encoding) {
            return core::Failure(core::Error::HttpBodyLengthAmbiguous);
        }
        return malformed(error == beast::http::error::bad_version ? "request line" : "header");
    }

    /// What only the whole header shows.
    std::optional<core::Failure> checkFields() {
        if (hosts_ > 1 || (hosts_ == 0 && !oldVersion())) return malformed("Host");
        if (chunked() && oldVersion()) return core::Failure(core::Error::HttpBodyLengthAmbiguous);
        if (const auto expect = request_.headers.find("Expect"); expect && !oldVersion()) {
            if (!sameToken(*expect, "100-continue")) return core::Failure(core::Error::HttpExpectationNotKnown);
            expects_continue_ = true;
        }
        return std::nullopt;
    }

    void refuse(core::Failure failure, beast::error_code& error) {
        failure_ = std::move(failure);
        error = beast::http::error::bad_field;
    }

    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target, int version,
                         beast::error_code& error) override {
        if (target.size() > target_bytes_max_) {
            return refuse(core::Failure(core::Error::HttpTargetTooLong, std::to_string(target_bytes_max_)), error);
        }
        request_.method = view(method);
        target_ = view(target);
        version_ = version;
    }

    void on_field_impl(beast::http::field field, beast::string_view name, beast::string_view value, beast::error_code& error) override {
        if (is_header_done()) return;  // a trailer could pass for a header that was checked
        if (request_.headers.all().size() >= fields_max_) {
            return refuse(core::Failure(core::Error::HttpHeaderTooLarge, std::to_string(fields_max_)), error);
        }
        if (!core::isUtf8(view(value))) return refuse(malformed("header"), error);
        if (field == beast::http::field::host) {
            ++hosts_;
            if (!isHost(view(value))) return refuse(malformed("Host"), error);
        } else if (field == beast::http::field::content_length) {
            if (lengths_++ > 0 || !allDigits(view(value))) return refuse(core::Failure(core::Error::HttpBodyLengthAmbiguous), error);
        } else if (field == beast::http::field::transfer_encoding) {
            if (!sameToken(view(value), "chunked")) return refuse(core::Failure(core::Error::HttpTransferCodingNotKnown), error);
        }
        request_.headers.add(std::string(view(name)), std::string(view(value)));
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}

    std::size_t on_body_impl(beast::string_view bytes, beast::error_code&) override {
        body_.append(bytes.data(), bytes.size());  // grows as it arrives: a length that is only claimed costs nothing
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, beast::error_code&) override {
        body_.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    void on_header_impl(beast::error_code&) override {}
    void on_finish_impl(beast::error_code&) override {}
    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}

    const std::size_t fields_max_;
    const std::size_t target_bytes_max_;
    std::size_t bytes_max_ = 0;
    Request request_;
    std::string target_;
    std::string body_;
    int version_ = 0;
    int hosts_ = 0;
    int lengths_ = 0;
    bool expects_continue_ = false;
    std::optional<core::Failure> failure_;
};

RequestParser::RequestParser(std::size_t fields_max, std::size_t target_bytes_max)
    : reader_(std::make_unique<Reader>(fields_max, target_bytes_max)) {}
RequestParser::~RequestParser() = default;
RequestParser::RequestParser(RequestParser&&) noexcept = default;
RequestParser& RequestParser::operator=(RequestParser&&) noexcept = default;

core::Result<Request> RequestParser::head(std::string_view head) { return reader_->head(head); }
bool RequestParser::keepAlive() const { return reader_->keep_alive(); }
bool RequestParser::oldVersion() const { return reader_->oldVersion(); }
bool RequestParser::expectsContinue() const { return reader_->expectsContinue(); }
core::Result<void> RequestParser::limitBody(std::size_t bytes_max) { return reader_->limitBody(bytes_max); }
core::Result<std::size_t> RequestParser::body(std::string_view bytes) { return reader_->body(bytes); }
bool RequestParser::whole() const { return reader_->is_done(); }
std::string RequestParser::takeBody() { return reader_->takeBody(); }

}  // namespace hub::api::http
