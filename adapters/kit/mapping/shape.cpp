#include "adapters/kit/mapping/shape.h"

namespace adapters::kit::mapping {

const ShapeField* Shape::field(std::string_view name) const {
    for (const ShapeField& one : fields) {
        if (one.name == name) return &one;
    }
    return nullptr;
}

Shape objectOf(std::vector<ShapeField> fields) {
    Shape shape;
    shape.kind = Kind::Object;
    shape.fields = std::move(fields);
    return shape;
}

}  // namespace adapters::kit::mapping
