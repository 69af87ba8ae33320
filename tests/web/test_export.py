"""Copies to take along: what they carry is what the server answers, and nothing in them points elsewhere."""

import base64
import json
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.main import create_app
from app.requests.limits import Limits
from app.web.export.write import CannotWrite, write_file, write_site
from tests.test_cli import run

MOMENT = "/?scenario=hello&cell=rnn&t=2&mistake=drop_carry&entry=1,0"


def silent(_: str) -> None:
    """Say nothing."""


class Read(HTMLParser):
    """What a page is made of: its tags with their attributes, and the texts of its scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[dict[str, str | None], str]] = []
        self.title = ""
        self.inside: dict[str, str | None] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = dict(attrs) if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside is not None:
            self.blocks.append((self.inside, data))
        if self.tags and self.tags[-1][0] == "title":
            self.title = self.title or data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def index(self) -> dict[str, Any]:
        (text,) = (text for attributes, text in self.blocks if attributes.get("id") == "carried")
        found: dict[str, Any] = json.loads(text)
        return found

    def packs(self) -> dict[str, str]:
        return {str(one["data-pack"]): text for one, text in self.blocks if "data-pack" in one}


def lines(pack: str, key: str) -> bytes:
    """Return the lines of a pack under a key, unpacked another way round than they are packed."""
    rows = zlib.decompress(base64.b64decode(pack)).split(b"\n")
    return b"".join(row.partition(b"\t")[2] + b"\n" for row in rows if row.startswith(f"{key}\t".encode()))


@pytest.fixture(scope="module")
def moment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("copy") / "moment.html"
    write_file(target, [MOMENT], create_app(Limits()), Limits(), silent)
    return target


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("copy") / "site"
    some = {"scenarios": ["hello"], "mistakes": ["drop_carry", "no_ba", "drop_dc_carry"]}
    write_site(target, create_app(Limits()), Limits(), silent, **some)
    return target


# One file --------------------------------------------------------------------------------------------------------


def test_one_file_carries_the_very_lines_that_the_server_answers(moment: Path, client: httpx2.Client) -> None:
    packs = Read(moment.read_text()).packs()
    asked = "/api/trace?scenario=hello&cell=rnn&sources=true&parts=true"
    assert lines(packs["run0.drop_carry"], "") == client.get(f"{asked}&mistake=drop_carry").content
    one = f"{asked}&mistake=drop_carry&detail=entry&check=false&entry="
    assert lines(packs["run0.drop_carry"], "1,0") == client.get(f"{one}1,0").content
    assert lines(packs["run0.drop_carry.entries"], "2,3") == client.get(f"{one}2,3").content
    assert lines(packs["run1"], "") == client.get(asked).content  # of a wrong run, the right one too
    assert lines(packs["run1"], "questions") == client.get("/api/questions?scenario=hello&cell=rnn").content


def test_one_file_keeps_the_title_and_points_nowhere_else(moment: Path, client: httpx2.Client) -> None:
    copy, live = Read(moment.read_text()), Read(client.get("/").text)
    assert copy.title == live.title
    described = [meta["content"] for meta in live.of("meta") if meta.get("name") == "description"]
    assert described
    assert [meta["content"] for meta in copy.of("meta") if meta.get("name") == "description"] == described
    for _, attributes in copy.tags:
        for name in ("src", "href"):
            assert re.match(r"$|\?|#|data:", attributes.get(name) or ""), attributes
    styles = re.findall(r"<style>(.*?)</style>", moment.read_text(), re.DOTALL)
    assert all(address.startswith("data:") for style in styles for address in re.findall(r"url\(([^)]*)\)", style))


def test_one_file_forbids_itself_every_network(moment: Path) -> None:
    (policy,) = (meta["content"] for meta in Read(moment.read_text()).of("meta") if "http-equiv" in meta)
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "connect-src" not in policy
    assert "unsafe" not in policy


def test_several_moments_are_listed_and_a_run_is_carried_once(tmp_path: Path) -> None:
    target = tmp_path / "moments.html"
    addresses = ["/?scenario=hello&t=2", "/?scenario=hello&t=1", "/?scenario=custom"]
    write_file(target, addresses, create_app(Limits()), Limits(), silent)
    copy = Read(target.read_text())
    assert [group["of"]["scenario"] for group in copy.index()["groups"]] == ["hello", "custom"]
    assert [one["href"] for one in copy.of("a") if "scenario=hello&t" in (one.get("href") or "")] == [
        "?scenario=hello&t=2",
        "?scenario=hello&t=1",
    ]


def test_an_address_may_be_copied_whole_from_the_browser(tmp_path: Path) -> None:
    told = run("export", str(tmp_path / "a.html"), "http://127.0.0.1:8000/unrolled/?scenario=hello&t=1")
    assert told.returncode == 0
    assert re.search(rb"a\.html: 1 file, 0\.\d\d MB, \d+ s\n$", told.stdout)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/?scenario=nowhere", "scenario 'nowhere' does not exist; choose one of course"),
        ("/?cell=quantum", "cell 'quantum' is not in scenario 'course'; choose one of rnn"),
        ("/?seed=-1", "seed must be a whole number from 0 to 4294967295, not '-1'."),
        ("/?entry=1", "entry must be two whole numbers with a comma between"),
        ("/?mistake=nothing", "mistake 'nothing' does not exist; choose one of"),
        ("/catalogue", "An address is one of the page, such as /?scenario=course&t=2, not '/catalogue'."),
    ],
)
def test_what_cannot_be_asked_for_is_refused_as_the_server_refuses_it(
    tmp_path: Path, address: str, sentence: str
) -> None:
    refused = run("export", str(tmp_path / "moment.html"), address)
    assert (refused.returncode, refused.stdout) == (2, b"")
    (told,) = refused.stderr.decode().splitlines()
    assert told.startswith(f"unrolled: {sentence}")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_over_and_a_folder_is_not(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_text("old")
    assert run("export", str(tmp_path / "old.html"), "/?scenario=hello").returncode == 0
    assert Read((tmp_path / "old.html").read_text()).title.strip().startswith("Unrolled")
    (tmp_path / "folder.html").mkdir()
    refused = run("export", str(tmp_path / "folder.html"), "/")
    assert refused.stderr.decode() == f"unrolled: {tmp_path}/folder.html is a folder, and a page is one file.\n"
    refused = run("export", str(tmp_path / "missing" / "a.html"), "/")
    assert refused.stderr.decode() == f"unrolled: There is no folder {tmp_path}/missing to write a.html into.\n"


# A site ----------------------------------------------------------------------------------------------------------


def test_a_site_carries_every_cell_with_the_mistakes_that_it_can_make(site: Path, client: httpx2.Client) -> None:
    groups = Read((site / "index.html").read_text()).index()["groups"]
    held = {(group["of"]["cell"], mistake) for group in groups for mistake in group["mistakes"]}
    assert held == {
        ("rnn", ""), ("rnn", "drop_carry"), ("rnn", "no_ba"),
        ("gru", ""), ("gru", "drop_carry"),
        ("lstm", ""), ("lstm", "drop_carry"), ("lstm", "drop_dc_carry"),
    }  # fmt: skip
    script = (site / "data" / "hello-gru.drop_carry.js").read_text()
    pack = re.fullmatch(r'carry\("hello-gru\.drop_carry","([^"]*)"\)\n', script)
    assert pack
    asked = "/api/trace?scenario=hello&cell=gru&mistake=drop_carry&sources=true&parts=true"
    assert lines(pack[1], "") == client.get(asked).content


def test_every_pack_of_a_site_is_in_its_index_and_the_other_way_round(site: Path) -> None:
    names = set()
    for group in Read((site / "index.html").read_text()).index()["groups"]:
        for mistake in group["mistakes"]:
            name = f"{group['base']}{f'.{mistake}' if mistake else ''}"
            names |= {name, *([f"{name}.entries"] if group["entries"] != [0, 0] else [])}
    assert {path.stem for path in (site / "data").iterdir()} == names


def test_a_site_carries_the_very_moments_that_its_pages_lead_to(tmp_path: Path) -> None:
    """The lesson follows an entry of a wrong run that a wrong run alone would not carry."""
    some = {"scenarios": ["course"], "mistakes": ["drop_carry"]}
    write_site(tmp_path / "site", create_app(Limits()), Limits(), silent, **some)
    copy = Read((tmp_path / "site" / "lesson.html").read_text())
    wrong = [group for group in copy.index()["groups"] if group["mistakes"] == ["drop_carry"]]
    assert any("2,3" in group["focus"] and group["of"]["cell"] == "rnn" for group in wrong)


def test_every_link_of_a_site_leads_to_a_file_of_it(site: Path) -> None:
    pages = sorted(site.glob("*.html"))
    assert {page.name for page in pages} >= {"index.html", "catalogue.html"}
    for page in pages:
        for tag, attributes in Read(page.read_text()).tags:
            address = attributes.get("href") or attributes.get("src") or ""
            assert not address.startswith("/"), address
            path = re.split("[?#]", address)[0]
            assert (site / path).is_file() or not path, f"{page.name}: {tag} {address}"
    for sheet in site.glob("static/built/*.css"):
        for path in re.findall(r"url\(\"?([^\")]*)\"?\)", sheet.read_text()):
            assert path.startswith("data:") or (sheet.parent / path).is_file(), path


def test_a_site_is_written_again_but_never_over_other_files(site: Path, tmp_path: Path) -> None:
    app = create_app(Limits())
    (site / "data" / "gone.js").write_text("")
    (site / "CNAME").write_text("kept")
    write_site(site, app, Limits(), silent, scenarios=[])
    assert list((site / "data").iterdir()) == []
    assert (site / "CNAME").read_text() == "kept"
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CannotWrite, match="holds other files; name a folder that is new, empty, or a site written"):
        write_site(tmp_path, app, Limits(), silent, scenarios=[])
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(CannotWrite, match=r"thesis\.txt is a file, and a site is a folder"):
        write_site(tmp_path / "thesis.txt", app, Limits(), silent, scenarios=[])


def test_a_site_takes_no_addresses(tmp_path: Path) -> None:
    refused = run("export", str(tmp_path / "site"), "/?scenario=hello")
    assert refused.returncode == 2
    assert "a site holds every scenario: leave the addresses out" in refused.stderr.decode()
