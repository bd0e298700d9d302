#pragma once

#include "core/data/dataset_format.h"

#include <QDialog>

#include <string>

class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;
class QVBoxLayout;

namespace isthmus {

class ImportFields;
class ImportForm;
class ImportPictures;
class ImportTable;
class MessageText;
class TextLabel;

/// Shows what would be loaded (name, first rows or pictures) and the guess made where files leave a choice.
/// Enter accepts. A changed choice emits optionsChanged(); until its owner answers with setPlan() or
/// setProblem() nothing can be loaded.
class ImportDialog : public QDialog {
  Q_OBJECT

 public:
  /// `given`: the options that the plan was asked for with.
  explicit ImportDialog(const LoadPlan& plan, const LoadOptions& given = {}, QWidget* parent = nullptr);

  /// What accepting will do: the window's title and the word on the button; at first "Load NAME" and "Load".
  void setPurpose(const QString& title, const QString& button);
  /// The plan with the options last asked for. Focus and scrolled places stay.
  void setPlan(const LoadPlan& plan);
  /// The options last asked for cannot work; the sentence says why. The choices stay open.
  void setProblem(const QString& message);
  /// What the dialog shows, with the name that the person gave.
  LoadPlan plan() const;

 Q_SIGNALS:
  void optionsChanged(const isthmus::LoadOptions& options);

 private:
  QWidget* makeHead();
  QWidget* makePreview();
  QWidget* makeButtons();
  void showPreview();
  /// Nothing can be loaded until an answer comes.
  void await(const LoadOptions& options);
  void showProblem(const QString& message);

  LoadPlan m_plan;
  bool m_mistyped = false;  // the form holds what cannot be an option
  // children, owned by Qt
  QLineEdit* m_name = nullptr;
  TextLabel* m_summary = nullptr;
  ImportTable* m_table = nullptr;
  ImportFields* m_fields = nullptr;
  ImportPictures* m_pictures = nullptr;
  MessageText* m_remarks = nullptr;
  ImportForm* m_form = nullptr;
  TextLabel* m_problem = nullptr;
  TextLabel* m_waiting = nullptr;
  QTimer* m_patience = nullptr;
  QPushButton* m_load = nullptr;
};

}  // namespace isthmus
