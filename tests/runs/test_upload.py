"""One's own tensors: the same run as the scenario they were taken from, or a sentence that says what does not fit."""

import io
import socket
from dataclasses import replace

import httpx2
import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bptt.cells import CELLS
from app.bptt.loss import LOSSES
from app.bptt.passes import Gradients, Setting, backward_pass, forward_pass
from app.requests.limits import Limits
from app.runs.run import Run, UnknownName, make_run
from app.runs.tensors import BadTensors
from app.runs.upload import Room, own_run

LIMITS = Limits()

ROOM = Room(numbers=10_000, dimensions={"n_x": 20, "n_a": 20, "n_y": 20, "m": 20, "T_x": 20})


def tensors(cell="rnn", **sizes) -> dict[str, np.ndarray]:
    """What a learner has in the notebook."""
    setting = make_run("custom", cell, 1, sizes).setting
    return {"x": setting.x, **setting.initial, **setting.parameters, "da": setting.da}


def npz(named) -> bytes:
    file = io.BytesIO()
    np.savez(file, **named)
    return file.getvalue()


def as_json(named) -> bytes:
    return orjson.dumps({name: array.tolist() for name, array in named.items()})


def read(named, **options) -> Run:
    return own_run(npz(named), ROOM, **options)


def refused(named, **options) -> str:
    with pytest.raises(BadTensors) as raised:
        read(named, **options)
    return str(raised.value)


def gradients(setting: Setting) -> dict[str, np.ndarray]:
    (end,) = (done for done in backward_pass(setting, list(forward_pass(setting))) if isinstance(done, Gradients))
    return dict(end.values)


def one_hot(n_y: int, m: int, T_x: int) -> np.ndarray:
    y = np.zeros((n_y, m, T_x))
    y[0] = 1
    return y


# What is made of them --------------------------------------------------------------------------------------------


@given(
    st.sampled_from(sorted(CELLS)),
    st.sampled_from([npz, as_json]),
    st.fixed_dictionaries({name: st.integers(1, 4) for name in ("n_x", "n_a", "n_y", "m", "T_x")}),
)
def test_a_scenarios_tensors_give_the_scenarios_gradients(cell, written, sizes):
    expected = make_run("custom", cell, 1, sizes)
    run = own_run(written(tensors(cell, **sizes)), ROOM)
    assert run.cell is CELLS[cell]
    assert run.sizes == expected.sizes
    assert run.seed is None
    for name, gradient in gradients(expected.setting).items():
        np.testing.assert_array_equal(gradients(run.setting)[name], gradient)


@pytest.mark.parametrize("cell", CELLS)
def test_a_second_state_that_is_left_out_starts_at_zeros(cell):
    named = tensors(cell)
    for lane in CELLS[cell].lanes[1:]:
        del named[lane.initial]
    run = read(named)
    for lane in CELLS[cell].lanes[1:]:
        assert not run.setting.initial[lane.initial].any()
    assert run.setting.initial[CELLS[cell].lanes[0].initial].any()


def test_da_may_end_before_x_does():
    named = tensors(T_x=7)
    run = read(named | {"da": named["da"][:, :, :4]})
    assert (run.setting.T_x, run.setting.T_backward) == (7, 4)


@pytest.mark.parametrize("loss", [None, *(name for name in LOSSES if name != "given")])
def test_y_goes_with_a_loss(loss):
    named = tensors(n_y=3, m=2, T_x=4)
    del named["da"]
    run = read(named | {"y": one_hot(3, 2, 4)}, loss=loss)
    assert run.setting.loss is LOSSES[loss or "softmax_cross_entropy"]
    expected = replace(make_run("custom", "rnn", 1, {"n_y": 3, "m": 2, "T_x": 4}).setting, da=None)
    expected = replace(expected, y=one_hot(3, 2, 4), loss=run.setting.loss)
    for name, gradient in gradients(expected).items():
        np.testing.assert_array_equal(gradients(run.setting)[name], gradient)


