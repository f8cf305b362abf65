#include "hub/api/http/request_parser.h"

#include <random>

#include "hub/api/http/head_scanner.h"
#include "tests/support/failures.h"

namespace hub::api::http {

namespace {

using core::Error;

constexpr std::size_t kLineMax = 200;
constexpr std::size_t kHeadMax = 400;
constexpr std::size_t kFieldsMax = 5;
constexpr std::size_t kBodyMax = 10;

/// Reads one message as a connection does, in pieces of `piece` bytes. `rest` is what came behind it.
core::Result<Request> parse(std::string_view bytes, std::size_t piece, std::string* rest = nullptr) {
    HeadScanner scanner(kLineMax, kHeadMax);
    RequestParser parser(kFieldsMax, /*target_bytes_max=*/150);
    std::optional<Request> request;
    std::string input;
    while (true) {
        input += bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
        if (!request) {
            const auto head = scanner.scan(input);
            if (!head.ok()) return head.failure();
            if (*head) {
                core::Result<Request> found = parser.head(std::string_view(input).substr((*head)->begin, (*head)->end - (*head)->begin));
                if (!found.ok()) return found.failure();
                if (const auto fits = parser.limitBody(kBodyMax); !fits.ok()) return fits.failure();
                request = std::move(*found);
                input.erase(0, (*head)->end);
            }
        }
        if (request && !parser.whole() && !input.empty()) {
            const auto used = parser.body(input);
            if (!used.ok()) return used.failure();
            input.erase(0, *used);
        }
        if (request && parser.whole()) {
            request->body = core::Sensitive<std::string>(parser.takeBody());
            if (rest != nullptr) *rest = input + std::string(bytes);
            return std::move(*request);
        }
        if (bytes.empty()) return core::Failure(Error::HttpRequestTooSlow, "it never ends");
    }
}

const std::string kHost = "Host: hub\r\n";

std::string get(const std::string& headers) { return "GET /a HTTP/1.1\r\n" + headers + "\r\n"; }
std::string post(const std::string& headers, const std::string& body) { return "POST /a HTTP/1.1\r\n" + kHost + headers + "\r\n" + body; }

void accepts(const std::string& bytes, const std::string& body) {
    for (const std::size_t piece : {std::size_t(1), std::size_t(2), std::size_t(3), std::size_t(7), bytes.size()}) {
        std::string rest;
        const core::Result<Request> request = parse(bytes, piece, &rest);
        BOOST_REQUIRE_MESSAGE(request.ok(), bytes << " in pieces of " << piece);
        BOOST_TEST(request->body.reveal() == body, bytes);
        BOOST_TEST(rest == "", bytes);
    }
}

void refuses(const std::string& bytes, Error error) {
    for (const std::size_t piece : {std::size_t(1), std::size_t(2), std::size_t(3), std::size_t(7), bytes.size()}) {
        BOOST_TEST(tests::failsWith(parse(bytes, piece), error), bytes << " in pieces of " << piece);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(request_parser)

BOOST_AUTO_TEST_CASE(a_request_is_read_in_any_pieces) {
    accepts(get(kHost), "");
    accepts("\r\n\r\n" + get(kHost), "");  // RFC 9112 §2.2: empty lines before it
    accepts("GET /a HTTP/1.0\r\n\r\n", "");
    accepts(get("Host:hub:80\r\nX-A: \tb c \r\nX-B:\r\n"), "");
    accepts(get("Host: [::1]:80\r\n"), "");
    accepts(get("Host:\r\n"), "");
    accepts(post("Content-Length: 10\r\n", "0123456789"), "0123456789");
    accepts(post("Content-Length: 0\r\n", ""), "");
    accepts(post("content-length: 1\r\n", std::string(1, '\0')), std::string(1, '\0'));
}

BOOST_AUTO_TEST_CASE(chunks_are_put_together_and_trailers_dropped) {
    accepts(post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), "");
    accepts(post("Transfer-Encoding: Chunked\r\n", "3\r\nabc\r\n7;name=\"va;lue\"\r\n0123456\r\n0;x\r\n\r\n"), "abc0123456");
    accepts(post("Transfer-Encoding: chunked\r\n", "00000a\r\n0123456789\r\n000\r\nHost: other\r\nX-A: 5\r\n\r\n"), "0123456789");
    const auto request = parse(post("Transfer-Encoding: chunked\r\n", "0\r\nAuthorization: x\r\n\r\n"), 1);
    BOOST_TEST(!request->headers.find("Authorization"));
}

BOOST_AUTO_TEST_CASE(bytes_behind_a_request_are_left_for_the_next) {
    for (const std::size_t piece : {std::size_t(1), std::size_t(1000)}) {
        std::string rest;
        BOOST_TEST(parse(post("Content-Length: 2\r\n", "abGET /"), piece, &rest).ok());
        BOOST_TEST(rest == "GET /");
        BOOST_TEST(parse(post("Transfer-Encoding: chunked\r\n", "2\r\nab\r\n0\r\n\r\nGET /"), piece, &rest).ok());
        BOOST_TEST(rest == "GET /");
    }
}

BOOST_AUTO_TEST_CASE(a_second_opinion_on_the_length_is_smuggling) {
    refuses(post("Content-Length: 2\r\nContent-Length: 3\r\n", "abc"), Error::HttpBodyLengthAmbiguous);
    refuses(post("Content-Length: 2\r\nContent-Length: 2\r\n", "ab"), Error::HttpBodyLengthAmbiguous);
    refuses(post("Content-Length: 2, 2\r\n", "ab"), Error::HttpBodyLengthAmbiguous);
    refuses(post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), Error::HttpBodyLengthAmbiguous);
    refuses(post("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "0\r\n\r\n"), Error::HttpBodyLengthAmbiguous);
    refuses(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), Error::HttpBodyLengthAmbiguous);
    for (const char* length : {"+2", "-2", "0x2", "2 2", "", "2;", "99999999999999999999", "٢"}) {
        refuses(post("Content-Length: " + std::string(length) + "\r\n", "ab"), Error::HttpBodyLengthAmbiguous);
    }
    refuses("POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Error::HttpBodyLengthAmbiguous);
}

BOOST_AUTO_TEST_CASE(a_coding_that_is_not_spoken_is_refused) {
    for (const char* coding : {"gzip", "gzip, chunked", "chunked, gzip", "identity", "xchunked", "chunked;q=1"}) {
        refuses(post("Transfer-Encoding: " + std::string(coding) + "\r\n", "0\r\n\r\n"), Error::HttpTransferCodingNotKnown);
    }
}

BOOST_AUTO_TEST_CASE(what_two_readers_could_read_in_two_ways_is_malformed) {
    for (const std::string& bytes : std::vector<std::string>{
             std::string("GET /a HTTP/1.1\nHost: hub\n\n"),   // LF alone
             "GET /a HTTP/1.1\r\nHost: hub\n\r\n",            // LF alone
             "GET /a HTTP/1.1\r\nHost: hub\r\rX: y\r\n\r\n",  // CR alone
             get(kHost + "X: a\rb\r\n"),                      // CR alone
             get(kHost + "X: a\r\n b\r\n"),                   // folded
             get(kHost + "X: a\r\n\tContent-Length: 3\r\n"),  // folded
             "GET /a HTTP/1.1\r\n Host: hub\r\n\r\n",         // folded into the request line
             get(kHost + std::string("X: a\0b\r\n", 8)),      // NUL
             get(kHost + "X : a\r\n"),                        // space before the colon
             get(kHost + ": a\r\n"),
             get(kHost + "no colon\r\n"),
             get(kHost + "X\x80: a\r\n"),
             get(kHost + "X: \x01\r\n"),
             get(kHost + "X: \x7F\r\n"),
             get(kHost + "X: \xFF\r\n"),
             get(""),
             get(kHost + kHost),
             get("Host: a b\r\n"),
             get("Host: a/b\r\n"),
             get("Host: a@b\r\n"),
             get("Host: a,b\r\n"),
             get(kHost + "Connection: (\r\n"),
             std::string("GET  /a HTTP/1.1\r\nHost: hub\r\n\r\n"),
             std::string(" GET /a HTTP/1.1\r\nHost: hub\r\n\r\n"),
             std::string("GET /a  HTTP/1.1\r\nHost: hub\r\n\r\n"),
             std::string("GET /a HTTP/1.1 \r\nHost: hub\r\n\r\n"),
             std::string("GET /a\tHTTP/1.1\r\nHost: hub\r\n\r\n"),
             std::string("GET /a\r\nHost: hub\r\n\r\n"),
             std::string("GET /a http/1.1\r\nHost: hub\r\n\r\n"),
             std::string("GET /a HTTP/1.10\r\nHost: hub\r\n\r\n"),
             std::string("G(T /a HTTP/1.1\r\nHost: hub\r\n\r\n"),
             std::string("GET \x80 HTTP/1.1\r\nHost: hub\r\n\r\n"),
             std::string("GET a HTTP/1.1\r\nHost: hub\r\n\r\n"),
             std::string("CONNECT hub:443 HTTP/1.1\r\nHost: hub\r\n\r\n"),
             std::string("GET http://a\\b/ HTTP/1.1\r\nHost: hub\r\n\r\n"),
             std::string("\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03", 11),
         }) {
        refuses(bytes, Error::HttpRequestMalformed);
    }
}

BOOST_AUTO_TEST_CASE(a_chunk_that_is_not_one_is_malformed) {
    for (const char* body : {"g\r\n", "-1\r\na\r\n0\r\n\r\n", "0x1\r\na\r\n0\r\n\r\n", "1 \r\na\r\n0\r\n\r\n", " 1\r\na\r\n0\r\n\r\n",
                             "1\na\r\n0\r\n\r\n", "1\r\nab\r\n0\r\n\r\n", "1\r\na0\r\n\r\n\r\n", "\r\n\r\n\r\n", "1;\x01\r\na\r\n0\r\n\r\n",
                             "1\rx", "0\r\nno colon\r\n\r\n", "0\r\nContent-Length: 5\r\n\r\n", "ffffffffffffffffff\r\n"}) {
        refuses(post("Transfer-Encoding: chunked\r\n", body), Error::HttpRequestMalformed);
    }
}

BOOST_AUTO_TEST_CASE(other_versions_are_named_as_such) {
    refuses("GET /a HTTP/2.0\r\nHost: hub\r\n\r\n", Error::HttpVersionNotSpoken);
    refuses("GET /a HTTP/1.2\r\nHost: hub\r\n\r\n", Error::HttpVersionNotSpoken);
    refuses("GET /a HTTP/0.9\r\nHost: hub\r\n\r\n", Error::HttpVersionNotSpoken);
    refuses("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Error::HttpVersionNotSpoken);
}

BOOST_AUTO_TEST_CASE(only_the_known_expectation_is_met) {
    RequestParser parser(kFieldsMax, 150);
    BOOST_TEST(parser.head(post("Expect: 100-Continue\r\nContent-Length: 1\r\n", "")).ok());
    BOOST_TEST(parser.expectsContinue());
    refuses(post("Expect: 200-ok\r\nContent-Length: 1\r\n", "a"), Error::HttpExpectationNotKnown);
    accepts("POST /a HTTP/1.0\r\nExpect: 200-ok\r\nContent-Length: 1\r\n\r\na", "a");  // RFC 9110 §10.1.1: 1.0 does not know it
}

BOOST_AUTO_TEST_CASE(target_header_and_body_end_at_their_limits) {
    const auto target = [](std::size_t size) { return "GET /" + std::string(size - 1, 'a') + " HTTP/1.1\r\nHost: hub\r\n\r\n"; };
    accepts(target(150), "");
    refuses(target(151), Error::HttpTargetTooLong);
    refuses(std::string(kLineMax + 1, 'a'), Error::HttpTargetTooLong);  // without waiting for its end

    const auto head = [](std::size_t size) { return get(kHost + "X: " + std::string(size - 35, 'a') + "\r\n"); };
    BOOST_REQUIRE(head(kHeadMax).size() == kHeadMax);
    accepts(head(kHeadMax), "");
    refuses(head(kHeadMax + 1), Error::HttpHeaderTooLarge);
    accepts(get(kHost + "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n"), "");
    refuses(get(kHost + "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\n"), Error::HttpHeaderTooLarge);

    refuses(post("Content-Length: 11\r\n", ""), Error::HttpBodyTooLarge);  // before a byte of it came
    refuses(post("Transfer-Encoding: chunked\r\n", "b\r\n"), Error::HttpBodyTooLarge);
    refuses(post("Transfer-Encoding: chunked\r\n", "a\r\n0123456789\r\n1\r\n"), Error::HttpBodyTooLarge);
}

/// What a reader makes of a message must not hang on how the network cuts it: that is where smuggling begins.
BOOST_AUTO_TEST_CASE(a_damaged_message_means_the_same_in_any_pieces) {
    const std::vector<std::string> whole = {
        get(kHost), post("Content-Length: 5\r\n", "abcde"), "GET http://hub/a?b=c HTTP/1.0\r\n\r\n",
        post("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n", "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-A: b\r\n\r\n")};
    constexpr char kBytesThatMatter[] = "\r\n\0 \t:;,0159afA%/\x7F\xFF";
    constexpr unsigned kSeed = 20'251;
    BOOST_TEST_MESSAGE("seed " << kSeed);
    std::mt19937 random(kSeed);
    int good = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string bytes = whole[random() % whole.size()];
        for (std::size_t damage = random() % 3 + 1; damage > 0; --damage) {
            const std::size_t at = random() % bytes.size();
            const char byte = kBytesThatMatter[random() % (sizeof kBytesThatMatter - 1)];
            switch (random() % 3) {
                case 0:
                    bytes[at] = byte;
                    break;
                case 1:
                    bytes.insert(at, 1, byte);
                    break;
                default:
                    bytes.erase(at, 1);
            }
        }
        const core::Result<Request> in_one = parse(bytes, bytes.size());
        const core::Result<Request> in_pieces = parse(bytes, random() % 5 + 1);
        BOOST_REQUIRE_MESSAGE(in_one.ok() == in_pieces.ok(), bytes);
        if (in_one.ok()) {
            ++good;
            BOOST_REQUIRE_MESSAGE(in_one->body == in_pieces->body && in_one->path == in_pieces->path, bytes);
        } else {
            BOOST_REQUIRE_MESSAGE(in_one.failure().error() == in_pieces.failure().error(), bytes);
        }
    }
    BOOST_TEST(good > 1000);  // the damage was not always deadly
}

BOOST_AUTO_TEST_CASE(the_version_and_the_client_decide_who_stays) {
    const auto stays = [](const std::string& head) {
        RequestParser parser(kFieldsMax, 150);
        BOOST_REQUIRE(parser.head(head).ok());
        return parser.keepAlive();
    };
    BOOST_TEST(stays(get(kHost)));
    BOOST_TEST(!stays(get(kHost + "Connection: x, Close\r\n")));
    BOOST_TEST(!stays("GET /a HTTP/1.0\r\n\r\n"));
    BOOST_TEST(stays("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(the_authority_of_an_absolute_target_is_the_host) {
    const auto request = parse("GET http://one/a?b=c HTTP/1.1\r\nHost: two\r\n\r\n", 1);
    BOOST_TEST((request->headers.find("Host") == "one"));
    BOOST_TEST(request->path == "/a");
    BOOST_TEST((request->queryValue("b") == "c"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::api::http
