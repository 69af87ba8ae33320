// Pure: a diagnosis as a reply to a forum, in plain Markdown, with what its level tells and no more.

/** @import { Diagnosis } from "../types" */

import { agreementOf, cardsOf, columnsOf, overviewOf, titleOf } from "./diagnosis.js";

/**
 * @param {Diagnosis} diagnosis
 * @param {number} level
 * @param {string} link to the diagnosis, at the same level
 */
export function replyOf(diagnosis, level, link) {
  const columns = columnsOf(diagnosis).map(({ t, right }) => `t = ${t} ${right ? "✓" : "✗"}`);
  const paragraphs = [
    `**${plain(titleOf(diagnosis))}**`,
    ...overviewOf(diagnosis, level).map(plain),
    plain(agreementOf(diagnosis)),
    columns.length ? `Columns of dx: ${columns.join(", ")}` : "",
    ...cardsOf(diagnosis, level).flatMap(({ heading, texts, lines }) => [
      `**${plain(heading)}**`,
      ...texts.map(plain),
      ...lines.map(({ wrong, right }) =>
        ["```python", `${wrong}  # this line`, ...(right === null ? [] : [`${right}  # the right one`]), "```"].join(
          "\n",
        ),
      ),
    ]),
    `[Your numbers, compared](${link})`,
  ];
  return `${paragraphs.filter(Boolean).join("\n\n")}\n`;
}

/** Text that means no mark-up, wherever it stands; what is in backticks is code already. */
/** @param {string} text */
function plain(text) {
  return text
    .split("`")
    .map((part, k) => (k % 2 ? part : part.replace(/[\\*_[\]<>#|~]/g, "\\$&")))
    .join("`");
}
