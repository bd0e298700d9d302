// Wherever long names of classes are drawn, two that differ look different.
#include "tests/support/widget_support.h"
#include "widgets/errors/class_counts.h"
#include "widgets/errors/sample_gallery.h"
#include "widgets/plane/controls/plane_legend.h"
#include "widgets/text/names_combo.h"

#include <QListWidget>
#include <QTableWidget>
#include <QTest>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

const QString kHead = QStringLiteral("Staphylococcus epidermidis isolated in the ");
const QString kTail = QStringLiteral(" ward of the general hospital in spring");

QString nameOf(const QString& own) {
  return kHead + own + kTail;
}

/// The pixels of a list's or table's row.
QImage rowOf(const QAbstractItemView& view, int row, int column = 0) {
  const QRect rect = view.visualRect(view.model()->index(row, column));
  return view.viewport()->grab(rect).toImage();
}

TEST(ClassNamesShown, InTheLegend) {
  PlaneLegend legend;
  legend.setRows("Label", {{nameOf("first"), 5923, Qt::red}, {nameOf("last"), 5923, Qt::red}}, {});
  legend.resize(180, 300);
  legend.show();
  QCoreApplication::processEvents();
  auto& list = child<QListWidget>(legend, "legendRows");
  EXPECT_NE(rowOf(list, 0), rowOf(list, 1));
  EXPECT_TRUE(list.item(0)->toolTip().contains(nameOf("first")));
}

TEST(ClassNamesShown, InTheTableOfCounts) {
  ClassCounts counts;
  counts.resize(260, 120);
  AboveCounts above;
  above.classes = {{10, 5}, {10, 5}};
  counts.setCounts({nameOf("first").toStdString(), nameOf("last").toStdString()}, above);
  counts.show();
  QCoreApplication::processEvents();
  auto& table = child<QTableWidget>(counts, "classTable");
  table.setIconSize(QSize(0, 0));  // the colours differ anyway
  for (int row = 0; row < 2; ++row) table.item(row, 0)->setIcon(QIcon());
  table.clearSelection();
  table.setCurrentCell(-1, -1);
  EXPECT_NE(rowOf(table, 0), rowOf(table, 1));
  EXPECT_EQ(table.item(0, 0)->text(), nameOf("first")) << "the whole name stays in the table";
  EXPECT_TRUE(table.item(1, 0)->toolTip().contains(nameOf("last")));
}

TEST(ClassNamesShown, InTheGallery) {
  SampleGallery gallery;
  gallery.resize(700, 200);
  gallery.show();
  gallery.setEntries({{0, "12.0", nameOf("first"), "row 1"}, {1, "12.0", nameOf("last"), "row 2"}}, {});
  QCoreApplication::processEvents();
  auto& strip = child<QListWidget>(gallery, "galleryNearest");
  EXPECT_NE(rowOf(strip, 0), rowOf(strip, 1));
  EXPECT_EQ(strip.item(0)->toolTip(), "row 1, " + nameOf("first") + ", error 12.0");
}

TEST(ClassNamesShown, AGalleryWithoutClassesNamesTheSamples) {
  SampleGallery gallery;
  gallery.setEntries({{7, "3.5", "", "S007"}}, {});
  auto& strip = child<QListWidget>(gallery, "galleryNearest");
  EXPECT_EQ(strip.item(0)->toolTip(), "S007, error 3.5");
  EXPECT_EQ(strip.item(0)->data(Qt::AccessibleTextRole).toString(), "S007, error 3.5");
}

TEST(ClassNamesShown, InAComboBoxClosedAndOpen) {
  NamesCombo combo;
  combo.setItems({{nameOf("first")}, {nameOf("last")}, {"short"}});
  combo.setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  combo.resize(150, combo.sizeHint().height());
  combo.show();
  QCoreApplication::processEvents();
  const QImage first = combo.grab().toImage();
  combo.setCurrentIndex(1);
  EXPECT_NE(first, combo.grab().toImage());
  EXPECT_NE(combo.itemText(0), combo.itemText(1));
  EXPECT_EQ(combo.name(1), nameOf("last"));
  EXPECT_EQ(combo.itemText(2), "short");
  combo.setName(2, "another");
  EXPECT_EQ(combo.itemText(2), "another");
}

}  // namespace
}  // namespace isthmus
