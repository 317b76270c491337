"""Tables in and out: XLSX and CSV files read into ``contracts.sheets``, and written from it.

Files are read and written by a process of its own (``work.py``) with limits on memory, time and
output: a hostile file can end that process, and nothing else.
"""
