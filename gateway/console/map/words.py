"""Words of 一张图, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "nav.map": ("一张图", "Plan"),
    "map": ("一张图", "Plan of places and findings"),
    "map.lead": (
        "台账的点位和督查发现的问题在同一张图上：{count} 条符合条件，{placed} 条有位置。",
        "Places of registers and findings on one plan: {count} match, {placed} have a position.",
    ),
    "map.how": (
        "上北下南。点位按佐证的拍摄位置，问题按记录时的位置或照片的拍摄位置；同一处的挨着排开；没有位置的只在列表里。",
        "North is above. A place lies where its evidence was taken, a finding where it was "
        "recorded or its photo was taken; what lies at one place is set side by side; what has "
        "no position stands in the list alone.",
    ),
    "map.none": (
        "符合条件的都没有位置，画不出图；请看列表。",
        "Nothing that matches has a position: see the list.",
    ),
    "map.nothing": ("没有符合条件的点位和问题。", "Nothing matches."),
    "map.to_list": ("跳到列表", "To the list"),
    "map.year": ("年度", "Year"),
    "map.kind": ("类别", "Kind"),
    "map.kind.row": ("点位", "place"),
    "map.kind.finding": ("问题", "finding"),
    "map.what": ("名称", "What"),
    "map.item": ("考评项", "Item"),
    "map.unit": ("责任单位", "Unit"),
    "map.state_of": ("状态", "State"),
    "map.state": ("{kind}：{state}", "{kind}: {state}"),
    "map.due": ("期限", "Due"),
    "map.find": ("名称或地点", "Name or place"),
    "map.late": ("只看逾期的", "Overdue only"),
    "map.on": ("图上", "On the plan"),
    "map.placed": ("有", "yes"),
    "map.unplaced": ("无位置", "no position"),
    "map.show": ("查看", "Show"),
    "map.clear": ("清除条件", "Clear"),
    "map.locate": ("用手机定位", "Use the phone's position"),
    "map.locate.told": ("手机定位", "the phone's position"),
    "map.locate.looking": ("正在定位……", "Looking …"),
    "map.locate.failed": (
        "没有定到位。可以从台账点位里选，或者只用文字写地点。",
        "No position. Choose a place of a register, or name the place in words.",
    ),
    "map.key": ("图例", "Legend"),
    "map.key.late": ("问题整改逾期", "finding, overdue"),
    "map.key.open": ("问题待整改", "finding, open"),
    "map.key.rectified": ("问题待核验", "finding, to be verified"),
    "map.key.closed": ("问题已销号", "finding, closed"),
    "map.key.missing": ("点位还缺", "place, missing"),
    "map.key.done": ("点位已有", "place, done"),
    "map.key.gone": ("已撤下、已撤销", "withdrawn"),
}
