#pragma once

#include "hub/core/describe.h"

namespace hub::core {

/// Collects JSON Schemas (draft-07) of described types. A named type stands once under its name and is referred to from elsewhere.
class SchemaSet {
  public:
    /// `reference_prefix`: "#/definitions/" for draft-07, "#/components/schemas/" for OpenAPI.
    explicit SchemaSet(std::string reference_prefix) : prefix_(std::move(reference_prefix)) {}

    /// The schema by which to refer to T; T and all it holds are in definitions() from now on.
    template <class T>
    std::string refer();

    /// Name -> schema text, in the order of names.
    const std::map<std::string, std::string, std::less<>>& definitions() const { return definitions_; }

  private:
    class FieldSchemas;

    std::string prefix_;
    std::map<std::string, std::string, std::less<>> definitions_;
};

/// The complete draft-07 document of T, with everything it refers to.
template <class T>
std::string schemaOf();

namespace schema {

std::string text();
std::string boolean();
std::string integer();
std::string money();
std::string time();
std::string id();
std::string array(const std::string& element);
std::string enumeration(const std::vector<std::string_view>& names);
std::string reference(const std::string& prefix, std::string_view name);
std::string described(const std::string& schema, std::string_view about);
std::string document(const std::string& root, const std::map<std::string, std::string, std::less<>>& definitions);

struct Field {
    std::string name;
    std::string schema;
    bool required;
};
std::string object(const std::vector<Field>& fields);

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsSensitive : std::false_type {};
template <class T>
struct IsSensitive<Sensitive<T>> : std::true_type {};
template <class T>
struct IsId : std::false_type {};
template <class Kind>
struct IsId<Id<Kind>> : std::true_type {};
template <>
struct IsId<IdBits> : std::true_type {};

}  // namespace schema

class SchemaSet::FieldSchemas {
  public:
    explicit FieldSchemas(SchemaSet& set) : set_(set) {}

    template <class T>
    void operator()(std::string_view name, const T&, std::string_view about) {
        add<T>(name, about, /*required=*/true);
    }
    template <class T>
    void operator()(std::string_view name, const std::optional<T>&, std::string_view about) {
        add<T>(name, about, /*required=*/false);
    }

    std::vector<schema::Field> fields;

  private:
    template <class T>
    void add(std::string_view name, std::string_view about, bool required) {
        fields.push_back({std::string(name), schema::described(set_.refer<T>(), about), required});
    }

    SchemaSet& set_;
};

template <class T>
std::string SchemaSet::refer() {
    if constexpr (schema::IsSensitive<T>::value) {
        return refer<std::remove_cvref_t<decltype(std::declval<const T&>().reveal())>>();
    } else if constexpr (schema::IsVector<T>::value) {
        return schema::array(refer<typename T::value_type>());
    } else if constexpr (std::is_same_v<T, bool>) {
        return schema::boolean();
    } else if constexpr (std::is_integral_v<T>) {
        return schema::integer();
    } else if constexpr (std::is_same_v<T, Money>) {
        return schema::money();
    } else if constexpr (std::is_same_v<T, UtcTime>) {
        return schema::time();
    } else if constexpr (schema::IsId<T>::value) {
        return schema::id();
    } else if constexpr (Enumeration<T>) {
        std::vector<std::string_view> names;
        for (const auto& [one, name] : enumNames(T{})) names.push_back(name);
        return schema::enumeration(names);
    } else if constexpr (Named<T>) {
        if (definitions_.emplace(T::kTypeName, "{}").second) {  // first, so that a type that holds itself ends
            FieldSchemas fields(*this);
            const T example{};
            T::describe(fields, example);
            definitions_.insert_or_assign(std::string(T::kTypeName), schema::object(fields.fields));
        }
        return schema::reference(prefix_, T::kTypeName);
    } else {
        return schema::text();
    }
}

template <class T>
std::string schemaOf() {
    SchemaSet set("#/definitions/");
    const std::string root = set.refer<T>();
    return schema::document(root, set.definitions());
}

}  // namespace hub::core
