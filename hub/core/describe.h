#pragma once

#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/ids.h"
#include "hub/core/json.h"
#include "hub/core/money.h"
#include "hub/core/personal.h"

/// A struct says once which fields it has; JSON in, JSON out and its JSON Schema follow from that.
///
///     struct Charge {
///         static constexpr std::string_view kTypeName = "Charge";
///         std::string key;
///         Money total;
///         std::optional<UtcTime> ordered_at;
///         template <class Visitor, class Self>
///         static void describe(Visitor& field, Self& self) {
///             field("key", self.key, "the hospital's own charge key");
///             field("total_fen", self.total, "what is to be paid");
///             field("ordered_at_ms", self.ordered_at, "when the doctor ordered it");
///         }
///     };
///
/// An optional may be missing or null; everything else must be there. An enumeration names its values beside it:
///     constexpr auto enumNames(Sex) { return std::array{std::pair{Sex::Male, std::string_view("male")}, …}; }
namespace hub::core {

template <class T>
concept Named = requires {
    { T::kTypeName } -> std::convertible_to<std::string_view>;
};

template <class T>
concept Enumeration = std::is_enum_v<T> && requires(T value) {
    enumNames(value);
};

/// Strings that are values of a type of their own.
template <class T>
concept TextValue = !Named<T> && requires(T value) {
    { value.text } -> std::same_as<std::string&>;
};

template <Enumeration E>
std::string_view enumName(E value) {
    for (const auto& [one, name] : enumNames(value)) {
        if (one == value) return name;
    }
    HUB_ASSERT(false);
}

template <Enumeration E>
std::optional<E> enumFromName(std::string_view text) {
    for (const auto& [one, name] : enumNames(E{})) {
        if (name == text) return one;
    }
    return std::nullopt;
}

namespace json {

// Out: one overload a kind of value.
inline void write(JsonWriter& out, const std::string& value) { out.string(value); }
inline void write(JsonWriter& out, bool value) { out.boolean(value); }
inline void write(JsonWriter& out, std::int64_t value) { out.integer(value); }
inline void write(JsonWriter& out, std::int32_t value) { out.integer(value); }
inline void write(JsonWriter& out, Money value) { out.integer(value.fen()); }
inline void write(JsonWriter& out, UtcTime value) { out.integer(value.ms); }
inline void write(JsonWriter& out, const IdBits& value) { out.string(value.text()); }
template <class Kind>
void write(JsonWriter& out, const Id<Kind>& value) {
    write(out, value.bits);
}
template <Enumeration E>
void write(JsonWriter& out, E value) {
    out.string(enumName(value));
}
template <TextValue T>
void write(JsonWriter& out, const T& value) {
    out.string(value.text);
}
template <class T>
void write(JsonWriter& out, const Sensitive<T>& value);
template <class T>
void write(JsonWriter& out, const std::vector<T>& values);
template <Named T>
void write(JsonWriter& out, const T& value);

class FieldWriter {
  public:
    explicit FieldWriter(JsonWriter& out) : out_(out) {}

    template <class T>
    void operator()(std::string_view name, const T& value, std::string_view /*about*/) {
        out_.key(name);
        write(out_, value);
    }
    template <class T>
    void operator()(std::string_view name, const std::optional<T>& value, std::string_view about) {
        if (value) (*this)(name, *value, about);
    }

