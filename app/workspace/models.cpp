#include "app/workspace/models.h"

#include <algorithm>
#include <utility>

namespace isthmus {

void Models::add(Entry entry) {
  m_entries.insert(m_entries.begin(), std::move(entry));
  if (m_entries.size() > kMost) m_entries.pop_back();
}

void Models::open(const ModelSnapshotPtr& model, const QString& origin) {
  beginRun();
  const Entry* known = find(model);
  const bool isUnsaved = known != nullptr && !known->isStored;  // fetched back, not from a file
  std::erase_if(m_entries, [&](const Entry& entry) { return entry.model == model; });
  add({m_run, model, origin, !isUnsaved});
}

void Models::update(const ModelSnapshotPtr& model) {
  if (!m_entries.empty() && m_entries.front().run == m_run) {
    m_entries.front().model = model;
    m_entries.front().isStored = false;
  } else {
    add({m_run, model, {}, false});
  }
}

void Models::setStored(const ModelSnapshotPtr& model) {
  for (Entry& entry : m_entries)
    if (entry.model == model) entry.isStored = true;
}

const Models::Entry* Models::find(const ModelSnapshotPtr& model) const {
  const auto found = std::ranges::find(m_entries, model, &Entry::model);
  return found == m_entries.end() ? nullptr : &*found;
}

}  // namespace isthmus
