"""The manual inside the program (Shift+F1): the Markdown of resources/manual in the user's language, contents at the left, Ctrl+F.

The text may load nothing: no file, no address. A link that leads into the manual itself goes there, any other does nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from workstation.language import RESOURCES, language, tr
from workstation.ui import icons, theme

FOLDER = RESOURCES / "manual"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text and where it stands (position in the document)."""

    text: str
    level: int
    position: int


def source(spoken: str = "") -> str:
    """The manual's Markdown in a language, else in the one the process speaks; a sentence where the file is missing."""
    path = FOLDER / f"{spoken or language()}.md"
    try:
        return path.read_text("utf-8")
    except OSError as error:
        return tr("The manual {path} cannot be read ({cause}). Install Garonne again.", path=path, cause=error.strerror or error)


class Page(QTextBrowser):
    """Text that loads nothing from anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Manual"))
        self.document().setDocumentMargin(theme.px(28))
        self.setStyleSheet(
            f"QTextBrowser {{ background: {theme.WINDOW}; color: {theme.TEXT}; selection-background-color: {theme.ACTION}; }}"
        )

    def loadResource(self, kind: int, name: QUrl) -> object:
        """Nothing, said as an empty value: where None is given, Qt reads the file by itself."""
        return QByteArray()

    def show_markdown(self, text: str) -> list[Heading]:
        """Show a text in the program's own look; its headings."""
        document = self.document()
        document.setDefaultFont(theme.font(theme.BODY + 1))
        document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownNoHTML | QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        document.setUndoRedoEnabled(False)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame)
        found = [h for h in (self._dress(block) for block in _blocks(document)) if h is not None]
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return found

    def _dress(self, block: QTextBlock) -> Heading | None:
        """Heading or body: sizes, space, and words in code marked by their ground."""
        level, cursor = block.blockFormat().headingLevel(), QTextCursor(block)
        shape = block.blockFormat()
        in_table = cursor.currentTable() is not None
        shape.setLineHeight(140 if not in_table else 120, 1)
        shape.setTopMargin(theme.px({1: 0, 2: 26, 3: 16}.get(level, 0 if in_table else 4)))
        shape.setBottomMargin(theme.px(0 if in_table else 6))
        cursor.setBlockFormat(shape)
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            look = QTextCharFormat()
            if level:
                look.setFont(theme.font({1: 22, 2: 17}.get(level, 14), QFont.Weight.DemiBold))
                look.setForeground(theme.colour(theme.NAMES))
            elif piece.charFormat().fontFixedPitch():
                look.setFont(theme.font(theme.BODY + 1, QFont.Weight.DemiBold))
                look.setForeground(theme.colour(theme.CURRENT))
                look.setBackground(theme.colour(theme.RAISED))
            elif piece.charFormat().fontWeight() > QFont.Weight.Normal:
                look.setForeground(theme.colour(theme.NAMES))
            if not look.isEmpty():
                mark = QTextCursor(self.document())
                mark.setPosition(piece.position())
                mark.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
                mark.mergeCharFormat(look)
            pieces += 1
        return Heading(block.text(), level, block.position()) if level else None


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    found, block = [], document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def _dress_table(table: QTextTable) -> None:
    shape = table.format()
    shape.setBorder(0)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    shape.setCellPadding(theme.px(5))
    shape.setCellSpacing(0)
    shape.setTopMargin(theme.px(6))
    shape.setBottomMargin(theme.px(12))
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(shape)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            look = cell.format()
            look.setBackground(theme.colour(theme.RAISED if row == 0 else theme.PANEL if row % 2 else theme.WINDOW))
            look.setFontWeight(QFont.Weight.Normal)
            cell.setFormat(look)


