"""A process with a home and database of its own: publishes, says what stands afterwards."""

import json
import sys

from tests.apps.runs import child as runs
from tests.apps.runs.child import LATER, actor

from xueheng.apps.flows.models import Approval
from xueheng.apps.flows.services import decide
from xueheng.apps.publish import queries, services
from xueheng.apps.publish.checks import altered
from xueheng.apps.publish.models import Publication
from xueheng.apps.runs.models import Run
from xueheng.standards.words import Words


def sealed():
    """A sealed run."""
    for step in (runs.build, runs.ask, runs.carry, runs.approve):
        step()


def ask():
    """The publication that waits."""
    title = Words("均衡监测", "Balance")
    services.ask(Run.objects.get(), audience="public", title=title, actor=actor("section_clerk"), now=LATER)


def approve():
    """The second person's agreement."""
    waiting = Approval.objects.get(kind="publication", state="waiting")
    decide(waiting.pk, agreed=True, actor=actor("approver"), now=LATER)


def look():
    """What the database and the public page say, in a line."""
    said = {
        "states": [p.state for p in Publication.objects.all()],
        "public": [len(queries.report_fragment(p, "zh")) > 0 for p in queries.public_list()],
        "altered": len(altered()),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    for step in sys.argv[1:]:
        globals()[step]()
