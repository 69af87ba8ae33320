"""What is said of right numbers in the wrong place. None of these is a wrong formula, so none has a line of a cell."""

from ..mistakes.mistake import Mistake


def _place(id: str, title: str, hint: str, explanation: str, symptom: str) -> Mistake:
    return Mistake(id, title, hint, explanation, symptom, forms=())


A_IS_C = _place(
    "c_is_a",
    title="a and c hold the same values: c = a, or one is written into both",
    hint="Are a and c two arrays? What changes in one when the other is written into?",
    explanation="`c = a` makes no new array, but a second name for the same one. What is written into c[:, :, t] is "
    "written into a[:, :, t] as well, and the last of the two is left. Make each with np.zeros of its own, and write "
    "a_next into a and c_next into c.",
    symptom="a and c print the same values, and the predictions are right.",
)
EXCHANGED = _place(
    "arrays_exchanged",
    title="Right arrays in another order: what is called one is another",
    hint="Compare the order in which your function returns its results with the order in which they are taken.",
    explanation="Every number is right, and stands under another name. Either what is returned has another order than "
    "what is taken, or one array is written into where the other is meant: the LSTM's cell returns a_next, c_next, "
    "yt_pred, cache, and its loop a, y, c, caches.",
    symptom="All numbers are right, and two or three change places.",
)
CACHES_ALONE = _place(
    "caches_without_x",
    title="caches is the list alone, without x beside it",
    hint="Print len(caches). What does the way back need beside the caches of the timesteps?",
    explanation="The function ends with `caches = (caches, x)`: two things, the list of caches and all of x. Here "
    "caches is the list, so caches[1] is the second timestep's cache.",
    symptom="States and predictions are right; len(caches) is the number of timesteps.",
)
OTHER_CACHE = _place(
    "cache_in_another_order",
    title="The cache holds something else, or in another order",
    hint="Compare what you put into the cache, and in which order, with what the way back takes out.",
    explanation="The cell's cache is (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters). Here c_next is "
    "not in its second place; what lstm_cell_backward takes apart by position would be another value.",
    symptom="States and the prediction are right; what is printed of the cache is another value.",
)
IN_ONE_SLOT = _place(
    "written_into_one_slot",
    title="Every timestep is written into the same slot",
    hint="Does the index into the array change while the loop runs?",
    explanation="Each timestep has its own slot, [:, :, t]. With one index for all the last timestep's values are "
    "left in it, and zeros stand everywhere else.",
    symptom="One number of the row is the last timestep's, the others are zero.",
)
STATE_IN_EVERY_SLOT = _place(
    "first_state_in_every_slot",
    title="a0 is written into every slot of a",
    hint="Which state belongs into a[:, :, t]: the one that t was given, or the one that it made?",
    explanation="a[:, :, t] is what timestep t made, a_next. Here it is a0 at every t, though the cell was given the "
    "right states.",
    symptom="a is the same at every t, and the predictions are right.",
)
WRONG_LENGTH = _place(
    "prediction_of_wrong_length",
    title="The array of predictions has the wrong length",
    hint="Print the shape of the array of predictions, and look at what its sizes are taken from.",
    explanation="The predictions are (n_y, m, T_x): one column for each example, one slice for each timestep. Made "
    "with another length, what no timestep writes into stays zero.",
    symptom="The first numbers are right, zeros come after them, and the shape is another one.",
)
DX_NOT_STORED = _place(
    "dx_not_stored",
    title="dxt is not stored at its own t",
    hint="What is written into dx, and at which index, each time that the loop comes round?",
    explanation="dx[:, :, t] = dxt at every t. Here dx stays the zeros that it was made as, or every timestep is "
    "written into dx[:, :, 0], where the last one that ran is left.",
    symptom="All is right but dx, which is zero but for its first column at most.",
)
