#include <fmt/format.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "hub/core/describe.h"
#include "hub/core/json.h"
#include "tests/unit/config/configuration_folder.h"

using namespace hub::app::config;
using hub::core::JsonValue;

// config/hub.yaml is the manual, schemas/config has the ranges, hub_config.h the defaults: here they are held together.
namespace {

std::string contentOf(const std::string& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
}

/// One key of hub.yaml.
struct Documented {
    bool commented_out = false;
    std::string value;
    std::vector<std::string> comment;
};

/// Dotted path -> what hub.yaml says. "#key:" is an option without a default; "# " begins a comment.
std::map<std::string, Documented> manual() {
    static const std::regex kKey("^( *)(#?)([A-Za-z_]+):(?: (.*))?$");
    static const std::regex kComment("^ *# (.*)$");
    std::map<std::string, Documented> documented;
    std::vector<std::string> comment;
    std::vector<std::string> path;
    std::istringstream in(contentOf("config/hub.yaml"));
    for (std::string line; std::getline(in, line);) {
        std::smatch match;
        if (std::regex_match(line, match, kComment)) {
            comment.push_back(match[1]);
        } else if (std::regex_match(line, match, kKey)) {
            path.resize(static_cast<std::size_t>(match[1].length()) / 2);
            path.push_back(match[3]);
            documented[fmt::format("{}", fmt::join(path, "."))] = {match[2].length() > 0, match[4], comment};
            comment.clear();
        } else {
            comment.clear();
        }
    }
    return documented;
}

/// Dotted path -> default, of every struct of hub_config.h.
class Defaults {
  public:
    template <class T>
    void operator()(std::string_view key, const T& value) {
        const std::string path = prefix_ + std::string(key);
        if constexpr (std::is_same_v<T, bool>) {
            texts[path] = value ? "true" : "false";
        } else if constexpr (std::is_integral_v<T>) {
            texts[path] = std::to_string(value);
        } else if constexpr (std::is_same_v<T, std::string>) {
            texts[path] = value;
        } else if constexpr (std::is_same_v<T, SecretName>) {
            texts[path] = value.name;
        } else if constexpr (hub::core::Enumeration<T>) {
            texts[path] = hub::core::enumName(value);
        } else if constexpr (requires { toText(value); }) {
            texts[path] = toText(value);
        } else if constexpr (requires { T::describe(*this, value); }) {
            const std::string before = std::exchange(prefix_, path + ".");
            T::describe(*this, value);
            prefix_ = before;
        } else {
            texts[path] = value.has_value() ? "present" : "absent";
        }
    }

    std::map<std::string, std::string> texts;

  private:
    std::string prefix_;
};

class SchemaKeys {
  public:
    /// REQUIRES: both outlive this.
    SchemaKeys(JsonValue root, JsonValue common) : common_(common) { collect(root, ""); }

    std::map<std::string, JsonValue> leaves;
    std::map<std::string, JsonValue> sections;

  private:
    void collect(JsonValue schema, const std::string& prefix) {
        const auto properties = schema.member("properties");
        for (const std::string_view name : properties->memberNames()) {
            const std::string path = prefix + std::string(name);
            const JsonValue own = *properties->member(name);
            const JsonValue resolved = resolve(own);
            const bool is_secret = resolved.member("properties") && resolved.member("properties")->member("secret");
            if (is_secret || !resolved.member("properties")) {
                leaves.emplace(path, own);
            } else {
                sections.emplace(path, own);
                collect(resolved, path + ".");
            }
        }
    }

    JsonValue resolve(JsonValue schema) const {
        const auto reference = schema.member("$ref");
        if (!reference) return schema;
        const std::string_view text = *reference->string();
        return *common_.member("definitions")->member(text.substr(text.rfind('/') + 1));
    }

