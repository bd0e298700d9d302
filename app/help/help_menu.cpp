#include "app/help/help_menu.h"

#include "app/help/glossary.h"
#include "app/help/help_window.h"
#include "app/help/keys.h"
#include "app/help/term_help.h"

#include <QApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMessageBox>

#include <utility>
#include <vector>

namespace isthmus {
namespace {

void showAbout(QWidget* window) {
  QMessageBox::about(
      window, QObject::tr("About Isthmus"),
      QObject::tr(
          "<p><b>Isthmus %1</b></p><p>Train an autoencoder on your own data, watch its latent plane "
          "take shape and see what every point of it decodes to.</p><p>Free software under the GNU "
          "General Public License, version 3 or later. Built with Qt, oneDNN, LibTorch and QCustomPlot.</p>")
          .arg(QApplication::applicationVersion()));
}

}  // namespace

void fillHelpMenu(QMenu& menu, QMainWindow* window) {
  auto* help = new HelpWindow(window);
  auto* terms = new TermHelp(window);
  QObject::connect(terms, &TermHelp::termWanted, help, &HelpWindow::openGlossary);
  menu.addAction(QObject::tr("&Keys and gestures"), QKeySequence(Qt::Key_F1), help, [help, window] {
    std::vector<KeySection> sections = gestures();
    for (KeySection& section : keysOf(*window)) sections.push_back(std::move(section));
    help->openKeys(std::move(sections));
  });
  menu.addAction(QObject::tr("&Glossary"), help, [help] { help->openGlossary({}); });
  menu.addAction(QObject::tr("&Explain what is under the pointer"), QKeySequence(QObject::tr("Shift+F1")),
                 help, [help, terms] {
                   const GlossaryTerm* term = terms->termInHand();
                   help->openGlossary(term ? term->title : QString());
                 });
  menu.addSeparator();
  menu.addAction(QObject::tr("&About Isthmus"), window, [window] { showAbout(window); });
}

}  // namespace isthmus
