// Pure: the last result of a pure function, again for the very same arguments. Within a beat only the playhead changes.

/**
 * @template {unknown[]} Arguments
 * @template Result
 * @param {(...given: Arguments) => Result} made
 * @returns {(...given: Arguments) => Result}
 */
export function remembered(made) {
  /** @type {{ given: Arguments, result: Result } | null} */
  let last = null;
  return (...given) => {
    if (!last?.given.every((one, k) => Object.is(one, given[k]))) last = { given, result: made(...given) };
    return last.result;
  };
}
