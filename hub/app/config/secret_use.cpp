#include "hub/app/config/secret_use.h"

#include "hub/app/config/value_format.h"

namespace hub::app::config {

namespace {

/// `{secret: name}` and nothing beside it.
const Node* referenceIn(const Node& node) {
    if (!node.isMapping() || node.entries.size() != 1 || node.entries[0].key != "secret") return nullptr;
    const Node& name = node.entries[0].value;
    return name.kind == Node::Kind::Text && valueFormat("secret_name").fits(name.text) ? &name : nullptr;
}

bool isLiteral(const Node& node) {
    return node.kind == Node::Kind::Text || node.kind == Node::Kind::Integer || node.kind == Node::Kind::Decimal ||
           node.kind == Node::Kind::Boolean;
}

class Search {
  public:
    explicit Search(Report& report) : report_(report) {}

    void visit(Node& node, const Path& path) {
        if (const Node* name = referenceIn(node)) {
            if (!name->faulty) found_.push_back({name->text, name->span});
            return;
        }
        if (node.kind == Node::Kind::Text && hasPassword(node.text)) {
            refuse(node, node.span, {{path.dotted() + " 中的口令", "the password in " + path.dotted()}});
        }
        for (std::size_t i = 0; i < node.items.size(); ++i) visit(node.items[i], path / i);
        for (Entry& entry : node.entries) {
            const Path here = path / entry.key;
            if (namesSecret(entry.key) && isLiteral(entry.value)) {
                Note note = noteOf(here.dotted());
                note.valid = {"{secret: name}"};
                refuse(entry.value, entry.key_span, note);
            }
            if (!entry.value.faulty) visit(entry.value, here);
        }
    }

    std::vector<SecretUse> takeFound() { return std::move(found_); }

  private:
    void refuse(Node& node, Span span, const Note& note) {
        report_.error(core::Error::SecretWrittenOut, span, note);
        node.faulty = true;
    }

    Report& report_;
    std::vector<SecretUse> found_;
};

}  // namespace

std::vector<SecretUse> secretsUsed(Node& root, Report& report) {
    Search search(report);
    search.visit(root, Path());
    return search.takeFound();
}

}  // namespace hub::app::config
