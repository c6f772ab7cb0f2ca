from __future__ import annotations

import pytest

from annotations.errors import TagSetError
from annotations.records import Tag
from annotations.tagset import DEFAULT_TAGS, TagSet
from reports.visible import is_one_cell


def test_the_default_set_has_the_three_tags_of_the_contract_with_their_letters() -> None:
    tags = TagSet.merged()
    assert [(tag.id, tag.key, tag.role) for tag in tags] == [
        ("unverified", "u", "tag-1"),
        ("contested", "c", "tag-2"),
        ("official-claim", "o", "tag-3"),
    ]
    assert all(tag.description and tag.glyph for tag in tags)


def test_a_digit_means_the_nth_tag_and_a_letter_its_own() -> None:
    tags = TagSet.merged([Tag("needs-source", "needs source", "n")])
    assert [tags.by_key(key).id for key in ("1", "2", "3", "4", "n", "o")] == [  # type: ignore[union-attr]
        "unverified", "contested", "official-claim", "needs-source", "needs-source", "official-claim",
    ]  # fmt: skip
    assert tags.by_key("5") is None
    assert tags.by_key("") is None


def test_a_tag_without_a_key_gets_the_digit_of_its_place() -> None:
    tags = TagSet.merged([Tag("a", "a"), Tag("b", "b")])
    assert [tag.key for tag in tags] == ["u", "c", "o", "4", "5"]
    assert tags.letter("a") == "4"


def test_the_config_can_say_a_default_tag_in_other_words_in_its_place() -> None:
    tags = TagSet.merged([Tag("contested", "disputed", "d")])
    assert [tag.label for tag in tags] == ["unverified", "disputed", "official claim"]
    assert tags.by_key("d") == tags.get("contested")
    assert tags.get("contested").description == DEFAULT_TAGS[1].description


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        (Tag("Needs Source", "needs source"), "id of small letters"),
        (Tag("", "nothing"), "id of small letters"),
        (Tag("a", "  "), "printable label"),
        (Tag("a", "a\x1b[2J"), "printable label"),
        (Tag("claim", "Official  CLAIM"), "is there twice"),
        (Tag("a", "a", "u"), "another tag has already"),
        (Tag("a", "a", "uu"), "one printable character"),
        (Tag("a", "a", " "), "one printable character"),
    ],
)
def test_a_tag_that_cannot_be_in_the_set_is_refused_with_one_safe_sentence(tag: Tag, said: str) -> None:
    with pytest.raises(TagSetError, match=said) as refusal:
        TagSet.merged([tag])
    assert str(refusal.value).isprintable()


def test_a_tag_of_the_store_never_stops_the_program() -> None:
    tags = TagSet.merged(
        [Tag("mine", "mine", "x")],
        [
            Tag("mine", "other"),
            Tag("theirs", "Mine", "x"),
            Tag("BAD id", "bad"),
            Tag("odd", "o\x1bdd\n", "long"),
            Tag("unseen", "unseen", "\u3164"),
            Tag("wide", "wide", "文"),
        ],
    )
    assert [(tag.id, tag.label, tag.key) for tag in tags][3:] == [
        ("mine", "mine", "x"),
        ("theirs", "Mine (theirs)", "5"),
        ("odd", "o␛dd", "6"),
        ("unseen", "unseen", "7"),
        ("wide", "wide", "8"),
    ]


@pytest.mark.parametrize(
    "first", ["\x1b", "\x9b", "\u202e", "\u034f", "\u3164", "\ufe0f", "\u0301", "文", "\t"]
)
def test_the_letter_of_a_tag_is_one_cell_whatever_stands_in_the_store(first: str) -> None:
    tags = TagSet((*DEFAULT_TAGS, Tag("odd", "odd", glyph=first)))
    assert all(
        is_one_cell(tags.letter(tag)) for tag in ("odd", f"{first}unknown", *(each.id for each in tags))
    )


def test_a_new_tag_may_have_spaces_and_gets_the_next_free_digit() -> None:
    tags = TagSet.merged()
    tag = tags.new("  needs  a source ", "ask the desk")
    assert tag == Tag("needs-a-source", "needs a source", "4", "tag-4", "n", "ask the desk")
    assert tags.with_tag(tag).new("again").key == "5"


def test_new_tags_in_any_script_get_ids_of_their_own() -> None:
    tags = TagSet.merged()
    for label in ("Überprüft", "überprüft!", "непроверено", "未核实"):
        tags = tags.with_tag(tags.new(label))
    assert [tag.id for tag in tags][3:] == ["uberpruft", "uberpruft-2", "tag", "tag-2"]


def test_a_new_tag_with_a_label_that_is_taken_or_empty_is_refused() -> None:
    with pytest.raises(TagSetError, match="already a tag “official claim”"):
        TagSet.merged().new("OFFICIAL claim")
    with pytest.raises(TagSetError, match="needs a name"):
        TagSet.merged().new(" – ")


def test_after_nine_tags_there_is_no_key_left() -> None:
    tags = TagSet.merged()
    for number in range(8):
        tags = tags.with_tag(tags.new(f"tag number {number}"))
    assert [tag.key for tag in tags] == ["u", "c", "o", "4", "5", "6", "7", "8", "9", "", ""]
    assert tags.tags[-1].role == "tag-9"


def test_a_tag_that_left_the_set_is_shown_by_its_id_and_sorts_last() -> None:
    tags = TagSet.merged()
    assert tags.label("gone") == "gone"
    assert tags.letter("gone") == "g"
    assert tags.ordered(["gone", "official-claim", "unverified", "unverified"]) == (
        "unverified",
        "official-claim",
        "gone",
    )
