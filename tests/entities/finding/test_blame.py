"""Which block is to blame when workers die, without a worker."""

from __future__ import annotations

from entities.finding.blame import MOST_LEFT_OUT, Blame


def deaths(blame: Blame, *reading: tuple[int, ...]) -> list[bool]:
    """Workers that die while they read these blocks; for each whether another one is started."""
    answers = []
    for blocks in reading:
        blame.begun(blocks)
        answers.append(blame.died())
    return answers


def test_all_blocks_that_were_being_read_are_read_alone_the_second_time() -> None:
    blame = Blame()
    assert deaths(blame, (3, 4, 5)) == [True]
    assert (blame.alone, blame.left_out) == ((3, 4, 5), ())


def test_a_block_that_two_workers_died_of_is_left_out_and_the_others_are_not() -> None:
    blame = Blame()
    assert deaths(blame, (3, 4, 5), (4,)) == [True, True]
    assert (blame.alone, blame.left_out) == ((3, 5), (4,))


def test_a_block_is_not_blamed_for_one_death_even_if_it_was_read_alone() -> None:
    blame = Blame()
    assert deaths(blame, (7,)) == [True]
    assert blame.left_out == ()


def test_workers_that_die_before_they_read_are_given_up_at_the_second() -> None:
    assert deaths(Blame(), (), ()) == [True, False]


def test_two_blocks_that_come_in_another_order_the_second_time_are_both_found() -> None:
    blame = Blame()
    assert deaths(blame, (1, 2), (8, 9), (2,), (8,)) == [True] * 4
    assert blame.left_out == (2, 8)


def test_workers_that_die_here_and_there_are_given_up_at_the_third() -> None:
    assert deaths(Blame(), (1, 2), (8, 9), (4, 5)) == [True, True, False]


def test_a_report_full_of_such_blocks_is_given_up() -> None:
    each_twice = [(block,) for block in range(MOST_LEFT_OUT + 1) for _ in range(2)]
    blame = Blame()
    assert deaths(blame, *each_twice) == [True] * (2 * MOST_LEFT_OUT + 1) + [False]
    assert blame.deaths == len(each_twice)


def test_a_death_while_nothing_is_read_blames_no_block() -> None:
    blame = Blame()
    blame.begun((6,))
    blame.begun(())
    blame.died()
    assert blame.alone == ()
