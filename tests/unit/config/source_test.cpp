#include "hub/app/config/source.h"

#include "hub/app/config/value_format.h"
#include "tests/support/failures.h"

using namespace hub::app::config;

namespace {

std::string shown(std::string_view line) {
    const Source source("a.yaml", std::string(line));
    return source.excerpt(source.place({0, 1}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(source)

BOOST_AUTO_TEST_CASE(places_count_characters_from_one) {
    const Source source("a.yaml", "a: 1\r\n中文: x\n\nlast");
    const Place place = source.place({14, 1});
    BOOST_TEST(place.line == 2U);
    BOOST_TEST(place.column == 5U);
    BOOST_TEST(source.excerpt(place) == "中文: x");
    BOOST_TEST(source.excerpt(source.place({0, 1})) == "a: 1");
    BOOST_TEST(source.place({17, 4}).line == 4U);
    BOOST_TEST(source.place({21, 1}).column == 5U);
    BOOST_TEST(source.place({0, 100}).length == 4U);
    BOOST_TEST(source.place({16, 0}).length == 1U);
    BOOST_TEST(source.excerpt(source.whole()).empty());
}

BOOST_AUTO_TEST_CASE(a_literal_secret_is_shown_as_stars_and_nothing_else_is) {
    BOOST_TEST(shown("password: hunter2") == "password: *******");
    BOOST_TEST(shown("{user: x, password: \"a, b\", port: 1}") == "{user: x, password: ******, port: 1}");
    BOOST_TEST(shown("{'token': 密码, port: 1}") == "{'token': **, port: 1}");
    BOOST_TEST(shown("his_password : abc,d}e f") == "his_password : *********");
    BOOST_TEST(shown(R"({password: "a\"b, c", port: 1})") == "{password: *********, port: 1}");
    BOOST_TEST(shown("{password: 'it''s', port: 1}") == "{password: *******, port: 1}");
    BOOST_TEST(shown("password: \"open, end") == "password: **********");
    BOOST_TEST(shown("key: [a, b]") == "key: ******");
    BOOST_TEST(shown("password: {secret: name}") == "password: {secret: name}");
    BOOST_TEST(shown("password: { secret: name }") == "password: { secret: name }");
    BOOST_TEST(shown("{id: 1, secret: name}") == "{id: 1, secret: ****}");
    BOOST_TEST(shown("passwords: 3, keys: 4, monkey: 5") == "passwords: 3, keys: 4, monkey: 5");
    BOOST_TEST(shown("password:") == "password:");
    BOOST_TEST(shown("url: mysql://hub:p@ss@db:3306/hub") == "url: mysql://hub:****@db:3306/hub");
    BOOST_TEST(shown("url: mysql://hub@db:3306/hub") == "url: mysql://hub@db:3306/hub");
    BOOST_TEST(shown("url: http://host:80/a:b@c") == "url: http://host:80/a:b@c");
}

BOOST_AUTO_TEST_CASE(a_line_no_terminal_shows_is_left_out) {
    BOOST_TEST(shown(std::string(400, 'x')) == std::string(400, 'x'));
    BOOST_TEST(shown(std::string(401, 'x')).empty());
}

BOOST_AUTO_TEST_CASE(formats_take_their_last_good_value_and_refuse_the_first_bad_one) {
    const std::pair<const char*, std::vector<const char*>> good[] = {
        {"code", {"QD", "QD0001", "A234567890123456"}},
        {"adapter_id", {"s", "soap_xml", "hl7_mllp"}},
        {"secret_name", {"a", "0", "qd0001.soap-key_2"}},
        {"host", {"127.0.0.1", "::1", "db-1.example"}},
        {"path", {"a", "tls/hub.pem"}},
        {"time_of_day", {"00:00", "09:30", "23:59"}},
        {"database_url", {"", "mysql://u@h/n", "mysql://hub@10.0.0.1:3306/one_card", "mysql://u@localhost/n?socket=/run/x.sock"}}};
    const std::pair<const char*, std::vector<const char*>> bad[] = {
        {"code", {"", "Q", "1Q", "qd0001", "QD-1", "A2345678901234567"}},
        {"adapter_id", {"", "Soap", "1soap", "soap-xml"}},
        {"secret_name", {"", "../x", ".x", "a/b", "A", "a b"}},
        {"host", {"", "a b", "a/b"}},
        {"path", {""}},
        {"time_of_day", {"24:00", "23:60", "9:30", "12:3a", "123:4"}},
        {"database_url", {"sqlite:x", "mysql://h/n", "mysql://@h/n", "mysql://u@h", "mysql://u@/n", "mysql://u@h/", "mysql://u@h/a-b"}}};
    for (const auto& [format, values] : good) {
        for (const char* value : values) BOOST_TEST(valueFormat(format).fits(value), format << " " << value);
    }
    for (const auto& [format, values] : bad) {
        for (const char* value : values) BOOST_TEST(!valueFormat(format).fits(value), format << " " << value);
    }
}

BOOST_AUTO_TEST_SUITE_END()
