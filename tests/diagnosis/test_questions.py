"""A question in words is answered by the moment that settles it, in the phrasings people use; nothing is guessed."""

import pytest

from app.bptt.cells import CELLS
from app.diagnosis.printed import diagnose
from app.diagnosis.questions import QUESTIONS, Question, asked
from app.requests.limits import Limits
from app.requests.queries import TraceQuery
from app.requests.trace import drawn_run

ASKED = {
    "carry and upstream": (
        "why is da_prevt not da[:,:,t-1]?",
        "Why isn't da_prevt equal to da[:, :, t - 1] ?",
        "da_prevt != da[:,:,t]??",
        "what is the difference between da and da_prevt",
        "can I just use `da[:,:,t-1]` as da_prev",
    ),
    "what is da": ("what is da?", "What is da[:,:,t]", "what's da in rnn_backward", "where does da come from?"),
    "why zeros": (
        "why zeros",
        "Why is da_prevt initialized with zeros?",
        "why do we set da_prevt to np.zeros((n_a, m))",
        "da_prevt starts as zeros, is that right?",
    ),
    "cell passes, loop fails": (
        "cell passes, loop fails",
        "My rnn_cell_backward passes its tests, my rnn_backward does not match.",
        "rnn_cell_backward is correct but rnn_backward is wrong",
        "lstm_cell_backward works fine, lstm_backward gives different numbers",
    ),
    "why add up parameters": (
        "why += for dW",
        "Why do we accumulate dWax?",
        "why dWax += dWaxt instead of =",
        "why are the weights’ gradients incremented at each step",
    ),
    "why the sum": (
        "why do we add da_prevt to da[:,:,t]?",
        "what is da_next in rnn_cell_backward",
        "What's the reason for da[:, :, t] + da_prevt",
    ),
    "last gradient": ("why is da0 = da_prevt", "what is da0?"),
    "why reversed": ("why reversed(range(T_x))", "why does the loop go backwards"),
    "which cache": ("why caches[t] and not caches", "what is in the cache"),
    "derivative of tanh": ("why (1 - a_next**2)", "why 1 - tanh^2", "what is dtanh"),
    "why sum over examples": ("why keepdims=True in dba", "why np.sum(dtanh, axis=1)"),
    "why transposed": ("why Wax.T", "why do we transpose Waa"),
    "memory": ("what is dc_next", "why dc_prevt"),
}

NOT_ASKED = (
    "hello",
    "my numbers are different",
    "thanks, it works now!",
    "how do I install numpy",
    "what is a neural network?",
    "I have a question about the course",
    "please help me my code is wrong",
    "what is data augmentation",
    "Where can I download the notebook?",
    "",
    "why " * 400 + "zeros",
)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in ASKED.items() for text in texts])
def test_a_question_is_answered_first_by_what_it_asks(name: str, text: str) -> None:
    answer = diagnose(text)
    first = next(one for one in QUESTIONS if one.name == name)
    assert answer.verdict == "question"
    assert answer.meaning.startswith(first.answer)
    assert answer.links[0] == (first.look, first.show)


def test_every_question_is_asked_above() -> None:
    assert {one.name for one in QUESTIONS} == set(ASKED)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_what_is_no_question_that_is_known_is_not_guessed_at(text: str) -> None:
    assert asked(text) == []
    assert diagnose(text).verdict == "unreadable"


def test_numbers_and_errors_come_before_words() -> None:
    assert diagnose('why zeros?\ngradients["da0"][2][3] = 0.123456789').verdict != "question"
    assert diagnose("why zeros?\nNameError: name 'np' is not defined").verdict == "error_recognised"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_the_moment_is_one_of_the_run_that_is_asked_for(question: Question) -> None:
    show = dict(question.show)
    t, step = show.pop("t"), show.pop("step")
    show.pop("compare", None)
    run = drawn_run(TraceQuery(**show), Limits())
    assert 0 <= t < run.setting.T_backward
    assert step == "hand_over" or step in {one.name for one in run.setting.backward_steps}
    assert show["cell"] in CELLS
