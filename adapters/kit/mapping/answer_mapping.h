#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/codec/xml/element.h"
#include "adapters/kit/mapping/code_maps.h"
#include "adapters/kit/mapping/shape.h"
#include "adapters/kit/mapping/transform.h"
#include "adapters/kit/settings.h"
#include "hub/core/json.h"
#include "hub/core/result.h"

namespace adapters::kit::mapping {

/// Where one canonical value came from: "/charges/0/total_fen" from "Amount".
struct Origin {
    std::string field;
    std::string source;
};

/// Canonical fields by their path, each with the tags it is read from:
///
///     key:          {from: ApplyNo}
///     total_fen:    {from: [Amount, Amt], as: money.yuan}
///     person.sex:   {from: Sex, map: sex}
///     version:      {hash: [ReportTime, ReportStatus]}
///     credentials.0.kind: {const: hospital_card}
///
/// Several tags: the first that is there and not blank (older sites). Tags are found by local name without regard to case, "A/B" goes
/// down. A blank value is absent: `default` stands for it, and an object or list element of which nothing was read is left out.
/// Constant; any thread.
class FieldsMapping {
  public:
    FieldsMapping();
    ~FieldsMapping();
    FieldsMapping(FieldsMapping&&) noexcept;
    FieldsMapping& operator=(FieldsMapping&&) noexcept;

    /// Every mistake is told under `pointer`: also a required field that nothing is mapped to. `elsewhere` are fields that others fill.
    static FieldsMapping parse(hub::core::JsonValue spec, const std::string& pointer, const Shape& shape,
                               const std::vector<std::string_view>& elsewhere, const CodeMaps& maps, SettingsProblems& problems);

    /// Writes the members of the object without its braces. The detail of a failure names field and tag, never a text.
    /// Also: PeerAnswerNotValid (a required value is blank), and what transforms and code maps say.
    hub::core::Result<void> read(const codec::xml::Element& row, const std::string& pointer, hub::core::JsonWriter& out,
                                 std::vector<Origin>* origins) const;

  private:
    struct Node;
    class Builder;
    std::unique_ptr<Node> root_;
};

/// One answer to one canonical object: its own fields, its rows, and what must add up.
///
///     fields: {total_fen: {from: TotalAmount, as: money.yuan}}
///     rows: {at: Items/Item, into: lines, fields: {…}}
///     checks: [{sum: lines.amount_fen, equals: TotalAmount}]
///
/// No wrapper, an empty wrapper and one blank row are an empty list; a check whose tag is absent is passed over. Constant; any thread.
class AnswerMapping {
  public:
    static AnswerMapping parse(hub::core::JsonValue spec, const std::string& pointer, const Shape& output, const CodeMaps& maps,
                               SettingsProblems& problems);

    /// The canonical object as JSON text. Also: PeerAnswerNotValid (a check does not hold), and as FieldsMapping::read.
    hub::core::Result<std::string> read(const codec::xml::Element& response, std::vector<Origin>* origins = nullptr) const;

    /// The object with no rows and nothing read. REQUIRES: isList().
    std::string nothing() const;

    /// It holds nothing but one list.
    bool isList() const { return is_list_; }

  private:
    struct Rows {
        std::vector<std::string> at;
        std::string into;
        FieldsMapping fields;
    };
    struct Sum {
        std::vector<std::string> field;  ///< below the row
        std::vector<std::string> equals;
    };

    static std::vector<Sum> parseChecks(hub::core::JsonValue checks, const std::string& pointer, const std::string& into, const Shape& row,
                                        SettingsProblems& problems);
    hub::core::Result<void> check(const codec::xml::Element& response, const std::string& json) const;

    FieldsMapping fields_;
    std::optional<Rows> rows_;
    std::vector<Sum> sums_;
    bool is_list_ = false;
};

/// The text at `path` below `element`, without blanks around it; nothing when a step is not there. "@name" is an attribute.
std::optional<std::string_view> textAt(const codec::xml::Element& element, const std::vector<std::string>& path);

}  // namespace adapters::kit::mapping
