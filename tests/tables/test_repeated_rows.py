def test_an_exact_repeat_counts_once_and_names_both_rows(write, read, found):
    checked = read(write("s.csv", "考号,语文\n1,95\n2,80\n1,95\n1,95\n"))
    assert found(checked) == [("DUP_SAME", row, "考号") for row in (2, 4, 5)]
    assert (checked.verdict, checked.rows, checked.good_rows) == ("accept_with_notices", 4, 2)
    assert checked.table["id"].to_pylist() == ["1", "2"]


def test_different_rows_of_one_key_are_errors_and_neither_wins(write, read, found):
    checked = read(write("s.csv", "考号,语文\n1,95\n2,80\n1,90\n"))
    assert found(checked) == [("DUP_CONFLICT", 2, "考号"), ("DUP_CONFLICT", 4, "考号")]
    assert (checked.verdict, checked.rows, checked.good_rows) == ("row_errors", 3, 1)
    assert "2、4" in checked.issues[0].words.zh


def test_ids_that_differ_in_form_only_are_the_same(write, read, found):
    checked = read(write("s.csv", "考号,语文\n1,95\n 1 ,95.0\n"))
    assert found(checked) == [("DUP_SAME", 2, "考号"), ("DUP_SAME", 3, "考号")]


def test_a_school_stands_once_for_each_level(write, read):
    rows = "甲,小学,100\n甲,初中,50\n乙,小学,100\n"
    assert read(write("s.csv", "学校,学段,学生数\n" + rows), "school_resources").verdict == "accept"
    again = read(write("s.csv", "学校,学段,学生数\n" + rows + "甲,小学部,90\n"), "school_resources")
    assert [(i.code, i.column, i.value) for i in again.issues] == [
        ("DUP_CONFLICT", "学校/学段", "甲/primary")
    ] * 2


def test_two_rows_of_a_school_as_a_whole_contradict_each_other(write, read, found):
    checked = read(write("s.csv", "学校,班级,在籍\n甲,,100\n甲,1班,50\n甲,,90\n"), "enrolled")
    assert found(checked) == [("DUP_CONFLICT", 2, "学校/班级"), ("DUP_CONFLICT", 4, "学校/班级")]


def test_blank_ids_are_errors_but_no_repeats(write, read, found):
    checked = read(write("s.csv", "考号,语文\n,95\n,90\n3,80\n"))
    assert found(checked) == [("BLANK", 2, "考号"), ("BLANK", 3, "考号")]
    assert checked.good_rows == 1


def test_counted_rows_repeat_as_they_like(write, read):
    checked = read(write("s.csv", "总分,人数\n600,12\n600,12\n"))
    assert (checked.verdict, checked.table.num_rows) == ("accept", 2)
