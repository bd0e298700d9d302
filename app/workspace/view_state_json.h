#pragma once

#include "app/workspace/view_state.h"
#include "core/base/result.h"

#include <QByteArray>

namespace isthmus {

/// A view as a JSON object with its version, for files.
QByteArray toJson(const ViewState& view);

/// The view that such an object describes. A field that is missing, unknown or of no use (another type, a
/// name that does not exist) is passed over: its usual value stands. The error says that the text is no JSON
/// object or that a newer program wrote it. `name` is that of the file, for the error.
Result<ViewState> viewStateFromJson(const QByteArray& json, const std::string& name);

}  // namespace isthmus
