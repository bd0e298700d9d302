#pragma once

#include "core/data/dataset.h"

#include <QAccessible>
#include <QScrollArea>
#include <QStringList>
#include <QWidget>

#include <memory>
#include <ostream>
#include <string>

/// Readable in what a failing test prints (found in QString's own namespace, the global one).
inline void PrintTo(const QString& text, std::ostream* out) {
  *out << '"' << text.toStdString() << '"';
}

namespace isthmus {

/// `count` samples of one intensity each, 1 + i % 250 for sample i, of which the class is i % classes; no
/// labels when classes is 0. A sixth of them is the test part.
inline std::shared_ptr<Dataset> plainDataset(std::size_t count, int classes, ImageShape shape = {28, 28, 1}) {
  auto dataset = std::make_shared<Dataset>();
  dataset->name = "Plain";
  dataset->source = "/data/plain";
  dataset->shape = shape;
  dataset->trainCount = count - count / 6;
  dataset->pixels.reserve(count * shape.size());
  for (std::size_t i = 0; i < count; ++i)
    dataset->pixels.insert(dataset->pixels.end(), shape.size(), static_cast<std::uint8_t>(1 + i % 250));
  for (int c = 0; c < classes; ++c) dataset->classNames.push_back("class " + std::to_string(c));
  if (classes > 0)
    for (std::size_t i = 0; i < count; ++i) dataset->labels.push_back(static_cast<std::int32_t>(i) % classes);
  return dataset;
}

/// A picture of one intensity.
inline Image plainImage(float intensity, ImageShape shape = {28, 28, 1}) {
  return {shape, std::vector<float>(shape.size(), intensity)};
}

/// The controls within `root` that can have the keyboard's focus but say no name to a screen reader.
inline QStringList unnamedControls(QWidget& root) {
  QStringList unnamed;
  for (QWidget* child : root.findChildren<QWidget*>()) {
    if (child->focusPolicy() == Qt::NoFocus || child->focusProxy() != nullptr) continue;
    // The whole speaks for its inner parts, and a plain scroll area for what lies in it.
    if (child->objectName().startsWith(QLatin1String("qt_"))) continue;
    if (child->inherits("QComboBoxListView") || child->metaObject() == &QScrollArea::staticMetaObject)
      continue;
    QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(child);
    if (!accessible || accessible->text(QAccessible::Name).isEmpty())
      unnamed << QStringLiteral("%1 '%2'").arg(QLatin1String(child->metaObject()->className()),
                                               child->objectName());
  }
  return unnamed;
}

/// A child by its name; the test run ends with that name when there is none.
template <typename T>
T& child(QWidget& root, const char* name) {
  T* found = root.findChild<T*>(QLatin1String(name));
  if (!found) qFatal("no child named %s", name);
  return *found;
}

}  // namespace isthmus
