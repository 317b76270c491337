"""What the orders name: one line for each field that holds the id of another thing.

Of what an order is about, named by its door (``at="task"``), the machine asks by itself, and
tests/interface/test_rights.py tries it: it has no line.

ITSELF    the same where the door finds it by a function, or makes it; asked by its decision too
DISTRICT  must be the caller's own, or the caller of the whole city's; asked by the machine
CITY      of the whole city: campaigns, standards, items; nothing of it is anybody's own
NEW       an id that the order gives
LATER     asked where it is heard of: evidence cannot know whose tasks and registers these are
DRAFT     kept for the unit alone, asked when it is handed in
ASKED     refused in the same words whether it is absent, another unit's, another district's or the
          city's; tests/interface/test_references.py tries each
"""

from typing import Literal

Rule = Literal["ITSELF", "DISTRICT", "CITY", "NEW", "LATER", "DRAFT", "ASKED"]

OF_A_DECISION = ("lead", "person", "cooperating", "district", "need")

REFERENCES: dict[str, Rule] = {
    "notify.mail_link.account": "NEW",
    "notify.reach_person.account": "ITSELF",
    "notify.try_hook.hook": "ITSELF",
    "notify.redeliver.hook": "ITSELF",
    "scoring.clear_veto.veto": "ITSELF",
    "tasks.bring_lead.photo": "NEW",
    "evidence.declare_lead_photo.photo": "NEW",
    "evidence.declare_lead_photo.snap": "LATER",
    "tasks.save_draft.task": "ITSELF",
    "tasks.succeed_unit.successor": "ITSELF",
    "tasks.amend_row.key": "ITSELF",
    "tasks.withdraw_row.key": "ITSELF",
    **{
        f"{order}.district": "DISTRICT"
        for order in (
            *(
                "tasks.appoint_person",
                "tasks.assign",
                "tasks.decompose",
                "tasks.decompose_by_roles",
            ),
            *("tasks.decompose_table", "tasks.demand_material", "tasks.hand_over_all"),
            *(
                "tasks.clear_phrase",
                "tasks.complain",
                "tasks.issue_paper",
                "tasks.assign_paper_code",
                "tasks.bring_lead",
                "tasks.set_snapping",
                "evidence.declare_lead_photo",
                "tasks.withdraw_phrase",
                "tasks.import_units",
                "tasks.open_register",
                "tasks.plan_calendar",
            ),
            *("tasks.plan_inspection", "tasks.raise_need", "tasks.record_accountability"),
            *("tasks.record_meeting", "tasks.register_unit", "tasks.set_slip_rules"),
            *("evidence.propose_disposal",),
            *("tasks.succeed_unit", "evidence.declare", "scoring.raise_veto", "scoring.recompute"),
            *("notify.mail_link", "notify.reach_person"),
        )
    },
    **{
        f"tasks.{order}.campaign": "CITY"
        for order in (
            *("assign", "decompose", "decompose_by_roles", "decompose_table", "open_register"),
            *("plan_calendar", "plan_inspection", "raise_need", "record_accountability"),
            *("record_meeting", "set_slip_rules"),
        )
    },
    **{
        f"tasks.{order}.item": "CITY"
        for order in (
            *("assign", "decompose.duties", "demand_material", "open_register", "raise_finding"),
        )
    },
    "tasks.open_campaign.standard": "CITY",
    "tasks.open_campaign.districts": "CITY",
    "scoring.raise_veto.topic": "CITY",
    "evidence.declare.items": "CITY",
    "tasks.add_rows.rows.key": "NEW",
    "tasks.appoint_person.account": "NEW",
    "tasks.found_district.district": "NEW",
    "tasks.register_unit.unit": "NEW",
    "scoring.draft_rule.item": "CITY",
    "scoring.import_standard.version": "NEW",
    "scoring.amend_standard.items.item": "CITY",
    "scoring.amend_standard.items.code": "NEW",
    "evidence.declare.evidence": "NEW",
    "evidence.propose_disposal.evidence": "ITSELF",
    "evidence.adopt_orphan.orphan": "ITSELF",
    "evidence.declare.tasks": "LATER",
    "evidence.declare.register": "LATER",
    "evidence.declare.row": "LATER",
    "evidence.declare.supersedes": "LATER",
    "evidence.link_piece.task": "LATER",
    "evidence.link_piece.item": "CITY",
    "evidence.declare.before": "LATER",
    "tasks.save_draft.evidence": "DRAFT",
    **{
        f"tasks.{order}.{name}": "ASKED"
        for order in ("record_meeting.decisions", "correct_meeting.decisions")
        for name in OF_A_DECISION
    },
    **{
        f"tasks.{order}.{name}": "ASKED"
        for order in ("accept_need", "assign", "decompose.duties")
        for name in ("lead", "person", "cooperating")
    },
    "tasks.assign.source": "ASKED",
    "tasks.rule.lead": "ASKED",
    "tasks.rule.person": "ASKED",
    "tasks.hand_over.person": "ASKED",
    "tasks.hand_over_all.from_person": "ASKED",
    "tasks.hand_over_all.to_person": "ASKED",
    "tasks.divide_task.shares.unit": "ASKED",
    "tasks.divide_task.shares.person": "ASKED",
    "tasks.add_rows.rows.unit": "ASKED",
    "tasks.amend_row.unit": "ASKED",
    "tasks.complain.unit": "ASKED",
    "tasks.issue_paper.unit": "ASKED",
    "tasks.demand_material.unit": "ASKED",
    "tasks.appoint_person.unit": "ASKED",
    "tasks.register_unit.parent": "ASKED",
    "tasks.succeed_unit.units": "ASKED",
    "tasks.succeed_unit.person": "ASKED",
    "tasks.raise_need.toward": "ASKED",
    "tasks.record_meeting.follows": "ASKED",
    "tasks.plan_inspection.inspectors": "ASKED",
    "tasks.plan_inspection.units": "ASKED",
    "tasks.raise_finding.inspection": "ASKED",
    "tasks.raise_finding.unit": "ASKED",
    "tasks.raise_finding.evidence": "ASKED",
    "tasks.record_accountability.unit": "ASKED",
    "tasks.record_accountability.findings": "ASKED",
    "tasks.record_accountability.tasks": "ASKED",
    "tasks.rectify.evidence": "ASKED",
    "tasks.rectify.before": "ASKED",
    "tasks.rectify.after": "ASKED",
    "tasks.rectify.responsible": "ASKED",
    "tasks.appeal.evidence": "ASKED",
    "tasks.look_back.evidence": "ASKED",
    "tasks.reply_accountability.evidence": "ASKED",
    "tasks.submit.evidence": "ASKED",
    "tasks.judge_piece.evidence": "ASKED",
}
