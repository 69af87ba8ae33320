// Only the lesson's own page fetches what tells it.

/** @type {(...given: Parameters<typeof import("./panels/lesson.js").createLesson>) => Promise<void>} */
export async function tellLesson(...given) {
  const { createLesson } = await import("./panels/lesson.js");
  createLesson(...given);
}
