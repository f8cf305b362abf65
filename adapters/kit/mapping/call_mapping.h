#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/kit/mapping/answer_mapping.h"
#include "adapters/kit/mapping/request_mapping.h"
#include "hub/contract/outcome.h"

namespace adapters::kit::mapping {

/// Which answers mean yes and which mean no, and what a no says:
///
///     success: {from: ["@Result", Result], yes: ["0"], no: ["-1", "1"], text: Msg}
///
/// Any other value, and none, is neither: nobody knows what happened.
class Verdict {
  public:
    enum class Says { Yes, No, Neither };

    static Verdict parse(hub::core::JsonValue spec, const std::string& pointer, SettingsProblems& problems);

    Says of(const codec::xml::Element& response) const;
    std::string codeOf(const codec::xml::Element& response) const;
    std::string textOf(const codec::xml::Element& response) const;

  private:
    std::vector<std::vector<std::string>> from_;
    std::vector<std::string> yes_;
    std::vector<std::string> no_;
    std::vector<std::string> text_;
};

/// One kind of call of a counterparty: its code, its request, how its answer is read.
///
///     code: "4006"
///     request: {…}                      RequestMapping
///     answer: {…}                       AnswerMapping
///     success: {…}                      Verdict; left out: the dialect's
///     nothing_found: {no: ["-1"], texts: [无记录]}      a "no" that means an empty list: the code and, where declared, the text too
///     refusals: [{text: 号源, reason: no_slot_left}]    what a "no" is called, by its text (and code:). Never more than a name for it
///
/// Constant; any thread.
class CallMapping {
  public:
    /// What the answer was: the canonical object as JSON, a "no", or what could not be understood.
    using Reading = std::variant<std::string, hub::contract::Refusal, hub::core::Failure>;

    /// Every mistake is told under `pointer`.
    static CallMapping parse(hub::core::JsonValue spec, const std::string& pointer, const Shape& input, const Shape& output,
                             const Verdict& usual, const CodeMaps& maps, SettingsProblems& problems);

    const std::string& code() const { return code_; }

    /// Appends the request's own tags. Also: as RequestMapping::write.
    hub::core::Result<void> write(hub::core::JsonValue input, codec::xml::Element& into) const { return request_.write(input, into); }

    /// Whether any tag of the request is taken from that member of the input.
    bool takesFrom(std::string_view member) const { return request_.takesFrom(member); }

    Reading read(const codec::xml::Element& response, std::vector<Origin>* origins = nullptr) const;

  private:
    struct NothingFound {
        std::vector<std::string> no;
        std::vector<std::string> texts;
    };
    struct Naming {
        std::string code;
        std::string text;
        hub::contract::RefusalReason reason;
    };

    void parseNothingFound(hub::core::JsonValue spec, const std::string& pointer, SettingsProblems& problems);
    void parseRefusals(hub::core::JsonValue spec, const std::string& pointer, SettingsProblems& problems);
    bool saysNothingFound(const codec::xml::Element& response) const;
    hub::contract::Refusal refusalOf(const codec::xml::Element& response) const;

    std::string code_;
    RequestMapping request_;
    AnswerMapping answer_;
    Verdict verdict_;
    std::optional<NothingFound> nothing_found_;
    std::vector<Naming> namings_;
};

}  // namespace adapters::kit::mapping
