"""What the tasks service refuses: stable codes, and sentences that say what to do."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from contracts.clock import CHINA, as_written
from contracts.measures import Quantity, Ratio
from contracts.refusals import Forbidden, Invalid, Refusal


class Fault(NamedTuple):
    """One fault of one row (from 0) of an input; ``field`` is the row's field."""

    row: int
    field: str
    detail: str


class FaultyRows(Invalid):
    """Some rows are at fault, so none was taken; ``extra.faults`` names each row and field."""

    code = "faulty-rows"

    def __init__(self, rows: str, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(
            f"共{len(faults)}处有误，整表未入库。第{first.row + 1}行：{first.detail}。"
            "请全部改正后重新提交。",
            field=f"{rows}[{first.row}].{first.field}",
            faults=[fault._asdict() for fault in faults],
        )


class AlreadyExists(Refusal):
    """A thing of that id exists and says something else."""

    code = "already-exists"


class StandardNotPublished(Refusal):
    code = "standard-not-published"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"考评标准 {version} 尚未发布。请先发布；若刚刚发布，请稍候再试。", field="standard"
        )


class DistrictNotInCampaign(Refusal):
    code = "district-not-in-campaign"

    def __init__(self, district: str, campaign: str) -> None:
        super().__init__(
            f"{district} 不在创建活动 {campaign} 的范围内，请核对活动与区县。", field="district"
        )


class GrantForbidden(Forbidden):
    """The caller may not give this role."""

    code = "grant-forbidden"


class SecondLead(Refusal):
    """An item has one task, and a task one lead unit."""

    code = "second-lead"

    def __init__(self, item: str, lead: str) -> None:
        super().__init__(
            f"考评项 {item} 已由 {lead} 牵头，一项只有一个牵头单位。如需调整，请由该单位提出异议。",
            field="item",
            lead=lead,
        )


class NotTheLead(Forbidden):
    code = "not-the-lead"

    def __init__(self, lead: str) -> None:
        super().__init__(f"此任务由 {lead} 牵头，配合单位不能代为办理，请与牵头单位联系。")


class WrongState(Refusal):
    """The thing is not in a state that allows this; ``extra.state`` says where it is."""

    code = "wrong-state"

    def __init__(self, detail: str, state: str) -> None:
        super().__init__(detail, state=state)


class ObjectionSettled(Refusal):
    code = "objection-settled"

    def __init__(self, ruling: str) -> None:
        super().__init__(f"贵单位对此任务的异议已裁定不成立（{ruling}），请按裁定办理。")


class OwnWork(Forbidden):
    """Nobody confirms their own."""

    code = "own-work"

    def __init__(self) -> None:
        super().__init__("不能审核、裁定本人或本单位办理的事项，请由其他人员处理。")


class LevelOutOfTurn(Refusal):
    """District, then city, then province; ``extra.expected`` is the level whose turn it is."""

    code = "level-out-of-turn"

    def __init__(self, detail: str, expected: str) -> None:
        super().__init__(detail, expected=expected)


class RedoOpen(Refusal):
    """A file was returned and nothing has taken its place yet."""

    code = "redo-open"
    status = 409

    def __init__(self, evidence: list[str]) -> None:
        super().__init__(
            f"退回重做的材料还有{len(evidence)}份没有重做，不能确认；请等待，或改为接受。",
            field="evidence",
            evidence=evidence,
        )


class PieceSentBack(Refusal):
    """A reviewer returned this very file."""

    code = "piece-sent-back"
    status = 409

    def __init__(self, reason: str, field: str) -> None:
        super().__init__(f"这份材料已被退回，须重做后再交：{reason}。", field=field)


class ReasonMissing(Invalid):
    code = "reason-missing"

    def __init__(self, act: str) -> None:
        super().__init__(f"{act}须写明理由。", field="reason")


class EvidenceNotSealed(Refusal):
    """``extra.evidence`` lists the ids that are not known as sealed here."""

    code = "evidence-not-sealed"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            f"有{len(missing)}件佐证材料尚未封存或不属于此事项：{'、'.join(missing[:5])}。"
            "请等待校验完成，或重新上传后再提交。",
            field="evidence",
            evidence=list(missing),
        )


class RatioFromRegister(Invalid):
    """The item's ratio is counted from its register; a typed one is not taken."""

    code = "ratio-from-register"


class CountFromRegister(Invalid):
    """The item's count is that of its register's rows done; a typed one is not taken."""

    code = "count-from-register"


def figure_from_register(counted: Ratio | Quantity) -> Invalid:
    if isinstance(counted, Ratio):
        told = f"{counted.numerator}/{counted.denominator}"
        return RatioFromRegister(_typed("比率", told, "ratio"), field="measures.ratio")
    return CountFromRegister(_typed("次数", counted.value, "count"), field="measures.count")


def _typed(figure: str, told: str, name: str) -> str:
    return f"此项{figure}由台账自动计算（现为 {told}），不能手工填报，请删去 {name} 后提交。"


class NothingSubmitted(Invalid):
    code = "nothing-submitted"

    def __init__(self) -> None:
        super().__init__("提交内容为空，请至少填写数据、佐证材料或说明之一。", field="measures")


class TooLarge(Invalid):
    """A limit of size; the sentence names it."""

    code = "limit-exceeded"


class AppealSettled(Refusal):
    code = "appeal-settled"

    def __init__(self) -> None:
        super().__init__("此问题已经提出过申诉，每个问题只能申诉一次。")


class AppealTooLate(Refusal):
    """``extra.until`` was the last day."""

    code = "appeal-too-late"

    def __init__(self, until: str) -> None:
        super().__init__(f"申诉须在{until}前提出，现已超过期限。", until=until)


class PairMissing(Invalid):
    """A rectification is shown by what was before and what is after; ``field`` lacks."""

    code = "pair-missing"

    def __init__(self, field: str) -> None:
        super().__init__("请提供整改前、整改后的佐证材料各至少一件。", field=field)


class UrgedToday(Refusal):
    """At most one urging a day; ``extra`` names who urged and when."""

    code = "urged-today"

    def __init__(self, name: str, by: str, at: datetime) -> None:
        super().__init__(
            f"{name} 今天 {at.astimezone(CHINA):%H:%M} 已催办过此任务，每天最多一次，请明天再催。",
            by=by,
            at=as_written(at),
        )


class ExtensionTooLate(Refusal):
    """An extension is asked for before the due day has ended."""

    code = "extension-too-late"

    def __init__(self, due: date) -> None:
        super().__init__(f"任务已过期限（{due}），延期须在期限之前申请，请尽快提交结果。")


class ExtensionOpen(Refusal):
    """One request at a time; ``extra.until`` is the day asked for."""

    code = "extension-open"

    def __init__(self, until: date) -> None:
        super().__init__(
            f"已有一份延期至 {until} 的申请待批复，批复之前不能另行申请或调整。", until=str(until)
        )


class NoExtensionOpen(Refusal):
    code = "no-extension-open"

    def __init__(self) -> None:
        super().__init__("此任务没有待批复的延期申请。")


class UnitClosed(Refusal):
    """A unit that was merged or renamed gets no new duty; ``extra.successor`` answers for it."""

    code = "unit-closed"

    def __init__(self, name: str, successor: str, field: str = "unit") -> None:
        super().__init__(
            f"{name}已由 {successor} 承接，请改用承接单位。", field=field, successor=successor
        )
