#pragma once

#include "core/base/image.h"
#include "widgets/pictures/vector_profile.h"

#include <QImage>
#include <QWidget>

#include <cstddef>
#include <unordered_map>
#include <vector>

class QListWidget;
class QListWidgetItem;

namespace isthmus {

/// The pictures of one sample, by its index in the data set; with a scale rows of numbers in the data's
/// units.
struct GalleryCell {
  std::size_t index = 0;
  Image original;
  Image reconstruction;
  ProfileScalePtr scale = {};
};

/// Two strips of samples, each with original, reconstruction and the error per pixel: those nearest the
/// threshold and those with the largest error. The pictures come later than the list; until then their places
/// are empty.
class SampleGallery : public QWidget {
  Q_OBJECT
 public:
  /// What is written under a sample.
  struct Entry {
    std::size_t index = 0;
    QString error;
    QString className;  ///< empty without labels
    QString title;      ///< its name, or "row 18"
  };

  explicit SampleGallery(QWidget* parent = nullptr);

  void setEntries(const std::vector<Entry>& nearest, const std::vector<Entry>& worst);
  /// Fills in the pictures of samples that are listed; others are ignored.
  void setImages(const std::vector<GalleryCell>& cells);

 Q_SIGNALS:
  void sampleChosen(std::size_t index);

 private:
  QListWidget* m_nearest;
  QListWidget* m_worst;
  std::unordered_map<std::size_t, QImage> m_images;  // original, reconstruction, error side by side

  QListWidget* makeStrip(const char* objectName, const QString& accessibleName);
  void fill(QListWidget* strip, const std::vector<Entry>& entries);
};

}  // namespace isthmus
