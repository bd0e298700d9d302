#pragma once

#include "app/shell/main_window.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temp_folder.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QTest>

#include <gtest/gtest.h>

#include <memory>

namespace isthmus::test {

/// A real window, driven as a person does it: files are dropped, buttons clicked, the mouse dragged.
class WindowTest : public ::testing::Test {
 protected:
  static constexpr int kPatience =
      30'000;  // milliseconds, before something that should happen counts as missing

  void SetUp() override {
    QSettings().clear();
    UserQuestions questions;
    questions.unsavedModel = [this](QWidget*, const UnsavedModelQuestion& question) {
      ++m_asked;
      m_question = question;
      return m_answer;
    };
    questions.fileToSave = [this](QWidget*, const QString&, const QString&, const QString&) {
      return m_saveAs;
    };
    answer(questions);
    m_window = std::make_unique<MainWindow>(questions);
    m_window->fitInto({1280, 800});
    m_window->show();
    QObject::connect(&m_window->session(), &ExplorerSession::error, m_window.get(),
                     [this](const QString& message) { m_errors << message; });
  }

  /// Answers to further questions.
  virtual void answer(UserQuestions& /*questions*/) {}

  void TearDown() override {
    m_window.reset();
    EXPECT_TRUE(QApplication::topLevelWidgets().isEmpty());
  }

  ExplorerSession& session() { return m_window->session(); }
  Workspace& workspace() { return m_window->workspace(); }

  template <typename Widget>
  Widget* find(const char* name) {
    auto* widget = m_window->findChild<Widget*>(QString::fromLatin1(name));
    EXPECT_NE(widget, nullptr) << name;
    return widget;
  }
  template <typename Condition>
  bool eventually(Condition condition) {
    return QTest::qWaitFor(condition, kPatience);
  }

  /// A labelled set of small pictures as two IDX files: 300 of 8 x 8, in 10 classes.
  std::vector<std::filesystem::path> writeSmallSet() {
    return {m_folder.write("train-images-idx3-ubyte", idxFile({300, 8, 8})),
            m_folder.write("train-labels-idx1-ubyte", idxFile({300}, 10))};
  }

  void drop(const std::vector<std::filesystem::path>& paths,
            Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QMimeData data;
    QList<QUrl> urls;
    for (const auto& path : paths) urls << QUrl::fromLocalFile(QString::fromStdString(path.string()));
    data.setUrls(urls);
    const QPoint at = m_window->rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, modifiers);
    QApplication::sendEvent(m_window.get(), &enter);
    ASSERT_TRUE(enter.isAccepted());
    QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, modifiers);
    QApplication::sendEvent(m_window.get(), &dropped);
  }

  /// writeSmallSet(), dropped and there.
  void openSmallSet() {
    drop(writeSmallSet());
    ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
  }
  /// So many epochs, and all that follows from them on the screen.
  void trainToTheEnd(int epochs) {
    m_window->train(epochs, 7);
    ASSERT_TRUE(eventually([&] { return session().isQuiet(); }));
  }
  /// A run that does not end by itself, some steps after its beginning.
  void beginLongTraining() {
    m_window->train(100'000, 7);
    ASSERT_TRUE(eventually([&] { return workspace().model() && workspace().model()->step > 5; }));
  }

  void click(const char* button) { QTest::mouseClick(find<QPushButton>(button), Qt::LeftButton); }

  TempFolder m_folder;
  std::unique_ptr<MainWindow> m_window;
  QStringList m_errors;
  int m_asked = 0;
  UnsavedModelQuestion m_question;  ///< the last
  UnsavedModelAnswer m_answer = UnsavedModelAnswer::Discard;
  QString m_saveAs = QString::fromStdString((m_folder.path() / "saved.safetensors").string());
};

}  // namespace isthmus::test
