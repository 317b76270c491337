"""减负 by month, as it is taken away."""

from gateway.console.registers.views import sheet


def test_the_sheet_of_burdens_shows_each_month_of_both_years_and_their_sums() -> None:
    def month(n: int, made: int, before: int) -> dict[str, object]:
        now = {"made": made, "met": 1, "repeated": 0}
        return {"month": n, "now": now, "before": {"made": before, "met": 0, "repeated": 2}}

    book = sheet([month(1, 3, 5), month(2, 4, 6)], 2026)
    head, *rows = book.sheets[0].rows
    assert head[:5] == ("月份", "要过 2026", "要过 2025", "已报来 2026", "已报来 2025")
    assert rows == [
        ("1", "3", "5", "1", "0", "0", "2"),
        ("2", "4", "6", "1", "0", "0", "2"),
        ("全年", "7", "11", "2", "0", "0", "4"),
    ]
