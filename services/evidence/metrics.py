"""Metrics of the evidence service; every label is one of a few words."""

from prometheus_client import Counter, Gauge, Histogram

VERDICTS = Counter("tongxin_evidence_verdicts", "Checks that ended, by verdict", ["code"])
CHECK_SECONDS = Histogram(
    "tongxin_evidence_check_seconds",
    "Wall clock of one check",
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 240),
)
PREVIEWS = Counter("tongxin_evidence_previews", "Addresses of previews that were handed out")
SWEPT = Counter("tongxin_evidence_swept", "Due evidence looked at, by its state", ["state"])
FINGERPRINTS = Gauge("tongxin_evidence_fingerprints", "Pictures that new ones are compared with")
ROUND_FINISHED = Gauge(
    "tongxin_evidence_round_finished_timestamp_seconds",
    "When a round over what is kept last came to its end, as this replica knows: take the largest",
    ["round"],
)
ROUND_FAULTS = Counter(
    "tongxin_evidence_round_faults", "Stretches of a round that could not be walked", ["round"]
)
EVIDENCE_FAULTS = Counter(
    "tongxin_evidence_faults", "What rounds found: missing, altered, … or mended", ["fault"]
)
