#include "hub/app/config/decode.h"

#include "hub/app/config/report.h"
#include "hub/core/json.h"

namespace hub::app::config {

namespace {

using Places = std::map<std::string, Place, std::less<>>;

void write(core::JsonWriter& out, Places& places, const Source& source, const Node& node, const Path& path) {
    places.emplace(path.pointer(), source.place(node.span));
    switch (node.kind) {
        case Node::Kind::Null:
            return out.null();
        case Node::Kind::Boolean:
            return out.boolean(node.text == "true");
        case Node::Kind::Integer:
        case Node::Kind::Decimal:
            return out.raw(node.text);
        case Node::Kind::Text:
            return out.string(node.text);
        case Node::Kind::List:
            out.beginArray();
            for (std::size_t i = 0; i < node.items.size(); ++i) write(out, places, source, node.items[i], path / i);
            return out.endArray();
        case Node::Kind::Mapping:
            out.beginObject();
            for (const Entry& entry : node.entries) {
                out.key(entry.key);
                write(out, places, source, entry.value, path / entry.key);
            }
            return out.endObject();
    }
}

}  // namespace

AdapterSettings SettingsReader::read(const Node& mapping, std::shared_ptr<const Source> source) {
    AdapterSettings settings;
    core::JsonWriter out(core::Exposure::Revealed);
    write(out, settings.places_, *source, mapping, Path());
    settings.json_ = out.text();
    settings.source_ = std::move(source);
    return settings;
}

Diagnostic AdapterSettings::complaint(std::string_view pointer, Wording what) const {
    auto place = places_.find(pointer);
    while (place == places_.end() && !pointer.empty()) {
        pointer = pointer.substr(0, pointer.rfind('/') == std::string_view::npos ? 0 : pointer.rfind('/'));
        place = places_.find(pointer);
    }
    if (place == places_.end()) return diagnosticOf(Severity::Error, core::Error::AdapterSettingsNotValid, Place{}, {std::move(what)});
    return diagnosticOf(Severity::Error, core::Error::AdapterSettingsNotValid, place->second, {std::move(what)},
                        source_->excerpt(place->second));
}

}  // namespace hub::app::config
