// The labels of the map, at every moment: no two meet, none lies on a cell, and what happens now has its name.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { boxOf as letters, label, labelled, RANK } from "../../../static/js/scene/network/labels.js";
import { networkMarks } from "../../../static/js/scene/network/index.js";
import { beatAt } from "../../../static/js/model/timeline.js";
import { labelOf } from "../../../static/js/say/words.js";
import { lesson, rest, viewOf, WINDOWS } from "../fixture.js";
import { boxOf, isInside, overlap } from "../geometry.js";

const OTHER_WINDOWS = {
  "1024x768 presenter": { window: [1024, 768], network: [1024, 184], stage: [1024, 435], presenter: true },
  "800x600": { window: [800, 600], network: [800, 123], stage: [800, 500] },
  "640x360": { window: [640, 360], network: [640, 123], stage: [640, 500] },
};
const MADE_FOR = ["1280x720", "1024x768", "1280x720 presenter", "1920x1080 presenter"];
const CROWDED = ["course --cell lstm", "custom --truncate 2 --T-x 8"];
const SIZES = Object.keys({ ...WINDOWS, ...OTHER_WINDOWS });
const LESSONS = [
  ["course"],
  ["course", "--cell", "lstm"],
  ["course", "--T-x", "6"],
  ["hello"],
  ["exploding"],
  ["vanishing"],
  ["course", "--truncate", "2"],
  ["course", "--clip", "0.5"],
  ["custom", "--truncate", "2", "--T-x", "8"],
];

const sized = (name) => {
  const { window, network, stage, presenter } = { ...WINDOWS, ...OTHER_WINDOWS }[name];
  const size = ([width, height]) => ({ width, height });
  return viewOf("1280x720", {
    window: size(window),
    network: size(network),
    stage: size(stage),
    presenter: !!presenter,
  });
};

