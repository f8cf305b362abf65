#include "hub/app/config/schema_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "hub/app/config/display_width.h"
#include "hub/app/config/schemas.h"
#include "hub/app/config/units.h"
#include "hub/app/config/value_format.h"
#include "hub/app/config/yaml.h"
#include "hub/core/assert.h"
#include "hub/core/suggest.h"

namespace hub::app::config {

namespace {

using Json = nlohmann::json;
using core::Error;

/// valijson's verdicts: JSON pointer -> the first thing it says about it.
using Verdicts = std::map<std::string, std::string>;

Json toJson(const Node& node) {
    switch (node.kind) {
        case Node::Kind::Null:
            return nullptr;
        case Node::Kind::Boolean:
            return node.text == "true";
        case Node::Kind::Integer:
        case Node::Kind::Decimal:
            return Json::parse(node.text);
        case Node::Kind::Text:
            return node.text;
        case Node::Kind::List: {
            Json list = Json::array();
            for (const Node& item : node.items) list.push_back(toJson(item));
            return list;
        }
        case Node::Kind::Mapping: {
            Json object = Json::object();
            for (const Entry& entry : node.entries) object[entry.key] = toJson(entry.value);
            return object;
        }
    }
    HUB_ASSERT(false);
}

class CompiledSchema {
  public:
    /// Shared definitions are put into the schema, where "common.schema.json#…" then finds them as "#…".
    explicit CompiledSchema(std::string_view text) {
        constexpr std::string_view kReference = "common.schema.json#";
        std::string own(text);
        for (std::size_t at = own.find(kReference); at != std::string::npos; at = own.find(kReference, at)) {
            own.replace(at, kReference.size(), "#");
        }
        document_ = Json::parse(own);
        document_["definitions"] = Json::parse(kCommonSchema)["definitions"];
        const valijson::adapters::NlohmannJsonAdapter adapter(document_);
        valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, compiled_);
    }

    const Json& root() const { return document_; }

    const Json& resolved(const Json& schema) const {
        const auto reference = schema.find("$ref");
        if (reference == schema.end()) return schema;
        return document_.at(Json::json_pointer(reference->get<std::string>().substr(1)));
    }

    Verdicts verdicts(const Node& node) const {
        const Json instance = toJson(node);
        const valijson::adapters::NlohmannJsonAdapter adapter(instance);
        valijson::ValidationResults results;
        valijson::Validator().validate(compiled_, adapter, &results);
        Verdicts verdicts;
        for (const valijson::ValidationResults::Error& error : results) verdicts.emplace(pointerOf(error.context), error.description);
        return verdicts;
    }

  private:
    /// From {"<root>", "[spec]", "[campuses]", "[0]"}.
    static std::string pointerOf(const std::vector<std::string>& context) {
        Path path;
        for (std::size_t i = 1; i < context.size(); ++i) path = path / std::string_view(context[i]).substr(1, context[i].size() - 2);
        return path.pointer();
    }

    Json document_;
    valijson::Schema compiled_;
};

const CompiledSchema& compiled(Schema schema) {
    static const CompiledSchema hub(kHubSchema);
    static const CompiledSchema hospital(kHospitalSchema);
    static const CompiledSchema counterparty(kCounterpartySchema);
    return schema == Schema::Hub ? hub : schema == Schema::Hospital ? hospital : counterparty;
}

struct TypeName {
    std::string_view schema;
    Node::Kind kind;
    Wording name;
};
const std::array<TypeName, 7>& typeNames() {
    static const std::array<TypeName, 7> kNames{{
        {"object", Node::Kind::Mapping, {"映射（键: 值）", "a mapping (key: value)"}},
        {"array", Node::Kind::List, {"列表", "a list"}},
        {"string", Node::Kind::Text, {"文字", "text"}},
        {"integer", Node::Kind::Integer, {"整数", "a whole number"}},
        {"number", Node::Kind::Decimal, {"数字", "a number"}},
        {"boolean", Node::Kind::Boolean, {"true 或 false", "true or false"}},
        {"null", Node::Kind::Null, {"空", "empty"}},
    }};
    return kNames;
}

const Wording& nameOf(Node::Kind kind) {
    return std::find_if(typeNames().begin(), typeNames().end(), [&](const TypeName& type) { return type.kind == kind; })->name;
}
const Wording& nameOf(std::string_view schema_type) {
    return std::find_if(typeNames().begin(), typeNames().end(), [&](const TypeName& type) { return type.schema == schema_type; })->name;
}

bool isOfType(const Node& node, std::string_view type) {
    if (type == "number") return node.kind == Node::Kind::Decimal || node.kind == Node::Kind::Integer;
    const auto found = std::find_if(typeNames().begin(), typeNames().end(), [&](const TypeName& one) { return one.schema == type; });
    return found != typeNames().end() && found->kind == node.kind;
}

std::vector<std::string> propertyNames(const Json& schema) {
    std::vector<std::string> names;
    const auto properties = schema.find("properties");
    if (properties == schema.end()) return names;
    for (const auto& property : properties->items()) names.push_back(property.key());
    return names;
}

std::string nearest(const std::string& typed, const std::vector<std::string>& names) {
    return std::string(core::closest(typed, {names.begin(), names.end()}));
}

/// Walks tree and schema side by side and says in our words what valijson found, and what it does not know: units and formats.
class Explainer {
  public:
    Explainer(const CompiledSchema& schema, const Verdicts& verdicts, Report& report)
        : schema_(schema), verdicts_(verdicts), report_(report) {}

