#include <fmt/format.h>

#include <algorithm>

#include "adapters/kit/mapping/fields_node.h"
#include "adapters/kit/mapping/fingerprint.h"
#include "adapters/kit/mapping/spec.h"

namespace adapters::kit::mapping {

namespace core = hub::core;
using codec::xml::Element;
using settings::memberPointer;

FieldsMapping::FieldsMapping() = default;
FieldsMapping::~FieldsMapping() = default;
FieldsMapping::FieldsMapping(FieldsMapping&&) noexcept = default;
FieldsMapping& FieldsMapping::operator=(FieldsMapping&&) noexcept = default;

FieldsMapping::Node* FieldsMapping::Node::child(std::string_view child_name) const {
    for (const std::unique_ptr<Node>& one : children) {
        if (one->name == child_name) return one.get();
    }
    return nullptr;
}

namespace {

void writeValue(core::JsonWriter& out, Kind kind, const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (kind == Kind::Boolean) return out.boolean(*text == "true");
        return out.string(*text);
    }
    if (const auto* money = std::get_if<core::Money>(&value)) return core::json::write(out, *money);
    if (const auto* time = std::get_if<core::UtcTime>(&value)) return core::json::write(out, *time);
    if (const auto* date = std::get_if<core::Date>(&value)) return core::write(out, *date);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return out.integer(*number);
    core::json::write(out, std::get<core::Decimal>(value));
}

}  // namespace

/// Builds the tree of one object while its mapping is loaded.
class FieldsMapping::Builder {
  public:
    Builder(Node& root, const Shape& shape, const CodeMaps& maps, SettingsProblems& problems)
        : root_(root), shape_(shape), maps_(maps), problems_(problems), shapes_{{&root, &shape}} {}

    /// "person.name": {from: …}
    void add(std::string_view path, core::JsonValue json, const std::string& pointer) {
        const Spec spec(json, pointer, problems_);
        if (!spec.holdsOnly({"from", "const", "hash", "default", "as", "map"})) return;
        Node* node = grow(path);
        if (node == nullptr || node->kind == Kind::Object || node->kind == Kind::List) return spec.noSuchField("", path);
        node->source = parseSource(spec, *shapes_.at(node));
    }

    /// What is required and not mapped is a mistake, told at `pointer`; a list of which nothing is known is empty.
    void finish(const std::string& pointer, const std::vector<std::string_view>& elsewhere) {
        for (const auto& [node, shape] : shapes_) {
            for (const ShapeField& field : shape->fields) {
                const bool by_others = node == &root_ && std::find(elsewhere.begin(), elsewhere.end(), field.name) != elsewhere.end();
                if (!field.required || by_others || node->child(field.name) != nullptr) continue;
                if (field.shape.kind == Kind::List) {
                    node->children.push_back(std::make_unique<Node>(field.name, true, Kind::List));
                    continue;
                }
                const std::string name = node == &root_ ? field.name : fmt::format("{} ({})", field.name, node->name);
                problems_.add(pointer, fmt::format("缺少必需的字段 {}", name), fmt::format("the required field {} is missing", name));
            }
        }
    }

  private:
    /// The node at `path`, made where it is not there yet; null when there is no such field. Elements of a list begin with 0.
    Node* grow(std::string_view path) {
        Node* node = &root_;
        const Shape* at = &shape_;
        for (const std::string& step : Spec::path(path, '.')) {
            Node* next = node->child(step);
            const ShapeField* field = at->kind == Kind::Object ? at->field(step) : nullptr;
            const bool is_element = at->kind == Kind::List && (next != nullptr || step == std::to_string(node->children.size()));
            if (field == nullptr && !is_element) return nullptr;
            at = field != nullptr ? &field->shape : &at->element.front();
            if (next == nullptr)
                next = node->children.emplace_back(std::make_unique<Node>(step, field != nullptr && field->required, at->kind)).get();
            node = next;
            shapes_.emplace(node, at);
        }
        return node;
    }

    Node::Source parseSource(const Spec& spec, const Shape& shape) const {
        Node::Source source;
        source.constant = spec.text("const");
        source.otherwise = spec.text("default");
        const std::vector<std::string> hashed = spec.texts("hash");
        const std::vector<std::string> from = spec.texts("from");
        source.is_hash = !hashed.empty();
        for (const std::string& tag : source.is_hash ? hashed : from) source.tags.push_back(Spec::path(tag));
        if (int{source.constant.has_value()} + int{source.is_hash} + int{!from.empty()} != 1) {
            spec.add("", "应有 from、const、hash 之一", "expected one of from, const and hash");
            return source;
        }
        for (const auto& [key, word] : {std::pair("const", source.constant), std::pair("default", source.otherwise)}) {
            const std::vector<std::string_view> words = wordsOf(shape);
            if (word && !words.empty() && std::find(words.begin(), words.end(), *word) == words.end()) spec.noSuchField(key, *word);
        }
        if (source.constant || source.is_hash) return source;
        source.as = spec.transform();
        source.map = spec.codeMap(maps_);
        checkFit(spec, shape, source.as);
        if (source.otherwise && source.as && source.as->kind() != Kind::Text && !source.as->read(*source.otherwise).ok())
            spec.add("default", "不是转换认识的写法", "it is not in the form of the transform");
        return source;
    }

    /// The words that a value of the shape may be; empty: any.
    static std::vector<std::string_view> wordsOf(const Shape& shape) {
        if (shape.kind == Kind::Boolean) return {"true", "false"};
        return shape.words;
    }

