#include "hub/core/json.h"

#define RAPIDJSON_HAS_STDSTRING 1
#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <charconv>
#include <cmath>
#include <unordered_set>

#include "hub/core/text.h"

namespace hub::core {

namespace {

constexpr std::size_t kDepthMax = 64;
constexpr unsigned kParseFlags =
    rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag;

using Value = rapidjson::Value;

/// Builds the document and refuses what rapidjson would let pass: a name that stands twice, and endless nesting.
class DocumentBuilder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, DocumentBuilder> {
  public:
    explicit DocumentBuilder(rapidjson::Document& document) : document_(document) {}

    bool Null() { return document_.Null(); }
    bool Bool(bool value) { return document_.Bool(value); }
    /// rapidjson takes the escape of one half of a pair, "\ude00", which no UTF-8 can hold.
    bool String(const char* text, rapidjson::SizeType length, bool) {
        return isUtf8({text, length}) && document_.String(text, length, true);
    }

    /// A number that is not whole stays a number that nobody can read as an amount.
    bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
        std::int64_t whole = 0;
        const auto [end, error] = std::from_chars(text, text + length, whole);
        if (error == std::errc() && end == text + length) return document_.Int64(whole);
        return document_.Double(std::nan(""));
    }

    bool StartObject() {
        names_.emplace_back();
        return names_.size() <= kDepthMax && document_.StartObject();
    }
    bool Key(const char* text, rapidjson::SizeType length, bool) {
        return isUtf8({text, length}) && names_.back().insert(std::string(text, length)).second && document_.Key(text, length, true);
    }
    bool EndObject(rapidjson::SizeType members) {
        names_.pop_back();
        return document_.EndObject(members);
    }
    bool StartArray() {
        names_.emplace_back();
        return names_.size() <= kDepthMax && document_.StartArray();
    }
    bool EndArray(rapidjson::SizeType elements) {
        names_.pop_back();
        return document_.EndArray(elements);
    }

  private:
    rapidjson::Document& document_;
    std::vector<std::unordered_set<std::string>> names_;  // one a nesting level
};

const Value& valueAt(const void* value) { return *static_cast<const Value*>(value); }

}  // namespace

struct JsonWriter::State {
    Exposure exposure;
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};

    explicit State(Exposure shown) : exposure(shown) {}
};

JsonWriter::JsonWriter(Exposure exposure) : state_(std::make_unique<State>(exposure)) {}
JsonWriter::~JsonWriter() = default;

Exposure JsonWriter::exposure() const { return state_->exposure; }
void JsonWriter::beginObject() { state_->writer.StartObject(); }
void JsonWriter::key(std::string_view name) { state_->writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
void JsonWriter::endObject() { state_->writer.EndObject(); }
void JsonWriter::beginArray() { state_->writer.StartArray(); }
void JsonWriter::endArray() { state_->writer.EndArray(); }
void JsonWriter::string(std::string_view text) { state_->writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
void JsonWriter::integer(std::int64_t number) { state_->writer.Int64(number); }
void JsonWriter::decimal(double number) { raw(fmt::format("{:.3f}", number)); }
void JsonWriter::boolean(bool value) { state_->writer.Bool(value); }
void JsonWriter::null() { state_->writer.Null(); }
void JsonWriter::raw(std::string_view json) { state_->writer.RawValue(json.data(), json.size(), rapidjson::kStringType); }

std::string JsonWriter::text() const {
    HUB_ASSERT(state_->writer.IsComplete());
    return {state_->buffer.GetString(), state_->buffer.GetSize()};
}

bool JsonValue::isNull() const { return valueAt(value_).IsNull(); }
bool JsonValue::isObject() const { return valueAt(value_).IsObject(); }
bool JsonValue::isArray() const { return valueAt(value_).IsArray(); }

std::optional<std::string_view> JsonValue::string() const {
    const Value& value = valueAt(value_);
    if (!value.IsString()) return std::nullopt;
    return std::string_view(value.GetString(), value.GetStringLength());
}

std::optional<std::int64_t> JsonValue::integer() const {
    const Value& value = valueAt(value_);
    return value.IsInt64() ? std::optional(value.GetInt64()) : std::nullopt;
}

std::optional<bool> JsonValue::boolean() const {
    const Value& value = valueAt(value_);
    return value.IsBool() ? std::optional(value.GetBool()) : std::nullopt;
}

std::optional<JsonValue> JsonValue::member(std::string_view name) const {
    const Value& value = valueAt(value_);
    if (!value.IsObject()) return std::nullopt;
    const auto found = value.FindMember(Value(rapidjson::StringRef(name.data(), name.size())));
    if (found == value.MemberEnd()) return std::nullopt;
    return JsonValue(&found->value);
}

std::vector<std::string_view> JsonValue::memberNames() const {
    std::vector<std::string_view> names;
    const Value& value = valueAt(value_);
    if (!value.IsObject()) return names;
    for (const auto& member : value.GetObject()) names.emplace_back(member.name.GetString(), member.name.GetStringLength());
    return names;
}

std::size_t JsonValue::size() const { return isArray() ? valueAt(value_).Size() : 0; }

JsonValue JsonValue::at(std::size_t index) const {
    HUB_ASSERT(index < size());
    return JsonValue(&valueAt(value_)[static_cast<rapidjson::SizeType>(index)]);
}

struct JsonDocument::State {
    rapidjson::Document document;
};

JsonDocument::JsonDocument(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

Result<JsonDocument> JsonDocument::parse(std::string_view text) {
    auto state = std::make_unique<State>();
    rapidjson::Reader reader;
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::ParseResult parsed;
    const auto generate = [&](rapidjson::Document& document) {
        DocumentBuilder builder(document);
        parsed = reader.Parse<kParseFlags>(stream, builder);
        return !parsed.IsError();
    };
    state->document.Populate(generate);
    const bool ends_early = !parsed.IsError() && stream.Tell() != text.size();  // rapidjson takes a zero byte for the end
    if (ends_early) return Failure(Error::JsonNotValid, fmt::format("byte {}: a zero byte", stream.Tell()), stream.Tell());
    if (!parsed.IsError()) return JsonDocument(std::move(state));
    const std::string_view reason = parsed.Code() == rapidjson::kParseErrorTermination
                                        ? "a name that stands twice, half a surrogate pair, or nested too deep"
                                        : std::string_view(rapidjson::GetParseError_En(parsed.Code()));
    return Failure(Error::JsonNotValid, fmt::format("byte {}: {}", parsed.Offset(), reason), parsed.Offset());
}

JsonValue JsonDocument::root() const { return JsonValue(static_cast<const Value*>(&state_->document)); }

}  // namespace hub::core