class Manual(QWidget):
    """A window of its own beside the one it was called from; Esc closes first the search, then the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("manual")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(tr("Garonne: manual"))
        self.headings: list[Heading] = []
        self.contents = QListWidget()
        self.contents.setProperty("kind", "rail")
        self.contents.setFixedWidth(theme.px(290))
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.itemClicked.connect(lambda item: self.go(self.contents.row(item)))
        self.contents.itemActivated.connect(lambda item: self.go(self.contents.row(item)))
        self.page = Page()
        self.page.anchorClicked.connect(self._link)
        self.page.verticalScrollBar().valueChanged.connect(self._mark_place)
        self.bar = QWidget()
        self.bar.setProperty("kind", "top")
        self.bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the manual   Ctrl+F"))
        self.search.setToolTip(tr("Enter: next place, Shift+Enter: the one before, Esc: close"))
        self.search.setAccessibleName(tr("Search"))
        self.search.addAction(icons.icon("search", theme.SECOND, 16), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMaximumWidth(theme.px(420))
        self.search.textChanged.connect(self._typed)
        self.search.installEventFilter(self)
        self.said = QLabel()
        self.said.setProperty("kind", "second")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        row.setSpacing(theme.px(12))
        row.addWidget(self.search, 1)
        row.addWidget(self.said)
        row.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(self.bar)
        side.addWidget(self.page, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.contents)
        whole.addLayout(side, 1)
        self.resize(theme.px(1180), theme.px(860))
        self._fill()
        self.page.setFocus()

    def _fill(self) -> None:
        self.headings = self.page.show_markdown(source())
        for heading in self.headings:
            item = QListWidgetItem("      " * (heading.level == 3) + heading.text)
            item.setToolTip(heading.text)
            item.setFont(theme.font(theme.BODY, QFont.Weight.DemiBold if heading.level < 3 else QFont.Weight.Normal))
            item.setForeground(theme.colour(theme.TEXT if heading.level < 3 else theme.SECOND))
            item.setSizeHint(QSize(0, theme.px(30 if heading.level < 3 else 25)))
            self.contents.addItem(item)
        self.contents.setCurrentRow(0)

    # going

    def go(self, number: int) -> None:
        """Bring a heading to the top."""
        if not 0 <= number < len(self.headings):
            return
        cursor = QTextCursor(self.page.document())
        cursor.setPosition(self.headings[number].position)
        self.page.setTextCursor(cursor)
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.value() + self.page.cursorRect(cursor).top() - theme.px(16))
        self.contents.setCurrentRow(number)

    def _link(self, url: QUrl) -> None:
        """``#3``: the third heading; nothing else leads anywhere."""
        if url.isRelative() and url.fragment().isdigit():
            self.go(int(url.fragment()) - 1)

    def _mark_place(self) -> None:
        """The contents follow the text."""
        top = self.page.cursorForPosition(self.page.viewport().rect().topLeft() + self.page.viewport().rect().center() / 4).position()
        above = [n for n, heading in enumerate(self.headings) if heading.position <= top]
        if above:
            self.contents.setCurrentRow(above[-1])

    # searching

    def _typed(self) -> None:
        cursor = self.page.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.page.setTextCursor(cursor)
        self.find(self.search.text())

    def find(self, words: str, *, backward: bool = False) -> bool:
        """Mark the next place with these words, beginning again at the other end; says where there is none."""
        if not words.strip():
            self.said.setText("")
            return False
        flags = QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0)
        found = self.page.find(words, flags)
        if not found:
            self.page.moveCursor(QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start)
            found = self.page.find(words, flags)
        self.said.setText("" if found else tr("“{words}” is not in the manual", words=words))
        return bool(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.search.setFocus()
            self.search.selectAll()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.find(self.search.text(), backward=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                self.page.setFocus()
                return True
        return super().eventFilter(watched, event)


def show_manual(parent: QWidget) -> Manual:
    """The manual of a window: made at the first call, brought to the front at the next."""
    there = parent.findChild(Manual)
    manual = there if isinstance(there, Manual) else Manual(parent)
    manual.show()
    manual.raise_()
    manual.activateWindow()
    return manual
