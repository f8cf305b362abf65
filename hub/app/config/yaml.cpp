#include "hub/app/config/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

#include "hub/app/config/plain_scalar.h"

namespace hub::app::config {

namespace {

/// Thrown through yaml-cpp to end a parse early; caught in parseYaml.
struct Enough {};

std::size_t offsetOf(const YAML::Mark& mark) { return static_cast<std::size_t>(std::max(mark.pos, 0)); }

/// Written "\e" or "\0": keys are shown to people, on terminals too.
bool hasControl(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// Builds the tree from the parser's events. Each event is checked as it comes, so a hostile file ends at the first bound it meets.
class Builder final : public YAML::EventHandler {
  public:
    Builder(const Source& source, Report& report) : source_(source), report_(report) {}

    std::optional<Node> takeRoot() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ < 2) return;
        report_.error(
            core::Error::YamlNotValid, {offsetOf(mark), 3},
            {{"一个文件只能有一个文档，--- 之后的内容请移到另一个文件", "a file holds one document; move what follows --- to another"}});
        throw Enough{};
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        refuseAnchor(mark, anchor);
        if (isKey()) return takeKey(mark, {}, /*is_text=*/false);
        attach(Node{}, {offsetOf(mark), 1}, /*has_lines_of_its_own=*/true);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuseIndirection(mark);
        if (isKey()) return takeKey(mark, "<<", /*is_text=*/true);
        Node node;
        node.faulty = true;
        attach(std::move(node), {offsetOf(mark), 1}, /*has_lines_of_its_own=*/false);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        refuseAnchor(mark, anchor);
        refuseTag(mark, tag);
        if (value.size() > kValueBytesMax) tooLarge(mark);
        if (isKey()) return takeKey(mark, value, !hasControl(value));
        const bool plain = tag == "?";
        const Span span = plain ? plainSpan(mark, value) : quotedSpan(mark);
        if (!plain) refuseOpenQuote(mark);
        attach(plain ? plainNode(span, value) : textNode(value), span, /*has_lines_of_its_own=*/false);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override {
        open(Node::Kind::List, mark, tag, anchor, style);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override {
        open(Node::Kind::Mapping, mark, tag, anchor, style);
    }
    void OnMapEnd() override { close(); }

  private:
    /// A collection whose end has not come yet.
    struct Open {
        Node node;
        Span span;
        bool has_lines_of_its_own = false;
        bool secret = false;  // under a key that names a secret
        bool stands_for_key = false;
        bool key_taken = false;    // of a Mapping: the next event is the value of `key`
        bool key_refused = false;  // and that is not kept
        std::string key;
        Span key_span;
        std::map<std::string, std::size_t, std::less<>> lines;  // of each key
    };

    bool isKey() const { return !open_.empty() && open_.back().node.isMapping() && !open_.back().key_taken; }

    bool inSecret() const {
        if (open_.empty()) return false;
        const Open& holder = open_.back();
        return holder.secret || (holder.key_taken && namesSecret(holder.key));
    }

    void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
        refuseAnchor(mark, anchor);
        refuseTag(mark, tag);
        if (open_.size() == kDepthMax) tooLarge(mark);
        Open opened;
        opened.stands_for_key = isKey();
        if (opened.stands_for_key) takeKey(mark, {}, /*is_text=*/false);
        opened.secret = inSecret();
        opened.node.kind = kind;
        opened.span = {offsetOf(mark), 1};
        opened.has_lines_of_its_own = style != YAML::EmitterStyle::Flow;
        open_.push_back(std::move(opened));
    }

    void close() {
        Open closed = std::move(open_.back());
        open_.pop_back();
        if (!closed.stands_for_key) attach(std::move(closed.node), closed.span, closed.has_lines_of_its_own);
    }

    void takeKey(const YAML::Mark& mark, const std::string& key, bool is_text) {
        Open& mapping = open_.back();
        mapping.key = key;
        mapping.key_taken = true;
        mapping.key_span = {offsetOf(mark), std::max<std::size_t>(key.size(), 1)};
        mapping.key_refused = !is_text || key == "<<";
        if (!is_text) report_.error(core::Error::YamlNotValid, mapping.key_span, {{"键必须是文字", "a key must be text"}});
        if (key == "<<") refuseIndirection(mark);
    }

    void attach(Node node, Span span, bool has_lines_of_its_own) {
        if (++values_ > kValuesMax) tooLarge(span);
        node.span = span;
        if (open_.empty()) {
            root_ = std::move(node);
            root_->span = {0, 1};
            return;
        }
        Open& holder = open_.back();
        if (!holder.node.isMapping()) {
            holder.node.items.push_back(std::move(node));
            return;
        }
        if (has_lines_of_its_own) node.span = holder.key_span;
        holder.key_taken = false;
        if (holder.key_refused) return;
        const auto [first, fresh] = holder.lines.emplace(holder.key, source_.lineOf(holder.key_span.offset) + 1);
        if (fresh) {
            holder.node.entries.push_back({holder.key, holder.key_span, std::move(node)});
        } else {
            report_.error(core::Error::YamlDuplicateKey, holder.key_span,
                          {{fmt::format("{}（第一次在第 {} 行）", holder.key, first->second),
                            fmt::format("{} (first on line {})", holder.key, first->second)}});
        }
    }

    static Node textNode(const std::string& value) {
        Node node;
        node.kind = Node::Kind::Text;
        node.text = value;
        return node;
    }

    Node plainNode(Span span, const std::string& value) {
        const PlainScalar read = readPlain(value);
        Node node;
        node.kind = read.kind;
        node.text = read.text;
        if (read.unambiguous) {
            Note note;
            if (!inSecret()) note.suggestion = *read.unambiguous;
            report_.error(core::Error::YamlAmbiguous, span, note);
            node.faulty = true;
        }
        return node;
    }

    Span plainSpan(const YAML::Mark& mark, const std::string& value) const {
        const std::size_t offset = offsetOf(mark);
        const std::string_view rest = source_.text().substr(offset);
        return {offset, rest.starts_with(value) ? value.size() : rest.substr(0, rest.find('\n')).size()};
    }

    Span quotedSpan(const YAML::Mark& mark) const {
        const std::size_t offset = offsetOf(mark);
        const std::string_view rest = source_.text().substr(offset);
        if (!startsQuoted(rest)) return {offset, 1};  // a block scalar
        return {offset, std::min(quotedLength(rest), rest.find('\n'))};
    }

    /// yaml-cpp takes the end of the file for the missing quote when a line end stands before it.
    void refuseOpenQuote(const YAML::Mark& mark) const {
        const std::string_view rest = source_.text().substr(offsetOf(mark));
        const bool open = startsQuoted(rest) && quotedLength(rest) == std::string_view::npos;
        if (open) throw YAML::ParserException(mark, YAML::ErrorMsg::EOF_IN_SCALAR);
    }

    void refuseAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) refuseIndirection(mark);
    }
    void refuseTag(const YAML::Mark& mark, const std::string& tag) {
        if (tag != "?" && tag != "!" && !tag.empty()) refuseIndirection(mark);
    }
    void refuseIndirection(const YAML::Mark& mark) { report_.error(core::Error::YamlIndirection, {offsetOf(mark), 1}, {}); }

