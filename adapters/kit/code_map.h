#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/describe.h"
#include "hub/core/result.h"

namespace adapters::kit {

/// A counterparty's codes beside the hub's words: sex, kinds of certificate, channels. Constant; any thread.
class CodeMap {
  public:
    struct Row {
        std::string theirs;
        std::string ours;
    };
    /// What is taken for a code that stands in no row. Nothing declared: such a code is a Failure, never a guess.
    struct Otherwise {
        std::optional<std::string> ours = std::nullopt;
        std::optional<std::string> theirs = std::nullopt;
    };

    /// Several of their codes may mean one word of ours: the first row is the one that is written. `name` is what failures call it.
    /// Also: CodeMapNotValid when one of their codes stands for two words.
    static hub::core::Result<CodeMap> make(std::string name, const std::vector<Row>& rows, Otherwise otherwise);

    /// Also: CodeNotMapped with the name of the map and the shape of the code.
    hub::core::Result<std::string> ours(std::string_view theirs) const;
    hub::core::Result<std::string> theirs(std::string_view ours) const;

    /// The same for words of an enumeration. Also: CodeMapNotValid for a word of the map that E does not have; mayHold<E>() finds
    /// such a word when the map is loaded.
    template <hub::core::Enumeration E>
    hub::core::Result<E> ours(std::string_view theirs) const {
        const hub::core::Result<std::string> word = ours(theirs);
        if (!word.ok()) return word.failure();
        if (const std::optional<E> value = hub::core::enumFromName<E>(*word)) return *value;
        return noSuchWord(*word);
    }
    template <hub::core::Enumeration E>
    hub::core::Result<std::string> theirs(E ours) const {
        return theirs(hub::core::enumName(ours));
    }
    template <hub::core::Enumeration E>
    hub::core::Result<void> mayHold() const {
        for (const auto& [theirs, word] : ours_by_theirs_) {
            if (!hub::core::enumFromName<E>(word)) return noSuchWord(word);
        }
        if (otherwise_.ours && !hub::core::enumFromName<E>(*otherwise_.ours)) return noSuchWord(*otherwise_.ours);
        return {};
    }

  private:
    CodeMap() = default;
    hub::core::Failure noSuchWord(const std::string& word) const;

    std::string name_;
    Otherwise otherwise_;
    std::map<std::string, std::string, std::less<>> ours_by_theirs_;
    std::map<std::string, std::string, std::less<>> theirs_by_ours_;
};

}  // namespace adapters::kit