    void visit(const Json& any_schema, Node& node, const Path& path) {
        const std::size_t said_before = said_;
        if (node.faulty) {
            ++said_;  // by whoever found it
            return;
        }
        const Json& schema = schema_.resolved(any_schema);
        const auto verdict = verdicts_.find(path.pointer());
        if (verdict != verdicts_.end()) explain(schema, node, path);
        if (!node.faulty && node.kind == Node::Kind::Text) checkText(schema, node, path);
        if (!node.faulty) descend(schema, node, path);
        // valijson repeats a mistake for each value that holds it, so only what nobody explained is passed on as it says it.
        const bool unexplained = verdict != verdicts_.end() && said_ == said_before;
        if (unexplained) fault(Error::ConfigValueNotValid, node, sentence(path, verdict->second, verdict->second));
    }

  private:
    static Note sentence(const Path& path, std::string_view zh, std::string_view en) {
        return {{fmt::format("{} {}", path.dotted(), zh), fmt::format("{} {}", path.dotted(), en)}};
    }

    void say(Error error, Span span, const Note& note) {
        report_.error(error, span, note);
        ++said_;
    }

    void fault(Error error, Node& node, const Note& note) {
        say(error, node.span, note);
        node.faulty = true;
    }

    void explain(const Json& schema, Node& node, const Path& path) {
        const auto type = schema.find("type");
        if (type != schema.end() && !isOfType(node, type->get<std::string>())) return explainType(schema, *type, node, path);
        if (node.isMapping()) return explainKeys(schema, node, path);
        if (const auto choices = schema.find("enum"); choices != schema.end()) return explainChoice(*choices, node, path);
        if (node.kind == Node::Kind::Integer || node.kind == Node::Kind::Decimal)
            return explainRange(schema, "minimum", "maximum", node, path);
        if (node.kind == Node::Kind::Text) return explainSize(schema, "minLength", "maxLength", node, path);
        if (node.kind == Node::Kind::List) return explainSize(schema, "minItems", "maxItems", node, path);
    }

    void explainType(const Json& schema, const std::string& type, Node& node, const Path& path) {
        if (schema.contains("x-unit")) return missingUnit(schema, node, path);
        const bool is_scalar = node.kind == Node::Kind::Integer || node.kind == Node::Kind::Decimal || node.kind == Node::Kind::Boolean;
        if (type == "string" && is_scalar) {
            Note note = noteOf(path.dotted());
            note.suggestion = fmt::format("\"{}\"", node.text);
            return fault(Error::ConfigTextUnquoted, node, note);
        }
        const Wording& want = nameOf(type);
        const Wording& have = nameOf(node.kind);
        const Wording whole{"文件", "the file"};
        const Wording where = path.dotted().empty() ? whole : Wording{path.dotted(), path.dotted()};
        fault(Error::ConfigTypeWrong, node,
              {{fmt::format("{} 应为{}，写的是{}", where.zh, want.zh, have.zh),
                fmt::format("{} is {}, expected {}", where.en, have.en, want.en)}});
    }

    void explainKeys(const Json& schema, Node& node, const Path& path) {
        const std::vector<std::string> known = propertyNames(schema);
        if (schema.value("additionalProperties", true) == false) {
            for (Entry& entry : node.entries) {
                if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
                Note note = noteOf((path / entry.key).dotted());
                note.suggestion = nearest(entry.key, known);
                note.valid = known;
                say(Error::ConfigKeyUnknown, entry.key_span, note);
                entry.value.faulty = true;
            }
        }
        for (const auto& required : schema.value("required", Json::array())) {
            const std::string name = required.get<std::string>();
            if (node.find(name) == nullptr) say(Error::ConfigKeyMissing, node.span, noteOf((path / name).dotted()));
        }
    }

