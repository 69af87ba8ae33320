// The formula of the step, and below it the same line with the numbers of the focus entry.

/** @import { Arithmetic, Beat, Declaration, Role, State, Step, Trace, WrongLine } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { decimalsOf, termsWritten, written } from "../../say/digits.js";
import { wrongLineAt } from "../../model/mistakes.js";
import { isCovered, showsCode } from "../../model/spoil.js";
import { HAND_OVER } from "../../model/timeline.js";
import { arithmeticOf, shownEntry } from "../../model/trace.js";
import { widthOf } from "../../scene/type.js";
import { entryLabel } from "../../say/words.js";

const MATHML = "application/xml";
const NARROWEST = 308; // pixels: any column has room for a formula as wide as that
const LARGEST = 21; // pixels: the size of its type, as in the style sheet

/** @param {HTMLElement} root */
export function createFormulaPanel(root) {
  const formula = document.createElement("div");
  formula.className = "formula";
  const numbers = document.createElement("p");
  numbers.className = "numbers mono";
  root.replaceChildren(formula, numbers);
  const refit = () => fit(formula);
  new ResizeObserver(refit).observe(root);
  document.fonts.addEventListener("loadingdone", refit); // the mathematical face is as wide as no other
  const changed = createChanged();
  const recounted = createChanged();
  return (
    /** @type {State} */ state,
    /** @type {Trace} */ trace,
    /** @type {Beat} */ beat,
    /** @type {number} */ level,
  ) => {
    const { declaration } = trace.head;
    const wrong = wrongLineAt(trace.head, beat);
    const covered = isCovered(trace.head, beat, level);
    if (changed(declaration, beat.name, wrong, level)) {
      formula.replaceChildren(...(covered ? coveredOf(wrong, level) : formulaOf(declaration, beat, wrong)));
      if (!beat.step || isLong(beat.step)) refit();
      else formula.style.fontSize = "";
    }
    const arithmetic = arithmeticOf(trace, beat, shownEntry(trace, state.view));
    if (!recounted(declaration, beat, arithmetic, covered)) return;
    numbers.replaceChildren(
      ...(beat.step && arithmetic && !covered ? numbersOf(declaration, beat, beat.step, arithmetic) : []),
    );
  };
}

/** Whether a formula may be too wide: only then is it measured. @type {(step: Step) => boolean} */
function isLong({ name, source }) {
  return widthOf(`${name} = ${source}`, LARGEST, "math") > NARROWEST;
}

/** A formula is as large as it can be, and never cut off. @type {(formula: HTMLElement) => void} */
function fit(formula) {
  formula.style.fontSize = "";
  const { scrollWidth, clientWidth } = formula;
  if (scrollWidth <= clientWidth || clientWidth === 0) return;
  const size = parseFloat(getComputedStyle(formula).fontSize);
  formula.style.fontSize = `${(size * clientWidth * 0.98) / scrollWidth}px`; // widths of letters do not scale evenly
}

/** @type {(declaration: Declaration, beat: Beat, wrong: WrongLine | undefined) => Node[]} */
function formulaOf(declaration, beat, wrong) {
  const typesetStep = beat.step ? [typeset(beat.step.mathml, declaration)] : [];
  if (wrong) {
    const code = document.createElement("code");
    code.textContent = wrong.wrong.text;
    const note = document.createElement("p");
    note.textContent = "What runs here, instead of:";
    const right = document.createElement("code");
    right.textContent = wrong.right.text;
    return [code, note, ...(beat.step && !wrong.in_loop ? typesetStep : [right])];
  }
  if (beat.step) return typesetStep;
  if (beat.name !== HAND_OVER) return [];
  return declaration.lanes.map((lane) => {
    const line = document.createElement("code");
    line.className = "carried";
    line.textContent = `${lane.carried} = ${lane.returned}`;
    return line;
  });
}

/** What may be seen of a formula that is covered: what ran, where the line is told. */
/** @type {(wrong: WrongLine | undefined, level: number) => Node[]} */
function coveredOf(wrong, level) {
  if (!wrong || !showsCode(level)) return [];
  const code = document.createElement("code");
  code.textContent = wrong.wrong.text;
  const note = document.createElement("p");
  note.textContent = "What runs here. The right line is the next level.";
  return [code, note];
}

/** @type {(mathml: string, declaration: Declaration) => Node} */
function typeset(mathml, declaration) {
  const parsed = new DOMParser().parseFromString(mathml, MATHML).documentElement;
  const math = document.importNode(parsed, true);
  math.setAttribute("display", "block");
  for (const part of math.querySelectorAll(".symbol")) {
    const name = (part.getAttribute("class") ?? "").split(" ")[1];
    part.setAttribute("data-symbol", name);
    const role = declaration.symbols[name]?.role;
    if (role) part.classList.add(role);
  }
  return math;
}

/** @type {(declaration: Declaration, beat: Beat, step: Step, arithmetic: Arithmetic) => Node[]} */
function numbersOf(declaration, beat, step, arithmetic) {
  const { at, value, terms, summed } = arithmetic;
  const label = entryLabel(declaration, step.name, beat.t, at);
  const roleOf = (/** @type {string | null} */ name) => (name ? (declaration.symbols[name]?.role ?? "") : "");
  const result = (/** @type {number | undefined} */ decimals) =>
    span(written(value, decimals), roleOf(step.name), step.name);
  const name = span(label, roleOf(step.name), step.name);
  if (!summed) {
    const inner = terms.flatMap((term, k) => [k ? ", " : "", span(written(term.value), "", null)]);
    return [
      ...line("line", [name, ` = ${step.applies}(`, ...inner, ")"]),
      ...line("line strong", ["= ", result(undefined)]),
    ];
  }
  const single = terms.length === 1;
  const decimals = decimalsOf(arithmetic);
  const shown = terms.slice(0, termsWritten(terms));
  const parts = shown.flatMap((term, k) => {
    const factors = single ? term.factors : term.factors.length > 1 ? [] : term.factors;
    const pieces = factors.length
      ? factors.flatMap((factor, n) => [
          n ? " × " : "",
          bracketed(
            factor.value,
            decimals,
            n > 0 || k > 0,
            roleOf(step.operands[factor.operand].symbol),
            step.operands[factor.operand].symbol,
          ),
        ])
      : [bracketed(term.value, decimals, k > 0, "", null)];
    return [k ? " + " : "", ...pieces];
  });
  const rest = terms.length - shown.length;
  const equals = decimals === null ? "≈ " : "= ";
  return [
    ...(rest
      ? [...line("line", [name]), ...line("line", [equals, ...parts, ` + … ${rest} more`])]
      : line("line", [name, ` ${equals}`, ...parts])),
    ...line("line strong", [equals, result(decimals ?? undefined)]),
  ];
}

/** @type {(value: number, decimals: number | null, follows: boolean, role: Role, symbol: string | null) => HTMLElement} */
function bracketed(value, decimals, follows, role, symbol) {
  const text = written(value, decimals ?? undefined);
  return span(follows && text.startsWith("-") ? `(${text})` : text, role, symbol);
}

/** @type {(text: string, role: Role, symbol: string | null) => HTMLElement} */
function span(text, role, symbol) {
  const element = document.createElement("span");
  element.textContent = text;
  if (role) element.className = role;
  if (symbol) element.dataset.symbol = symbol;
  return element;
}

/** @type {(name: string, parts: (string | Node)[]) => Node[]} */
function line(name, parts) {
  const element = document.createElement("span");
  element.className = name;
  element.append(...parts);
  return [element];
}
