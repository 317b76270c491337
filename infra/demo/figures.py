"""The story's figures, computed by hand from the sample standard. Thousandths of a point.

Deduction items stand at full while nothing is found: C09 1, D03 1.5, D05 2.5, D08 1, D12 1, E04 1,
E09 1, F07 1, H03 1.5, H04 2, H05 1.5: together 15.000.
"""

STANDING = 15_000

ITEMS: dict[str, dict[str, int]] = {
    "ganquan": {
        "A01": 1500,  # three of four parts at 0.5
        "A03": 1500,  # one meeting held: all or none
        "B02": 1125,  # 9 columns of 12: 1.5 − 3 × 0.125
        "B03": 1000,  # film made and aired
        "B04": 1200,  # 9 of 10 sign posts = 90 %: from 80 % 60 % of 2
        "B08": 944,  # 17 of 18 schools: 1 × 17/18 = 0.9444…
        "C06": 1000,  # 2 classes of 3: 1.5 − 0.5
        "D04": 1421,  # 180 of 200 = 90 %, full from 95 %: 1.5 × 0.9 / 0.95 = 1.42105…
        "F07": 900,  # one defect found: 1 − 0.1
        "T02": 1000,  # two classes at 0.5
    },
    "linhe": {
        "A03": 1500,
        "A06": 1500,  # budgeted 0.75 and paid out 0.75
        "C07": 1000,  # 4 activities of 6: 1.5 − 2 × 0.25
        "D09": 1200,  # 26 of 30 = 86.67 %: from 85 % 60 % of 2
        "D12": 750,  # one defect found: 1 − 0.25
        "F02": 1350,  # 45 of 50: 1.5 × 0.9
        "H05": 1200,  # one fault found: 1.5 − 0.3
    },
    "shanyin": {
        "A03": 1500,
        "B07": 1125,  # 45 of 50 = 90 %, to 0 at 60 %: 1.5 × 0.3 / 0.4
        "G02": 1500,  # 10 of 10 in time, one late: 2 − 0.5
    },
}

TOTALS = {
    # 15 − 0.1 (F07) + 1.5 + 1.5 + 1.125 + 1 + 1.2 + 0.944 + 1 + 1.421, and the bonus
    "ganquan": {"total": 25_590, "base": 24_590, "bonus": 1000},
    # 15 − 0.25 (D12) − 0.3 (H05) + 1.5 + 1.5 + 1 + 1.2 + 1.35
    "linhe": {"total": 21_000, "base": 21_000, "bonus": 0},
    # 15 + 1.5 + 1.125 + 1.5
    "shanyin": {"total": 19_125, "base": 19_125, "bonus": 0},
}

LEAGUE = ["ganquan", "linhe", "shanyin"]

B04_AFTER_THE_TENTH_PHOTO = 2000
"""At the self level the register speaks for itself: 10 of 10."""
