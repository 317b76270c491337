"""Who may give which command, and how far it reaches: one line for each command.

Kept by hand and apart from the orders: it shows a door that was opened too wide.

UNIT      by a unit's people, on what is their unit's
DISTRICT  on what is of the caller's district (those of the whole city: of every district)
CITY      on what is the whole city's; by roles whose scope is the whole city
OWN       on the caller's own things alone
"""

from typing import Literal

from contracts.words import Role

WITHOUT_A_DOOR = frozenset(
    {
        *("tasks.appoint_person", "notify.mail_link", "notify.reach_person"),
        *("tasks.check_paper", "tasks.take_number", "tasks.issue_paper"),
        *("tasks.bring_lead", "evidence.declare_lead_photo", "evidence.lead_photo_sent"),
        "evidence.receipt_keys",
        "evidence.stamp_said",
    }
)
"""What the gateway gives by itself: with an account that it opens, a paper that it prints, and what
passers-by send through its page, which holds how much of it comes; and public keys."""

Scope = Literal["UNIT", "DISTRICT", "CITY", "OWN"]
Right = tuple[Scope, frozenset[Role]]

CITY_ROLES: frozenset[Role] = frozenset(
    {
        *("city_office", "province_reviewer", "operations"),
        *("system_admin", "security_admin", "auditor"),
    }
)
KEEPERS: frozenset[Role] = frozenset({"operations", "system_admin", "security_admin", "auditor"})
UNIT_ROLES: frozenset[Role] = frozenset({"unit", "field"})


def unit(*roles: Role) -> Right:
    return "UNIT", frozenset(roles)


def district(*roles: Role) -> Right:
    return "DISTRICT", frozenset(roles)


def city(*roles: Role) -> Right:
    return "CITY", frozenset(roles)


ANYONE: Right = ("OWN", frozenset())
ANYONE_THERE: Right = ("DISTRICT", frozenset())
OFFICES = district("city_office", "district_office")
VERIFIERS = district("city_office", "district_office", "inspector")
UPLOADERS = district("field", "unit", "inspector", "district_office")
MARKERS = district(
    *("field", "unit", "inspector", "district_office", "city_office"),
    *("reviewer", "province_reviewer"),
)

READERS: frozenset[Role] = frozenset(
    {
        *("city_office", "district_office", "unit", "field", "inspector"),
        *("reviewer", "province_reviewer", "leader"),
    }
)
"""All but those who keep the system: operations and the three duties of administrators."""
STEERING: frozenset[Role] = frozenset(
    {"city_office", "district_office", "reviewer", "province_reviewer", "leader"}
)
EDITORS: frozenset[Role] = frozenset({"city_office", "district_office"})
EVERYBODY: frozenset[Role] = frozenset()

ASKED_BY: dict[str, frozenset[Role]] = {
    "evidence": EVERYBODY,
    "evidence.disposal_of": STEERING,
    "evidence.disposals": STEERING,
    "evidence.download_of": READERS,
    "evidence.lead_photo_of": EDITORS,
    "evidence.orphans": EDITORS,
    "evidence.receipt_of": READERS,
    "evidence.used_before": frozenset({"field", "unit", "inspector", "district_office"}),
    "evidence.stamped_of": READERS,
    "evidence.sites": frozenset({"city_office"}),
    "notify": EVERYBODY,
    "notify.hook_deliveries": EDITORS,
    "notify.hook_events": EDITORS,
    "notify.hook_of": EDITORS,
    "notify.hooks": EDITORS,
    **dict.fromkeys(
        ("notify.message_texts", "notify.message_text_of", "notify.preview_wording"),
        frozenset({"city_office"}),
    ),
    "scoring": EVERYBODY,
    "scoring.dry_run": frozenset({"city_office", "province_reviewer"}),
    "scoring.push_next": STEERING,
    "scoring.what_if": STEERING,
    "scoring.preview_standard": frozenset({"city_office", "province_reviewer"}),
    "tasks": READERS,
    "tasks.campaigns": EVERYBODY,
    "tasks.check_paper": EDITORS,
    "tasks.complaint_of": EVERYBODY,
    "tasks.lead_counts": EDITORS,
    "tasks.lead_of": EVERYBODY,
    "tasks.leads": EDITORS,
    "tasks.paper_codes": EDITORS,
    "tasks.snapping_districts": EVERYBODY,
    "tasks.snapping_of": EDITORS,
    "tasks.complaints": frozenset(
        {"city_office", "district_office", "inspector", "province_reviewer"}
    ),
    "tasks.districts": EVERYBODY,
    "tasks.items_with_register": EDITORS,
    "tasks.preview_holidays": frozenset({"city_office", "province_reviewer"}),
    "tasks.preview_by_roles": EDITORS,
    "tasks.preview_decomposition": EDITORS,
    "tasks.preview_rows": EDITORS,
    "tasks.preview_units": EDITORS,
    "tasks.reviews": frozenset({"reviewer", "province_reviewer", "unit"}),
    "tasks.units": EVERYBODY,
    "tasks.views": EVERYBODY,
}
"""Who may ask what: of each service, and of those of its questions that differ."""

KEEPERS_ASK = frozenset(
    {
        *("tasks.campaigns", "tasks.districts", "tasks.units", "tasks.views"),
        *("tasks.lead_of", "tasks.snapping_districts"),
        *("tasks.complaint_of", "notify.inbox", "notify.message_of"),
        *("notify.notice_choices", "notify.unread_count"),
    }
)
"""Questions without content, or of the caller's own: all that keepers may ask of these two."""

