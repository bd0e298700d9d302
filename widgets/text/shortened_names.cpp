#include "widgets/text/shortened_names.h"

#include <QFontMetricsF>
#include <QMap>
#include <QSet>

#include <algorithm>
#include <vector>

namespace isthmus {
namespace {

constexpr QChar kEllipsis(0x2026);
constexpr int kCloserLooks = 3;  // of looking closer at names that still look alike

using Alike = std::vector<qsizetype>;  // indices of names

/// The letters that all of some names begin and end with.
struct Shared {
  qsizetype head = 0;
  qsizetype tail = 0;
};

class Shortener {
 public:
  Shortener(const QStringList& names, const QFont& font, double width)
      : m_names(names), m_metrics(font), m_width(width) {
    for (const QString& name : names) m_texts << m_metrics.elidedText(name, Qt::ElideMiddle, width);
  }

  QStringList shorten() {
    for (int round = 0; round < kCloserLooks; ++round) {
      const std::vector<Alike> groups = alike();
      if (groups.empty()) return m_texts;
      for (const Alike& group : groups) {
        const Shared shared = sharedBy(group);
        for (const qsizetype i : group) m_texts[i] = showing(m_names[i], shared);
      }
    }
    for (const Alike& group : alike())
      for (const qsizetype i : group) m_texts[i] = numbered(i);
    return m_texts;
  }

 private:
  bool fits(const QString& text) const { return m_metrics.horizontalAdvance(text) <= m_width; }

  /// Different names with one text.
  std::vector<Alike> alike() const {
    QMap<QString, Alike> byText;
    for (qsizetype i = 0; i < m_names.size(); ++i) byText[m_texts[i]].push_back(i);
    std::vector<Alike> groups;
    for (Alike& group : byText) {
      const QString& first = m_names[group.front()];
      if (std::ranges::any_of(group, [&](qsizetype i) { return m_names[i] != first; }))
        groups.push_back(std::move(group));
    }
    return groups;
  }

  Shared sharedBy(const Alike& group) const {
    const QString& first = m_names[group.front()];
    Shared shared = {first.size(), first.size()};
    qsizetype shortest = first.size();
    for (const qsizetype i : group) {
      const QString& name = m_names[i];
      const auto head = std::mismatch(first.begin(), first.end(), name.begin(), name.end()).first;
      shared.head = std::min<qsizetype>(shared.head, head - first.begin());
      const auto tail = std::mismatch(first.rbegin(), first.rend(), name.rbegin(), name.rend()).first;
      shared.tail = std::min<qsizetype>(shared.tail, tail - first.rbegin());
      shortest = std::min(shortest, name.size());
    }
    shared.tail = std::min(shared.tail, shortest - shared.head);
    while (shared.head > 0 && first[shared.head - 1].isHighSurrogate()) --shared.head;
    while (shared.tail > 0 && first[first.size() - shared.tail].isLowSurrogate()) --shared.tail;
    return shared;
  }

  /// The letters between head and tail, with as many of those as there is room for.
  QString showing(const QString& name, const Shared& shared) const {
    const QString own = name.mid(shared.head, name.size() - shared.head - shared.tail);
    const auto text = [&](qsizetype head, qsizetype tail) {
      return name.left(head) + (head < shared.head ? QString(kEllipsis) : QString()) + own +
             (tail < shared.tail ? QString(kEllipsis) : QString()) + name.right(tail);
    };
    if (!fits(text(0, 0))) {
      const double gaps = 2 * m_metrics.horizontalAdvance(kEllipsis);
      return QString(kEllipsis) + m_metrics.elidedText(own, Qt::ElideMiddle, std::max(0.0, m_width - gaps));
    }
    qsizetype head = 0;
    qsizetype tail = 0;
    for (bool grows = true; grows;) {
      grows = false;
      if (const qsizetype more = next(name, head); head < shared.head && fits(text(more, tail))) {
        head = more;
        grows = true;
      }
      if (const qsizetype more = previous(name, tail); tail < shared.tail && fits(text(head, more))) {
        tail = more;
        grows = true;
      }
    }
    return text(head, tail);
  }

  /// One more letter at the beginning or end; no half of a pair of surrogates.
  static qsizetype next(const QString& name, qsizetype head) {
    return head < name.size() && name[head].isHighSurrogate() ? head + 2 : head + 1;
  }
  static qsizetype previous(const QString& name, qsizetype tail) {
    const qsizetype at = name.size() - tail - 1;
    return at > 0 && name[at].isLowSurrogate() ? tail + 2 : tail + 1;
  }

  QString numbered(qsizetype i) const {
    const QSet<QString> taken(m_texts.begin(), m_texts.end());
    qsizetype number = m_names.indexOf(m_names[i]) + 1;  // equal names have one number
    QString text;
    do {
      const QString suffix = QStringLiteral(" %1").arg(number);
      const double room = std::max(0.0, m_width - m_metrics.horizontalAdvance(suffix));
      text = m_metrics.elidedText(m_names[i], Qt::ElideMiddle, room) + suffix;
      number += m_names.size();
    } while (taken.contains(text) && number < 100 * m_names.size());
    return text;
  }

  const QStringList& m_names;
  QFontMetricsF m_metrics;
  double m_width;
  QStringList m_texts;
};

}  // namespace

QStringList shortenedNames(const QStringList& names, const QFont& font, double width) {
  return Shortener(names, font, width).shorten();
}

void FittedNames::setNames(const QStringList& names) {
  if (names == m_names) return;
  m_names = names;
  m_width = -1;
}

QString FittedNames::text(qsizetype name, const QFont& font, double width) const {
  if (m_width != width || m_font != font) {
    m_texts = shortenedNames(m_names, font, width);
    m_font = font;
    m_width = width;
  }
  return name >= 0 && name < m_texts.size() ? m_texts[name] : QString();
}

}  // namespace isthmus
