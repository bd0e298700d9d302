#include "app/shell/help_menu.h"

#include <QApplication>
#include <QMenu>
#include <QMessageBox>

namespace isthmus {
namespace {

void showKeys(QWidget* window) {
  QMessageBox::information(
      window, QObject::tr("Keys and gestures"),
      QObject::tr(
          "<p><b>In the latent plane</b></p><table cellspacing='4'>"
          "<tr><td>Left button, drag</td><td>decode what is under the pointer</td></tr>"
          "<tr><td>Click on a point</td><td>pick that sample</td></tr>"
          "<tr><td>Wheel, + and −</td><td>zoom</td></tr>"
          "<tr><td>Right or middle button, Space + drag</td><td>pan</td></tr>"
          "<tr><td>Right click, Menu key</td><td>copy or save the plane</td></tr>"
          "<tr><td>Double click, F, Home</td><td>fit everything</td></tr>"
          "<tr><td>Arrow keys</td><td>move the pointer (Shift: further, Ctrl: finer)</td></tr>"
          "<tr><td>Shift + drag, L</td><td>select with a lasso (Ctrl+Shift: add), lasso on and off</td></tr>"
          "<tr><td>Enter, Esc</td><td>pick the nearest sample, drop the selection or the pick</td></tr>"
          "<tr><td>P, N, R, M, H</td><td>points, names, prior rings, decoded manifold, decode on "
          "hover</td></tr></table>"
          "<p><b>On the wall of samples</b></p><table cellspacing='4'>"
          "<tr><td>Click</td><td>pick that sample, here and in the plane</td></tr>"
          "<tr><td>Ctrl + click, Shift + click</td><td>select one more, select all up to it</td></tr>"
          "<tr><td>Delete, F2</td><td>remove what is selected, label it</td></tr>"
          "<tr><td>Ctrl+Z, Ctrl+Shift+Z</td><td>undo and redo edits of the data</td></tr></table>"
          "<p><b>Taking results with you</b> (File, Export)</p><table cellspacing='4'>"
          "<tr><td>Ctrl+Shift+E</td><td>the codes of all samples as a table</td></tr>"
          "<tr><td>Ctrl+Shift+C</td><td>copy the latent plane</td></tr>"
          "<tr><td>Right click on a plot or picture, Ctrl+C on a picture</td><td>copy or save "
          "it</td></tr></table>"
          "<p><b>In the legend</b>: click hides a class, double click shows it alone.</p>"
          "<p><b>Dropping files</b> loads them; with Alt they become the probe.</p>"));
}

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

void fillHelpMenu(QMenu& menu, QWidget* window) {
  menu.addAction(QObject::tr("&Keys and gestures"), QKeySequence::HelpContents, window,
                 [window] { showKeys(window); });
  menu.addAction(QObject::tr("&About Isthmus"), window, [window] { showAbout(window); });
}

}  // namespace isthmus