RIGHTS: dict[str, Right] = {
    "evidence.adopt_orphan": OFFICES,
    "evidence.decide_disposal": district("city_office", "leader"),
    "evidence.decide_quarantined": city("city_office"),
    "evidence.declare": UPLOADERS,
    "evidence.hold_evidence": VERIFIERS,
    "evidence.lift_hold": OFFICES,
    "evidence.propose_disposal": OFFICES,
    "evidence.declare_lead_photo": ANYONE_THERE,
    "evidence.lead_photo_sent": ANYONE,
    "evidence.open": UPLOADERS,
    "evidence.rule_on_likeness": district(
        "city_office", "district_office", "reviewer", "province_reviewer"
    ),
    "evidence.uploaded": UPLOADERS,
    "evidence.mark_passage": MARKERS,
    "evidence.unmark_passage": MARKERS,
    "evidence.link_piece": UPLOADERS,
    "evidence.keep_site": city("city_office"),
    "evidence.drop_site": city("city_office"),
    "notify.acknowledge": ANYONE,
    "notify.choose_notices": ANYONE,
    "notify.mail_link": district("city_office", "district_office", "system_admin"),
    "notify.reach_person": district("city_office", "district_office", "system_admin"),
    **dict.fromkeys(
        (
            *("notify.register_hook", "notify.change_hook", "notify.pause_hook"),
            *("notify.resume_hook", "notify.rotate_hook_secret", "notify.remove_hook"),
            *("notify.try_hook", "notify.redeliver", "notify.redeliver_failed"),
        ),
        OFFICES,
    ),
    **dict.fromkeys(("notify.set_wording", "notify.restore_wording"), city("city_office")),
    "notify.mark_all_read": ANYONE,
    "notify.mark_read": ANYONE,
    "scoring.amend_standard": city("city_office", "province_reviewer"),
    "scoring.clear_veto": city("city_office"),
    "scoring.draft_rule": city("city_office", "province_reviewer"),
    "scoring.draw_spot_check": city("province_reviewer"),
    "scoring.freeze_snapshot": city("city_office"),
    "scoring.import_standard": city("city_office", "province_reviewer"),
    "scoring.publish_standard": city("city_office", "province_reviewer"),
    "scoring.raise_veto": district("city_office", "reviewer"),
    "scoring.recompute": city("city_office", "operations"),
    "tasks.accept": unit("unit"),
    "tasks.accept_need": OFFICES,
    "tasks.add_rows": OFFICES,
    "tasks.amend_row": OFFICES,
    "tasks.appeal": unit("unit"),
    "tasks.answer_complaint": district(
        "city_office", "district_office", "inspector", "province_reviewer"
    ),
    "tasks.bring_lead": ANYONE_THERE,
    "tasks.complain": ANYONE_THERE,
    "tasks.set_snapping": OFFICES,
    "tasks.settle_lead": OFFICES,
    "tasks.press_complaint": ANYONE_THERE,
    "tasks.appoint_person": district("city_office", "district_office", "system_admin"),
    "tasks.assign": OFFICES,
    "tasks.clear_phrase": OFFICES,
    "tasks.withdraw_phrase": OFFICES,
    "tasks.close_rectification": VERIFIERS,
    "tasks.confirm": district("reviewer", "province_reviewer", "unit"),
    "tasks.confirm_met": district("unit", "city_office", "district_office"),
    "tasks.confirm_need": district("unit", "city_office", "district_office"),
    "tasks.correct_meeting": OFFICES,
    "tasks.decide_extension": OFFICES,
    "tasks.decline_need": OFFICES,
    "tasks.decompose": OFFICES,
    "tasks.decompose_by_roles": OFFICES,
    "tasks.decompose_table": OFFICES,
    "tasks.demand_material": VERIFIERS,
    "tasks.divide_task": district("city_office", "district_office", "unit"),
    "tasks.drop_view": ANYONE,
    "tasks.found_district": city("city_office"),
    "tasks.hand_over": district("city_office", "district_office", "unit"),
    "tasks.hand_over_all": district("city_office", "district_office", "unit"),
    "tasks.import_rows": OFFICES,
    "tasks.import_units": OFFICES,
    "tasks.look_back": VERIFIERS,
    "tasks.issue_paper": OFFICES,
    "tasks.name_in_bulletin": OFFICES,
    "tasks.object": unit("unit"),
    "tasks.open_campaign": city("city_office"),
    "tasks.open_register": OFFICES,
    "tasks.plan_calendar": OFFICES,
    "tasks.plan_inspection": district("inspector"),
    "tasks.postpone_rectification": unit("unit"),
    "tasks.prioritise": OFFICES,
    "tasks.publish_inspection": VERIFIERS,
    "tasks.raise_finding": district("inspector"),
    "tasks.raise_need": district("unit"),
    "tasks.record_accountability": OFFICES,
    "tasks.record_meeting": OFFICES,
    "tasks.rectify": unit("unit"),
    "tasks.register_unit": OFFICES,
    "tasks.reply_accountability": unit("unit"),
    "tasks.request_extension": unit("unit"),
    "tasks.reschedule": OFFICES,
    "tasks.judge_piece": district("reviewer", "province_reviewer", "unit"),
    "tasks.return": district("reviewer", "province_reviewer", "unit"),
    "tasks.rule": OFFICES,
    "tasks.rule_appeal": OFFICES,
    "tasks.rule_postponement": VERIFIERS,
    "tasks.save_draft": unit("unit", "field"),
    "tasks.save_view": ANYONE,
    "tasks.set_holidays": city("city_office", "province_reviewer"),
    "tasks.set_slip_rules": city("city_office"),
    "tasks.submit": unit("unit"),
    "tasks.succeed_unit": OFFICES,
    "tasks.assign_paper_code": city("city_office"),
    "tasks.take_number": OFFICES,
    "tasks.urge": VERIFIERS,
    "tasks.void_paper": OFFICES,
    "tasks.withdraw_row": OFFICES,
}
