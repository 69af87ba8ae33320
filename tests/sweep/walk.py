"""Walks a trace as the page does, and names each sentence that would be said, with the moment at which it is."""

from collections.abc import Iterator, Mapping

from tests.sweep.oracle import Truth
from tests.sweep.phrases import Moment
from tests.sweep.traces import Trace


def sentences(trace: Trace, instead: Mapping[str, str] | None = None) -> Iterator[tuple[str, Moment]]:
    """Yield every sentence of a trace; `instead` has texts that are said of a step whatever holds."""
    right, ran, records = trace
    head, end = records[0], records[-1]
    truth, cell = Truth(right.setting), ran.setting.cell
    frames: dict[str, dict[int, dict[str, object]]] = {"forward": {}, "backward": {}}
    for record in records:
        if record["kind"] in frames:
            frames[record["kind"]][record["t"]] = record
    general = head["declaration"]["sentences"]
    lanes = {name: lane for lane in cell.lanes for name in (lane.total, lane.returned, lane.carried)}
    for direction, frames_there in frames.items():
        declared = head["declaration"]["steps"][direction]
        for t, frame in frames_there.items():

            def moment(name: str, t: int = t, direction: str = direction) -> Moment:
                lane = lanes.get(name.removesuffix("?"), cell.lanes[0])
                return Moment(ran.setting, truth, direction, t, name, frames, end, head, lane)  # type: ignore[arg-type]

            said = dict(frame["said"])  # type: ignore[call-overload]
            for step in declared:
                id = said.pop(step["name"], None)
                own = step["sentence"] if id is None else step["sentences"].get(id, general.get(id))
                yield (instead or {}).get(step["name"], own), moment(step["name"])
            for name, id in said.items():
                if end.get("gradients"):  # else a line raised, and nothing is handed over
                    yield (instead or {}).get(name, general[id]), moment(name)
    if not head.get("mistakes"):
        whole = Moment(ran.setting, truth, "backward", 0, "run", frames, end, head, cell.lanes[0])  # type: ignore[arg-type]
        told = [*head["notes"], *(one["sentence"] for one in end["clipping"])]
        yield from (((instead or {}).get("run", text), whole) for text in told)
