#pragma once

#include "app/shell/page.h"

namespace isthmus {

/// Training, showing and decoding live: data, model, latent plane, pictures, loss and errors side by side.
Page makeExplorePage(const Services& services);

}  // namespace isthmus
