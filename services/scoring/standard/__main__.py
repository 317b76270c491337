"""Write ``sample_74.json`` anew from ``sample_74.csv``."""

from services.scoring.standard import JSON, as_json

JSON.write_bytes(as_json())
