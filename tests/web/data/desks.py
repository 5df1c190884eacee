"""A clerk's files and what is said with them."""

from django.core.files.uploadedfile import SimpleUploadedFile

FORM = {
    "table": "scores",
    "org": "430299",
    "period": "2026",
    "label": "九年级期末",
    "kind": "monitoring_sample",
    "stage": "junior",
    "grade": "9",
    "scope": "county",
    "date": "2026-06-25",
    "full_chinese": "120",
    "full_mathematics": "120",
}
HEAD = "考号,姓名,学校,班级,语文,数学"
ROWS = [f"2026{n:04d},考生{n},城关初中,{n % 2 + 1},{60 + n % 50},{50 + n % 60}" for n in range(60)]


def scores(sound=60, *more):
    """A workbook of so many sound rows, and others."""
    return "\n".join([HEAD, *ROWS[:sound], *more])


SCORES = scores()


def file(text, name="成绩.csv"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode("utf-8-sig"))


def body(answer):
    """All that a download holds."""
    return b"".join(answer.streaming_content)
