"""The trace that a page asks for first: the very address that its scripts will ask for, or none at all."""

import pytest
from starlette.datastructures import QueryParams

from app.web.preload import first_trace


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("", "api/trace?parts=true&inputs=false"),
        (
            "scenario=course&cell=rnn&seed=1&t=2&step=da_next&entry=2,3",
            "api/trace?scenario=course&cell=rnn&seed=1&parts=true&inputs=false",
        ),
        ("m=2&scenario=custom&T_x=3&present=1", "api/trace?scenario=custom&m=2&T_x=3&parts=true&inputs=false"),
        ("mistake=drop_carry&first=1&radius=0.9", "api/trace?mistake=drop_carry&radius=0.9&parts=true&inputs=false"),
        ("scenario=&cell=gru", "api/trace?cell=gru&parts=true&inputs=false"),
    ],
)
def test_it_is_what_of_an_address_a_trace_is_made_from(asked: str, first: str) -> None:
    assert first_trace(QueryParams(asked)) == first


@pytest.mark.parametrize("asked", ["seed=007", "T_x=ten", "seed=-1", "scenario=a%20b", "cell=rnn&cell=gru", "clip=1,2"])
def test_it_is_left_to_the_scripts_where_they_may_write_it_otherwise(asked: str) -> None:
    assert first_trace(QueryParams(asked)) is None