    void explainChoice(const Json& choices, Node& node, const Path& path) {
        Note note = noteOf(path.dotted());
        for (const Json& choice : choices) note.valid.push_back(choice.get<std::string>());
        note.suggestion = nearest(node.text, note.valid);
        fault(Error::ConfigNotOneOf, node, note);
    }

    void outOfRange(Node& node, const Path& path, std::string_view is, std::string_view low, std::string_view high) {
        fault(Error::ConfigOutOfRange, node,
              {{fmt::format("{} 为 {}，应为 {} 到 {}", path.dotted(), is, low, high),
                fmt::format("{} is {}, it must be {} to {}", path.dotted(), is, low, high)}});
    }

    void explainRange(const Json& schema, const char* low, const char* high, Node& node, const Path& path) {
        if (schema.contains(low) && schema.contains(high)) outOfRange(node, path, node.text, schema[low].dump(), schema[high].dump());
    }

    void explainSize(const Json& schema, const char* low_key, const char* high_key, Node& node, const Path& path) {
        const bool is_list = node.kind == Node::Kind::List;
        const std::size_t size = is_list ? node.items.size() : characterCount(node.text);
        const std::size_t low = schema.value(low_key, std::size_t{0});
        const std::size_t high = schema.value(high_key, kValueBytesMax);
        if (size >= low && size <= high) return;  // refused for what is in it
        fault(Error::ConfigOutOfRange, node,
              {{fmt::format("{} 的{}为 {}，应为 {} 到 {}", path.dotted(), is_list ? "项数" : "长度", size, low, high),
                fmt::format("the {} of {} is {}, it must be {} to {}", is_list ? "number of items" : "length", path.dotted(), size, low,
                            high)}});
    }

    void missingUnit(const Json& schema, Node& node, const Path& path) {
        const Wording& like = example(schema);
        fault(Error::ConfigUnitMissing, node, {{path.dotted() + like.zh, path.dotted() + like.en}});
    }

    static const Wording& example(const Json& schema) {
        static const Wording kDuration{"，例如 500ms、3s、5m、1h、7d", ", for example 500ms, 3s, 5m, 1h, 7d"};
        static const Wording kSize{"，例如 16KiB、1MiB", ", for example 16KiB, 1MiB"};
        return schema["x-unit"] == "duration" ? kDuration : kSize;
    }

    void checkText(const Json& schema, Node& node, const Path& path) {
        if (schema.contains("x-unit")) {
            const bool is_duration = schema["x-unit"] == "duration";
            is_duration ? checkUnit(parseDuration, schema, node, path) : checkUnit(parseSize, schema, node, path);
        } else if (const auto name = schema.find("x-format"); name != schema.end()) {
            const ValueFormat& format = valueFormat(name->get<std::string>());
            if (format.fits(node.text)) return;
            fault(Error::ConfigValueNotValid, node,
                  {{fmt::format("{} 应为{}", path.dotted(), format.expected.zh),
                    fmt::format("{}: expected {}", path.dotted(), format.expected.en)}});
        }
    }

    template <class Parse>
    void checkUnit(Parse parse, const Json& schema, Node& node, const Path& path) {
        const auto value = parse(node.text);
        if (!value) return missingUnit(schema, node, path);
        const std::string low = schema["x-minimum"];
        const std::string high = schema["x-maximum"];
        if (*value < *parse(low) || *value > *parse(high)) outOfRange(node, path, node.text, low, high);
    }

    void descend(const Json& schema, Node& node, const Path& path) {
        const auto properties = schema.find("properties");
        for (Entry& entry : node.entries) {
            if (properties == schema.end()) break;
            const auto property = properties->find(entry.key);
            if (property != properties->end()) visit(*property, entry.value, path / entry.key);
        }
        const auto items = schema.find("items");
        for (std::size_t i = 0; i < node.items.size() && items != schema.end(); ++i) visit(*items, node.items[i], path / i);
    }

    const CompiledSchema& schema_;
    const Verdicts& verdicts_;
    Report& report_;
    std::size_t said_ = 0;
};

}  // namespace

void checkAgainst(Schema schema, Node& root, Report& report) {
    const CompiledSchema& checks = compiled(schema);
    const Verdicts verdicts = checks.verdicts(root);
    Explainer(checks, verdicts, report).visit(checks.root(), root, Path());
}

}  // namespace hub::app::config
