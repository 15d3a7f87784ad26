"""Menus of the reading window, all made from the key map: the whole menu, the context menu, and those behind the bar's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from workstation.imaging.model import Window
from workstation.imaging.presentation_states import PresentationState
from workstation.language import tr
from workstation.reading import actions, quantity, states
from workstation.reading.corners import window_text
from workstation.reading.windows import in_force
from workstation.rendering.presets import presets_of
from workstation.studies.text import date_text
from workstation.ui.reading.keymap import Command, menus

if TYPE_CHECKING:
    from workstation.ui.reading.window import ReadingWindow


def whole(window: ReadingWindow, table: tuple[Command, ...], made: dict[str, QAction], menu: QMenu) -> None:
    """Every action, grouped, with its key."""
    for group, title in menus():
        child = menu.addMenu(title)
        for command in table:
            if command.menu == group:
                child.addAction(made[command.id])
        if group == "view":
            child.addSeparator()
            presets = child.addMenu(tr("Windows"))
            presets.aboutToShow.connect(lambda menu=presets: windows(window, menu))
            told = child.addMenu(tr("Quantity"))
            told.aboutToShow.connect(lambda menu=told: quantities(window, menu))
            shown = child.addMenu(tr("Presentation state"))
            shown.setToolTipsVisible(True)
            shown.aboutToShow.connect(lambda menu=shown: presentation_states(window, menu))
        if group == "volume":
            paints = child.addMenu(tr("Volume presets"))
            paints.aboutToShow.connect(lambda menu=paints: volumes(window, menu))
        if group == "layout":
            grids(window, child.addMenu(tr("Grid")))


def context(window: ReadingWindow, made: dict[str, QAction]) -> QMenu:
    """What a right click offers: series, window, view, planes."""
    menu = QMenu(window)
    session = window.session
    if session is None:
        return menu
    series = menu.addMenu(tr("Series"))
    for number, exam in enumerate(session.catalogue.exams):
        if number:
            series.addSeparator()
        for chosen in exam.display_sets:
            item = series.addAction(f"{chosen.label or chosen.modality}  ({len(chosen.frames)})")
            item.setCheckable(True)
            item.setChecked(chosen.key == session.desk.focused.display_set)
            item.triggered.connect(lambda _=False, key=chosen.key: session.put(session.desk.focus, key))
    windows(window, menu.addMenu(tr("Windows")))
    quantities(window, menu.addMenu(tr("Quantity")))
    if state_items(window):
        presentation_states(window, menu.addMenu(tr("Presentation state")))
    menu.addSeparator()
    for name in ("mpr", "mip", "volume", "stack"):
        menu.addAction(made[name])
    menu.addSeparator()
    for name in ("fit", "one-to-one", "invert", "turn-right", "flip", "reset"):
        menu.addAction(made[name])
    menu.addSeparator()
    for name in ("key-image", "link", "maximise"):
        menu.addAction(made[name])
    if window.selected:
        menu.addSeparator()
        menu.addAction(made["name-measurement"])
        menu.addAction(made["calibrate"])
        menu.addAction(made["delete-measurement"])
    return menu


def windows(window: ReadingWindow, menu: QMenu) -> None:
    """The presets of the focused viewport's modality with their keys, then the windows and VOI LUTs that the image, or the presentation
    state in force, carries; the one in force is ticked."""
    menu.clear()
    session = window.session
    if session is None:
        return
    viewport = session.desk.focused
    for key, preset in window.presets():
        item = menu.addAction(f"{preset.name}   {_numbers(preset)}")
        item.setText(f"{item.text()}\t{key}" if key else item.text())
        item.setCheckable(True)
        item.setChecked(viewport.view.window == preset)
        item.triggered.connect(lambda _=False, chosen=preset: session.do(actions.SetWindow(session.desk.focus, chosen)))
    ref = session.ref(viewport)
    header = session.catalogue.header(ref.sop_instance_uid) if ref else None
    choice, now = states.offered(viewport, session.catalogue), in_force(viewport, session.catalogue)
    stated = states.applied(viewport, session.catalogue) is not None
    menu.addSeparator()
    for number, own in enumerate(choice):
        said = window_text(own, header if states.in_own_units(viewport, session.catalogue) else None, session.choice)
        item = menu.addAction(tr("State: {window}", window=said) if stated else tr("Image: {window}", window=said))
        item.setText(f"{item.text()}\t0" if number == 0 else item.text())
        item.setCheckable(True)
        item.setChecked(number == now)
        item.triggered.connect(lambda _=False, n=number: session.do(actions.ChooseWindow(session.desk.focus, n)))
    if not choice:
        item = menu.addAction(tr("The image's own window") + "\t0")
        item.setCheckable(True)
        item.setChecked(viewport.view.window is None)
        item.triggered.connect(lambda: session.do(actions.ChooseWindow(session.desk.focus, 0)))
    if len(choice) > 1:
        menu.addAction(window.made["next-window"])


def quantities(window: ReadingWindow, menu: QMenu) -> None:
    """All that can be told of the focused image's pixels, the one in force marked; a SUV that cannot be computed says what it lacks."""
    menu.clear()
    menu.setToolTipsVisible(True)
    session = window.session
    header, index = quantity.focused_image(session) if session is not None else (None, 0)
    if session is None or header is None:
        return
    for option in quantity.options(header, index, session.choice):
        item = menu.addAction(f"{option.title} – {option.why}" if option.why else option.title)
        item.setToolTip(option.why)
        item.setCheckable(True)
        item.setChecked(option.chosen)
        item.setEnabled(not option.why)
        item.triggered.connect(lambda _=False, key=option.key: window.choose_quantity(header, key))
    if menu.isEmpty():
        menu.addAction(tr("Colours have no quantity")).setEnabled(False)