for (const asked of LESSONS) {
  describe(asked.join(" "), () => {
    let pictures;
    before(() => {
      const { trace, beats } = lesson(...asked);
      const playheads = beats
        .flatMap(({ index }) => [index, index + 0.3])
        .filter((_, k) => beats.length < 120 || k % 5 < 2);
      pictures = SIZES.flatMap((size) =>
        playheads.map((playhead) => {
          const [beat, view] = [beatAt(beats, playhead), sized(size)];
          const marks = networkMarks(trace, beat, playhead, view);
          const labels = marks.filter((mark) => mark.type === "text");
          const where = `${size}, ${beat.direction} t = ${beat.t} ${beat.name}, playhead ${playhead}`;
          return { trace, beat, view, marks, labels, boxes: labels.map(boxOf), where };
        }),
      );
    });
    after(() => (pictures = []));

    const check = (fault) => {
      const found = pictures.flatMap((one) => fault(one).map((what) => `${one.where}: ${what}`));
      assert.equal(found.length, 0, `${found.length} faults:\n${found.slice(0, 12).join("\n")}`);
    };

    test("no two meet", () => {
      check(({ labels, boxes }) =>
        labels.flatMap((one, n) =>
          labels
            .filter((_, k) => k > n && overlap(boxes[n], boxes[k]) > 0)
            .map((other) => `"${one.text}" and "${other.text}"`),
        ),
      );
    });

    test("no arrow crosses a label: where there is no other place, it ends before it and goes on behind it", () => {
      check(({ labels, marks }) => {
        const arrows = marks.filter((mark) => mark.type === "path" && /\bflow\b/.test(mark.class) && mark.d);
        const boxes = arrows.map((mark) => ({ mark, box: boxOf(mark) }));
        return labels.flatMap((one) =>
          boxes
            .filter(({ box }) => overlap(letters(one), { ...box, y: box.y + 2, height: box.height - 4 }) > 0.5)
            .filter(() => !marks.some((mark) => mark.key === `plate-${one.key}`))
            .map(({ mark }) => `"${one.text}" (${one.key}) and ${mark.key}`),
        );
      });
    });

    test("at the sizes that the page is made for, no arrow has to give way to what is added, or to a state", () => {
      if (CROWDED.includes(asked.join(" "))) return; // seven or eight timesteps of names as wide as da[:,:,2]
      check(({ marks, where }) =>
        MADE_FOR.some((size) => where.startsWith(`${size},`))
          ? marks.filter((mark) => /^plate-(up|carry|a|x|y)-/.test(mark.key)).map((mark) => mark.key)
          : [],
      );
    });

    test("all are on the map, and none but its own lies on a cell", () => {
      check(({ labels, boxes, marks, view }) => {
        const cells = marks.filter((mark) => /^cell-\d/.test(mark.key)).map(boxOf);
        return labels
          .filter(
            (one, k) =>
              !isInside(boxes[k], view.network) ||
              (!/^(cell-name|differs)/.test(one.key) && cells.some((cell) => overlap(boxes[k], cell) > 0)),
          )
          .map((one) => `"${one.text}" (${one.key})`);
      });
    });

    test("none lies on an arrow of the past, and on a phone on none at all", () => {
      check(({ labels, marks, beat, view }) => {
        const phone = view.window.width < 600;
        const arrows = marks.filter(
          (mark) => /\bflow\b/.test(mark.class ?? "") && mark.d && (phone || /\bpast\b/.test(mark.class)),
        );
        return labels.flatMap((one) =>
          arrows
            .filter((arrow) => crosses(boxOf(one), boxOf(arrow)))
            .map((arrow) => `"${one.text}" on ${arrow.key} at ${beat.name}`),
        );
      });
    });

    test("what arrives now has its name, until what leaves needs the room, or the map is that of a phone", () => {
      check(({ trace, beat, labels, view }) => {
        if (view.window.width < 600) return [];
        if (beat.direction !== "backward" || beat.t >= trace.head.T_backward - 1) return [];
        const { declaration } = trace.head;
        if (!beat.step || declaration.lanes.some((lane) => lane.returned === beat.name)) return [];
        const names = declaration.lanes.map((lane, k) => [`carry-name-${k}-${beat.t + 1}`, lane.carried]);
        const upstream = [`up-name-${beat.t}`, labelOf(declaration, declaration.lanes[0].upstream, beat.t)];
        return [...names, upstream].filter(([key, words]) => labels.find((one) => one.key === key)?.text !== words);
      });
    });

    test("nothing is left of how a label found its place", () => {
      check(({ labels }) => labels.filter((one) => "rank" in one || "elsewhere" in one).map((one) => one.key));
    });
  });
}

/** By more than the edge of a letter. */
const crosses = (one, other) => overlap(one, { ...other, y: other.y + 3, height: other.height - 6 }) > 12;

test("on a phone the two that meet at the merge have their names, and what went forward there gives way", () => {
  const { trace, beats } = lesson("course");
  const playhead = rest(beats, 2, "da_next");
  const marks = networkMarks(trace, beatAt(beats, playhead), playhead, viewOf("390x844"));
  for (const key of ["up-name-2", "carry-name-0-3"])
    assert.ok(
      marks.some((mark) => mark.key === key),
      key,
    );
  assert.ok(!marks.some((mark) => mark.key === "y-2"));
  assert.ok(marks.some((mark) => mark.key === "y-1"));
});

test("the less important of two labels goes elsewhere, or is left out", () => {
  const at = (rank, text, elsewhere) =>
    label(rank, { key: text, type: "text", x: 10, y: 20, text, size: 10, class: "mono" }, elsewhere);
  const size = { width: 200, height: 60 };
  const found = (...marks) => labelled(marks, size).map(({ text, y }) => [text, y]);
  assert.deepEqual(found(at(RANK.aside, "aside"), at(RANK.now, "now")), [["now", 20]]);
  assert.deepEqual(found(at(RANK.aside, "aside", [{ y: 90 }, { y: 40 }]), at(RANK.now, "now")), [
    ["aside", 40],
    ["now", 20],
  ]);
});