# What does not fit -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Waa": None}, "Waa missing: for the RNN send x, a0, Wax, Waa, Wya, ba, by, and either da or y."),
        ({"x": None, "ba": None}, "x, ba missing"),
        ({"da": None}, "Neither of da and y"),
        ({"y": one_hot(2, 3, 5)}, "Both of da and y"),
        ({"Wf": np.ones((4, 7))}, "Wf not of this cell"),
        ({"W": np.ones((4, 7))}, "There is no array named 'W'; allowed are x, a0, Wax"),
        ({"x": np.ones((3, 3))}, "x has the shape (3, 3); expected is (n_x, m, T_x)."),
        ({"a0": np.ones(4)}, "a0 has the shape (4,); expected is (n_a, m)."),
        ({"a0": np.ones((4, 2))}, "a0 has the shape (4, 2); expected is (n_a, m) = (4, 3)."),
        ({"Waa": np.ones((4, 5))}, "Waa has the shape (4, 5); expected is (n_a, n_a) = (4, 4)."),
        (
            {"Wax": np.ones((3, 4))},
            "Wax has the shape (3, 4); expected is (n_a, n_x) = (4, 3); its transpose would fit.",
        ),
        ({"ba": np.ones(4)}, "ba has the shape (4,); expected is (n_a, 1) = (4, 1)."),
        ({"Wya": np.ones(())}, "Wya has the shape (); expected is (n_y, n_a) = (1, 4)."),
        ({"by": np.ones((3, 1))}, "by has the shape (3, 1); expected is (n_y, 1) = (2, 1)."),
        ({"da": np.ones((4, 3))}, "da has the shape (4, 3); expected is (n_a, m, T) = (4, 3, T) with T from 1 to 5."),
        ({"da": np.ones((4, 3, 6))}, "da has the shape (4, 3, 6)"),
        ({"da": np.full((4, 3, 5), np.inf)}, "da[0, 0, 0] is inf"),
        ({"x": np.ones((3, 3, 21))}, "T_x is 21 in these arrays; at most 20 is allowed here."),
        ({"x": np.ones((3, 3, 2000))}, "x has the shape (3, 3, 2000); all arrays together may hold 10,000 numbers."),
        ({"da": None, "y": one_hot(2, 3, 4)}, "y has the shape (2, 3, 4); expected is (n_y, m, T_x) = (2, 3, 5)."),
        ({"da": None, "y": np.ones((2, 3, 5))}, "y[:, 0, 0] adds up to 2; every column must add up to 1."),
    ],
)
def test_what_does_not_fit_is_named_with_what_was_expected(change, said):
    named = {name: array for name, array in (tensors() | change).items() if array is not None}
    assert said in refused(named)


@pytest.mark.parametrize(
    ("loss", "said"),
    [("squared_error", "With the loss squared_error send y."), ("nothing", "'nothing' does not exist")],
)
def test_a_loss_that_does_not_go_with_da_is_refused(loss, said):
    with pytest.raises((BadTensors, UnknownName), match=said):
        read(tensors(), loss=loss)


def test_a_cell_that_is_named_is_the_one_that_the_arrays_are_held_against():
    assert "There is no array named 'Wax'" in refused(tensors(), cell="lstm")
    with pytest.raises(UnknownName, match="choose one of rnn"):
        read(tensors(), cell="quantum")


@given(st.dictionaries(st.sampled_from([*tensors(), "y", "c0", "Wf"]), st.sampled_from([(), (1,), (2, 2), (2, 2, 2)])))
def test_any_set_of_shapes_is_taken_or_refused(shapes):
    named = {name: np.ones(shape) for name, shape in shapes.items()}
    try:
        run = read(named)
    except BadTensors:
        return
    assert gradients(run.setting)


# On a real server ------------------------------------------------------------------------------------------------


def stream(answer: httpx2.Response) -> list[dict]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/jsonl"
    return [orjson.loads(line) for line in answer.text.splitlines()]


@pytest.mark.parametrize(("written", "kind"), [(npz, "application/zip"), (as_json, "application/json")])
@pytest.mark.parametrize("cell", CELLS)
def test_own_tensors_are_answered_with_the_same_stream(client, written, kind, cell):
    answer = client.post("/api/trace?entry=1,1", content=written(tensors(cell)), headers={"content-type": kind})
    ours = stream(answer)
    drawn = stream(client.get(f"/api/trace?scenario=custom&cell={cell}&entry=1,1"))
    assert ours[1:-1] == drawn[1:-1]
    assert ours[-1] == drawn[-1]
    assert (ours[0]["scenario"], ours[0]["seed"]) == ("own", None)
    assert ours[0]["inputs"] == drawn[0]["inputs"]


