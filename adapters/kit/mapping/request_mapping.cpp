#include "adapters/kit/mapping/request_mapping.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/kit/mapping/spec.h"

namespace adapters::kit::mapping {

namespace core = hub::core;
using settings::memberPointer;

namespace {

/// Every value at `path`; "*" stands for each element of a list. Null counts as absent.
void collect(core::JsonValue in, const std::vector<std::string>& path, std::size_t at, std::vector<core::JsonValue>& values) {
    if (at == path.size()) {
        if (!in.isNull()) values.push_back(in);
    } else if (path[at] == "*") {
        for (std::size_t i = 0; i < in.size(); ++i) collect(in.at(i), path, at + 1, values);
    } else if (const auto member = in.isObject() ? in.member(path[at]) : std::nullopt) {
        collect(*member, path, at + 1, values);
    }
}

/// The shape at `path`; null when there is none.
const Shape* shapeAt(const Shape& input, const std::vector<std::string>& path) {
    const Shape* shape = &input;
    for (const std::string& step : path) {
        if (step == "*") {
            if (shape->kind != Kind::List) return nullptr;
            shape = &shape->element.front();
        } else {
            const ShapeField* field = shape->field(step);
            if (field == nullptr) return nullptr;
            shape = &field->shape;
        }
    }
    return shape;
}

/// The value as its kind has it in canonical JSON.
core::Result<Value> valueOf(Kind kind, core::JsonValue json) {
    const core::Failure other(core::Error::ValueNotInForm, "a value of another kind");
    if (kind == Kind::Money || kind == Kind::Time || kind == Kind::Integer) {
        const auto number = json.integer();
        if (!number) return other;
        if (kind == Kind::Integer) return Value(*number);
        if (kind == Kind::Time) return Value(core::UtcTime{*number});
        const core::Result<core::Money> money = core::Money::checkedFen(*number);
        if (!money.ok()) return money.failure();
        return Value(*money);
    }
    if (kind == Kind::Boolean) return Value(std::string(json.boolean().value_or(false) ? "true" : "false"));
    const auto text = json.string();
    if (!text) return other;
    if (kind == Kind::Decimal) return Value(core::Decimal{std::string(*text)});
    if (kind != Kind::Date) return Value(std::string(*text));
    const core::Result<core::Date> date = core::Date::parse(*text);
    if (!date.ok()) return date.failure();
    return Value(*date);
}

std::size_t charactersOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

RequestMapping RequestMapping::parse(core::JsonValue spec, const std::string& pointer, const Shape& input, const CodeMaps& maps,
                                     SettingsProblems& problems) {
    RequestMapping mapping;
    if (!spec.isObject()) {
        settings::expectedObject(pointer, problems);
        return mapping;
    }
    for (const std::string_view key : spec.memberNames()) {
        std::optional<Tag> tag = parseTag(key, *spec.member(key), memberPointer(pointer, key), input, maps, problems);
        if (tag) mapping.tags_.push_back(std::move(*tag));
    }
    return mapping;
}

std::optional<RequestMapping::Tag> RequestMapping::parseTag(std::string_view key, core::JsonValue json, const std::string& pointer,
                                                            const Shape& input, const CodeMaps& maps, SettingsProblems& problems) {
    const Spec spec(json, pointer, problems);
    if (!spec.holdsOnly({"from", "const", "when", "join", "default", "required", "max", "as", "map", "tag"})) return std::nullopt;
    Tag tag;
    tag.name = spec.text("tag").value_or(std::string(key));
    tag.constant = spec.text("const");
    tag.join = spec.text("join");
    tag.otherwise = spec.text("default").value_or("");
    tag.required = spec.flag("required");
    tag.max = spec.number("max");
    if (const auto when = spec.text("when")) {
        tag.when = Spec::path(*when);
        if (shapeAt(input, *tag.when) == nullptr) spec.noSuchField("when", *when);
    }
    const std::optional<std::string> from = spec.text("from");
    if (tag.constant.has_value() == from.has_value()) {
        spec.add("", "应有 from 或 const 之一", "expected either from or const");
        return tag;
    }
    if (tag.constant) return tag;
    tag.from = Spec::path(*from);
    const Shape* shape = shapeAt(input, tag.from);
    if (shape == nullptr) {
        spec.noSuchField("from", *from);
        return tag;
    }
    if (shape->kind == Kind::Object || shape->kind == Kind::List) spec.add("from", "应指向单个值", "expected a single value");
    tag.kind = shape->kind;
    if ((from->find("/*") != std::string::npos) != tag.join.has_value())
        spec.add("join", "列表须有 join，且只有列表可以有", "a list needs join, and only a list has it");
    tag.as = spec.transform();
    tag.map = spec.codeMap(maps);
    const bool is_text = shape->kind == Kind::Text || shape->kind == Kind::Word || shape->kind == Kind::Boolean;
    if (tag.as && tag.as->kind() != (is_text ? Kind::Text : shape->kind))
        spec.add("as", "转换与该字段的类型不符", "the transform is for another kind of value");
    if (!tag.as && !is_text) spec.add("as", "该字段不是文本，须写明转换", "the field is no text: a transform is needed");
    return tag;
}

core::Result<std::string> RequestMapping::textOf(const Tag& tag, core::JsonValue json) {
    const core::Result<Value> value = valueOf(tag.kind, json);
    if (!value.ok()) return value.failure();
    const core::Result<std::string> text = tag.as ? tag.as->write(*value) : std::get<std::string>(*value);
    if (!text.ok() || !tag.map) return text;
    return tag.map->theirs(*text);
}

core::Result<std::string> RequestMapping::textOf(const Tag& tag, const std::vector<core::JsonValue>& values) {
    const auto failed = [&](core::Error error, std::string_view what) {
        return core::Failure(error, fmt::format("{}: {}", tag.name, what));
    };
    std::string whole;
    for (const core::JsonValue value : values) {
        const core::Result<std::string> text = textOf(tag, value);
        if (!text.ok()) return failed(text.failure().error(), text.failure().detail());
        if (tag.join && text->find(*tag.join) != std::string::npos)
            return failed(core::Error::RequestNotWritable, "a value holds the separator of the list");
        if (!whole.empty()) whole += tag.join.value_or("");
        whole += *text;
    }
    if (whole.empty() && tag.required) return failed(core::Error::RequestNotWritable, "it is required and not known");
    if (whole.empty()) whole = tag.otherwise;
    if (tag.max != 0 && charactersOf(whole) > tag.max)
        return failed(core::Error::RequestNotWritable, fmt::format("longer than {} characters", tag.max));
    return whole;
}

bool RequestMapping::takesFrom(std::string_view member) const {
    return std::any_of(tags_.begin(), tags_.end(), [&](const Tag& tag) { return !tag.from.empty() && tag.from.front() == member; });
}

core::Result<void> RequestMapping::write(core::JsonValue input, codec::xml::Element& into) const {
    for (const Tag& tag : tags_) {
        std::vector<core::JsonValue> values;
        if (tag.when) {
            collect(input, *tag.when, 0, values);
            if (values.empty()) continue;
            values.clear();
        }
        if (tag.constant) {
            into.add(tag.name, *tag.constant);
            continue;
        }
        collect(input, tag.from, 0, values);
        core::Result<std::string> text = textOf(tag, values);
        if (!text.ok()) return text.failure();
        into.add(tag.name, std::move(*text));
    }
    return {};
}

}  // namespace adapters::kit::mapping
