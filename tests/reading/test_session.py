"""A sitting without a window: what is linked, what undo brings back, what is kept, what arriving images may change."""

from __future__ import annotations

import threading
from dataclasses import replace
from io import BytesIO

import pydicom
import pytest
from msgspec.structs import replace as replace_struct

from tests.reading.made import ROOT, MemorySource, encoded, opened, series
from workstation.hanging_protocols import Monitors, load
from workstation.imaging import header
from workstation.imaging.model import FrameRef, Window
from workstation.language import RESOURCES, set_language
from workstation.measurements import Ellipse, Length, OnFrame, OnPlane
from workstation.reading import actions, corners, drawing
from workstation.reading.catalogue import Catalogue, OpenExam, ref_at
from workstation.reading.journal import MEASUREMENT, Journal, kept_key_images, kept_measurements, kept_seen
from workstation.reading.results import Results, findings
from workstation.reading.session import Kept, ReadingSession
from workstation.reading.windows import dragged

CURRENT, PRIOR = ROOT + "1", ROOT + "2"
PROTOCOLS = load(RESOURCES / "hanging_protocols")


def catalogue(*, same_frame: bool, prior_slices: int = 20, known: int = 0) -> tuple[Catalogue, MemorySource]:
    frame = ROOT + "77"
    source = MemorySource(
        series(CURRENT, 40, frame=frame, step=1.0)
        + series(
            PRIOR, prior_slices, frame=frame if same_frame else ROOT + "78", step=2.0, first=0.0 if same_frame else 500.0, date="20250918"
        )
    )
    return Catalogue((opened(source, CURRENT, known), opened(source, PRIOR))), source


def session(*, same_frame: bool = True, journal: Journal | None = None, known: int = 0) -> ReadingSession:
    return ReadingSession(catalogue(same_frame=same_frame, known=known)[0], PROTOCOLS, Monitors(), journal)


def of_prior(s: ReadingSession) -> int:
    return next(n for n, v in enumerate(s.desk.viewports) if s.is_prior(v.study) and v.display_set)


def of_current(s: ReadingSession) -> int:
    return next(n for n, v in enumerate(s.desk.viewports) if not s.is_prior(v.study) and v.display_set and v.view.mode == "slice")


def test_current_and_prior_hang_beside_each_other_and_say_so() -> None:
    s = session()
    assert {s.is_prior(v.study) for v in s.desk.viewports if v.display_set} == {True, False}
    said = corners.corners(s, of_prior(s), corners.Facts()).text
    assert "PRIOR · 14 months" in said
    assert "18/09/2025" in said
    assert "MARTIN Eleonore" in said
    set_language("fr")
    assert "ANTÉRIEUR · 14 mois" in corners.corners(s, of_prior(s), corners.Facts()).text


def test_what_must_not_be_missed_stays_when_the_rest_is_hidden() -> None:
    s = session(known=50)
    least = corners.corners(s, of_prior(s), corners.Facts(Window(40, 80), 100.0, 10, 20), corners.LEAST).text
    assert "PRIOR" in least
    assert "18/09/2025" in least
    assert "MARTIN" in least
    assert "10 / 20 loaded" in least
    assert "Image" not in least
    assert "10 images are not here" in corners.corners(s, of_current(s), corners.Facts(), corners.LEAST).text


def test_scrolling_moves_the_prior_to_the_same_place_in_the_patient() -> None:
    s = session(same_frame=True)
    a, b = of_current(s), of_prior(s)
    s.do(actions.ScrollTo(a, 31))
    assert s.desk.viewports[a].view.index == 31
    assert s.desk.viewports[b].view.index in (15, 16)  # 31 mm on a stack of 2 mm steps


def test_another_frame_of_reference_is_not_linked_until_the_reader_pins_it() -> None:
    s = session(same_frame=False)
    a, b = of_current(s), of_prior(s)
    s.do(actions.ScrollTo(a, 10))
    s.do(actions.Focus(a))
    before = s.desk.viewports[b].view.index
    s.do(actions.ScrollTo(a, 20))
    assert s.desk.viewports[b].view.index == before
    assert "not linked" in corners.corners(s, b, corners.Facts()).text
    s.do(actions.ScrollTo(b, 5))
    s.do(actions.PinHere())
    s.do(actions.ScrollTo(a, 24))
    assert s.desk.viewports[b].view.index == 7  # 4 mm on: two slices of 2 mm
    s.do(actions.ScrollTo(b, 9))
    assert s.desk.viewports[a].view.index == 28  # the pin holds both ways
    assert "Linked by hand" in corners.corners(s, b, corners.Facts()).text
    s.do(actions.PinHere())
    assert s.desk.pins == ()


