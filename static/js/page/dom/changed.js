// What a panel is drawn from: it is drawn again only when some of that is another than before.

/**
 * Says whether anything of what is given differs from what was given the last time. What is the very same object is the
 * same, whatever it holds: nothing in the state is ever changed in place.
 * @returns {(...given: unknown[]) => boolean}
 */
export function createChanged() {
  /** @type {unknown[] | null} */
  let last = null;
  return (...given) => {
    const before = last;
    last = given;
    return before === null || !isAlike(before, given);
  };
}

/** @type {(one: unknown) => one is Record<string, unknown>} */
function isPlain(one) {
  return (
    typeof one === "object" && one !== null && [Array.prototype, Object.prototype].includes(Object.getPrototypeOf(one))
  );
}

/** Lists and records that were made anew of the same things are the same. @type {(one: unknown, other: unknown) => boolean} */
function isAlike(one, other) {
  if (Object.is(one, other)) return true;
  if (!isPlain(one) || !isPlain(other)) return false;
  const [ones, others] = [Object.entries(one), Object.entries(other)];
  return (
    ones.length === others.length &&
    ones.every(([name, value]) => Object.hasOwn(other, name) && isAlike(value, other[name]))
  );
}
