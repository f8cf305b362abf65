#define BOOST_TEST_MODULE onecard
#include <boost/test/unit_test.hpp>
