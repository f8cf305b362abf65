#pragma once

#include "hub/core/personal.h"
#include "hub/core/result.h"

namespace hub::identity {

/// Blanks at the ends gone, canonical composition; else as it was written: this is what is kept and shown. 1 to 50 characters, no
/// control characters. Also: PersonNameNotValid.
core::Result<core::PersonName> checkName(const core::PersonName& name);

/// True when both are the same name to a reader: width of characters, case, blanks between words and the many middle dots of
/// transcribed names (· • ・ .) do not count. 阿依古丽·买买提 is 阿依古丽•买买提; 张三 is not 张三丰.
bool sameName(const core::PersonName& one, const core::PersonName& other);

}  // namespace hub::identity
