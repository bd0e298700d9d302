#pragma once

#include "widgets/import/columns/column_uses.h"

#include <QDialog>

#include <string>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QTabWidget;
class QTimer;
class QVBoxLayout;

namespace isthmus {

class ImportColumns;
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
  /// Whether what hardly any file needs is folded away.
  bool isUnfolded() const;
  void setUnfolded(bool unfolded);

 Q_SIGNALS:
  void optionsChanged(const isthmus::LoadOptions& options);
  void folded(bool unfolded);

 private:
  QWidget* makeHead();
  QWidget* makePreview();
  QWidget* makeButtons();
  void showPreview();
  void connectColumns();
  void chooseUse(const std::vector<std::size_t>& columns, FieldUse use);
  /// Shows what was chosen for the columns and asks for it.
  void askForColumns();
  /// What the plan made of columns that nobody chose.
  void sayChanges();
  /// Nothing can be loaded until an answer comes.
  void await(const LoadOptions& options);
  void showProblem(const QString& message);

  LoadPlan m_plan;
  ColumnUses m_uses;
  bool m_mistyped = false;  // the form holds what cannot be an option
  // children, owned by Qt
  QLineEdit* m_name = nullptr;
  TextLabel* m_summary = nullptr;
  QTabWidget* m_tabs = nullptr;  // first rows, columns
  ImportTable* m_table = nullptr;
  ImportColumns* m_columns = nullptr;
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