  private:
    JsonWriter& out_;
};

template <class T>
void write(JsonWriter& out, const Sensitive<T>& value) {
    if (out.exposure() == Exposure::Revealed) return write(out, value.reveal());
    if constexpr (requires { maskedText(value.reveal()); }) {
        out.string(maskedText(value.reveal()));
    } else {
        out.string("***");
    }
}

template <class T>
void write(JsonWriter& out, const std::vector<T>& values) {
    out.beginArray();
    for (const T& value : values) write(out, value);
    out.endArray();
}

template <Named T>
void write(JsonWriter& out, const T& value) {
    out.beginObject();
    FieldWriter fields(out);
    T::describe(fields, value);
    out.endObject();
}

/// In: the first thing that does not fit, as "/charges/3/total_fen: expected a whole number of fen". Names no value.
class Problem {
  public:
    bool any() const { return !text_.empty(); }
    void add(const std::string& path, std::string_view what);
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

void read(JsonValue in, const std::string& path, std::string& value, Problem& problem);
void read(JsonValue in, const std::string& path, bool& value, Problem& problem);
void read(JsonValue in, const std::string& path, std::int64_t& value, Problem& problem);
void read(JsonValue in, const std::string& path, std::int32_t& value, Problem& problem);
void read(JsonValue in, const std::string& path, Money& value, Problem& problem);
void read(JsonValue in, const std::string& path, UtcTime& value, Problem& problem);
void read(JsonValue in, const std::string& path, IdBits& value, Problem& problem);

/// Names the members of `in` that are not in `known`.
void refuseUnknown(JsonValue in, const std::string& path, const std::vector<std::string_view>& known, Problem& problem);

template <class Kind>
void read(JsonValue in, const std::string& path, Id<Kind>& value, Problem& problem) {
    read(in, path, value.bits, problem);
}
template <Enumeration E>
void read(JsonValue in, const std::string& path, E& value, Problem& problem) {
    if (const auto text = in.string()) {
        if (const auto found = enumFromName<E>(*text)) {
            value = *found;
            return;
        }
    }
    std::string expected = "expected one of";
    for (const auto& [one, name] : enumNames(value)) expected.append(" ").append(name);
    problem.add(path, expected);
}
template <TextValue T>
void read(JsonValue in, const std::string& path, T& value, Problem& problem) {
    read(in, path, value.text, problem);
}
template <class T>
void read(JsonValue in, const std::string& path, Sensitive<T>& value, Problem& problem);
template <class T>
void read(JsonValue in, const std::string& path, std::vector<T>& values, Problem& problem);
template <Named T>
void read(JsonValue in, const std::string& path, T& value, Problem& problem);

class FieldReader {
  public:
    FieldReader(JsonValue in, const std::string& path, Problem& problem) : in_(in), path_(path), problem_(problem) {}

    template <class T>
    void operator()(std::string_view name, T& value, std::string_view /*about*/) {
        known_.push_back(name);
        const std::optional<JsonValue> member = in_.member(name);
        if (!member) return problem_.add(pathOf(name), "it is missing");
        read(*member, pathOf(name), value, problem_);
    }
    template <class T>
    void operator()(std::string_view name, std::optional<T>& value, std::string_view /*about*/) {
        known_.push_back(name);
        const std::optional<JsonValue> member = in_.member(name);
        value.reset();
        if (member && !member->isNull()) read(*member, pathOf(name), value.emplace(), problem_);
    }

    void finish() { refuseUnknown(in_, path_, known_, problem_); }

  private:
    std::string pathOf(std::string_view name) const { return path_ + "/" + std::string(name); }

    JsonValue in_;
    const std::string& path_;
    Problem& problem_;
    std::vector<std::string_view> known_;
};

template <class T>
void read(JsonValue in, const std::string& path, Sensitive<T>& value, Problem& problem) {
    T plain{};
    read(in, path, plain, problem);
    value = Sensitive<T>(std::move(plain));
}

template <class T>
void read(JsonValue in, const std::string& path, std::vector<T>& values, Problem& problem) {
    values.clear();
    if (!in.isArray()) return problem.add(path, "expected an array");
    for (std::size_t i = 0; i < in.size() && !problem.any(); ++i)
        read(in.at(i), path + "/" + std::to_string(i), values.emplace_back(), problem);
}

template <Named T>
void read(JsonValue in, const std::string& path, T& value, Problem& problem) {
    if (!in.isObject()) return problem.add(path, "expected an object");
    FieldReader fields(in, path, problem);
    T::describe(fields, value);
    fields.finish();
}

}  // namespace json

/// One described value as JSON text.
template <class T>
std::string toJson(const T& value, Exposure exposure) {
    JsonWriter out(exposure);
    json::write(out, value);
    return out.text();
}

/// The value in a JSON text. Also: JsonNotValid with the place; members that T does not have are refused.
template <class T>
Result<T> fromJson(JsonValue in) {
    T value{};
    json::Problem problem;
    json::read(in, "", value, problem);
    if (problem.any()) return Failure(Error::JsonNotValid, problem.text());
    return value;
}

template <class T>
Result<T> fromJson(std::string_view text) {
    const Result<JsonDocument> document = JsonDocument::parse(text);
    if (!document.ok()) return document.failure();
    return fromJson<T>(document->root());
}

}  // namespace hub::core
