#include "hub/cli/match_explain.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <vector>

#include "hub/cli/people_file.h"
#include "hub/identity/matching/blocks.h"

namespace hub::cli {

namespace matching = identity::matching;
using core::Error;
using core::Failure;
using core::Result;

namespace {

struct Explanation {
    matching::Score score;
    matching::Weights weights;
    std::vector<std::string_view> blocks;  ///< keys that both have; one that too many share brings nobody together

    std::vector<std::string_view> guards() const {
        std::vector<std::string_view> names;
        for (const auto& [guard, name] : enumNames(matching::Guard{})) {
            if (matching::has(score.guards, guard)) names.push_back(name);
        }
        return names;
    }
};

std::string bits(matching::Bits bits) { return fmt::format("{:.2f}", static_cast<double>(bits) / matching::kBit); }

Explanation explanationOf(const matching::Population& population, const matching::Scorer& scorer, std::uint32_t one, std::uint32_t other) {
    Explanation explanation{scorer.score(population.compared(one), population.compared(other)), scorer.weights(), {}};
    const matching::BlockKeys keys = matching::blockKeys(population.features(one));
    const matching::BlockKeys other_keys = matching::blockKeys(population.features(other));
    for (std::size_t i = 0; i < matching::kBlockKeys; ++i) {
        if (keys[i] != 0 && keys[i] == other_keys[i]) explanation.blocks.push_back(matching::kBlockNames[i]);
    }
    return explanation;
}

void printJson(Terminal& terminal, const Explanation& explanation) {
    core::JsonWriter out(core::Exposure::Masked);
    const auto member = [&out](std::string_view name, matching::Bits value) {
        out.key(name);
        out.raw(bits(value));
    };
    const auto list = [&out](std::string_view name, const std::vector<std::string_view>& texts) {
        out.key(name);
        out.beginArray();
        for (const std::string_view text : texts) out.string(text);
        out.endArray();
    };
    const matching::Score& score = explanation.score;
    out.beginObject();
    out.key("band");
    out.string(core::enumName(score.band));
    member("total_bits", score.total);
    member("prior_bits", score.prior);
    member("link_from_bits", explanation.weights.auto_from);
    member("review_from_bits", explanation.weights.review_from);
    out.key("fields");
    out.beginArray();
    for (std::size_t i = 0; i < matching::kFields; ++i) {
        out.beginObject();
        out.key("field");
        out.string(core::enumName(static_cast<matching::Field>(i)));
        out.key("level");
        out.string(core::enumName(score.levels[i]));
        member("bits", score.bits[i]);
        out.endObject();
    }
    out.endArray();
    list("guards", explanation.guards());
    list("blocks", explanation.blocks);
    out.endObject();
    terminal.out << out.text() << "\n";
}

void printText(Terminal& terminal, const Explanation& explanation) {
    const matching::Score& score = explanation.score;
    const auto line = [&](std::string_view zh, std::string_view en, std::string_view value) {
        terminal.out << fmt::format("{}\t{}\n", text(terminal, zh, en), value);
    };
    line("结论", "decision", core::enumName(score.band));
    for (std::size_t i = 0; i < matching::kFields; ++i)
        terminal.out << fmt::format("  {}\t{}\t{}\n", core::enumName(static_cast<matching::Field>(i)), core::enumName(score.levels[i]),
                                    bits(score.bits[i]));
    line("先验", "prior", bits(score.prior));
    line("合计（比特）", "total (bits)", bits(score.total));
    line("关联/复核门槛", "linked / reviewed from",
         fmt::format("{} / {}", bits(explanation.weights.auto_from), bits(explanation.weights.review_from)));
    line("守护规则", "guards", fmt::format("{}", fmt::join(explanation.guards(), " ")));
    line("相遇于", "met by", fmt::format("{}", fmt::join(explanation.blocks, " ")));
}

}  // namespace

void MatchExplain::declare(CLI::App& app) {
    options_.declare(app);
    app.add_option("--a", one_, "record_id")->required();
    app.add_option("--b", other_, "record_id")->required();
}

Exit MatchExplain::run(Terminal& terminal) {
    const matching::FeatureReader reader;
    Result<PeopleFile> people = readPeople(options_.people_file, reader);
    if (!people.ok()) return report(terminal, people.failure());
    const auto one = people->by_id.find(one_);
    const auto other = people->by_id.find(other_);
    if (one == people->by_id.end()) return report(terminal, Failure(Error::OptionNotValid, "--a: there is no such record_id"));
    if (other == people->by_id.end()) return report(terminal, Failure(Error::OptionNotValid, "--b: there is no such record_id"));
    const matching::Population population(std::move(people->records));
    const matching::Candidates candidates = matching::candidatesOf(population, options_.block_max);
    const matching::Scorer scorer = options_.scorer(population, candidates, reader.names());
    const Explanation explanation = explanationOf(population, scorer, one->second, other->second);
    terminal.json ? printJson(terminal, explanation) : printText(terminal, explanation);
    return Exit::Ok;
}

}  // namespace hub::cli
