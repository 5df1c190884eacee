"""What the tests of receipts share: looking into a bundle, and checking one."""

import zipfile

from xueheng.methods.verify import verify

SCHOOLS = "学校,学段,学生数,设备值\n甲,小学,100,5\n乙,小学,33,9\n"
SCORES = "考号,姓名,语文\nK7001,李明明,90\nK7002,王小小,81.37\n"
EXAM = "类型,学段,年级,范围,例外文号,核准人\n联考,小学,五年级,县区,某教发〔2026〕1号,张三丰、李四光\n"


def members_of(bundle):
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def checked(path, public=None):
    found = verify(path, public_key=public)
    return found.intact, found.signature, found.recomputed


def replaced(name, old, new):
    def change(members):
        assert old in members[name]
        members[name] = members[name].replace(old, new, 1)

    return change