def state_items(window: ReadingWindow) -> list[tuple[PresentationState, int | None]]:
    """The presentation states of the focused viewport: of the image shown, then of others of its stack with where they are."""
    session = window.session
    if session is None:
        return []
    viewport, catalogue = session.desk.focused, session.catalogue
    items: list[tuple[PresentationState, int | None]] = [(s, None) for s in states.states_here(viewport, catalogue)]
    items += list(states.states_near(viewport, catalogue))
    return items + [(s, None) for s in states.unusable(viewport, catalogue)]


def presentation_states(window: ReadingWindow, menu: QMenu) -> None:
    """None, then each state by label, creator and date; of the one in force, its graphic layers."""
    menu.clear()
    menu.setToolTipsVisible(True)
    session = window.session
    if session is None:
        return
    n, viewport = session.desk.focus, session.desk.focused
    none = menu.addAction(tr("None"))
    none.setCheckable(True)
    none.setChecked(not viewport.state)
    none.triggered.connect(lambda: session.do(actions.PutState(n, "")))
    for state, index in state_items(window):
        words = states.named(state) + (f"   {date_text(state.created[:8])}" if state.created else "")
        item = menu.addAction(words if index is None else tr("{state} (image {number})", state=words, number=index + 1))
        item.setToolTip(states.told(state))
        item.setCheckable(True)
        item.setChecked(state.sop_instance_uid == viewport.state)
        item.setEnabled(not state.refusal)
        item.triggered.connect(lambda _=False, uid=state.sop_instance_uid, at=index: session.do(actions.PutState(n, uid, at)))
    put_on = states.applied(viewport, session.catalogue)
    layers = put_on.drawn_layers if put_on is not None else ()
    if layers:
        menu.addSeparator()
    for layer in layers:
        item = menu.addAction(tr("Layer: {name}", name=layer.description or layer.name or "?"))
        item.setCheckable(True)
        item.setChecked(layer.name not in viewport.hidden_layers)
        item.triggered.connect(lambda shown, name=layer.name: session.do(actions.ShowLayer(n, name, shown)))


def _numbers(preset: Window) -> str:
    return f"{preset.width:g}/{preset.center:g}".replace("-", "−")


def volumes(window: ReadingWindow, menu: QMenu) -> None:
    """Presets of a volume rendering."""
    menu.clear()
    session = window.session
    chosen = session.catalogue.find(session.desk.focused.display_set) if session else None
    if session is None or chosen is None:
        return
    for preset in presets_of(chosen.modality):
        item = menu.addAction(tr(preset.label))
        item.setCheckable(True)
        item.setChecked(session.desk.focused.view.preset == preset.name)
        item.triggered.connect(lambda _=False, name=preset.name: session.do(actions.Preset(session.desk.focus, name)))


def grids(window: ReadingWindow, menu: QMenu) -> None:
    """Plain grids."""
    for rows, columns in ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (2, 3), (3, 3), (3, 4)):
        item = menu.addAction(f"{rows} × {columns}")
        item.triggered.connect(lambda _=False, r=rows, c=columns: window.session and window.session.grid(r, c))


def links(window: ReadingWindow, made: dict[str, QAction], menu: QMenu) -> None:
    """How viewports scroll together."""
    menu.addAction(made["linked"])
    menu.addAction(made["link"])


def stages(window: ReadingWindow, menu: QMenu) -> None:
    """The protocol's stages."""
    menu.clear()
    session = window.session
    if session is None:
        return
    for number, stage in enumerate(session.hanging.stages):
        item = menu.addAction(f"{number + 1}  {stage.name}")
        item.setCheckable(True)
        item.setChecked(number == session.desk.stage and not session.desk.special)
        item.triggered.connect(lambda _=False, n=number: session.go_to_stage(n))


def protocols(window: ReadingWindow, menu: QMenu) -> None:
    """Why this protocol, then the others that would fit."""
    menu.clear()
    session = window.session
    if session is None:
        return
    for reason in session.hanging.reasons:
        menu.addAction(reason).setEnabled(False)
    menu.addSeparator()
    for other in session.alternatives():
        item = menu.addAction(other.title or other.protocol)
        item.setCheckable(True)
        item.setChecked(other.protocol == session.hanging.protocol)
        item.triggered.connect(lambda _=False, hanging=other: session.use_protocol(hanging))
