"""The history of a score as sentences: who, when, from where, why, from how much to how much."""

from contracts import scoring, tasks
from contracts.clock import CHINA, in_words
from contracts.words import MARK_NAMES
from services.scoring.exact import points, written
from services.scoring.facts.state import Move

ACTS: dict[str, str] = {
    tasks.TaskSubmitted.type: "{by}提交任务{source}的结果",
    tasks.TaskReturned.type: "任务{source}被退回",
    tasks.ResultConfirmed.type: "{by}确认任务{source}的结果",
    tasks.RegisterCounted.type: "台账{source}重新计数",
    tasks.FindingRaised.type: "督查发现问题{source}",
    tasks.RectificationOverdue.type: "问题{source}逾期未整改",
    tasks.FindingNamed.type: "问题{source}被通报点名",
    tasks.AppealRuled.type: "问题{source}的申诉已裁定",
    tasks.UnitRegistered.type: "登记单位{source}",
    tasks.UnitSucceeded.type: "单位{source}由其他单位接续",
    scoring.SpotCheckDrawn.type: "省级抽查未抽到本项（种子{source}）",
    scoring.RepairOrdered.type: "{by}要求按事实重新计算",
}
"""What each kind of fact did; ``source`` is the id of the task, register or finding."""


def sentence(move: Move) -> str:
    """``2026年8月1日 10:05，wang确认任务t-1的结果，市评由 0 分变为 1.2 分。理由：…``."""
    act = ACTS.get(move.kind, "事实{source}变动").format(
        by=f" {move.by} " if move.by else "", source=f" {move.source} " if move.source else ""
    )
    local = move.at.astimezone(CHINA)
    when = f"{in_words(local)} {local:%H:%M}"
    was, now = (written(points(each)) for each in (move.was, move.now))
    why = f"理由：{move.why}" if move.why else ""
    level = MARK_NAMES[move.level].zh
    return f"{when}，{act.strip()}，{level}由 {was} 分变为 {now} 分。{why}"
