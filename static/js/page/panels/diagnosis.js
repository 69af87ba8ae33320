// "My numbers are different": pasted output in, what it tells out. First the hint, the explanation on request.

/** @import { Diagnosis } from "../../types" */

const ROWS_BESIDE_ANSWER = 4;

/**
 * @param {HTMLDialogElement} root
 * @param {(text: string) => Promise<Diagnosis>} ask
 */
export function createDiagnosisPanel(root, ask) {
  const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
  const pasted = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));
  const answer = /** @type {HTMLElement} */ (root.querySelector(".answer"));
  /** @type {HTMLElement} */ (root.querySelector("[data-action=close-diagnosis]")).addEventListener("click", () =>
    root.close(),
  );
  let asked = 0;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const mine = (asked += 1);
    answer.replaceChildren(element("p", "", "Comparing …"));
    const parts = await ask(pasted.value).then(partsOf, (error) => [element("p", "", String(error.message))]);
    if (mine !== asked) return;
    answer.replaceChildren(...parts);
    pasted.rows = ROWS_BESIDE_ANSWER;
  });
}

/** @type {Record<string, string>} */
const TITLES = {
  correct: "these numbers are right",
  partial: "partly explained",
  unknown: "no known mistake",
  too_few: "too few digits to tell",
  error_recognised: "this error is known",
  unreadable: "nothing to compare",
};

/** @type {(diagnosis: Diagnosis) => string} */
function titleOf({ verdict, exercise, candidates }) {
  const several = candidates.length > 1 ? `${candidates.length} mistakes print` : "one mistake prints";
  const [{ mistakes }] = candidates.length === 1 ? candidates : [{ mistakes: [] }];
  const found =
    mistakes.length > 1 ? `${mistakes.length} mistakes together print exactly this` : `${several} exactly this`;
  const title = TITLES[verdict] ?? found;
  return exercise ? `${exercise}: ${title}` : title[0].toUpperCase() + title.slice(1);
}

/** @type {(diagnosis: Diagnosis) => HTMLElement[]} */
function partsOf(diagnosis) {
  const { verdict, summary, candidates, tell_apart, unmatched } = diagnosis;
  const parts = [element("h3", "", titleOf(diagnosis)), element("p", "", summary), ...besides(diagnosis)];
  if (tell_apart.length)
    parts.push(element("p", "", `Pasting these lines too would tell them apart: ${tell_apart.join(", ")}`));
  if (diagnosis.columns_ok && verdict !== "correct") parts.push(columns(diagnosis));
  if (unmatched.length && verdict !== "mistake") parts.push(element("p", "", `Not explained: ${unmatched.join(", ")}`));
  parts.push(...candidates.map((one, k) => candidate(one, candidates.length > 1 ? `${k + 1}. ` : "")));
  return parts;
}

/** What else is known: another edition's numbers, what can never be told apart, and the other blocks of the paste. */
/** @type {(diagnosis: Diagnosis) => HTMLElement[]} */
function besides({ earlier_notebook, indistinguishable, also, candidates }) {
  const names = candidates.map(({ ids }) => ids.join("+"));
  const told = [
    ...(earlier_notebook ? ["These are the numbers of an earlier notebook."] : []),
    ...indistinguishable.map(
      (group) => `${listed(group.map((name) => String(names.indexOf(name) + 1)))} print the same, whatever is pasted.`,
    ),
    ...also.map(({ exercise, verdict }) => `Also pasted: ${exercise}, ${TITLES[verdict] ?? "a known mistake"}.`),
  ];
  return told.map((text) => element("p", "", text));
}

/** @param {string[]} names */
function listed(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join("");
}

/** Which timesteps of dx agree: where they stop tells where the mistake enters. @type {(diagnosis: Diagnosis) => HTMLElement} */
function columns({ columns_ok, first_divergent_t }) {
  const ok = columns_ok ?? [];
  const count = Math.max(...ok, first_divergent_t ?? 0) + 1;
  const line = element("p", "", "Columns of dx: ");
  const row = element("span", "columns", "");
  for (let t = 0; t < count; t += 1) {
    const right = ok.includes(t);
    row.append(element("span", right ? "" : "wrong", `t = ${t} ${right ? "✓" : "✗"}`));
  }
  line.append(row);
  return line;
}

/** The hint first; explained, the title and what it does stand in its place. */
/** @type {(candidate: Diagnosis["candidates"][number], number: string) => HTMLElement} */
function candidate({ mistakes, explains, leaves, show }, number) {
  const card = element("div", "candidate", "");
  const explain = element("button", "", "Explain");
  explain.setAttribute("type", "button");
  const link = /** @type {HTMLAnchorElement} */ (element("a", "show", "Show me"));
  link.href = `./?${new URLSearchParams(Object.entries(show).map(([name, value]) => [name, String(value)]))}&first=1`;
  const row = element("div", "row", "");
  row.append(explain, link);
  // What one does to the numbers is not what two at once do.
  const symptomOf = (/** @type {{ symptom: string }} */ { symptom }) => (mistakes.length === 1 ? [symptom] : []);
  const said = mistakes.map((mistake) => {
    const part = element("div", "", "");
    const tell = (/** @type {boolean} */ whole) =>
      part.replaceChildren(
        element("h4", "", `${number}${whole ? mistake.title : "Hint"}`),
        ...(whole ? [mistake.explanation, ...symptomOf(mistake)] : [mistake.hint]).map((text) =>
          element("p", "", text),
        ),
      );
    tell(false);
    return { part, tell };
  });
  explain.addEventListener("click", () => {
    const whole = explain.getAttribute("aria-expanded") !== "true";
    explain.setAttribute("aria-expanded", String(whole));
    explain.textContent = whole ? "Only the hint" : "Explain";
    for (const { tell } of said) tell(whole);
  });
  explain.setAttribute("aria-expanded", "false");
  card.append(...said.map(({ part }) => part));
  if (leaves.length)
    card.append(element("p", "", `Explains ${explains.join(", ")}; does not explain ${leaves.join(", ")}.`));
  card.append(row);
  return card;
}

/** @type {(tag: string, name: string, text: string) => HTMLElement} */
function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}