def test_the_type_that_is_declared_does_not_matter(client):
    for kind in ("application/octet-stream", "application/x-www-form-urlencoded", "text/plain"):
        stream(client.post("/api/trace", content=npz(tensors()), headers={"content-type": kind}))


def test_a_view_of_ones_own_tensors_can_be_asked_for(client):
    records = stream(client.post("/api/trace?detail=norms&frames=1:3&truncate=2", content=npz(tensors())))
    assert [record.get("t") for record in records] == [None, 1, 2, 2, 1, None]
    assert "values" not in records[1]


@pytest.mark.parametrize(
    ("asked", "body", "status", "said"),
    [
        (
            "",
            npz(tensors() | {"Waa": np.ones((3, 3))}),
            422,
            "Waa has the shape (3, 3); expected is (n_a, n_a) = (4, 4).",
        ),
        ("", b"", 422, "neither an .npz file"),
        ("", b"PK\x03\x04" + bytes(100), 422, "The .npz file cannot be read"),
        ("", b"\x80\x04" + bytes(100), 422, "neither an .npz file"),
        ("", as_json(tensors())[:-5], 422, "The JSON cannot be read"),
        ("?cell=quantum", npz(tensors()), 404, "cell 'quantum' does not exist"),
        ("?loss=none", npz(tensors()), 404, "loss 'none' does not exist"),
        ("?seed=1", npz(tensors()), 422, "There is no parameter 'seed'; allowed are mistake, "),
        ("?cell=rnn&cell=lstm", npz(tensors()), 422, "cell must be given once"),
        ("?frames=3:9", npz(tensors()), 422, "frames=3:9 must be lo:hi with 0 ≤ lo < hi ≤ T_x = 5."),
        ("?frames=3", npz(tensors()), 422, "frames must be two whole numbers with a colon between"),
        ("?detail=most", npz(tensors()), 422, "detail must be one of full, lean, norms, entry, not 'most'."),
    ],
)
def test_what_cannot_be_used_is_refused_and_the_server_stays_up(client, asked, body, status, said):
    answer = client.post(f"/api/trace{asked}", content=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
    assert said in answer.json()["detail"]
    assert client.get("/healthz").status_code == 200


def test_more_bytes_than_allowed_are_refused_without_being_kept(client):
    allowed = LIMITS.max_upload
    answer = client.post("/api/trace", content=(bytes(1_000_000) for _ in range(allowed // 1_000_000 + 3)))
    assert answer.status_code == 422
    assert answer.json()["detail"] == f"More than {allowed:,} bytes were sent, which is what is allowed."
    assert client.get("/healthz").status_code == 200


def test_sizes_that_the_server_does_not_take_are_refused(client):
    T_x = LIMITS.max_T_x + 1
    named = tensors(n_x=1, n_a=1, n_y=1, m=1) | {"x": np.ones((1, 1, T_x)), "da": np.ones((1, 1, T_x))}
    answer = client.post("/api/trace", content=npz(named))
    assert answer.status_code == 422
    assert answer.json()["detail"] == f"T_x is {T_x} in these arrays; at most {LIMITS.max_T_x} is allowed here."


def test_whoever_leaves_in_the_middle_of_an_upload_leaves_no_fault_in_the_log(client, caplog):
    address = client.base_url
    with socket.create_connection((address.host, address.port)) as leaving:
        leaving.sendall(b"POST /api/trace HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + bytes(10))
    assert client.get("/healthz").status_code == 200
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


def test_a_cell_whose_parameters_are_some_of_another_s_is_the_one_that_they_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A minimal gated unit has the LSTM's forget gate and candidate, and no other parameter."""
    small = ("Wf", "bf", "Wc", "bc", "Wy", "by")
    lstm = CELLS["lstm"]
    minimal = replace(
        lstm,
        name="mgu",
        title="MGU",
        parameters=tuple(p for p in lstm.parameters if p.name in small),
        lanes=lstm.lanes[:1],
    )
    monkeypatch.setitem(CELLS, "mgu", minimal)
    sent = {name: value for name, value in tensors("lstm").items() if name in (*small, "x", "a0", "da")}
    assert read(sent).cell is minimal
    assert read(tensors("lstm")).cell is lstm
