"""The commands without a screen: what they print, where, and with which exit code."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from annotations.editor import ReportEditor
from annotations.operations import Operation
from annotations.store import AnnotationStore
from entities.correcting.corrections import Add, Correction, Named, Rename
from entities.finding.finder import EntitiesUnavailable, Found
from report_reader import __version__
from report_reader.group import SUMMARIES
from reports.document import Report, Span
from reports.loading import load_bytes
from tests.entities.atlas import build_atlas
from tests.entities.fabricated import Made, findings_of
from tests.report_reader.conftest import TEXT

VERA = Made("person:vera-moss", "person", "Vera Moss", ("Moss",), [(0, 3, "person"), (4, 10, "person")])
FOUND = findings_of("The bridge", [VERA], 2, 2)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language model that finds the same in every report."""

    def read_all(reports: list[Report], *_: object) -> object:
        yield from (Found(FOUND) for _ in reports)

    monkeypatch.setattr("entities.finding.finder.read_all", read_all)


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_all(reports: list[Report], *_: object) -> object:
        for _ in reports:
            raise EntitiesUnavailable("No model is installed: pip install it.")
            yield

    monkeypatch.setattr("entities.finding.finder.read_all", read_all)


def test_the_version_is_told(run: Callable) -> None:
    assert run("--version").out == f"report-reader {__version__}\n"


def test_the_help_names_every_command_and_an_example(run: Callable) -> None:
    answer = run("--help")
    assert answer.code == 0
    for name in SUMMARIES:
        assert f"\n  {name} " in answer.out
    assert "report-reader article.txt" in answer.out
    assert answer.err == ""


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_help_of_a_command_says_what_it_does_and_shows_it(run: Callable, name: str) -> None:
    answer = run(name, "--help")
    assert answer.code == 0
    assert SUMMARIES[name] in answer.out
    assert f"Usage: report-reader {name}" in answer.out
    assert f"\n    report-reader {name}" in answer.out