    void tooLarge(const YAML::Mark& mark) { tooLarge(Span{offsetOf(mark), 1}); }
    [[noreturn]] void tooLarge(Span span) {
        report_.error(core::Error::ConfigTooComplex, span,
                      {{fmt::format("{} 层、{} 个值、每个值 {} KiB", kDepthMax, kValuesMax, kValueBytesMax / 1024),
                        fmt::format("{} levels, {} values, {} KiB a value", kDepthMax, kValuesMax, kValueBytesMax / 1024)}});
        throw Enough{};
    }

    const Source& source_;
    Report& report_;
    std::vector<Open> open_;
    std::optional<Node> root_;
    std::size_t values_ = 0;
    int documents_ = 0;
};

/// What yaml-cpp says, for those who do not read English. The frequent ones; others are shown as they are.
std::string inChinese(const std::string& message) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kKnown{{
        {"illegal map value", "此处不能有“键: 值”：多半是缩进不对，或值中的冒号没有加引号"},
        {"end of map not found", "映射没有正常结束：多半是缩进不一致"},
        {"end of map flow not found", "缺少 }"},
        {"end of sequence not found", "列表没有正常结束：多半是缩进不一致"},
        {"end of sequence flow not found", "缺少 ]"},
        {"illegal block entry", "此处不能有列表项 -"},
        {"illegal map key", "此处不能有键"},
        {"illegal flow end", "多余的 } 或 ]"},
        {"illegal EOF in scalar", "引号没有闭合"},
        {"illegal document indicator in scalar", "引号没有闭合"},
        {"the referenced anchor is not defined", "引用的锚点不存在；以 * 开头的值请加引号"},
        {"unknown token", "无法识别的写法；以特殊字符开头的值请加引号"},
    }};
    const auto known = std::find_if(kKnown.begin(), kKnown.end(), [&](const auto& entry) { return entry.first == message; });
    return known == kKnown.end() ? message : std::string(known->second);
}

/// The first tab among the blanks a line begins with.
std::optional<std::size_t> indentationTab(std::string_view text, std::size_t line_start) {
    const std::size_t content = std::min(text.find_first_not_of(" \t", line_start), text.size());
    const std::size_t tab = text.find('\t', line_start);
    return tab < content ? std::optional(tab) : std::nullopt;
}

std::size_t lineStart(std::string_view text, std::size_t offset) {
    const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    return before == std::string_view::npos ? 0 : before + 1;
}

void reportSyntax(const Source& source, const YAML::Exception& problem, Report& report) {
    const std::size_t offset = std::min(offsetOf(problem.mark), source.text().size());
    if (const auto tab = indentationTab(source.text(), lineStart(source.text(), offset))) {
        report.error(core::Error::YamlTab, {*tab, 1}, {});
    } else {
        report.error(core::Error::YamlNotValid, {offset, 1}, {{inChinese(problem.msg), problem.msg}});
    }
}

}  // namespace

std::optional<Node> parseYaml(const Source& source, Report& report) {
    Builder builder(source, report);
    std::istringstream in{std::string(source.text())};
    try {
        YAML::Parser parser(in);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Enough&) {
        return std::nullopt;
    } catch (const YAML::Exception& problem) {
        reportSyntax(source, problem, report);
        return std::nullopt;
    }
    std::optional<Node> root = builder.takeRoot();
    return root ? std::move(root) : Node{};
}

}  // namespace hub::app::config
