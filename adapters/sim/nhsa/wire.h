#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/json.h"
#include "hub/core/money.h"

/// What both chains read and write: members by name, amounts as texts or as numbers.
namespace adapters::sim::nhsa {

using hub::core::JsonDocument;
using hub::core::JsonValue;
using hub::core::Money;

/// Amounts of a request are at most this; larger ones are not valid.
inline constexpr std::int64_t kAmountFenMax = 99'999'999'999;

enum class AmountStyle { Text, Number };
constexpr auto enumNames(AmountStyle) {
    using Name = std::pair<AmountStyle, std::string_view>;
    return std::array{Name{AmountStyle::Text, "text"}, Name{AmountStyle::Number, "number"}};
}

/// The counter chain writes det_item_fee_sumamt, the mobile chain detItemFeeSumamt.
enum class NameStyle { Snake, Camel };
std::string nameIn(NameStyle style, std::string_view snake);

/// A JSON text whose numbers have become texts, for no amount may pass through a floating-point number. Also: JsonNotValid.
hub::core::Result<JsonDocument> parsedWithTexts(std::string_view json);

/// "12.30", "12.3", "12", "12.300"; none with a third decimal that is not 0, a sign or an exponent, or past kAmountFenMax.
std::optional<Money> amountFrom(std::string_view text);

/// A decimal in units of one by 10^decimals; none with more decimals, more than nine digits before the point, a sign or an exponent.
std::optional<std::int64_t> scaledFrom(std::string_view text, int decimals);

/// The first member of a request that is missing or not valid, by its path.
class Missing {
  public:
    bool any() const { return !name_.empty(); }
    void add(std::string name) {
        if (name_.empty()) name_ = std::move(name);
    }
    const std::string& name() const { return name_; }

  private:
    std::string name_;
};

/// Reads members of one object, by their names in snake case. What is not there or not valid is told to `missing` and read as empty. Of a
/// document of parsedWithTexts(); that and `missing` outlive it.
class Members {
  public:
    using Test = std::function<bool(std::string_view)>;

    /// None, or no object: `path` is missing.
    Members(Missing& missing, std::optional<JsonValue> object, NameStyle style, std::string path = {});

    /// Not empty, and passes the test.
    std::string text(std::string_view name, const Test& test = {});
    std::string oneOf(std::string_view name, std::initializer_list<std::string_view> values);
    /// May be missing, null or empty; what is there passes the test.
    std::string textIfAny(std::string_view name, const Test& test = {});
    /// "2030-01-02 09:30:00".
    std::string time(std::string_view name);
    Money amount(std::string_view name);
    /// May have a minus.
    Money signedAmount(std::string_view name);
    std::int64_t scaled(std::string_view name, int decimals);

    Members object(std::string_view name);
    /// One for each element; none unless it is a list of at least one.
    std::vector<Members> list(std::string_view name);
    /// As it was written, but for the numbers.
    std::string json(std::string_view name) const;

    Missing& missing() const { return missing_; }

  private:
    std::optional<std::string_view> find(std::string_view name) const;
    std::optional<JsonValue> valueOf(std::string_view name) const;
    std::string pathOf(std::string_view name) const;

    Missing& missing_;
    std::optional<JsonValue> object_;
    NameStyle style_;
    std::string path_;
};

/// JSON with members sorted by name in every object and no blanks: what the mobile chain signs. Of a document of parsedWithTexts().
std::string canonical(JsonValue value);

/// Writes an answer's members, by their names in snake case.
class Out {
  public:
    Out(AmountStyle amounts, NameStyle names);

    void beginObject() { json_.beginObject(); }
    void beginObject(std::string_view name);
    void endObject() { json_.endObject(); }
    void beginList(std::string_view name);
    void endList() { json_.endArray(); }
    void text(std::string_view name, std::string_view value);
    void amount(std::string_view name, Money value);
    /// As it is spelled, whatever the style.
    void textAs(std::string_view name, std::string_view value);
    void amountAs(std::string_view name, Money value);

    std::string json() const { return json_.text(); }

  private:
    hub::core::JsonWriter json_;
    AmountStyle amounts_;
    NameStyle names_;
};

/// "12.30" or 12.3, as JSON.
std::string amountJson(AmountStyle style, Money amount);
/// "2001" or 2001, as JSON; what is no number is a text in any style.
std::string codeJson(AmountStyle style, std::string_view code);

}  // namespace adapters::sim::nhsa
