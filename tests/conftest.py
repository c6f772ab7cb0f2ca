"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# No test fails on a time: machines are noisy, and growth is compared in `tests.growth`.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