def test_linking_off_leaves_the_other_where_it_is() -> None:
    s = session()
    a, b = of_current(s), of_prior(s)
    s.do(actions.Link(False))
    before = s.desk.viewports[b].view.index
    s.do(actions.ScrollTo(a, 2))
    assert s.desk.viewports[b].view.index == before


def test_a_drag_is_one_step_of_undo_and_everything_comes_back() -> None:
    s = session()
    a = of_current(s)
    first = s.desk
    for _ in range(5):
        s.do(actions.Scroll(a, 1, gesture="drag-1"))
    s.end_gesture()
    s.do(actions.SetWindow(a, Window(100, 200)))
    s.do(actions.Flip(a))
    s.do(drawing.Draw(Length("k", OnFrame("x"), ((0, 0), (1, 1)))))
    last = s.desk
    for _ in range(4):
        assert s.undo()
    assert s.desk == first
    assert not s.undo()
    for _ in range(4):
        assert s.redo()
    assert s.desk == last


def test_windows_spread_within_a_ct_series_and_to_the_linked_prior_that_had_the_same() -> None:
    s = session()
    a, b = of_current(s), of_prior(s)
    brain = s.window_named("brain", s.catalogue.current.display_sets[0])
    assert brain is not None
    assert (brain.width, brain.center) == (80, 40)
    s.do(actions.SetWindow(a, brain))
    s.do(actions.SetWindow(b, brain))
    s.do(actions.SetWindow(a, Window(400, 2000)))
    assert s.desk.viewports[b].view.window == Window(400, 2000)
    s.do(actions.SetWindow(b, Window(40, 80)))
    s.do(actions.SetWindow(a, Window(50, 400)))
    shares = s.desk.viewports[b].view.window
    assert shares in (Window(50, 400), Window(40, 80))


def test_radiographs_keep_their_own_windows() -> None:
    study = ROOT + "5"
    films = [
        *series(study, 1, uid=study + ".1", modality="DX", description="Thorax face"),
        *series(study, 1, uid=study + ".2", modality="DX", description="Thorax profil"),
    ]
    s = ReadingSession(Catalogue((opened(MemorySource(films), study),)), PROTOCOLS, Monitors())
    s.grid(1, 2)
    assert len({v.display_set for v in s.desk.viewports}) == 2
    s.do(actions.SetWindow(0, Window(5, 5)))
    assert s.desk.viewports[1].view.window != Window(5, 5)


def test_a_window_drag_is_wider_to_the_right_and_never_below_one() -> None:
    assert dragged(Window(40, 80), 0.5, 0, 160).width == 160
    assert dragged(Window(40, 80), -9, 0, 160).width == 1
    assert dragged(Window(40, 80), 0, 0.25, 160).center == 80


def test_stages_are_left_and_found_again_as_they_were() -> None:
    s = session()
    a = of_current(s)
    s.do(actions.ScrollTo(a, 3))
    assert s.step_stage(1)
    assert s.desk.stage == 1
    assert s.step_stage(-1)
    assert s.desk.viewports[a].view.index == 3
    assert not s.step_stage(-1)


def test_mpr_shares_one_crosshair_and_goes_back() -> None:
    s = session()
    s.do(actions.Focus(of_current(s)))
    before = s.desk.viewports
    assert s.toggle_mpr()
    modes = [v.view.mode for v in s.desk.viewports]
    assert modes.count("mpr") == 3
    s.do(actions.Crosshair(0, (10.0, 12.0, 14.0)))
    assert all(v.view.plane.center_lps == (10.0, 12.0, 14.0) for v in s.desk.viewports if v.view.plane)
    s.do(actions.TurnCrosshair(0, 30.0))
    assert actions.oblique(s.desk.viewports[1].view)
    assert not actions.oblique(s.desk.viewports[0].view)
    s.do(actions.Slab(1, 10.0, "max"))
    assert "Slab 10 mm maximum" in corners.corners(s, 1, corners.Facts(Window(1, 2))).text
    assert "interpolated" in corners.corners(s, 1, corners.Facts(), corners.LEAST).text
    s.do(actions.Scroll(0, 10_000))
    assert s.desk.viewports[0].view.plane.center_lps[2] <= 40.0  # stops at the last voxel
    assert s.toggle_mpr()
    assert s.desk.viewports == before


