"""A seeded walk over all controls: nothing is said on the console, and any moment is the one its address opens."""

import random
from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.browser.lesson import Lesson

STEPS = 500
CHECKED_EVERY = 50

KEYS = ["ArrowRight", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowLeft", "PageDown", "PageUp"]
JUMPS = ["Home", "End"]
SWITCHES = ["c", "d", "p", "r", "s", "u", "v", "Escape", "Tab", "Shift+Tab"]
BUTTONS = ["First", "Previous step", "Next step", "Last", "Previous timestep", "Next timestep"]
TRACES = ["course", "hello", "last-only"]
CELLS = ["rnn", "lstm"]
LENSES = ["step", "flow", "sources", "nudge"]
SCALES = ["common", "matrix", "magnified"]

Move = Callable[[Lesson, random.Random], str]


def key(lesson: Lesson, chance: random.Random) -> str:
    pressed = chance.choice(KEYS * 4 + JUMPS + SWITCHES)
    lesson.page.keyboard.press(pressed)
    return pressed


def button(lesson: Lesson, chance: random.Random) -> str:
    name = chance.choice(BUTTONS)
    lesson.page.evaluate("(name) => document.querySelector(`[aria-label='${name}']`).click()", name)
    return name


def point(lesson: Lesson, chance: random.Random) -> str:
    """Click somewhere on the stage or the map: an entry, a cell, or nothing."""
    region = chance.choice(["#stage", "#network"])
    x, y = chance.random(), chance.random()
    box = lesson.page.evaluate(
        "(region) => { const { x, y, width, height } = document.querySelector(region).getBoundingClientRect();"
        " return { x, y, width, height } }",
        region,
    )
    lesson.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
    return f"click {region} at {x:.3f}, {y:.3f}"


def walk_in_a_matrix(lesson: Lesson, chance: random.Random) -> str:
    arrow = chance.choice(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"])
    lesson.page.evaluate("document.querySelector('#stage [role=grid]')?.focus()")
    lesson.page.keyboard.press(arrow)
    lesson.page.evaluate("document.activeElement.blur()")
    return f"{arrow} in a matrix"


def scrub(lesson: Lesson, chance: random.Random) -> str:
    share = chance.random()
    lesson.page.evaluate(
        "(share) => { const range = document.querySelector('input[type=range]'); range.value = share * range.max;"
        " range.dispatchEvent(new Event('input', { bubbles: true })) }",
        share,
    )
    return f"scrub to {share:.3f}"


def play_for_a_moment(lesson: Lesson, chance: random.Random) -> str:
    lesson.page.keyboard.press(" ")
    lesson.drawn()
    lesson.page.keyboard.press(" ")
    return "play, pause"


def scale(lesson: Lesson, chance: random.Random) -> str:
    return choose(lesson, "scale", chance.choice(SCALES))


def another_cell(lesson: Lesson, chance: random.Random) -> str:
    return choose(lesson, "cell", chance.choice(CELLS))


def lens(lesson: Lesson, chance: random.Random) -> str:
    name = chance.choice(LENSES)
    lesson.page.evaluate("(name) => document.querySelector(`input[name=lens][value=${name}]`).click()", name)
    return f"lens {name}"


def help_and_back(lesson: Lesson, chance: random.Random) -> str:
    lesson.page.keyboard.press("?")
    lesson.page.keyboard.press("Escape")
    return "help, closed"


def another_trace(lesson: Lesson, chance: random.Random) -> str:
    return choose(lesson, "scenario", chance.choice(TRACES))


def choose(lesson: Lesson, name: str, value: str) -> str:
    lesson.page.evaluate(
        "([name, value]) => { const select = document.querySelector(`select[name=${name}]`); select.value = value;"
        " select.dispatchEvent(new Event('change', { bubbles: true })) }",
        [name, value],
    )
    return f"{name}: {value}"


MOVES: dict[Move, int] = {
    key: 50,
    button: 15,
    point: 15,
    walk_in_a_matrix: 8,
    scrub: 8,
    play_for_a_moment: 2,
    scale: 2,
    lens: 2,
    help_and_back: 1,
    another_trace: 1,
    another_cell: 1,
}


def come_to_rest(lesson: Lesson) -> None:
    """Leave what is not part of an address: what is pointed at, focused, open, still loading or half done."""
    lesson.page.mouse.move(1, 1)
    lesson.page.evaluate("document.activeElement.blur()")
    lesson.page.keyboard.press("Escape")
    lesson.settle()
    if not lesson.moment().playhead.is_integer():
        lesson.press("ArrowRight").settle()


@pytest.mark.parametrize("seed", [2026])
def test_a_long_walk_over_all_controls(visit: Visit, seed: int) -> None:
    print(f"seed {seed}")
    chance = random.Random(seed)
    lesson, fresh = visit().open("/?scenario=course"), visit(fresh=True)
    done: list[str] = []
    for count in range(1, STEPS + 1):
        move = chance.choices(list(MOVES), list(MOVES.values()))[0]
        done.append(move(lesson, chance))
        assert lesson.complaints == [], done[-10:]
        if count % CHECKED_EVERY:
            continue
        come_to_rest(lesson)
        address = lesson.address
        fresh.open(address)
        fresh.page.mouse.move(1, 1)
        assert fresh.moment() == lesson.moment(), (address, done[-10:])
        for region, marks in lesson.picture().items():
            assert fresh.picture()[region] == marks, (region, address, done[-10:])
        assert fresh.grids() == lesson.grids(), (address, done[-10:])
