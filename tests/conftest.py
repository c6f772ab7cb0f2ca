"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# No test fails on a time: machines are noisy, and growth is compared in `tests.growth`.
settings.register_profile("here", deadline=None)
# Where a change is let in, the same examples every time; new ones are sought wherever the tests run else.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
