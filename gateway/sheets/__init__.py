"""Tables in and out: files of offices read into ``contracts.sheets``, and written from it.

Files are read and written by a process of its own (``work.py``) with limits on memory, time and
output: a hostile file can end that process, and nothing else. ``reading`` takes XLSX, XLS, text and
the tables of DOCX; ``writing`` makes XLSX and CSV.
"""
