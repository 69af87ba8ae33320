// "My numbers are different": pasted output in, what it tells out. First the hint, the explanation on request.

/** @import { Diagnosis } from "../types" */

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
    if (mine === asked) answer.replaceChildren(...parts);
  });
}

/** @type {Record<string, string>} */
const TITLES = {
  correct: "These numbers are right.",
  mistake: "Found.",
  partial: "Partly explained.",
  unknown: "Not a mistake of the catalogue.",
  error_recognised: "This error is known.",
  unreadable: "Nothing to compare.",
};

/** @type {(diagnosis: Diagnosis) => HTMLElement[]} */
function partsOf(diagnosis) {
  const { verdict, exercise, summary, candidates } = diagnosis;
  const parts = [
    element("h3", "", `${TITLES[verdict] ?? verdict}${exercise ? ` (${exercise})` : ""}`),
    element("p", "", summary),
  ];
  if (diagnosis.columns_ok && verdict !== "correct") parts.push(columns(diagnosis));
  if (candidates.length > 1)
    parts.push(element("p", "", "These give the same printed numbers, so the output alone cannot tell which it is:"));
  parts.push(...candidates.map(candidate));
  if (diagnosis.tell_apart.length)
    parts.push(element("p", "", `Pasting these lines too would tell them apart: ${diagnosis.tell_apart.join(", ")}`));
  if (diagnosis.unmatched.length && verdict !== "mistake")
    parts.push(element("p", "", `Not explained: ${diagnosis.unmatched.join(", ")}`));
  return parts;
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

/** @type {(candidate: Diagnosis["candidates"][number]) => HTMLElement} */
function candidate({ mistakes, explains, leaves, show }) {
  const card = element("div", "candidate", "");
  for (const mistake of mistakes) {
    const details = document.createElement("details");
    details.append(
      element("summary", "", "Explain"),
      element("h4", "", mistake.title),
      element("p", "", mistake.explanation),
      element("p", "", mistake.symptom),
    );
    card.append(element("p", "", `Hint: ${mistake.hint}`), details);
  }
  if (leaves.length)
    card.append(element("p", "", `Explains ${explains.join(", ")}; does not explain ${leaves.join(", ")}.`));
  const link = /** @type {HTMLAnchorElement} */ (element("a", "show", "Show me"));
  link.href = `?${new URLSearchParams(Object.entries(show).map(([name, value]) => [name, String(value)]))}&first=1`;
  card.append(link);
  return card;
}

/** @type {(tag: string, name: string, text: string) => HTMLElement} */
function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}
