"""What is given of a case: its facts, its lists, and which of their values are moments, money or flags."""

FACTS = (
    "number key status opened_at found_at closed_at sku article product posting return_id scheme quantity price currency "
    "supplier batch serial marking warehouse stage defects severity claimed_reason suspected_cause cause liable outcome "
    "disposition no_action why note net_cost owed due_at contacted_at ticketed_at resolved_at dismissed_at"
).split()
"""The facts of a case that stand in one row of the view `cases`."""

COLUMNS = ", ".join(FACTS)

MOMENTS = frozenset(
    "opened_at found_at closed_at due_at contacted_at ticketed_at resolved_at dismissed_at taken_at added_at written_at "
    "sent_at until at chosen_at refused_at next_check decided_at paid_at taken_back_at due done_at started_at paused_at met_at".split()
)
MONEY = frozenset("price net_cost owed amount asked paid taken_back".split())
FLAGS = frozenset({"satisfied", "again"})

LINES = {
    "photos": ("photo", "file original_name role sha256 bytes mime width height taken_at added_at"),
    "letters": ("letter", "direction name channel text written_at sent_at how outside_id"),
    "offers": ("offer", "kind amount until at chosen_at how refused_at"),
    "tickets": (
        "ticket",
        (
            "no number to situation text asked until written_at opened_at next_check outcome amount decided_at paid_at "
            "paid taken_back taken_back_at letter"
        ),
    ),
    "costs": ("cost", "kind amount at"),
    "recovered": ("recovery", "from amount at"),
    "actions": ("action", "kind text due done_at at"),
    "dates": ("milestone", "kind at"),
    "feedback": ("feedback", "at satisfied score again comment unreachable"),
    "clocks": ("clock", "rule about started_at due_at paused_at met_at duty"),
    "history": ("event", "at kind status facts"),
}
"""Where each list of a case comes from, and what of it is given."""

ANSWERS = ("answer", "at kind text")  # what came of a ticket

RENAMED = {"to": 'addressee AS "to"', "from": 'payer AS "from"'}
"""Names of the contract that are words of SQL."""

WHOLE = tuple(LINES)
"""All lists of a case."""

SHORT = ("offers", "tickets", "costs", "recovered", "actions", "dates", "feedback", "clocks")
"""The lists that come with a case in a list of cases."""