def test_images_that_arrive_move_nothing_that_was_chosen() -> None:
    cat, source = catalogue(same_frame=True)
    s = ReadingSession(cat, PROTOCOLS, Monitors())
    a = of_current(s)
    s.do(actions.ScrollTo(a, 10))
    shown = s.ref(s.desk.viewports[a])
    source.add(series(CURRENT, 5, frame=ROOT + "77", first=-5.0, step=1.0, uid=CURRENT + ".2")[0:0])
    source.add([encoded(CURRENT, CURRENT + ".2", 100 + n, z=-1.0 - n, frame=ROOT + "77") for n in range(4)])
    s.update(cat.with_exam(opened(source, CURRENT)))
    assert s.ref(s.desk.viewports[a]) == shown
    assert s.desk.viewports[a].view.index == 14
    assert s.undo()
    assert s.ref(s.desk.viewports[a]) is not None


def test_planes_stay_in_their_volume_when_late_images_take_its_key() -> None:
    def sliced(number: int, z: float, **elements: object) -> bytes:
        dataset = pydicom.dcmread(BytesIO(encoded(CURRENT, CURRENT + ".2", number, z=z, frame=ROOT + "77")))
        for keyword, value in elements.items():
            setattr(dataset, keyword, value)
        return header.encode(dataset)

    soft = [sliced(10 + n, 2.0 * n, ConvolutionKernel="B30") for n in range(20)]
    source = MemorySource([*soft, *series(PRIOR, 20, frame=ROOT + "78", date="20250918")])
    s = ReadingSession(Catalogue((opened(source, CURRENT), opened(source, PRIOR))), PROTOCOLS, Monitors())
    s.do(actions.Focus(of_current(s)))
    frames = s.catalogue.find(s.desk.focused.display_set)
    assert frames is not None
    s.toggle_mpr()
    before = [v.view.plane for v in s.desk.viewports]
    there = frames.frames[10]
    place = OnPlane(frames.key, ROOT + "77", (32.0, 32.0, 20.0), (1.0, 0, 0), (0, 1.0, 0), 0, there.sop_instance_uid, there.frame)
    s.do(drawing.Draw(Ellipse("e", place, ((-4, -4), (4, 4)))))
    source.add([sliced(50 + n, 2.0 * n, ConvolutionKernel="B70", SOPInstanceUID=f"{CURRENT}.2.{50 + n}") for n in range(20)])
    source.add([sliced(1, 0.0, ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"])])
    s.update(s.catalogue.with_exam(opened(source, CURRENT)))
    planes = [v for v in s.desk.viewports if v.view.mode == "mpr"]
    assert len(planes) == 3
    assert [v.view.plane for v in s.desk.viewports] == before
    for viewport in planes:
        now = s.catalogue.find(viewport.display_set)
        assert now is not None
        assert (now.kind, now.frames) == ("volume", frames.frames)
    (kept,) = s.desk.measurements
    assert isinstance(kept.place, OnPlane)
    assert kept.place.display_set == planes[0].display_set != frames.key
    later = ReadingSession(s.catalogue, PROTOCOLS, Monitors(), kept=Kept((Ellipse("e", place, ((-4, -4), (4, 4))),)))
    assert later.desk.measurements == s.desk.measurements


def test_a_prior_that_comes_later_fills_the_slot_that_waited() -> None:
    cat, source = catalogue(same_frame=True)
    told = source.study(PRIOR)
    assert told is not None
    s = ReadingSession(Catalogue((cat.current, OpenExam(told, known=20))), PROTOCOLS, Monitors())
    chosen = s.desk.viewports[of_current(s)]
    s.update(s.catalogue.with_exam(opened(source, PRIOR)))
    assert s.desk.viewports[of_current(s)].display_set == chosen.display_set
    if any(not v.display_set and v.study == PRIOR for v in s.desk.viewports):
        pytest.fail("the slot that waited for the prior is still empty")


def test_the_journal_follows_undo_and_outlives_the_session() -> None:
    cat, source = catalogue(same_frame=True)
    journal = Journal(source)
    s = ReadingSession(cat, PROTOCOLS, Monitors(), journal)
    ref = s.ref(s.desk.viewports[of_current(s)])
    assert ref is not None
    m = Length(s.new_key(), OnFrame(ref.sop_instance_uid, ref.frame), ((0, 0), (10, 0)))
    s.do(drawing.Draw(m))
    s.do(actions.Focus(of_current(s)))
    s.toggle_key_image()
    s.drawn([ref])
    s.save_seen()
    assert journal.flush()
    assert kept_measurements(source, CURRENT) == ((m,), 0)
    assert [k.ref for k in kept_key_images(source, CURRENT)] == [ref]
    assert kept_seen(source, CURRENT) == {ref}
    s.undo()
    s.undo()
    assert journal.flush()
    assert kept_measurements(source, CURRENT) == ((), 0)
    s.redo()
    assert journal.flush()
    kept = Kept(*kept_measurements(source, CURRENT)[:1], seen=kept_seen(source, CURRENT))
    again = ReadingSession(cat, PROTOCOLS, Monitors(), journal, kept)
    assert again.measurements_on(m.place) == (m,)
    assert again.unseen(again.catalogue.current.display_sets[0]) == 39
    source.journal(CURRENT, MEASUREMENT, "broken", b"\x00nonsense")
    assert kept_measurements(source, CURRENT)[1] == 1
    journal.close()


def test_a_journal_that_cannot_write_says_so() -> None:
    class Full(MemorySource):
        def journal(self, *entry: object) -> None:
            raise OSError(28, "No space left on device")

    journal = Journal(Full([]))
    journal.write("s", MEASUREMENT, "k", b"x")
    assert journal.flush()
    assert "No space left" in journal.error
    assert journal.saved_at is None
    journal.close()


def test_what_a_full_disk_refused_is_written_when_there_is_room_and_not_said_to_be_saved_before(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(MemorySource):
        refused: tuple[str, ...] = ("a", "b")

        def journal(self, study_uid: str, kind: str, entry_id: str, payload: bytes | None) -> None:
            if entry_id in self.refused:
                raise OSError(28, "No space left on device")
            super().journal(study_uid, kind, entry_id, payload)

    monkeypatch.setattr("workstation.reading.journal.AGAIN_S", 0.05)
    source = Full([])
    told = threading.Semaphore(0)
    journal = Journal(source, told.release)
    for entry, payload in (("a", b"1"), ("b", b"1"), ("a", b"2"), ("seen", b"x")):
        journal.write("s", MEASUREMENT, entry, payload)
    assert journal.flush()
    assert dict(source.journal_entries("s", MEASUREMENT)) == {"seen": b"x"}
    assert "No space left" in journal.error, "something smaller that fitted does not make the rest saved"
    for _ in range(4):
        told.acquire(timeout=60)
    source.refused = ()
    assert told.acquire(timeout=60)
    assert dict(source.journal_entries("s", MEASUREMENT)) == {"seen": b"x", "a": b"2", "b": b"1"}
    assert journal.error == ""
    source.refused = ("c",)
    journal.write("s", MEASUREMENT, "c", b"3")
    assert journal.flush()
    source.refused = ()
    journal.close()
    assert dict(source.journal_entries("s", MEASUREMENT))["c"] == b"3"


def test_an_ellipse_reads_the_modality_values_of_its_own_slice_and_a_named_finding_meets_its_prior() -> None:
    cat, source = catalogue(same_frame=True)
    results = Results(lambda uid: source)
    now, before = ref_at(cat.exams[0].display_sets[0], 6), ref_at(cat.exams[1].display_sets[0], 3)
    number = int(now.sop_instance_uid.rsplit(".", 1)[1])
    ellipse = Ellipse("e", OnFrame(now.sop_instance_uid), ((26, 26), (36, 36)))
    result = results.now(ellipse, cat)
    assert result.unit == "HU"
    assert result.value == 40 + number % 7
    a = Length("a", OnFrame(now.sop_instance_uid), ((0, 0), (20, 0)), "Nodule")
    b = Length("b", OnFrame(before.sop_instance_uid), ((0, 0), (16, 0)), "nodule ")
    found = findings((a, b), cat, results)
    assert len(found) == 1
    assert found[0].change == ("+4.0 mm", "+25 %")
    results.close()


def test_an_ellipse_on_a_plane_samples_the_slices_it_crosses() -> None:
    cat, source = catalogue(same_frame=True)
    chosen = cat.exams[0].display_sets[0]
    results = Results(lambda uid: source)
    place = OnPlane(chosen.key, chosen.frame_of_reference_uid, (32.0, 32.0, 20.0), (1.0, 0.0, 0.0), (0.0, 0.0, -1.0))
    result = results.now(Ellipse("e", place, ((-4, -4), (4, 4))), cat)
    assert result.value == pytest.approx(43, abs=1.5)  # 40 HU plus the slice numbers modulo 7, on average 3
    results.close()


def test_a_wrong_place_has_no_measurement() -> None:
    s = session()
    assert s.measurements_on(OnFrame("nowhere")) == ()
    assert s.ref(replace(s.desk.viewports[0], display_set="")) is None
    assert FrameRef("x") not in s.seen


def test_the_unseen_are_counted_on_as_images_are_drawn() -> None:
    s = session()
    sets = s.catalogue.current.display_sets
    for n in (0, 3, 3, 7):
        for chosen in sets:
            s.drawn([chosen.frames[min(n, len(chosen.frames) - 1)]])
        assert [s.unseen(c) for c in sets] == [len(set(c.frames) - s.seen) for c in sets]


def test_of_a_series_that_is_damaged_in_part_the_image_itself_says_that_it_is() -> None:
    files = series(CURRENT, 6, step=1.0)
    marked = []
    for n, one in enumerate(files):
        ds = pydicom.dcmread(BytesIO(one))
        if n == 2:
            ds.LossyImageCompression, ds.LossyImageCompressionRatio = "01", 12
        if n == 4:
            ds.PixelData = ds.PixelData[: len(ds.PixelData) // 2]
        out = BytesIO()
        ds.save_as(out)
        marked.append(out.getvalue())
    s = ReadingSession(Catalogue((opened(MemorySource(marked), CURRENT),)), PROTOCOLS, Monitors())
    number = of_current(s)

    def said(index: int) -> str:
        s.do(actions.ScrollTo(number, index))
        return corners.corners(s, number, corners.Facts()).bottom_left[-1].text

    assert "1 of 6 images: Lossy" in said(1)
    assert "Lossy" in said(2)
    assert "1 of 6 images: Lossy" not in said(2)
    assert "1 of 6 images: Lossy" in said(4)
    truncated = next(h for h in s.catalogue.current.headers.values() if h.sop_instance_uid.endswith(".5")).marks[0].text
    assert corners.first_sentence(truncated) in said(4)
    assert f"1 of 6 images: {corners.first_sentence(truncated)}" not in said(4)


def test_planes_of_a_volume_without_a_frame_of_reference_move_and_share_nothing_with_others() -> None:
    source = MemorySource(series(CURRENT, 12, frame="") + series(PRIOR, 12, frame="", date="20250918"))
    s = ReadingSession(Catalogue((opened(source, CURRENT), opened(source, PRIOR))), PROTOCOLS, Monitors())
    current, prior = of_current(s), of_prior(s)
    for number in (current, prior):
        assert s.show_as(number, "axial")
    before = s.desk.viewports[prior].view
    assert s.do(actions.Scroll(current, 2))
    planes = [s.desk.viewports[n].view.plane for n in (current, prior)]
    assert planes[0].center_lps[2] == pytest.approx(before.plane.center_lps[2] + 2 * 2.0)
    assert s.desk.viewports[prior].view == before
    held = s.catalogue.find(s.desk.viewports[current].display_set)
    center, right, down = planes[0].center_lps, planes[0].right_lps, planes[0].down_lps
    drawn = OnPlane(held.key, "", center, right, down)
    s.do(drawing.Draw(Length("a", drawn, ((0.0, 0.0), (5.0, 0.0)))))
    assert s.measurements_on(drawn)
    assert not s.measurements_on(replace_struct(drawn, display_set=s.desk.viewports[prior].display_set))
