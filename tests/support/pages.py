"""On which page of the console people reach each order and question, by the module it stands in.

`` export`` behind a name: all its pages as one file.
"""

SUPERVISION = {
    "PlanInspection": "POST /console/inspections/plan",
    "PublishInspection": "POST /console/inspections/{inspection}/publish",
    "RaiseFinding": "POST /console/inspections/{inspection}/findings",
    "Rectify": "POST /console/findings/{finding}/{act}",
    "CloseRectification": "POST /console/findings/{finding}/{act}",
    "LookBack": "POST /console/findings/{finding}/{act}",
    "PostponeRectification": "POST /console/findings/{finding}/{act}",
    "RulePostponement": "POST /console/findings/{finding}/{act}",
    "NameInBulletin": "POST /console/findings/{finding}/{act}",
    "Appeal": "POST /console/findings/{finding}/{act}",
    "RuleAppeal": "POST /console/findings/{finding}/{act}",
    "SetSlipRules": "POST /console/slips/rules",
    "RecordAccountability": "POST /console/accountability/record",
    "ReplyAccountability": "POST /console/accountability/{accountability}/reply",
    "FindingOf": "GET /console/findings/{finding}",
    "FindingHistoryOf": "GET /console/findings/{finding}",
    "Findings": "GET /console/findings",
    "Findings export": "GET /console/findings/export",
    "Inspections": "GET /console/inspections",
    "Inspections export": "GET /console/inspections/export",
    "InspectionOf": "GET /console/inspections/{inspection}",
    "Slips": "GET /console/slips",
    "Slips export": "GET /console/slips/export",
    "SlipBookOf": "GET /console/slips/rules",
    "Accountabilities": "GET /console/accountability",
    "Accountabilities export": "GET /console/accountability/export",
    "AccountabilityOf": "GET /console/accountability/{accountability}",
}
MEETINGS = {
    "RecordMeeting": "POST /console/meetings/record",
    "CorrectMeeting": "POST /console/meetings/{meeting}/correct",
    "MeetingOf": "GET /console/meetings/{meeting}",
    "Meetings": "GET /console/meetings",
    "Meetings export": "GET /console/meetings/export",
    "MeetingSheet": "GET /console/meetings/{meeting}/sheet",
    "RaiseNeed": "POST /console/needs/raise",
    "ConfirmNeed": "POST /console/needs/{need}/{act}",
    "AcceptNeed": "POST /console/needs/{need}/{act}",
    "DeclineNeed": "POST /console/needs/{need}/{act}",
    "ConfirmMet": "POST /console/needs/{need}/{act}",
    "NeedOf": "GET /console/needs/{need}",
    "Needs": "GET /console/needs",
    "Needs export": "GET /console/needs/export",
    "NeedSheet": "GET /console/needs/sheet",
}
ACT = "POST /console/tasks/{task}/{act}"
LIFE = {
    "Assign": "POST /console/tasks/new",
    **dict.fromkeys(
        (
            *("Accept", "Object", "Rule", "Urge", "Prioritise", "RequestExtension"),
            *("DecideExtension", "Reschedule", "HandOver"),
        ),
        ACT,
    ),
    "HandOverAll": "POST /console/tasks/hand-over",
    "SaveDraft": "POST /console/tasks/{task}/submit",
    "Submit": "POST /console/tasks/{task}/submit",
    "DivideTask": "POST /console/tasks/{task}/divide",
    "Confirm": "POST /console/review/{task}",
    "Return": "POST /console/review/{task}",
    "Reviews": "GET /console/review",
    "TaskOf": "GET /console/tasks/{task}",
    "TaskHistoryOf": "GET /console/tasks/{task}",
    "Tasks": "GET /console/tasks",
    "Tasks export": "GET /console/tasks/sheet",
}
VIEWS = {
    "SaveView": "POST /console/tasks/views",
    "DropView": "POST /console/tasks/views/{view}/drop",
    "Views": "GET /console/tasks",
}
COMPLAINTS = {
    "Complain": "POST /console/complaints",
    "AnswerComplaint": "POST /console/complaints/{complaint}",
    "PressComplaint": "POST /console/complaints/{complaint}",
    "ComplaintOf": "GET /console/complaints/{complaint}",
    "Complaints": "GET /console/complaints/register",
    "Complaints export": "GET /console/complaints/register/sheet",
    "ComplaintCounts": "GET /console/complaints",
}
LEADS = {
    "SetSnapping": "POST /console/snap/rules",
    "SnappingOf": "GET /console/snap/rules",
    "SnappingDistricts": "GET /console/snap",
    "SettleLead": "POST /console/snap/leads/{snap}",
    "LeadOf": "GET /console/snap/{snap}",
    "Leads": "GET /console/snap/leads",
    "LeadCounts": "GET /console/snap/leads",
}
ORGANISATION = {
    "FoundDistrict": "POST /console/units/district",
    "RegisterUnit": "POST /console/units/new",
    "SucceedUnit": "POST /console/units/succeed",
    "ImportUnits": "POST /console/import/{id}",
    "PreviewUnits": "GET /console/import/{id}",
    "ClearPhrase": "POST /console/phrases",
    "WithdrawPhrase": "POST /console/phrases/withdraw",
    "ClearedPhrases": "GET /console/phrases",
    "Units": "GET /console/units",
    "Districts": "GET /console/units",
    "Persons": "GET /console/accounts",
}
HOLIDAYS = {
    "SetHolidays": "POST /console/holidays",
    "HolidaysOf": "GET /console/holidays",
    "PreviewHolidays": "POST /console/holidays/notice",
}
PLANNING = {
    "OpenCampaign": "POST /console/campaigns/new",
    "Campaigns": "GET /console/campaigns",
    "PreviewDecomposition": "GET /console/import/{id}",
    "DecomposeTable": "POST /console/import/{id}",
    "PreviewByRoles": "GET /console/campaigns/{campaign}/{district}/roles",
    "DecomposeByRoles": "POST /console/campaigns/{campaign}/{district}/roles",
    "DecompositionSheet": "GET /console/campaigns/{campaign}/{district}/sheet",
    "DecompositionOf": "GET /console/campaigns/{campaign}/{district}",
}
REGISTERS = {
    "OpenRegister": "POST /console/registers/new",
    "AddRows": "POST /console/registers/{register}/rows/new",
    "AmendRow": "POST /console/registers/{register}/rows/{key}",
    "WithdrawRow": "POST /console/registers/{register}/rows/{key}/withdraw",
    "ImportRows": "POST /console/import/{id}",
    "PreviewRows": "GET /console/import/{id}",
    "RegisterOf": "GET /console/registers/{register}",
    "Registers": "GET /console/registers",
    "ItemsWithRegister": "GET /console/registers/new",
    "RegisterSheet": "GET /console/registers/{register}/sheet",
    "PlanCalendar": "POST /console/registers/calendar",
    "CalendarOf": "GET /console/registers/calendar",
    "DemandMaterial": "POST /console/burden",
    "BurdenOf": "GET /console/burden",
}
SCORES = {
    "ItemScoreOf": "GET /console/scores/{district}/{year}/{item}",
    "ScoreHistoryOf": "GET /console/scores/{district}/{year}/{item}",
    "DistrictScoreOf": "GET /console/scores",
    "YearsOf": "GET /console/scores",
    "League": "GET /console/brief",
    "GapGrid": "GET /console/gaps",
    "GapSheet": "GET /console/gaps/sheet",
    "DrawSpotCheck": "POST /console/score-checks",
    "SpotCheckOf": "GET /console/score-checks",
    "Recompute": "POST /console/score-checks",
}
FORECASTS = {
    "WhatIf": "GET /console/steering",
    "PushNext": "GET /console/steering",
    "NextOf": "GET /console/scores/{district}/{year}/{item}",
}
SNAPSHOTS = {
    "FreezeSnapshot": "POST /console/bulletins",
    "SnapshotOf": "GET /console/bulletins/{snapshot}",
    "VerifySnapshot": "GET /console/bulletins/{snapshot}",
    "FrozenItemOf": "GET /console/dossiers/{dossier}",
    "Snapshots": "GET /console/bulletins",
    "Trend": "GET /console/brief",
}
STANDARDS = {
    "ImportStandard": "POST /console/import/{id}",
    "PreviewStandard": "GET /console/import/{id}",
    "DraftRule": "POST /console/rules/{version}/{item}",
    "TryRule": "POST /console/rules",
    "RuleGrammar": "GET /console/rules",
    "AmendStandard": "POST /console/standards/{version}",
    "PublishStandard": "POST /console/standards/{version}/publish",
    "StandardOf": "GET /console/standards/{version}",
    "Standards": "GET /console/standards",
    "StandardSheet": "GET /console/standards/{version}/sheet",
    "DryRun": "GET /console/standards/{version}/publish",
}
VETOES = {
    "RaiseVeto": "POST /console/vetoes/{district}/{year}",
    "ClearVeto": "POST /console/vetoes/{district}/{year}",
}
EVIDENCE = {
    "Declare": "POST /console/tasks/{task}/upload/declare",
    "LeadPhotoOf": "GET /console/snap/leads/{snap}",
    "Open": "POST /console/tasks/{task}/upload/{evidence}/open",
    "Uploaded": "POST /console/tasks/{task}/upload/{evidence}/uploaded",
    "EvidenceOf": "GET /console/gallery/{evidence}",
    "DownloadOf": "GET /console/gallery/{evidence}/original",
    "EvidenceList": "GET /console/gallery",
    "RuleOnLikeness": "POST /console/gallery/{evidence}/likeness",
    "KeepSite": "POST /console/sites",
    "DropSite": "POST /console/sites",
    "Sites": "GET /console/sites",
}
NOTIFY = {
    "MarkRead": "POST /console/inbox",
    "Acknowledge": "POST /console/inbox",
    "MarkAllRead": "POST /console/inbox",
    "Inbox": "GET /console/inbox",
    "UnreadCount": "GET /console/inbox/count",
    "MessageOf": "GET /console/inbox",
    "MessageTexts": "GET /console/message-texts",
    "NoticeChoices": "GET /console/inbox/settings",
    "ChooseNotices": "POST /console/inbox/settings",
    "Hooks": "GET /console/webhooks",
    "HookEvents": "GET /console/webhooks/new",
    "HookOf": "GET /console/webhooks/{hook}",
    "HookDeliveries": "GET /console/webhooks/{hook}",
    "RegisterHook": "POST /console/webhooks/new",
    "ChangeHook": "POST /console/webhooks/{hook}/change",
    **dict.fromkeys(
        (
            *("PauseHook", "ResumeHook", "RotateHookSecret", "RemoveHook", "TryHook"),
            *("Redeliver", "RedeliverFailed"),
        ),
        "POST /console/webhooks/{hook}",
    ),
}
PAPERS = {
    "AssignPaperCode": "POST /console/papers/codes",
    "PaperCodes": "GET /console/papers/codes",
    "VoidPaper": "POST /console/papers/{paper}",
    "PaperOf": "GET /console/papers/{paper}",
    "PaperPrint": "GET /console/papers/{paper}/docx",
    "Papers": "GET /console/papers",
}
PAGES: dict[str, dict[str, str]] = {
    "contracts.orders.tasks.supervision": SUPERVISION,
    "contracts.orders.tasks.meetings": MEETINGS,
    "contracts.orders.tasks.life": LIFE,
    "contracts.orders.tasks.views": VIEWS,
    "contracts.orders.tasks.complaints": COMPLAINTS,
    "contracts.orders.tasks.papers": PAPERS,
    "contracts.orders.tasks.leads": LEADS,
    "contracts.orders.tasks.organisation": ORGANISATION,
    "contracts.orders.tasks.holidays": HOLIDAYS,
    "contracts.orders.tasks.planning": PLANNING,
    "contracts.orders.tasks.registers": REGISTERS,
    "contracts.orders.scoring.scores": SCORES,
    "contracts.orders.scoring.forecasts": FORECASTS,
    "contracts.orders.scoring.snapshots": SNAPSHOTS,
    "contracts.orders.scoring.standards": STANDARDS,
    "contracts.orders.scoring.vetoes": VETOES,
    "contracts.orders.evidence": EVIDENCE,
    "contracts.orders.notify": NOTIFY,
}

NOT_FOR_PEOPLE: dict[str, str] = {
    "Decompose": "programs give duties one by one; people bring a table, or go by roles",
    "RuleSchema": "for programs that write rules",
    "MissingOf": "the register's own page filters by what is missing",
    "Units export": "the list of a district fits its page",
    "Persons export": "the accounts' page is the list",
    "Campaigns export": "the list fits its page",
    "Registers export": "each register is handed out by its own page",
    "TreeHeadOf": "the witness file holds it, with a code to scan",
    "ReceiptOf": "for the programs that send files, and delete their copy on it alone",
    "UsedBefore": "for the programs that send files; pages are told by the piece itself",
    "EvidenceList export": "for programs; people hand out what a task or a year needs",
}
"""What no page is for, with the reason."""
