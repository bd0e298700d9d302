#pragma once

#include "core/latent/code_use.h"

#include <QWidget>

#include <cstddef>
#include <optional>

namespace isthmus {

/// The KL divergence of each latent dimension as a bar, all by the largest; those that are not in use
/// (CodeUse::isActive()) in the colour of warnings. Under the pointer a bar says its number.
class CodeUseStrip : public QWidget {
  Q_OBJECT

 public:
  explicit CodeUseStrip(QWidget* parent = nullptr);

  /// Nothing: there is no posterior, and nothing is drawn.
  void setUse(const std::optional<CodeUse>& use);
  const std::optional<CodeUse>& use() const { return m_use; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {10 * 8, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  /// Where a dimension's bar and words have their place.
  QRectF cell(std::size_t dimension) const;
  QString explanationOf(std::size_t dimension) const;

  std::optional<CodeUse> m_use;
};

}  // namespace isthmus
