#pragma once

#include "core/base/image.h"
#include "widgets/pictures/vector_profile.h"

#include <QImage>
#include <QWidget>

#include <array>
#include <cstddef>
#include <unordered_map>
#include <vector>

class QLabel;
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
  bool isOfProbe = false;  ///< index is one of the probe's
};

/// Pictures of the gallery, each with original, reconstruction and difference side by side.
struct GalleryPictures {
  QImage sample;              ///< of the sample in hand; null where there is none
  std::vector<QImage> strip;  ///< of all samples of its strip, those that are there
  QString stripName;          ///< "samples nearest the threshold"
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
  /// The same of a probe, beside them; none: there is no probe.
  void setProbeEntries(const std::vector<Entry>& nearest, const std::vector<Entry>& worst);
  /// Fills in the pictures of samples that are listed; others are ignored.
  void setImages(const std::vector<GalleryCell>& cells);

 Q_SIGNALS:
  void sampleChosen(std::size_t index);
  void probeChosen(std::size_t index);
  /// A person wants to know what can be done with the pictures of a sample and of its strip.
  void menuWanted(const isthmus::GalleryPictures& pictures, QPoint globalPosition);
  /// A person wants the picture of the sample in hand on the clipboard.
  void copyWanted(const QImage& picture);

 protected:
  void changeEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  /// Two strips of one data set.
  struct Side {
    QListWidget* nearest = nullptr;
    QListWidget* worst = nullptr;
    std::unordered_map<std::size_t, QImage> images;  // original, reconstruction, error side by side
  };

  void fitToText();

  Side m_data;
  Side m_probe;
  std::vector<QLabel*> m_captions;
  std::vector<QWidget*> m_probeParts;  // hidden while there is none

  QListWidget* makeStrip(const char* objectName, const QString& accessibleName);
  void chooseFrom(QListWidget* strip, void (SampleGallery::*chosen)(std::size_t));
  static void setEntries(Side& side, const std::vector<Entry>& nearest, const std::vector<Entry>& worst);
  static void fill(const Side& side, QListWidget* strip, const std::vector<Entry>& entries);
  static void showImages(Side& side);
  std::array<QListWidget*, 4> strips() const;
  GalleryPictures picturesOf(const QListWidget& strip, const QListWidgetItem* item) const;
};

}  // namespace isthmus
