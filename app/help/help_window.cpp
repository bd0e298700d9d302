#include "app/help/help_window.h"

#include "app/help/glossary.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QLineEdit>
#include <QScreen>
#include <QSignalBlocker>
#include <QTabWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>

namespace isthmus {
namespace {

constexpr QSize kHelpSize(520, 560);  // at the desktop's size of text

/// Whether a line has all of these words.
bool hasAllWords(const QString& line, const QStringList& words) {
  return std::ranges::all_of(words,
                             [&](const QString& word) { return line.contains(word, Qt::CaseInsensitive); });
}

QString keysHtml(const std::vector<KeySection>& sections, const QStringList& words) {
  QString html;
  for (const KeySection& section : sections) {
    QString rows;
    for (const KeyLine& line : section.lines)
      if (hasAllWords(section.title + ' ' + line.keys + ' ' + line.effect, words))
        rows += QStringLiteral("<tr><td width='45%'>%1</td><td>%2</td></tr>")
                    .arg(line.keys.toHtmlEscaped(), line.effect.toHtmlEscaped());
    if (!rows.isEmpty())
      html += QStringLiteral("<p><b>%1</b></p><table width='100%' cellspacing='0' cellpadding='3'>%2</table>")
                  .arg(section.title.toHtmlEscaped(), rows);
  }
  return html;
}

QString glossaryHtml(const QStringList& words) {
  QString html;
  for (const GlossaryTerm& term : glossary())
    if (hasAllWords(term.title + ' ' + term.names.join(' ') + ' ' + term.explanation, words))
      html += QStringLiteral("<p><a name=\"%1\"></a><b>%1</b><br>%2</p>")
                  .arg(term.title.toHtmlEscaped(), term.explanation.toHtmlEscaped());
  return html;
}

}  // namespace

HelpWindow::HelpWindow(QWidget* parent)
    : QDialog(parent),
      m_search(new QLineEdit),
      m_tabs(new QTabWidget),
      m_keys(new QTextBrowser),
      m_glossary(new QTextBrowser) {
  setObjectName(QStringLiteral("helpWindow"));
  setWindowTitle(tr("Help"));
  m_search->setObjectName(QStringLiteral("helpSearch"));
  m_search->setAccessibleName(tr("Search the help"));
  m_search->setPlaceholderText(tr("Search"));
  m_search->setClearButtonEnabled(true);
  m_tabs->setObjectName(QStringLiteral("helpTabs"));
  m_tabs->setDocumentMode(true);
  m_keys->setObjectName(QStringLiteral("helpKeys"));
  m_keys->setAccessibleName(tr("Keys and gestures"));
  m_glossary->setObjectName(QStringLiteral("helpGlossary"));
  m_glossary->setAccessibleName(tr("Glossary"));
  for (QTextBrowser* page : {m_keys, m_glossary}) {
    page->setFrameShape(QFrame::NoFrame);
    m_tabs->addTab(page, page->accessibleName());
  }
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
  column->setSpacing(kGrid);
  column->addWidget(m_search);
  column->addWidget(m_tabs);
  connect(m_search, &QLineEdit::textChanged, this, &HelpWindow::fill);
  resize((kHelpSize * textScale()).boundedTo(screen()->availableSize() * 9 / 10));
}

void HelpWindow::openKeys(std::vector<KeySection> sections) {
  m_sections = std::move(sections);
  open(m_keys);
}

void HelpWindow::openGlossary(const QString& title) {
  open(m_glossary);
  if (!title.isEmpty()) m_glossary->scrollToAnchor(title.toHtmlEscaped());
  // The term stands out from those around it.
  QTextCursor cursor = m_glossary->document()->find(title, 0, QTextDocument::FindCaseSensitively);
  m_glossary->setTextCursor(title.isEmpty() ? QTextCursor(m_glossary->document()) : cursor);
}

void HelpWindow::open(QTextBrowser* page) {
  {
    const QSignalBlocker quiet(m_search);
    m_search->clear();  // what is asked for is not to be filtered away
  }
  fill();
  m_tabs->setCurrentWidget(page);
  show();
  raise();
  activateWindow();
  m_search->setFocus();
}

void HelpWindow::fill() {
  const QStringList words = m_search->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
  const QString nothing = tr("<p>Nothing here has these words.</p>");
  const QString keys = keysHtml(m_sections, words);
  const QString terms = glossaryHtml(words);
  m_keys->setHtml(keys.isEmpty() ? nothing : keys);
  m_glossary->setHtml(terms.isEmpty() ? nothing : terms);
}

void HelpWindow::changeEvent(QEvent* event) {
  QDialog::changeEvent(event);
  if (event->type() == QEvent::FontChange)
    resize((kHelpSize * textScale()).boundedTo(screen()->availableSize() * 9 / 10));
}

}  // namespace isthmus
