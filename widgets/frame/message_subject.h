#pragma once

namespace isthmus {

/// What an error is about. A success in the same subject takes it back; what is about nothing in particular
/// stays until it is closed.
enum class MessageSubject { Other, Data, Download, Probe, Edit, Model, Training, Encoding, Export };

}  // namespace isthmus
