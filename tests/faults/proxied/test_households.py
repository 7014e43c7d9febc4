"""The story that nobody wrote: acts and faults in any order, found by Hypothesis, by a seed."""

import asyncio
import os

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import get_state_machine_test

from tests.faults.laboratory import Laboratory
from tests.faults.proxied.households import Households

pytestmark = pytest.mark.last

EXAMPLES = int(os.environ.get("FAULTS_EXAMPLES", "5"))
STEPS = 20


async def test_whatever_happens_in_any_order_nothing_is_lost_doubled_or_seen_too_early(
    lab: Laboratory, seed: int
):
    """Its steps are printed when it fails; the same seed has it take the same ones again."""
    Households.lab, Households.loop = lab, asyncio.get_running_loop()
    playing = get_state_machine_test(
        Households,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
            print_blob=False,
        ),
    )
    await asyncio.to_thread(hypothesis.seed(seed)(playing))
