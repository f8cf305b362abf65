#pragma once

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

/// The tags of one request, in order, each with where its text comes from:
///
///     PatientID:  {from: /request/local_patient}
///     RegDate:    {from: /request/day, as: "date:yyyyMMdd"}
///     Sex:        {from: /request/person/sex, map: sex}
///     ApplyNoSet: {from: /request/charges/*/key, join: ","}
///     PayState:   {const: "0"}
///     OrginOrderNo: {from: /request/refund/paid_wire_id, when: /request/refund, max: 30}
///
/// `from` points into {meta, site, request}; what is absent there is written as an empty element, `default` says otherwise, `required`
/// refuses to write at all, `when` leaves the tag out. `tag` writes another name than the key, so that a site can rename one tag.
/// Constant; any thread.
class RequestMapping {
  public:
    /// Every mistake is told under `pointer`; `input` is the shape of the document that write() is given.
    static RequestMapping parse(hub::core::JsonValue spec, const std::string& pointer, const Shape& input, const CodeMaps& maps,
                                SettingsProblems& problems);

    /// Appends the tags to `into`. The detail of a failure names the tag and never its text. Also: RequestNotWritable (required and
    /// absent, longer than `max`, the separator of a list inside a value), CodeNotMapped, ValueNotInForm.
    hub::core::Result<void> write(hub::core::JsonValue input, codec::xml::Element& into) const;

    bool takesFrom(std::string_view member) const;

  private:
    using Path = std::vector<std::string>;
    struct Tag {
        std::string name;
        std::optional<std::string> constant;
        Path from;
        std::optional<Path> when;
        std::optional<std::string> join;
        std::string otherwise;
        bool required = false;
        std::size_t max = 0;  ///< characters; 0: any number
        Kind kind = Kind::Text;
        std::optional<Transform> as;
        std::optional<CodeMap> map;
    };

    static std::optional<Tag> parseTag(std::string_view key, hub::core::JsonValue spec, const std::string& pointer, const Shape& input,
                                       const CodeMaps& maps, SettingsProblems& problems);
    static hub::core::Result<std::string> textOf(const Tag& tag, hub::core::JsonValue value);
    static hub::core::Result<std::string> textOf(const Tag& tag, const std::vector<hub::core::JsonValue>& values);

    std::vector<Tag> tags_;
};

}  // namespace adapters::kit::mapping
