#include "adapters/kit/mapping/answer_mapping.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/kit/mapping/fields_node.h"
#include "adapters/kit/mapping/spec.h"

namespace adapters::kit::mapping {

namespace core = hub::core;
using codec::xml::Case;
using codec::xml::Element;
using settings::memberPointer;

namespace {

bool isBlank(const Element& element) {
    return trimmed(element.text).empty() && std::all_of(element.children.begin(), element.children.end(), isBlank);
}

/// Every element at `path`, in order.
void collect(const Element& element, const std::vector<std::string>& path, std::size_t at, std::vector<const Element*>& found) {
    if (at == path.size()) return found.push_back(&element);
    for (const Element* child : element.all(path[at], Case::Ignored)) collect(*child, path, at + 1, found);
}

}  // namespace

std::optional<std::string_view> textAt(const Element& element, const std::vector<std::string>& path) {
    const Element* at = &element;
    for (const std::string& step : path) {
        if (step.starts_with('@')) {
            const auto attribute = at->attribute(std::string_view(step).substr(1), Case::Ignored);
            return attribute ? std::optional(trimmed(*attribute)) : std::nullopt;
        }
        at = at->child(step, Case::Ignored);
        if (at == nullptr) return std::nullopt;
    }
    return trimmed(at->text);
}

AnswerMapping AnswerMapping::parse(core::JsonValue json, const std::string& pointer, const Shape& output, const CodeMaps& maps,
                                   SettingsProblems& problems) {
    AnswerMapping mapping;
    const Spec spec(json, pointer, problems);
    if (!spec.holdsOnly({"fields", "rows", "checks"})) return mapping;

    const core::Result<core::JsonDocument> none = core::JsonDocument::parse("{}");
    std::vector<std::string_view> elsewhere;
    if (const auto rows = spec.member("rows")) {
        const Spec rows_spec(*rows, spec.pointerOf("rows"), problems);
        if (!rows_spec.holdsOnly({"at", "into", "fields"})) return mapping;
        Rows& parsed = mapping.rows_.emplace();
        parsed.at = Spec::path(rows_spec.text("at").value_or(""));
        parsed.into = rows_spec.text("into").value_or("");
        if (parsed.at.front().empty()) rows_spec.add("at", "缺少此项", "it is missing");
        const ShapeField* list = output.field(parsed.into);
        if (list == nullptr || list->shape.kind != Kind::List) {
            rows_spec.noSuchField("into", parsed.into);
            return mapping;
        }
        elsewhere.push_back(list->name);
        mapping.is_list_ = output.fields.size() == 1;
        const Shape& row = list->shape.element.front();
        parsed.fields =
            FieldsMapping::parse(rows_spec.member("fields").value_or(none->root()), rows_spec.pointerOf("fields"), row, {}, maps, problems);
        if (const auto checks = spec.member("checks"))
            mapping.sums_ = parseChecks(*checks, spec.pointerOf("checks"), parsed.into, row, problems);
    } else if (spec.member("checks")) {
        spec.add("checks", "没有 rows，无可核对", "without rows there is nothing to add up");
    }
    mapping.fields_ =
        FieldsMapping::parse(spec.member("fields").value_or(none->root()), spec.pointerOf("fields"), output, elsewhere, maps, problems);
    return mapping;
}

std::vector<AnswerMapping::Sum> AnswerMapping::parseChecks(core::JsonValue checks, const std::string& pointer, const std::string& into,
                                                           const Shape& row, SettingsProblems& problems) {
    std::vector<Sum> sums;
    if (!checks.isArray()) settings::expectedArray(pointer, problems);
    for (std::size_t i = 0; i < checks.size(); ++i) {
        const Spec spec(checks.at(i), pointer + "/" + std::to_string(i), problems);
        if (!spec.holdsOnly({"sum", "equals"})) continue;
        std::vector<std::string> sum = Spec::path(spec.text("sum").value_or(""), '.');
        const Shape* at = sum.front() == into ? &row : nullptr;
        sum.erase(sum.begin());
        for (const std::string& step : sum) {
            const ShapeField* field = at == nullptr ? nullptr : at->field(step);
            at = field == nullptr ? nullptr : &field->shape;
        }
        if (at == nullptr || at->kind != Kind::Money) {
            spec.add("sum", "应为列表中的金额字段，如 lines.amount_fen", "expected an amount of the list: lines.amount_fen");
            continue;
        }
        const std::string equals = spec.text("equals").value_or("");
        if (equals.empty()) spec.add("equals", "缺少此项", "it is missing");
        sums.push_back({std::move(sum), Spec::path(equals)});
    }
    return sums;
}

core::Result<std::string> AnswerMapping::read(const Element& response, std::vector<Origin>* origins) const {
    core::JsonWriter out(core::Exposure::Revealed);
    out.beginObject();
    const core::Result<void> own = fields_.read(response, "", out, origins);
    if (!own.ok()) return own.failure();
    if (rows_) {
        std::vector<const Element*> found;
        collect(response, rows_->at, 0, found);
        std::erase_if(found, [](const Element* row) { return isBlank(*row); });
        out.key(rows_->into);
        out.beginArray();
        for (std::size_t i = 0; i < found.size(); ++i) {
            out.beginObject();
            const core::Result<void> row = rows_->fields.read(*found[i], fmt::format("/{}/{}", rows_->into, i), out, origins);
            if (!row.ok()) return row.failure();
            out.endObject();
        }
        out.endArray();
    }
    out.endObject();
    std::string json = out.text();
    const core::Result<void> checked = check(response, json);
    if (!checked.ok()) return checked.failure();
    return json;
}

core::Result<void> AnswerMapping::check(const Element& response, const std::string& json) const {
    if (sums_.empty()) return {};
    const core::Result<core::JsonDocument> document = core::JsonDocument::parse(json);
    HUB_ASSERT(document.ok());
    const core::JsonValue rows = *document->root().member(rows_->into);
    for (const Sum& sum : sums_) {
        const std::optional<std::string_view> text = textAt(response, sum.equals);
        if (!text || text->empty()) continue;
        const core::Result<core::Money> whole = core::Money::parseYuan(*text);
        if (!whole.ok()) return core::Failure(whole.failure().error(), fmt::format("{}: {}", sum.equals.back(), whole.failure().detail()));
        core::Money added;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::optional<core::JsonValue> amount = rows.at(i);
            for (const std::string& step : sum.field) amount = amount ? amount->member(step) : std::nullopt;
            const core::Result<core::Money> next = added.checkedAdd(core::Money::fromFen(amount ? amount->integer().value_or(0) : 0));
            if (!next.ok()) return next.failure();
            added = *next;
        }
        if (added != *whole)
            return core::Failure(core::Error::PeerAnswerNotValid, fmt::format("{} is {}, its {} rows add up to {} yuan", sum.equals.back(),
                                                                              whole->yuan(), rows.size(), added.yuan()));
    }
    return {};
}

std::string AnswerMapping::nothing() const {
    HUB_ASSERT(isList());
    return fmt::format(R"({{"{}":[]}})", rows_->into);
}

}  // namespace adapters::kit::mapping