    void checkFit(const Spec& spec, const Shape& shape, const std::optional<Transform>& as) const {
        const bool is_text = shape.kind == Kind::Text || shape.kind == Kind::Word || shape.kind == Kind::Boolean;
        if ((as ? as->kind() : Kind::Text) != (is_text ? Kind::Text : shape.kind))
            return spec.add("as", "转换与该字段的类型不符，或缺少转换", "the transform is missing or gives another kind of value");
        const std::vector<std::string_view> words = wordsOf(shape);
        if (words.empty()) return;
        const CodeMaps::Entry* entry = maps_.find(spec.text("map").value_or(""));
        if (entry == nullptr)
            return spec.add("map", "此字段取枢纽的词，须有对照表", "the field takes words of the hub: a code map is needed");
        for (const std::string& word : entry->words) {
            if (std::find(words.begin(), words.end(), word) != words.end()) continue;
            const std::string list = fmt::format("{}", fmt::join(words, ", "));
            spec.add("map", fmt::format("对照表中的 {} 不是枢纽的词；可用：{}", word, list),
                     fmt::format("{} in the map is no word of the hub; there are: {}", word, list));
        }
    }

    Node& root_;
    const Shape& shape_;
    const CodeMaps& maps_;
    SettingsProblems& problems_;
    std::map<Node*, const Shape*> shapes_;
};

FieldsMapping FieldsMapping::parse(core::JsonValue json, const std::string& pointer, const Shape& shape,
                                   const std::vector<std::string_view>& elsewhere, const CodeMaps& maps, SettingsProblems& problems) {
    FieldsMapping mapping;
    mapping.root_ = std::make_unique<Node>("", true, Kind::Object);
    if (!json.isObject()) {
        settings::expectedObject(pointer, problems);
        return mapping;
    }
    Builder builder(*mapping.root_, shape, maps, problems);
    for (const std::string_view path : json.memberNames()) builder.add(path, *json.member(path), memberPointer(pointer, path));
    builder.finish(pointer, elsewhere);
    return mapping;
}

bool FieldsMapping::Node::isThere(const Element& row) const {
    if (!source) return std::any_of(children.begin(), children.end(), [&](const auto& one) { return one->isThere(row); });
    if (source->constant) return false;
    return std::any_of(source->tags.begin(), source->tags.end(), [&](const auto& tag) { return !textAt(row, tag).value_or("").empty(); });
}

core::Result<std::optional<Value>> FieldsMapping::Node::value(const Element& row, std::string& source_name) const {
    if (source->constant) return std::optional<Value>(*source->constant);
    if (source->is_hash) {
        std::vector<std::string_view> texts;
        for (const std::vector<std::string>& tag : source->tags) texts.push_back(textAt(row, tag).value_or(""));
        source_name = fmt::format("{} tags", texts.size());
        return std::optional<Value>(fingerprint(texts));
    }
    for (const std::vector<std::string>& tag : source->tags) {
        source_name = fmt::format("{}", fmt::join(tag, "/"));
        const std::string_view found = textAt(row, tag).value_or("");
        if (found.empty()) continue;
        const core::Result<Value> read = source->as ? source->as->read(found) : Value(std::string(found));
        if (!read.ok()) return read.failure();
        if (!source->map) return std::optional<Value>(*read);
        const core::Result<std::string> ours = source->map->ours(std::get<std::string>(*read));
        if (!ours.ok()) return ours.failure();
        return std::optional<Value>(*ours);
    }
    if (!source->otherwise) return std::optional<Value>();
    const core::Result<Value> read = kind == Kind::Text || kind == Kind::Word || kind == Kind::Boolean || !source->as
                                         ? Value(*source->otherwise)
                                         : source->as->read(*source->otherwise);
    if (!read.ok()) return read.failure();
    return std::optional<Value>(*read);
}

core::Result<void> FieldsMapping::Node::write(const Element& row, const std::string& pointer, core::JsonWriter& out,
                                              std::vector<Origin>* origins) const {
    if (kind == Kind::List) {
        out.beginArray();
        for (const std::unique_ptr<Node>& element : children) {
            if (!element->isThere(row)) continue;
            const core::Result<void> written = element->write(row, pointer + "/" + element->name, out, origins);
            if (!written.ok()) return written.failure();
        }
        out.endArray();
        return {};
    }
    out.beginObject();
    const core::Result<void> written = writeMembers(row, pointer, out, origins);
    out.endObject();
    return written;
}

core::Result<void> FieldsMapping::Node::writeMembers(const Element& row, const std::string& pointer, core::JsonWriter& out,
                                                     std::vector<Origin>* origins) const {
    for (const std::unique_ptr<Node>& one : children) {
        const std::string at = pointer + "/" + one->name;
        if (!one->source) {
            if (!one->required && one->kind == Kind::Object && !one->isThere(row)) continue;
            out.key(one->name);
            const core::Result<void> written = one->write(row, at, out, origins);
            if (!written.ok()) return written.failure();
            continue;
        }
        std::string source_name;
        const core::Result<std::optional<Value>> read = one->value(row, source_name);
        if (!read.ok())
            return core::Failure(read.failure().error(), fmt::format("{} from {}: {}", at, source_name, read.failure().detail()));
        if (!*read && one->required)
            return core::Failure(core::Error::PeerAnswerNotValid, fmt::format("{}: {} is missing or blank", at, source_name));
        if (!*read) continue;
        out.key(one->name);
        writeValue(out, one->kind, **read);
        if (origins != nullptr && !source_name.empty()) origins->push_back({at, source_name});
    }
    return {};
}

core::Result<void> FieldsMapping::read(const Element& row, const std::string& pointer, core::JsonWriter& out,
                                       std::vector<Origin>* origins) const {
    HUB_ASSERT(root_ != nullptr);
    return root_->writeMembers(row, pointer, out, origins);
}

}  // namespace adapters::kit::mapping
