"""Words of the sensitive sites, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "nav.sites": ("敏感场所", "Sensitive sites"),
    "sites.title": ("敏感场所", "Sensitive sites"),
    "sites.lead": (
        "在这些区域内拍摄的材料一律不收，也不留任何记录。登记 {count} 处。",
        "Nothing taken inside these areas is accepted, and no trace of it is kept. {count} stand.",
    ),
    "sites.secret": (
        "本页只有市级办公室能看；不下发到手机，拒收时也不说明是哪一处。",
        "Only the city's office sees this page. No phone gets the list, and a refusal names none.",
    ),
    "sites.none": ("还没有登记敏感场所。", "No site is kept yet."),
    "sites.circle": (
        "以北纬 {latitude}、东经 {longitude} 为圆心，半径 {radius} 米",
        "{radius} m around {latitude} N, {longitude} E",
    ),
    "sites.polygon": ("多边形，{points} 个顶点", "a polygon of {points} corners"),
    "sites.by": ("{person} {at} 登记", "kept by {person}, {at}"),
    "sites.new": ("登记一处", "Keep another"),
    "sites.name": ("名称（只在本页显示）", "Name (shown on this page alone)"),
    "sites.latitude": ("圆心北纬（度，WGS 84）", "Latitude of the centre (degrees, WGS 84)"),
    "sites.longitude": ("圆心东经（度，WGS 84）", "Longitude of the centre (degrees, WGS 84)"),
    "sites.radius": ("半径（米）", "Radius (metres)"),
    "sites.outline": (
        "或多边形（GeoJSON 的 Polygon，填了就不用填圆）",
        "Or a polygon (GeoJSON Polygon, instead of the circle)",
    ),
    "sites.keep": ("登记", "Keep"),
    "sites.drop": ("撤销", "Give up"),
    "sites.reason": ("撤销理由", "Reason"),
    "sites.numbers": ("经纬度和半径须为数字。", "Degrees and metres are numbers."),
    "sites.geojson": ("不是 GeoJSON 的 Polygon。", "This is no Polygon of GeoJSON."),
    "done.site-kept": ("已登记，即刻生效。", "Kept; it holds from now on."),
    "done.site-dropped": ("已撤销。", "Given up."),
}