test("as da_prev is made it travels under that name, and is da_prevt once it is handed over", () => {
  const { trace, beats } = lesson("course");
  const map = (playhead) => networkMarks(trace, beatAt(beats, playhead), playhead, viewOf("1280x720"));
  const find = (playhead, key) => map(playhead).find((mark) => mark.key === key);
  const [made, handed] = [rest(beats, 2, "da_prev"), rest(beats, 2, "hand_over")];
  assert.match(find(made - 1, "carry-0-2").class, /waiting/);
  assert.notEqual(find(made - 0.6, "carry-0-2").d, find(made, "carry-0-2").d, "it grows");
  assert.equal(find(made, "carry-0-2").d, find(handed, "carry-0-2").d, "it has arrived");
  assert.deepEqual(
    [made, handed].map((at) => find(at, "carry-name-0-2").text),
    ["da_prev", "da_prevt"],
  );
});

test("what leaves t = 0 is called da0, and ends well before the running totals", () => {
  const { trace, beats } = lesson("course");
  for (const name of SIZES) {
    const marks = networkMarks(trace, beats.at(-1), beats.length - 1, sized(name));
    assert.equal(marks.find((mark) => mark.key === "carry-name-0-0").text, "da0", name);
    const arrow = boxOf(marks.find((mark) => mark.key === "carry-0-0"));
    const ends = marks.filter((mark) => mark.key.startsWith("total-")).map(boxOf);
    for (const { x, width } of ends) assert.ok(arrow.x - (x + width) > 16, `${name}: ${arrow.x - (x + width)} px`);
  }
});

test("where the carry is cut, no norm says that something arrives", () => {
  const { trace, beats } = lesson("custom", "--truncate", "2", "--T-x", "8");
  const marks = networkMarks(trace, beats.at(-1), beats.length - 1, viewOf("1280x720"));
  const keys = new Set(marks.map((mark) => mark.key));
  const cut = trace.backward.filter((frame) => frame.cut).map(({ t }) => t);
  assert.ok(cut.length > 1);
  for (const t of cut)
    assert.deepEqual(
      [`cut-0-${t}`, `carry-norm-${t}`].map((key) => keys.has(key)),
      [true, false],
    );
});

test("pointing at a value lights its arrow at this timestep alone", () => {
  const { trace, beats } = lesson("course");
  const at = (step) => networkMarks(trace, beats[rest(beats, 1, step)], rest(beats, 1, step), viewOf("1280x720"));
  const lit = (marks, symbol) => marks.filter((mark) => mark.symbol === symbol && mark.type === "path");
  const keys = (step, symbol) => lit(at(step), symbol).map((mark) => mark.key);
  assert.deepEqual(keys("da_next", "da_t"), ["up-1"]);
  assert.deepEqual(keys("da_next", "da_prevt"), ["carry-0-2"], "what arrives, not what will leave");
  assert.deepEqual(keys("da_prev", "da_prev"), ["carry-0-1"]);
  assert.deepEqual(keys("hand_over", "da_prevt"), ["carry-0-1"]);
  assert.deepEqual(keys("dxt", "dxt"), ["dx-1"]);
});

test("where a wrong loop runs forward, what it carries is drawn from left to right", () => {
  const heads = (...asked) => {
    const { trace, beats } = lesson("course", ...asked);
    const playhead = rest(beats, 2, "hand_over");
    const marks = networkMarks(trace, beatAt(beats, playhead), playhead, viewOf("1280x720"));
    const roads = marks.filter((mark) => /^carry-0-[12]$/.test(mark.key));
    assert.ok(roads.length > 0);
    return roads.map(({ d }) => {
      const xs = [...d.matchAll(/[ML ](-?\d+(?:\.\d+)?) -?\d/g)].map(([, x]) => Number(x));
      const tip = xs.filter((x) => xs.filter((other) => other === x).length === 1);
      return { least: Math.min(...xs), most: Math.max(...xs), tip: tip.at(-1), d };
    });
  };
  for (const { least, tip, d } of heads()) assert.equal(tip, least, `to the left: ${d}`);
  for (const { most, tip, d } of heads("--mistake", "forward_loop")) assert.equal(tip, most, `to the right: ${d}`);
});
