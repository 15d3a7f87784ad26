"""What the reader asks for in the list: exams opened and fetched, archives asked, exams marked; each told, and undone where it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workstation.language import plural, tr
from workstation.ui.worklist import asks
from workstation.ui.worklist.entries import Entry

if TYPE_CHECKING:
    from workstation.ui.worklist.window import WorklistWindow


class Asking:
    """The requests and changes of one list."""

    def __init__(self, window: WorklistWindow) -> None:
        self._window = window
        self._awaited = ""  # an exam that opens with its first images
        self._searched = 0  # a search of the archives that has not been answered

    def open_entry(self, entry: Entry | None) -> None:
        """Read an exam. What is not here is asked for first of all; with nothing here yet it opens when the first images are."""
        if entry is None or entry.kind == "scheduled":
            return
        if entry.kind == "node":
            self.retry(entry.node)
            return
        if entry.images_here < entry.images_known:
            self._window.feed.submit(asks.fetch_to_open(entry))
        if entry.images_here:
            self._awaited = ""
            self._window.services.open_study(entry.key)
        else:
            self._awaited = entry.key
            self._window.notice.say(tr("{patient}: asked for at once, opens with its first images", patient=entry.patient))

    def arrived(self) -> None:
        """The store told more: open what was waited for, say what a search found."""
        self._open_awaited()
        if self._searched:
            self._tell_search()

    def chosen(self, entry: Entry | None) -> None:
        """The reader went to another row: what was waited for opens no more by itself."""
        if entry is None or entry.key != self._awaited:
            self._awaited = ""

    def _open_awaited(self) -> None:
        entry = self._window.view.current()
        if self._awaited and entry is not None and entry.key == self._awaited and entry.images_here:
            self._awaited = ""
            self._window.services.open_study(entry.key)

    def fetch(self, entry: Entry | None) -> None:
        """Bring one exam and its priors here."""
        if entry is not None and entry.kind == "exam":
            self._window.feed.submit(asks.fetch_all([entry], priority=asks.BY_HAND))
            self._window.notice.say(tr("{patient}: being fetched with its priors", patient=entry.patient))

    def fetch_one(self, study_uid: str) -> None:
        """Bring one exam or one prior here."""
        self._window.feed.submit(asks.fetch_study(study_uid, self._window.view.current()))

    def prepare(self) -> None:
        """Bring everything that is shown here, with its priors."""
        exams = [e for e in self._window.table.entries if e.kind == "exam"]
        here = {uid: study.images for uid, study in self._window.snapshot.local.items()} if self._window.snapshot else {}
        wanted = asks.wanted(exams, here)
        if not wanted:
            self._window.notice.say(tr("Everything shown is here, with its priors"))
            return
        self._window.feed.submit(asks.fetch_all(exams, priority=asks.PREPARED))
        self._window.notice.say(plural(len(wanted), "{count} exam or prior is being fetched", "{count} exams and priors are being fetched"))

    def retry(self, node: str) -> None:
        """Try an archive again."""
        known = node if any(n.name == node for n in self._window.settings.archives) else ""
        self._window.feed.submit(lambda store: store.request("retry", node=known, priority=asks.BY_HAND))
        self._window.services.start_courier()
        self._window.notice.say(tr("{name} is being tried", name=node))

    def refresh(self) -> None:
        """Ask all archives for their lists again, and let new rows in."""
        self._window.feed.submit(lambda store: store.request("retry", priority=asks.BY_HAND))
        self._window.services.start_courier()
        self._window.let_in()

    def search_archives(self) -> None:
        """Ask all archives for what is in the search box; what they find comes into the list of all exams."""
        words = self._window.query.words.strip()
        if words:
            self._window.go("all", keep_search=True)
            self._window.feed.submit(asks.search(words), self._searching)
            self._window.services.start_courier()
            self._window.notice.say(tr("Searching the archives for “{words}”…", words=words))

    def _searching(self, request_id: int) -> None:
        self._searched = request_id

    def _tell_search(self) -> None:
        state, error = self._window.snapshot.searches.get(self._searched, ("waiting", ""))
        if state in ("done", "failed", "cancelled"):
            self._searched = 0
            found = sum(1 for e in self._window.wanted() if e.kind == "exam")
            said = plural(found, "The archives have answered: {count} exam matches", "The archives have answered: {count} exams match")
            self._window.notice.say(error or said, fault=bool(error))

    def toggle_read(self, entry: Entry | None) -> None:
        """Read becomes to read, and the other way round."""
        if entry is None or entry.kind != "exam":
            return
        state = "to_read" if entry.state == "read" else "read"
        words = tr("{patient}: marked as read", patient=entry.patient)
        if state == "to_read":
            words = tr("{patient}: to read again", patient=entry.patient)
        self.change(words, *asks.reading_state(entry, state, self._window.settings.reader))

    def toggle_urgent(self, entry: Entry | None) -> None:
        """Urgent on this machine, or no longer."""
        if entry is None or entry.kind != "exam":
            return
        words = tr("{patient}: no longer urgent", patient=entry.patient) if entry.urgent else tr("{patient}: urgent", patient=entry.patient)
        self.change(words, *asks.urgency(entry, not entry.urgent))

    def confirm_identity(self, current_uid: str, prior_uid: str, yes: bool) -> None:
        """The reader says whether a probable prior is this patient's."""
        words = tr("Confirmed: the same person") if yes else tr("Noted: another person, never shown as a prior")
        self.change(words, *asks.identity(current_uid, prior_uid, yes))

    def change(self, words: str, do: asks.Work, back: asks.Work) -> None:
        """Do something that can be undone, and say so."""
        from workstation.ui.worklist.undo import StoreChange

        self._window.undo_stack.push(StoreChange(words, self._window.feed, do, back))
        self._window.notice.say(words, tr("Undo (Ctrl+Z)"), self.undo)

    def undo(self) -> None:
        """Take the last change back, and say so."""
        words = self._window.undo_stack.undoText()
        if self._window.undo_stack.canUndo():
            self._window.undo_stack.undo()
            self._window.notice.say(tr("Undone: {what}", what=words), tr("Redo (Ctrl+Y)"), self.redo)

    def redo(self) -> None:
        """Do it again, and say so."""
        words = self._window.undo_stack.redoText()
        if self._window.undo_stack.canRedo():
            self._window.undo_stack.redo()
            self._window.notice.say(words, tr("Undo (Ctrl+Z)"), self.undo)
