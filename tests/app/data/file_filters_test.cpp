#include "app/rooms/data/file_filters.h"

#include "tests/support/widget_support.h"

#include <QDir>
#include <QFileDialog>
#include <QStringList>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

std::vector<DatasetFormat> dozen() {
  std::vector<DatasetFormat> formats;
  for (int i = 0; i < 12; ++i)
    formats.push_back({"A",
                       "Tables of numbers and words",
                       {"*.csv", "*.tsv", "*.csv.gz", "*.tsv.gz", "*.txt"},
                       nullptr,
                       nullptr,
                       nullptr,
                       {}});
  formats[3].patterns = {"*.npz", "*.npy"};
  formats[5].patterns = {"*.png", "*.zip"};
  formats[7].patterns = {"*.h5"};
  formats[9].patterns = {"*.mat"};
  return formats;
}

/// What Qt's dialog offers when it hides details.
QStringList offered(const QString& filters) {
  QFileDialog dialog;
  dialog.setOption(QFileDialog::DontUseNativeDialog);
  dialog.setOption(QFileDialog::HideNameFilterDetails);
  dialog.setNameFilter(filters);
  return dialog.nameFilters();
}

TEST(FileFilters, AllDataSetsComeFirstAndNameAFewPatterns) {
  const QStringList filters = datasetFilter(dozen()).split(QStringLiteral(";;"));
  ASSERT_EQ(filters.size(), 14);
  EXPECT_EQ(filters.front(),
            QStringLiteral("All data sets (*.csv *.npz *.png *.h5 …) "
                           "(*.csv *.tsv *.csv.gz *.tsv.gz *.txt *.npz *.npy *.png *.zip *.h5 *.mat)"));
  EXPECT_EQ(filters[4], QStringLiteral("Tables of numbers and words (*.npz *.npy) (*.npz *.npy)"));
  EXPECT_EQ(filters.back(), QStringLiteral("All files (*)"));
}

TEST(FileFilters, AreShortEnoughToRead) {
  for (const QString& filter : offered(datasetFilter(dozen()))) {
    const QString shown = filter.left(filter.lastIndexOf(u'('));
    EXPECT_LE(shown.size(), 80) << shown.toStdString();
  }
  for (const QString& filter : datasetFilter(datasetFormats()).split(QStringLiteral(";;")))
    EXPECT_LE(filter.left(filter.lastIndexOf(u'(')).size(), 80) << filter.toStdString();
}

}  // namespace
}  // namespace isthmus
