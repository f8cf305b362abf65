#include "adapters/kit/base64.h"

#include <boost/test/unit_test.hpp>

using adapters::kit::fromBase64;
using adapters::kit::toBase64;

// RFC 4648 section 10.
BOOST_AUTO_TEST_CASE(base64_is_that_of_the_rfc) {
    const std::pair<const char*, const char*> examples[] = {{"f", "Zg=="},        {"fo", "Zm8="},        {"foo", "Zm9v"},
                                                            {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, text] : examples) {
        BOOST_TEST(toBase64(plain) == text);
        BOOST_TEST(fromBase64(text).value_or("nothing") == plain);
    }
    for (const char* text : {"", "Zg", "Zg=", "Z===", "Zm9v\n", "Zm 9", "=m9v", "Zm-_"}) BOOST_TEST(!fromBase64(text).has_value());
}
