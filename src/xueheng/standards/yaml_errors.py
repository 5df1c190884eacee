"""What may be wrong with a YAML file, said in both languages with file, line and nearest name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from xueheng.standards.words import Lang, Words, plain

Problem = tuple[int, Words]

# Words stand here and not in messages.yaml: the reader that uses them reads messages.yaml.
LIST_WANTED = Words("这里应是列表", "a list is wanted here")
MAPPING_WANTED = Words("这里应是“键: 值”", "a mapping (key: value) is wanted here")
VALUE_WANTED = Words("这里应是一个值（{kind}）", "one value ({kind}) is wanted here")
KEY_TWICE = Words("键“{key}”出现两次", "the key {key!r} stands twice")
KEY_NOT_A_WORD = Words("键应是一个词", "a key must be one word")
KEY_MISSING = Words("缺少键“{key}”", "the key {key!r} is missing")
KEY_UNKNOWN = Words("不认识的键“{key}”；{hint}", "unknown key {key!r}; {hint}")
NOT_ALLOWED = Words("这里不能填“{value}”；{hint}", "{value!r} is not allowed here; {hint}")
NOT_A = Words("“{value}”不是{kind}", "{value!r} is not a {kind}")
NOT_TRUTH = Words("“{value}”既不是 true 也不是 false", "{value!r} is neither true nor false")
EMPTY_FILE = Words("文件是空的", "the file is empty")
NOT_UTF8 = Words("文件不是 UTF-8 编码", "the file is not UTF-8")
TOO_DEEP = Words("层次太深", "the file is nested too deeply")
NEAREST = Words("是否想写“{near}”？", "did you mean {near!r}?")
ONE_OF = Words("可用：{names}", "one of {names}")


class YamlError(ValueError):
    """A YAML file does not say what it must; each problem names file, line and key."""

    def __init__(self, file: str, line: int, message: str | Words, *more: Problem) -> None:
        first = plain(message) if isinstance(message, str) else message
        self.problems = tuple(_located(file, *p) for p in ((line, first), *more))
        super().__init__(self.say("en"))

    def say(self, lang: Lang) -> str:
        """Every problem on a line of its own."""
        return "\n".join(p.say(lang) for p in self.problems)


class Objection(ValueError):
    """A value is not what it must be; said in both languages."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


class UnknownName(Objection):
    """A name that is on no list; the words give the nearest one that is."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(NOT_ALLOWED.fill(value=name, hint=nearest(name, known)))


def nearest(name: str, known: Iterable[str]) -> Words:
    """A hint: the nearest known name, or all of them when none is near."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    return NEAREST.fill(near=near[0]) if near else ONE_OF.fill(names=", ".join(names))


def _located(file: str, line: int, message: Words) -> Words:
    return Words(f"{file}:{line}: {message.zh}", f"{file}:{line}: {message.en}")
