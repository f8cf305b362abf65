#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/result.h"

namespace hub::core {

/// What a written Sensitive<T> shows. Revealed JSON is for the counterparty's side of a port and for sealed storage only.
enum class Exposure { Masked, Revealed };

/// Writes one JSON text. Object: beginObject, (key, value)*, endObject. Strings are UTF-8. One thread.
class JsonWriter {
  public:
    explicit JsonWriter(Exposure exposure);
    ~JsonWriter();
    JsonWriter(const JsonWriter&) = delete;
    JsonWriter& operator=(const JsonWriter&) = delete;

    Exposure exposure() const;

    void beginObject();
    void key(std::string_view name);
    void endObject();
    void beginArray();
    void endArray();
    void string(std::string_view text);
    void integer(std::int64_t number);
    void decimal(double number);  ///< measurements only; never money
    void boolean(bool value);
    void null();
    void raw(std::string_view json);  ///< REQUIRES: one well-formed JSON value.

    /// REQUIRES: every object and array is closed.
    std::string text() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

class JsonDocument;

/// A place in a JsonDocument, valid as long as that lives. Cheap to copy.
class JsonValue {
  public:
    bool isNull() const;
    bool isObject() const;
    bool isArray() const;
    std::optional<std::string_view> string() const;
    std::optional<std::int64_t> integer() const;  ///< a whole number without point or exponent that fits
    std::optional<bool> boolean() const;

    std::optional<JsonValue> member(std::string_view name) const;
    std::vector<std::string_view> memberNames() const;  ///< in the order written; empty unless isObject()
    std::size_t size() const;                           ///< elements; 0 unless isArray()
    JsonValue at(std::size_t index) const;              ///< REQUIRES: index < size().

  private:
    friend class JsonDocument;
    explicit JsonValue(const void* value) : value_(value) {}
    const void* value_;
};

/// A parsed JSON text. Strict: UTF-8 checked, no duplicate names, nothing after the value, nested at most 64 deep; numbers are
/// kept as written until asked for, so no amount passes through a floating-point number. Also: JsonNotValid with the offset.
class JsonDocument {
  public:
    static Result<JsonDocument> parse(std::string_view text);
    ~JsonDocument();
    JsonDocument(JsonDocument&&) noexcept;
    JsonDocument& operator=(JsonDocument&&) noexcept;

    JsonValue root() const;

  private:
    struct State;
    explicit JsonDocument(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace hub::core