def test_a_report_can_be_asked_for_help_too(run: Callable, report_file: Path) -> None:
    assert run(report_file, "--help").out == run("--help").out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--colour", "x.txt"], "No such option"),
        (["export", "--format", "xml"], "'xml' is not 'json'"),
        (["entities"], "Missing argument 'REPORT ...'"),
        (["claims"], "Missing argument 'REPORT ...'"),
        (["list", "what"], "Got unexpected extra argument (what)"),
        (["list", "--db"], "Option '--db' requires an argument"),
        (["--db", "", "list"], "--db needs a name"),
        (["x.txt", "--nonsense"], "See `report-reader --help`"),
        (["check", "--nonsense"], "See `report-reader check --help`"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(run: Callable, words: list[str], complaint: str) -> None:
    answer = run(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert complaint in answer.err
    assert answer.err.startswith("report-reader: ")
    assert answer.err.count("\n") == 1


def test_the_store_may_be_named_before_or_after_the_command(
    run: Callable, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = run("list", "--db", database)
    assert "bridge.txt" in listed.out
    assert run("--db", database, "list") == listed
    assert run("--db", tmp_path / "other.json", "list", "--db", database) == listed
    monkeypatch.setenv("REPORT_READER_DB", str(database))
    assert run("list") == listed


def test_list_shows_the_reports_the_last_one_first(
    run: Callable, database: Path, annotated: Callable, tmp_path: Path
) -> None:
    later = tmp_path / "later.md"
    later.write_text("# Later\n\nNothing more was known.\n", encoding="utf-8")
    annotated(database, later, [(Span(0, 5), "contested")])
    header, *rows = run("list", "--db", database).out.splitlines()
    assert header.split() == ["TITLE", "PUBLISHER", "OPENED", "TAGS", "WHERE"]
    assert "2026-11-22" in rows[0]
    assert any(
        "1 unverified, 1 official claim" in row and str(tmp_path / "bridge.txt") in row for row in rows
    )
    assert any("1 contested" in row and str(later) in row for row in rows)


def test_list_as_json_counts_tags_by_id(run: Callable, database: Path) -> None:
    (report,) = json.loads(run("list", "--json", "--db", database).out)["reports"]
    assert report["tags"] == {"unverified": 1, "official-claim": 1}
    assert report["annotations"] == 2
    assert report["source"] == "bridge.txt"


def test_an_empty_store_says_how_to_open_a_report(run: Callable, tmp_path: Path) -> None:
    answer = run("list", "--db", tmp_path / "none.json")
    assert (answer.code, answer.out) == (0, "")
    assert "Open one: report-reader article.txt" in answer.err
    assert json.loads(run("list", "--json", "--db", tmp_path / "none.json").out) == {"reports": []}


def test_a_sound_store_is_called_sound(run: Callable, database: Path) -> None:
    answer = run("check", "--db", database)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"{database} is sound: 1 report.\n"
    assert json.loads(run("check", "--json", "--db", database).out) == {
        "sound": True,
        "findings": [],
        "backups": [],
    }


def test_damage_is_named_and_the_exit_code_is_1(run: Callable, database: Path) -> None:
    before = database.read_bytes()
    (text,) = Path(f"{database}.texts").glob("*.json.gz")
    text.unlink()
    answer = run("check", "--db", database)
    assert answer.code == 1
    assert "bridge.txt" in answer.out
    assert "not kept" in answer.out
    document = json.loads(run("check", "--json", "--db", database).out)
    assert document["sound"] is False
    assert document["findings"][0]["kind"] == "text missing"
    assert database.read_bytes() == before


@pytest.mark.parametrize("command", ["check", "export"])
def test_a_store_that_is_not_there_is_no_empty_one(run: Callable, tmp_path: Path, command: str) -> None:
    answer = run(command, "--db", tmp_path / "typo.json")
    assert (answer.code, answer.out) == (2, "")
    assert f"{tmp_path / 'typo.json'} does not exist" in answer.err


@pytest.mark.parametrize("command", ["list", "export", "tags"])
def test_a_torn_store_is_one_sentence_and_stays_as_it_is(run: Callable, database: Path, command: str) -> None:
    torn = database.read_bytes()[:-20]
    database.write_bytes(torn)
    answer = run(command, "--db", database)
    assert (answer.code, answer.out) == (2, "")
    assert str(database) in answer.err
    assert answer.err.count("\n") == 1
    assert database.read_bytes() == torn


def test_export_writes_what_was_recorded_and_what_was_found(
    run: Callable, database: Path, report_file: Path, model: None
) -> None:
    answer = run("export", "--db", database)
    assert answer.code == 0
    document = json.loads(answer.out)
    assert document["format"] == "report-reader/export"
    assert document["generator"] == f"report-reader {__version__}"
    (report,) = document["reports"]
    assert [annotation["tags"] for annotation in report["annotations"]] == [
        ["official-claim"],
        ["unverified"],
    ]
    assert [entity["name"] for entity in report["entities"]] == ["Vera Moss"]
    assert str(report_file.parent) not in answer.out
    assert run("export", "--db", database, report_file).out.replace(
        document["exported"], ""
    ) == answer.out.replace(document["exported"], "")


def test_an_anonymous_export_names_neither_author_nor_times(
    run: Callable, database: Path, model: None
) -> None:
    assert "Vera" in run("export", "--db", database).out.replace("Vera Moss", "")
    out = run("export", "--anonymous", "--db", database).out
    assert '"author": "Vera"' not in out
    assert "2026-" not in out


def test_export_with_history_adds_every_change_and_nothing_else(
    run: Callable, database: Path, model: None
) -> None:
    answer = run("export", "--history", "--db", database)
    assert (answer.code, answer.err) == (0, "")
    document, plain = json.loads(answer.out), json.loads(run("export", "--db", database).out)
    history = document["reports"][0].pop("history")
    assert [(change["label"], change["author"]) for change in history] == [
        ("+ official claim", "Vera"),
        ("+ unverified", "Vera"),
    ]
    assert history[0]["edits"][0]["after"]["spans"] == plain["reports"][0]["annotations"][0]["spans"]
    assert document | {"exported": ""} == plain | {"exported": ""}
    out = run("export", "--history", "--anonymous", "--db", database).out
    assert '"history"' in out
    assert '"author": "Vera"' not in out
    assert "2026-" not in out


def test_export_of_a_history_that_breaks_off_says_so_and_writes_what_there_is(
    run: Callable, database: Path, model: None
) -> None:
    store = AnnotationStore.open(database)
    store.fold()
    store.close()
    (segment,) = Path(f"{database}.history").iterdir()
    segment.write_bytes(b"#" * segment.stat().st_size)
    answer = run("export", "--history", "--db", database)
    assert answer.code == 0
    assert answer.err.startswith("Exported with a part of the history of bridge.txt only. The history cannot")
    assert answer.err.count("\n") == 1
    (report,) = json.loads(answer.out)["reports"]
    assert (len(report["annotations"]), report["history"]) == (2, [])


def test_export_to_a_file_leaves_standard_output_empty(
    run: Callable, database: Path, tmp_path: Path, model: None
) -> None:
    target = tmp_path / "work-out.json"
    answer = run("export", "--db", database, "-o", target)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"Exported 1 report to {target}.\n"
    assert json.loads(target.read_bytes())["reports"][0]["title"] == "bridge.txt"
    assert json.loads(run("export", "--db", database, "-o", "-").out)


def test_export_never_writes_over_what_it_is_made_from(
    run: Callable, database: Path, report_file: Path, tmp_path: Path, model: None
) -> None:
    (tmp_path / "link.json").symlink_to(database)
    before = database.read_bytes(), report_file.read_bytes()
    for target in (database, tmp_path / "link.json", report_file):
        answer = run("export", "--db", database, "-o", target, report_file)
        assert answer.code == 2
        assert "made from" in answer.err
    assert (database.read_bytes(), report_file.read_bytes()) == before


@pytest.mark.parametrize("target", ["", ".", "none/out.json"])
def test_export_to_no_file_is_refused(
    run: Callable, database: Path, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run("export", "--db", database, "-o", target)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("report-reader: ")


def test_export_without_a_model_has_no_entities_and_says_so(
    run: Callable, database: Path, no_model: None
) -> None:
    answer = run("export", "--db", database)
    assert answer.code == 0
    assert json.loads(answer.out)["reports"][0]["entities"] == []
    assert answer.err.count("\n") == 1
    assert "without entities in 1 of 1 reports. No model is installed: pip install it." in answer.err


def test_export_without_the_text_has_no_entities_and_says_so(
    run: Callable, database: Path, model: None
) -> None:
    for text in Path(f"{database}.texts").iterdir():
        text.unlink()
    answer = run("export", "--db", database)
    assert json.loads(answer.out)["reports"][0]["entities"] == []
    assert "bridge.txt" in answer.err


def correct(database: Path, *corrections: Correction) -> None:
    """Say these things of the entities of the report, as the reader would."""
    store = AnnotationStore.open(database)
    (record,) = store.reports()
    operations: list[Operation] = []
    editor = ReportEditor(
        load_bytes(TEXT.encode(), "bridge.txt", "bridge.txt"),
        record,
        now=lambda: "2026-11-22T09:20:00Z",
        new_id=map(str, count()).__next__,
        submit=operations.append,
    )
    for each in corrections:
        editor.correct(each, 0)
    store.write(operations)
    store.close()


def test_export_writes_entities_as_they_were_corrected_and_who_says_so(
    run: Callable, database: Path, model: None
) -> None:
    correct(database, Rename(Named(("Vera Moss",)), "Vera Lind"), Add("bridge", "facility", "bridge"))
    (report,) = json.loads(run("export", "--db", database).out)["reports"]
    assert [(each["name"], each["origin"]) for each in report["entities"]] == [
        ("Vera Lind", "corrected"),
        ("bridge", "analyst"),
    ]


def test_export_without_a_model_has_the_entities_that_were_added(
    run: Callable, database: Path, no_model: None
) -> None:
    correct(database, Add("bridge", "facility", "bridge"))
    (report,) = json.loads(run("export", "--db", database).out)["reports"]
    assert [each["name"] for each in report["entities"]] == ["bridge"]


def test_export_of_a_report_that_was_never_opened_is_refused(
    run: Callable, database: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Something else.\n", encoding="utf-8")
    answer = run("export", "--db", database, other)
    assert (answer.code, answer.out) == (2, "")
    assert f"{other} has no annotations in {database}" in answer.err


def test_export_of_a_report_that_has_changed_says_that(
    run: Callable, database: Path, report_file: Path
) -> None:
    report_file.write_text("Another text.\n", encoding="utf-8")
    answer = run("export", "--db", database, report_file)
    assert answer.code == 2
    assert "has changed since you annotated it" in answer.err


def test_entities_are_listed_by_type(run: Callable, report_file: Path, model: None) -> None:
    answer = run("entities", report_file)
    assert answer.out.splitlines()[0].split() == ["TYPE", "NAME", "TIMES", "ALSO"]
    assert answer.out.splitlines()[1].split() == ["person", "Vera", "Moss", "2", "Moss"]


def test_entities_as_json_are_those_of_the_export(
    run: Callable, report_file: Path, database: Path, model: None
) -> None:
    (report,) = json.loads(run("entities", "--json", report_file).out)["reports"]
    assert list(report) == ["source", "text_sha256", "entities"]
    exported = json.loads(run("export", "--db", database).out)["reports"][0]
    assert report["entities"] == exported["entities"]
    assert report["text_sha256"] == exported["text_sha256"]


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that finds Kyiv wherever it looks."""
    kyiv = Made("place:kyiv", "place", "Kyiv", mentions=[(4, 8, "place")])
    monkeypatch.setattr(
        "entities.finding.finder.read_all",
        lambda reports, *_: (Found(findings_of("Old Kyiv", [kyiv])) for _ in reports),
    )


def test_entities_as_json_say_where_places_lie(
    run: Callable, report_file: Path, place: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entities.lookup.gazetteer.INDEX", build_atlas(tmp_path / "gazetteer.sqlite"))
    answer = run("entities", "--json", report_file)
    (entity,) = json.loads(answer.out)["reports"][0]["entities"]
    assert entity["location"]["geonames"] == 703448
    assert answer.err == ""


def test_without_a_gazetteer_entities_are_told_without_coordinates(
    run: Callable, report_file: Path, place: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entities.lookup.gazetteer.INDEX", tmp_path / "none.sqlite")
    answer = run("entities", "--json", report_file)
    (entity,) = json.loads(answer.out)["reports"][0]["entities"]
    assert "location" not in entity
    assert answer.err.startswith("Where places lie is not known: the gazetteer has not been built;")
    assert answer.code == 0


def test_entities_need_no_store(run: Callable, report_file: Path, home: Path, model: None) -> None:
    assert run("entities", report_file, report_file.parent).code == 0
    assert list(home.iterdir()) == []


def test_entities_without_a_model_are_one_sentence(run: Callable, report_file: Path, no_model: None) -> None:
    answer = run("entities", report_file)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "report-reader: No model is installed: pip install it.\n"


@pytest.mark.parametrize("words", [["entities", "none.txt"], ["none.txt"], ["--db", "x.json", "none.txt"]])
def test_a_file_that_is_not_there_is_named(run: Callable, words: list[str]) -> None:
    answer = run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("report-reader: none.txt does not exist")


def test_tags_shows_the_whole_set_and_where_to_add_one(
    run: Callable, config: Callable, database: Path
) -> None:
    path = config('[[tags]]\nlabel = "official denial"\nkey = "d"')
    out = run("tags", "--db", database).out
    for label in ("unverified", "contested", "official claim", "official denial"):
        assert f"\n{'d' if 'denial' in label else label[0]}    {label}" in out
    assert str(path) in out
    assert "[[tags]]" in out


def test_the_sample_of_tags_and_of_keys_is_a_config_that_works(run: Callable, config: Callable) -> None:
    from report_reader.commands import keys, tags

    config(tags.SAMPLE + keys.SAMPLE)
    assert "official denial" in run("tags").out
    assert "m  N" in run("keys").out


def test_themes_marks_the_active_one_and_says_where_own_ones_go(run: Callable, config: Callable) -> None:
    path = config('theme = "mine"')
    folder = path.parent / "themes"
    folder.mkdir()
    (folder / "mine.toml").write_text('description = "of my own"')
    (folder / "bad.toml").write_text("colour = 1")
    lines = run("themes").out.splitlines()
    assert next(line for line in lines if line.startswith("*")).split() == [
        "*",
        "mine",
        "dark",
        "you",
        "of",
        "my",
        "own",
    ]
    assert any(line.split()[:1] == ["nord"] for line in lines)
    assert any("bad" in line and "'colour' is no field" in line for line in lines)
    assert any(str(folder) in line for line in lines)


def test_a_theme_nobody_has_is_refused_before_anything_opens(run: Callable, report_file: Path) -> None:
    for words in (["--theme", "nothing", report_file], ["themes", "--theme", "nothing"]):
        answer = run(*words)
        assert answer.code == 2
        assert "'nothing'" in answer.err


def test_keys_are_shown_as_they_are_bound_now(run: Callable, config: Callable) -> None:
    assert "u  1" in run("keys").out
    config(
        'keys = "vim"\nlayouts = ["russian"]\n[keymap]\n"help" = "f9"\n[[tags]]\nlabel = "official denial"'
    )
    out = run("keys").out
    assert "\nu  ctrl+z  г" in out
    assert "\nf9 " in out
    assert "official denial, on or off" in out


def test_a_tag_of_ones_own_answers_to_its_key_its_digit_and_its_key_in_another_layout(
    run: Callable, config: Callable
) -> None:
    config('[[tags]]\nlabel = "official denial"\nkey = "d"')
    assert "\nd  4 " in run("keys").out
    config('layouts = ["russian"]\n[[tags]]\nlabel = "official denial"\nkey = "d"')
    assert "\nd  4  в " in run("keys").out


def test_a_wrong_config_stops_every_command_with_its_name(
    run: Callable, config: Callable, report_file: Path
) -> None:
    path = config("nonsense = 1")
    for words in ([report_file], ["list"], ["tags"], ["keys"], ["themes"], ["entities", report_file]):
        answer = run(*words)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith(f"report-reader: {path}: nonsense is no field")
