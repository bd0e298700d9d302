#include "app/workspace/models.h"

#include <algorithm>
#include <utility>

namespace isthmus {
namespace {

/// The same weights, though perhaps in another snapshot: a run makes one whenever it has something to say.
bool haveSameWeights(const ModelSnapshotPtr& a, const ModelSnapshotPtr& b) {
  const auto values = &NamedTensor::values;
  return a == b || (a && b && a->step == b->step && a->epoch == b->epoch &&
                    std::ranges::equal(a->weights, b->weights, {}, values, values));
}

}  // namespace

void Models::add(Entry entry) {
  m_entries.insert(m_entries.begin(), std::move(entry));
  if (m_entries.size() > kMost) m_entries.pop_back();
}

void Models::open(const ModelSnapshotPtr& model, const QString& origin) {
  beginRun();
  const Entry* known = find(model);
  const bool isUnsaved = known != nullptr && !known->isStored;  // fetched back, not from a file
  Entry entry = known != nullptr ? *known : Entry();
  std::erase_if(m_entries, [&](const Entry& other) { return other.model == model; });
  entry.run = m_run;
  entry.model = model;
  entry.origin = origin;
  entry.isStored = !isUnsaved;
  entry.isDiscarded = false;
  add(std::move(entry));
}

void Models::update(const ModelSnapshotPtr& model, const DatasetPtr& dataset, const LossHistoryPtr& losses) {
  if (!m_entries.empty() && m_entries.front().run == m_run) {
    Entry& entry = m_entries.front();
    entry.losses = losses;
    const ModelSnapshotPtr before = std::exchange(entry.model, model);
    // Within a run the step tells the weights: to compare hundreds of millions would hold the window.
    const bool isSame = before->step == model->step && before->epoch == model->epoch;
    if (!isSame) entry.isStored = entry.isDiscarded = false;
  } else {
    add({m_run, model, {}, false, dataset, losses});
  }
}

void Models::setStored(const ModelSnapshotPtr& model) {
  for (Entry& entry : m_entries)
    if (haveSameWeights(entry.model, model)) entry.isStored = true;
}

void Models::setDiscarded(const ModelSnapshotPtr& model) {
  for (Entry& entry : m_entries)
    if (entry.model == model) entry.isDiscarded = true;
}

const Models::Entry* Models::find(const ModelSnapshotPtr& model) const {
  const auto found = std::ranges::find(m_entries, model, &Entry::model);
  return found == m_entries.end() ? nullptr : &*found;
}

}  // namespace isthmus