    JsonValue common_;
};

std::string joined(JsonValue list) {
    std::vector<std::string_view> texts;
    for (std::size_t i = 0; i < list.size(); ++i) texts.push_back(*list.at(i).string());
    return fmt::format("{}", fmt::join(texts, " | "));
}

/// "range 1..64", "one of text | json", "a host": what may stand there, as hub.yaml says it.
std::string choice(JsonValue schema) {
    if (schema.member("$ref")) return "a secret";
    if (const auto values = schema.member("enum")) return "one of " + joined(*values);
    if (schema.member("x-unit"))
        return fmt::format("range {}..{}", *schema.member("x-minimum")->string(), *schema.member("x-maximum")->string());
    if (const auto low = schema.member("minimum"))
        return fmt::format("range {}..{}", *low->integer(), *schema.member("maximum")->integer());
    if (*schema.member("type")->string() == "boolean") return "one of true | false";
    std::string format(*schema.member("x-format")->string());
    std::replace(format.begin(), format.end(), '_', ' ');
    return "a " + format;
}

/// 60s and 1m are the same default.
std::string normal(const std::string& value) {
    if (const auto duration = parseDuration(value)) return toText(*duration);
    if (const auto size = parseSize(value)) return toText(*size);
    return value.size() >= 2 && value.starts_with('"') ? value.substr(1, value.size() - 2) : value;
}

struct Fixture {
    hub::core::Result<hub::core::JsonDocument> hub_schema = hub::core::JsonDocument::parse(contentOf("schemas/config/hub.schema.json"));
    hub::core::Result<hub::core::JsonDocument> common_schema =
        hub::core::JsonDocument::parse(contentOf("schemas/config/common.schema.json"));
    SchemaKeys schema{hub_schema->root(), common_schema->root()};
    std::map<std::string, Documented> documented = manual();
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(manual_of_the_hub, Fixture)

BOOST_AUTO_TEST_CASE(the_configuration_that_is_shipped_has_no_mistake_and_says_the_defaults) {
    const tests::GivenSecrets none;
    const Loaded loaded = loadConfiguration("config", {none, std::vector<std::string>{}});
    BOOST_TEST(toText(loaded.diagnostics, hub::core::Language::English) == "");
    BOOST_REQUIRE(loaded.hub.has_value());
    BOOST_TEST((*loaded.hub == HubConfig{}));
}

BOOST_AUTO_TEST_CASE(the_configuration_that_is_shipped_dials_nobody) {
    const tests::GivenSecrets none;
    const Loaded loaded = loadConfiguration("config", {none, std::nullopt});
    BOOST_TEST(loaded.hospitals.size() == 1U);
    BOOST_TEST(loaded.counterparties.size() == 4U);
    for (const HospitalConfig& one : loaded.hospitals) BOOST_TEST(!one.spec.enabled);
    for (const CounterpartyConfig& one : loaded.counterparties) BOOST_TEST(!one.spec.enabled);
}

BOOST_AUTO_TEST_CASE(the_schema_has_exactly_the_keys_of_the_structs) {
    Defaults defaults;
    HubConfig hub;
    hub.http.tls.emplace();
    HubConfig::describe(defaults, hub);
    Defaults tls;
    TlsConfig::describe(tls, *hub.http.tls);
    std::vector<std::string> of_structs{"apiVersion", "kind"};
    for (const auto& [path, text] : defaults.texts) {
        if (path != "http.tls") of_structs.push_back(path);
    }
    for (const auto& [path, text] : tls.texts) of_structs.push_back("http.tls." + path);
    std::sort(of_structs.begin(), of_structs.end());

    std::vector<std::string> of_schema;
    for (const auto& [path, leaf] : schema.leaves) of_schema.push_back(path);
    BOOST_TEST(of_schema == of_structs, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_key_is_documented_with_its_range_and_the_default_of_the_code) {
    Defaults defaults;
    const HubConfig hub;
    HubConfig::describe(defaults, hub);
    static const std::regex kLast("^(.*) · default (.*) · since [0-9]+\\.[0-9]+$");
    for (const auto& [path, leaf] : schema.leaves) {
        if (path == "apiVersion" || path == "kind") continue;
        BOOST_TEST_CONTEXT(path) {
            BOOST_REQUIRE(documented.contains(path));
            const Documented& key = documented[path];
            BOOST_REQUIRE(key.comment.size() >= 3U);
            BOOST_TEST(key.comment.front() == *leaf.member("description")->string());
            std::smatch match;
            BOOST_REQUIRE(std::regex_match(key.comment.back(), match, kLast));
            BOOST_TEST(match[1] == choice(leaf));
            if (path.starts_with("http.tls.")) continue;  // of an option: required or the struct's, and not a default of the hub
            BOOST_TEST(normal(match[2]) == defaults.texts[path]);
            BOOST_TEST(key.commented_out == (defaults.texts[path] == "absent"));
            if (!key.commented_out) BOOST_TEST(normal(key.value) == defaults.texts[path]);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_section_is_documented_with_the_sentence_of_the_schema) {
    for (const auto& [path, section] : schema.sections) {
        BOOST_TEST_CONTEXT(path) {
            BOOST_REQUIRE(documented.contains(path));
            BOOST_TEST(documented[path].comment.size() >= 2U);
            const auto description = section.member("description");
            if (description) BOOST_TEST(documented[path].comment.front() == *description->string());
        }
    }
}

BOOST_AUTO_TEST_CASE(the_manual_has_no_key_the_schema_does_not_have) {
    for (const auto& [path, key] : documented) BOOST_TEST((schema.leaves.contains(path) || schema.sections.contains(path)), path);
}

// Each option is there to have its # removed; what it names need not be there, a bank apart.
BOOST_AUTO_TEST_CASE(an_option_works_once_its_number_sign_is_gone) {
    tests::ConfigurationFolder folder;
    folder.secrets.values = {{"http-tls", "key"}, {"database", "password"}};
    for (const char* file : {"hub.pem", "client-ca.pem"}) folder.write(file, "x");
    std::string all = std::regex_replace(contentOf("config/hub.yaml"), std::regex("\n( *)#([a-z_]+:)"), "\n$1$2");
    all = std::regex_replace(all, std::regex("url: \"\""), "url: mysql://hub@127.0.0.1:3306/onecard");
    folder.write("hub.yaml", all);
    folder.write(
        "counterparties/bank.yaml",
        "apiVersion: onecard/v1\nkind: Counterparty\nmetadata: {code: SLYH, name: 示例银行, role: bank}\nspec: {adapter: soap_xml}\n");
    const Loaded loaded = folder.load();
    BOOST_TEST(toText(loaded.diagnostics, hub::core::Language::English) == "");
    BOOST_REQUIRE(loaded.hub.has_value());
    BOOST_TEST(loaded.hub->http.tls->private_key.name == "http-tls");
    BOOST_TEST(loaded.hub->http.tls->client_ca_file.value() == "client-ca.pem");
    BOOST_TEST(loaded.hub->database.password->name == "database");
}

BOOST_AUTO_TEST_CASE(the_example_of_a_hospital_shows_every_key) {
    const std::string example = contentOf("config/hospitals/example-soap.yaml");
    const auto hospital = hub::core::JsonDocument::parse(contentOf("schemas/config/hospital.schema.json"));
    BOOST_REQUIRE(hospital.ok());
    const SchemaKeys keys(hospital->root(), common_schema->root());
    for (const auto& [path, leaf] : keys.leaves) {
        const std::string name = path.substr(path.rfind('.') + 1);
        BOOST_TEST(std::regex_search(example, std::regex("[\n {#,]" + name + ":")), path);
    }
}

BOOST_AUTO_TEST_SUITE_END()
