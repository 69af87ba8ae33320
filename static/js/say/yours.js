// Pure: what is said of one's own tensors, everywhere the same.

export const YOURS = "Your data";

export const NOT_IN_THE_ADDRESS =
  "This address opens the page, and does not hold your data: they stay in this tab. To show them elsewhere, or again " +
  "after closing it, take the file along and drop it on the page there.";
