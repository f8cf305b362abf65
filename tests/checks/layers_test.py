"""Each rule of layers.yaml from both sides: the nearest file that obeys, and the nearest that does not."""
import unittest

import support  # noqa: F401
import layers


class LayersTest(unittest.TestCase):
    def setUp(self):
        self.layers = layers.Layers(layers.load_rules())

    def problems(self, path, code):
        return list(self.layers.problems(path, code))

    def allows(self, path, code):
        self.assertEqual(self.problems(path, code), [])

    def refuses(self, path, code, part, line=1):
        problems = self.problems(path, code)
        self.assertEqual([number for number, _ in problems], [line], problems)
        self.assertIn(part, problems[0][1])

    def test_includes_point_inward(self):
        self.allows("hub/payment/split.cpp", '#include "hub/ledger/hold.h"')
        self.refuses("hub/ledger/hold.cpp", '#include "hub/payment/split.h"', "hub/ledger must not include")

    def test_peers_never_include_each_other(self):
        self.allows("hub/identity/person.cpp", '#include "hub/identity/card.h"')
        self.refuses("hub/identity/person.cpp", '#include "hub/ledger/hold.h"', "hub/identity must not include")

    def test_core_includes_no_other_module(self):
        self.refuses("hub/core/money.cpp", '#include "hub/vault/seal.h"', "hub/core must not include")

    def test_storage_sees_of_a_module_only_its_store(self):
        self.allows("hub/storage/sql/charge_store.cpp", '#include "hub/payment/charge_store.h"')
        self.refuses("hub/storage/sql/charge_store.cpp", '#include "hub/payment/split.h"', "storage stands outside")

    def test_only_app_includes_storage(self):
        self.allows("hub/app/wiring.cpp", '#include "hub/storage/sqlite/database.h"')
        self.refuses("hub/cli/db.cpp", '#include "hub/storage/sqlite/database.h"', "hub/cli must not include")

    def test_of_the_adapters_the_hub_links_only_their_command_line(self):
        self.allows("hub/app/main.cpp", '#include "adapters/cli/commands.h"')
        self.refuses("hub/app/main.cpp", '#include "adapters/codec/hl7v2/message.h"', "hub/app must not include")
        self.refuses("hub/gateway/loader.cpp", '#include "adapters/codec/hl7v2/message.h"', "hub/gateway must not include")

    def test_an_adapter_sees_contract_kit_and_codec(self):
        for header in ("hub/core/money.h", "hub/contract/ports.h", "adapters/kit/guard.h", "adapters/codec/mllp/decoder.h"):
            self.allows("adapters/hl7_mllp/adapter.cpp", f'#include "{header}"')
        self.refuses("adapters/hl7_mllp/adapter.cpp", '#include "hub/payment/split.h"', "adapters/hl7_mllp must not include")

    def test_an_adapter_never_includes_another(self):
        self.refuses("adapters/hl7_mllp/adapter.cpp", '#include "adapters/soap_xml/adapter.h"', "adapters/hl7_mllp must not include")

    def test_a_simulator_shares_only_the_codec(self):
        self.allows("adapters/sim/his/server.cpp", '#include "adapters/codec/hl7v2/message.h"')
        self.refuses("adapters/sim/his/server.cpp", '#include "adapters/kit/guard.h"', "adapters/sim must not include")
        self.refuses("adapters/sim/his/server.cpp", '#include "adapters/hl7_mllp/adapter.h"', "adapters/sim must not include")

    def test_the_codec_knows_neither_the_contract_nor_the_kit(self):
        self.allows("adapters/codec/xml/tree.cpp", '#include "hub/core/result.h"')
        self.refuses("adapters/codec/xml/tree.cpp", '#include "hub/contract/ports.h"', "adapters/codec must not include")

    def test_headers_are_named_from_the_top(self):
        self.refuses("hub/core/money.cpp", '#include "money.h"', "from the top of the tree")
        self.refuses("hub/core/money.cpp", '#include "tests/support/failures.h"', "from the top of the tree")

    def test_a_module_nobody_listed_is_refused(self):
        self.refuses("hub/helpers/misc.cpp", "", "no module")
        self.refuses("hub/misc.cpp", "", "no module")

    def test_every_listed_module_may_be_filled(self):
        for module in self.layers.modules():
            self.allows(f"{module}/a.cpp", '#include "hub/core/result.h"\n#include <string>\n')

    def test_foreign_headers_stay_at_their_border(self):
        for header, inside, outside in (
            ("sqlite3.h", "hub/storage/sqlite/a.cpp", "hub/storage/sql/a.cpp"),
            ("cppconn/driver.h", "hub/storage/mysql/a.cpp", "hub/storage/sql/a.cpp"),
            ("yaml-cpp/yaml.h", "hub/app/config/a.cpp", "hub/app/a.cpp"),
            ("nlohmann/json.hpp", "hub/app/config/a.cpp", "hub/api/rest/a.cpp"),
            ("valijson/schema.hpp", "hub/app/config/a.cpp", "hub/core/a.cpp"),
            ("rapidjson/document.h", "hub/core/json.cpp", "hub/core/json.h"),
            ("pugixml.hpp", "adapters/codec/xml/a.cpp", "adapters/codec/xml/a.h"),
            ("boost/beast.hpp", "hub/api/http/a.cpp", "hub/api/rest/a.cpp"),
            ("boost/asio/ip/tcp.hpp", "hub/api/http/a.cpp", "adapters/hl7_mllp/a.cpp"),
            ("Poco/SharedLibrary.h", "hub/gateway/loader.cpp", "hub/gateway/breaker.cpp"),
            ("Poco/Net/StreamSocket.h", "adapters/hl7_mllp/a.cpp", "hub/api/http/a.cpp"),
            ("openssl/evp.h", "hub/vault/a.cpp", "hub/identity/a.cpp"),
            ("openssl/evp.h", "adapters/wechat_pay/a.cpp", "adapters/codec/json/a.cpp"),
        ):
            with self.subTest(header=header, outside=outside):
                self.allows(inside, f"#include <{header}>")
                self.refuses(outside, f"#include <{header}>", header)
                self.allows("tests/unit/a.cpp", f"#include <{header}>")

    def test_a_library_nobody_listed_is_refused(self):
        self.refuses("hub/api/a.cpp", "#include <grpcpp/grpcpp.h>", "of no library")

    def test_deciding_code_has_no_sockets(self):
        self.allows("adapters/kit/client.cpp", "#include <sys/socket.h>")
        for path in ("hub/core/a.cpp", "hub/contract/a.cpp", "hub/flows/a.cpp", "hub/storage/sql/a.cpp", "adapters/codec/mllp/a.cpp"):
            self.refuses(path, "#include <sys/socket.h>", "brings sockets")

    def test_sql_is_written_in_its_own_places(self):
        code = 'const char* kSql = "SELECT balance_fen FROM balance";'
        for path in ("hub/storage/sql/a.cpp", "adapters/db_view/a.cpp", "adapters/sim/a.cpp", "tests/stores/a.cpp"):
            self.allows(path, code)
        self.refuses("hub/ledger/a.cpp", code, "SQL is written only in")
        self.refuses("hub/ledger/a.cpp", 'auto sql = R"(\n  INSERT INTO entry VALUES (?))";', "SQL is written only in", line=2)
        self.allows("hub/api/rest/a.cpp", 'fail("select a hospital from the list");')

    def test_only_the_clock_reads_the_clock(self):
        for code in ("auto a = std::chrono::system_clock::now();", "auto a = std::chrono::steady_clock::now();",
                     "auto a = std::time(nullptr);", "auto a = time(NULL);", "clock_gettime(CLOCK_REALTIME, &t);", "Poco::Timestamp now;"):
            with self.subTest(code=code):
                self.allows("hub/core/clock.cpp", code)
                self.allows("tests/bench/a.cpp", code)
                self.refuses("hub/core/ids.cpp", code, "the clock is written only in")
                self.refuses("tests/unit/core/a.cpp", code, "the clock is written only in")
        self.allows("hub/core/ids.cpp", "entry.time(0); UtcTime time(int);")

    def test_nobody_sleeps(self):
        for code in ("std::this_thread::sleep_for(1s);", "::usleep(10);", "Poco::Thread::sleep(5);"):
            with self.subTest(code=code):
                self.assertTrue(self.problems("tests/unit/core/a.cpp", code))
                self.assertTrue(self.problems("hub/core/clock.cpp", code))

    def test_comments_do_not_count_and_lines_stay_right(self):
        self.allows("hub/ledger/a.cpp", '// std::chrono::system_clock and "SELECT x FROM y"\n/* #include <sqlite3.h>\n */')
        self.refuses("hub/ledger/a.cpp", '/* one\ntwo */ const char* kUrl = "http://x";\n#include <sqlite3.h>', "sqlite3.h", line=3)
        self.refuses("hub/ledger/a.cpp", "int a = 1'000;  // isn't\n#include <sqlite3.h>", "sqlite3.h", line=2)


if __name__ == "__main__":
    unittest.main()
