"""What moves, and that nothing does when nothing should."""

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson

MERGE = "/?scenario=course&t=2&step=da_next&entry=2,3"

COUNT_FRAMES = """
  window.frames_run = 0;
  window.uncounted = window.requestAnimationFrame;
  window.requestAnimationFrame = (draw) => window.uncounted((now) => { window.frames_run += 1; draw(now); });
"""

LOOK_ON = """(frames) => new Promise((done) => {
  const before = window.frames_run;
  const look = () => (frames-- > 0 ? window.uncounted(look) : done(window.frames_run - before));
  look();
})"""

A_WHILE = 30  # frames of the browser's: half a second where it draws sixty a second


def counted(lesson: Lesson) -> Lesson:
    lesson.page.add_init_script(COUNT_FRAMES)
    return lesson


def frames_in_a_while(lesson: Lesson) -> int:
    """Return how many frames the page draws while the browser makes A_WHILE of them and nobody does anything."""
    drawn: int = lesson.page.evaluate(LOOK_ON, A_WHILE)
    return drawn


def test_at_rest_no_frame_is_drawn(visit: Visit) -> None:
    lesson = counted(visit(motion=True, fresh=True)).open(MERGE)
    frames_in_a_while(lesson)  # for what was asked for and is not drawn yet
    assert frames_in_a_while(lesson) == 0
    assert lesson.page.evaluate("document.getAnimations().length") == 0


def test_a_step_draws_frames_and_then_rests_again(visit: Visit) -> None:
    lesson = counted(visit(motion=True, fresh=True)).open(MERGE)
    before = lesson.page.evaluate("window.frames_run")
    lesson.page.keyboard.press("ArrowRight")
    lesson.settle()
    assert lesson.page.evaluate("window.frames_run") - before > 5  # of half a second none skips more than a tenth
    assert frames_in_a_while(lesson) == 0


def test_after_a_pause_nothing_runs_on(visit: Visit) -> None:
    lesson = counted(visit(motion=True, fresh=True)).open(MERGE)
    lesson.press(" ").settle("playing")
    lesson.press(" ")
    assert frames_in_a_while(lesson) == 0


def test_with_reduced_motion_a_step_is_complete_at_once(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.watch()
    lesson.press("ArrowRight").settle()
    assert lesson.moment().playhead == 26
    assert {(frame["playhead"], frame["state"]) for frame in lesson.watched()} <= {("26", "loading"), ("26", "ready")}
    at_once = lesson.picture()
    moved = visit(motion=True).open(lesson.address)
    assert at_once == moved.picture()


def test_played_with_reduced_motion_every_picture_is_a_finished_step(visit: Visit) -> None:
    lesson = visit().open(MERGE)
    lesson.press("ArrowRight")
    finished = lesson.picture()
    lesson.press("ArrowLeft").watch()
    lesson.press(" ")
    lesson.page.wait_for_selector("html[data-step=dtanh]")
    lesson.press("End")
    halfway = [frame for frame in lesson.watched() if 25 < float(frame["playhead"]) < 26]
    assert halfway
    assert all({region: frame[region] for region in finished} == finished for frame in halfway)


def test_halfway_through_the_merge_the_bars_are_on_their_way(visit: Visit) -> None:
    lesson = visit(motion=True).open(MERGE)
    rest = lesson.picture()["stage"]
    lesson.press("ArrowLeft").settle().watch()
    lesson.press("ArrowRight").settle()
    seen = {str(frame["stage"]) for frame in lesson.watched() if frame["state"] == "playing"}
    assert len(seen) > 5
    assert lesson.picture()["stage"] == rest
