#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "hub/core/date.h"
#include "hub/core/decimal.h"
#include "hub/core/describe.h"

namespace adapters::kit::mapping {

enum class Kind { Text, Boolean, Integer, Money, Time, Date, Decimal, Word, Object, List };

struct ShapeField;

/// What a described type holds, so that a mapping that is text can be checked against it when it is loaded.
struct Shape {
    Kind kind = Kind::Text;
    std::vector<ShapeField> fields;       ///< Object: in the order described
    std::vector<std::string_view> words;  ///< Word: the words there are
    std::vector<Shape> element;           ///< List: one, the shape of its elements

    /// Null when it is no object or has no such field.
    const ShapeField* field(std::string_view name) const;

    template <class T>
    static Shape of();
};

struct ShapeField {
    std::string name;
    bool required = true;
    Shape shape;
};

/// An object of the given fields, for what stands beside each other without a struct of its own.
Shape objectOf(std::vector<ShapeField> fields);

namespace shape {

template <class T>
struct IsList : std::false_type {};
template <class T>
struct IsList<std::vector<T>> : std::true_type {};
template <class T>
struct IsSensitive : std::false_type {};
template <class T>
struct IsSensitive<hub::core::Sensitive<T>> : std::true_type {};

class Collect {
  public:
    explicit Collect(std::vector<ShapeField>& fields) : fields_(fields) {}

    template <class T>
    void operator()(std::string_view name, const T&, std::string_view /*about*/) {
        fields_.push_back({std::string(name), true, Shape::of<T>()});
    }
    template <class T>
    void operator()(std::string_view name, const std::optional<T>&, std::string_view /*about*/) {
        fields_.push_back({std::string(name), false, Shape::of<T>()});
    }

  private:
    std::vector<ShapeField>& fields_;
};

}  // namespace shape

template <class T>
Shape Shape::of() {
    Shape shape;
    if constexpr (shape::IsSensitive<T>::value) {
        return of<std::remove_cvref_t<decltype(std::declval<const T&>().reveal())>>();
    } else if constexpr (shape::IsList<T>::value) {
        shape.kind = Kind::List;
        shape.element.push_back(of<typename T::value_type>());
    } else if constexpr (std::is_same_v<T, bool>) {
        shape.kind = Kind::Boolean;
    } else if constexpr (std::is_integral_v<T>) {
        shape.kind = Kind::Integer;
    } else if constexpr (std::is_same_v<T, hub::core::Money>) {
        shape.kind = Kind::Money;
    } else if constexpr (std::is_same_v<T, hub::core::UtcTime>) {
        shape.kind = Kind::Time;
    } else if constexpr (std::is_same_v<T, hub::core::Date>) {
        shape.kind = Kind::Date;
    } else if constexpr (std::is_same_v<T, hub::core::Decimal>) {
        shape.kind = Kind::Decimal;
    } else if constexpr (hub::core::Enumeration<T>) {
        shape.kind = Kind::Word;
        for (const auto& [value, name] : enumNames(T{})) shape.words.push_back(name);
    } else if constexpr (hub::core::Named<T>) {
        shape.kind = Kind::Object;
        shape::Collect collect(shape.fields);
        const T example{};
        T::describe(collect, example);
    }
    return shape;
}

}  // namespace adapters::kit::mapping
