"""What each kind of cell takes, recognises and refuses."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridkeeper.formats.cells import parse
from gridkeeper.formats.cells.identity import check_character
from gridkeeper.formats.cells.number import han_number
from gridkeeper.formats.cells.position import Position
from gridkeeper.formats.columns import CellProblem, Choice, Column, Kind, Recognised, Table
from gridkeeper.kernel.quantity import Qualifier, Quantity

AS_OF = date(2022, 11, 21)
ROLES = (
    Choice(key="lead", zh="网格长", en="Lead"),
    Choice(key="worker", zh="网格员", en="Worker", aliases=("专职网格员",)),
)


def column(kind: Kind, **options: object) -> Column:
    return Column(key="x", zh="列", en="Column", kind=kind, **options)


def value(cell: object, kind: Kind, **options: object) -> object:
    """The value of a cell, recognised or plain; a problem gives its code."""
    found = parse(cell, column(kind, **options), as_of=AS_OF)
    if isinstance(found, CellProblem):
        assert found.sentence()
        return found.code
    return found.value if isinstance(found, Recognised) else found


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("cell", ["", "  ", "\u3000", "/", "——", None])
def test_an_empty_cell_of_any_kind_is_none(kind, cell):
    assert value(cell, kind) is None


@pytest.mark.parametrize("kind", list(Kind))
def test_a_required_empty_cell_is_a_problem(kind):
    assert value("", kind, required=True) == "cell.required"


@pytest.mark.parametrize("kind", list(Kind))
def test_a_spreadsheet_error_is_named(kind):
    assert value("#N/A", kind) == "cell.spreadsheet-error"


@pytest.mark.parametrize("kind", list(Kind))
@given(
    cell=st.one_of(st.text(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates(), st.times())
)
def test_no_cell_makes_a_parser_stumble(kind, cell):
    value(cell, kind)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("140106003006001", "140106003006001"),
        (140106003006001.0, "140106003006001"),
        ("140106003006001.0", "140106003006001"),
        ("１４０１０６００３０１１", "140106003011"),
        ("'140106003011", "140106003011"),
        ("140106000000", "140106"),
        (140106003006001000.0, "cell.digits-lost"),
        ("1.40106E+14", "cell.digits-lost"),
        ("14010", "code.shape"),
        (1401.5, "cell.became-something-else"),
        (date(2022, 11, 1), "cell.became-something-else"),
    ],
)
def test_codes_keep_every_digit_or_are_refused(cell, expected):
    assert value(cell, Kind.CODE) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("14019919800811004X", "14019919800811004X"),
        ("14019919800811004x", "14019919800811004X"),
        ("'140199196606170174", "140199196606170174"),
        ("１４０１９９１９６６０６１７０１７４", "140199196606170174"),
        (1.401991978012401e17, "cell.digits-lost"),
        (140199196606170174, "cell.digits-lost"),
        ("1.40199E+17", "cell.digits-lost"),
        ("140199196606170175", "id-number.checksum"),
        ("140199196613170174", "id-number.birth-date"),
        ("140199660617017", "id-number.old"),
        ("E12345678", "id-number.shape"),
    ],
)
def test_identity_numbers_are_checked_and_never_repaired(cell, expected):
    assert value(cell, Kind.ID_NUMBER) == expected


def test_messages_about_identity_numbers_quote_no_digit_of_them():
    for cell in ("140199196606170175", 1.401991978012401e17, "140199196613170174", "140199660617017"):
        assert "1401" not in parse(cell, column(Kind.ID_NUMBER)).sentence()


def test_an_identity_number_that_ends_in_zeros_is_taken_with_a_warning():
    first = next(f"14010619900101{n:02d}0" for n in range(100) if check_character(f"14010619900101{n:02d}0") == "0")
    assert isinstance(parse(first + "0", column(Kind.ID_NUMBER)), str if not first.endswith("00") else Recognised)


@given(st.integers(0, 10**5), st.dates(date(1900, 1, 1), date(2022, 1, 1)), st.integers(0, 17), st.integers(1, 9))
def test_a_wrong_digit_in_an_identity_number_is_always_found(serial, born, place, shift):
    first = f"140106{born:%Y%m%d}{serial % 1000:03d}"
    number = first + check_character(first)
    if not number[place].isdigit():
        return
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert isinstance(parse(wrong, column(Kind.ID_NUMBER)), CellProblem)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (13800000001.0, "13800000001"),
        ("138-0000-0002", "13800000002"),
        ("１３８０００００００３", "13800000003"),
        ("+86 13800010001", "13800010001"),
        ("13800 010003", "13800010003"),
        ("13800000004/0351-4000004", "13800000004"),
        ("0351-000 3011", "0351-0003011"),
        ("（0351）4000004", "0351-4000004"),
        ("0351-4000004转801", "0351-4000004-801"),
        ("0351-4000004-801", "0351-4000004-801"),
        ("010-12345678", "010-12345678"),
        ("手机：13800000001", "13800000001"),
        ("400-800-1234", "4008001234"),
        ("12345", "12345"),
        ("+81 3 1234 5678", "+81312345678"),
        ("35100031", "phone.length"),
        (3514000004.0, "phone.length"),
        ("1.38E+10", "cell.digits-lost"),
        ("问门卫", "phone.no-number"),
    ],
)
def test_phones_have_one_spelling(cell, expected):
    assert value(cell, Kind.PHONE) == expected


def test_the_second_phone_of_a_cell_is_named_when_it_is_left_out():
    found = parse("13800000004/0351-4000004", column(Kind.PHONE))
    assert "0351-4000004 is left out" in found.sentence()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(2022, 11, 13), date(2022, 11, 13)),
        (datetime.combine(date(2022, 11, 13), time(8, 30)), date(2022, 11, 13)),
        ("2022-11-13", date(2022, 11, 13)),
        ("2022.11.3", date(2022, 11, 3)),
        ("2022/11/3", date(2022, 11, 3)),
        ("2022年11月3日", date(2022, 11, 3)),
        ("２０２２年１１月３日", date(2022, 11, 3)),
        ("20221103", date(2022, 11, 3)),
        (20221103.0, date(2022, 11, 3)),
        (44867.0, date(2022, 11, 2)),
        ("44867", date(2022, 11, 2)),
        ("11月13日", date(2022, 11, 13)),
        ("11.2", date(2022, 11, 2)),
        ("11.20", date(2022, 11, 20)),
        (11.13, date(2022, 11, 13)),
        (11.2, "date.number-cell"),
        ("22-11-11", date(2022, 11, 11)),
        ("58-03-02", date(1958, 3, 2)),
        ("2.29", date(2024, 2, 29)),
        ("21/01/2022", date(2022, 1, 21)),
        ("04/02/2022", "date.order"),
        ("05-06-07", "date.short-year"),
        ("2022.11", "date.no-day"),
        ("2022-13-01", "date.no-such-month"),
        ("2022-02-30", "date.no-such-day"),
        ("2022-11-13 25:00", "date.time"),
        ("1022-11-13", "date.year"),
        ("next week", "date.unreadable"),
        (True, "cell.became-something-else"),
        (999999.0, "date.unreadable"),
    ],
)
def test_dates_are_read_as_people_write_them(cell, expected):
    # 2022-11-21 lies between 29 February 2020 and 2024; a year without that day is not considered.
    if cell == "2.29":
        assert parse(cell, column(Kind.DATE), as_of=date(2023, 6, 1)).value == expected
    else:
        assert value(cell, Kind.DATE) == expected


def test_a_day_without_a_year_takes_the_year_nearest_to_today():
    new_year = {"as_of": date(2023, 1, 2)}
    assert parse("12.30", column(Kind.DATE), **new_year).value == date(2022, 12, 30)
    assert parse("1月5日", column(Kind.DATE), **new_year).value == date(2023, 1, 5)


def test_a_day_without_a_year_is_refused_where_today_is_not_known():
    assert parse("11.13", column(Kind.DATE)).code == "date.no-year"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2022年11月20日 下午8:14", "2022-11-20T20:14:00"),
        ("2022年11月19日 上午12:30", "2022-11-19T00:30:00"),
        ("2022年11月16日 下午12:34", "2022-11-16T12:34:00"),
        ("04/18/2019 09:55:45 PM", "2019-04-18T21:55:45"),
        ("11-19 05:26", "2022-11-19T05:26:00"),
        ("2022-11-13T08:30:15", "2022-11-13T08:30:15"),
        ("2022年1月1日1时01分", "2022-01-01T01:01:00"),
        ("2022-11-13", "2022-11-13T00:00:00"),
    ],
)
def test_moments_are_read_as_people_write_them(cell, expected):
    assert value(cell, Kind.MOMENT) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (12.0, 12),
        ("１２", 12),
        ("1,200", 1200),
        ("-3", -3),
        ("＋10", 10),
        ("200件", 200),
        ("二十", 20),
        ("一百零五", 105),
        ("12.0", 12),
        (1.5, "number.not-whole"),
        ("30吨", "number.unit"),
        ("约30", "number.not-exact"),
        ("30余件", "number.not-exact"),
        ("很多", "number.not-a-number"),
        (1e17, "cell.digits-lost"),
        (date(2022, 1, 2), "cell.became-something-else"),
        (True, "cell.became-something-else"),
    ],
)
def test_whole_numbers(cell, expected):
    assert value(cell, Kind.INTEGER, units=("件",)) == expected


def test_a_number_outside_the_bounds_is_refused():
    assert value("5000", Kind.INTEGER, maximum=500) == "number.too-large"
    assert value(-1.0, Kind.INTEGER, minimum=0) == "number.too-small"


def test_a_decimal_keeps_what_was_written():
    assert value(0.1, Kind.DECIMAL) == Decimal("0.1")
    assert value("12.50", Kind.DECIMAL) == Decimal("12.50")


@pytest.mark.parametrize(
    ("cell", "number", "qualifier"),
    [
        ("870余", 870, Qualifier.AT_LEAST),
        ("870余人", 870, Qualifier.AT_LEAST),
        ("约213人", 213, Qualifier.ABOUT),
        ("≤30", 30, Qualifier.AT_MOST),
        (114.0, 114, Qualifier.EXACT),
    ],
)
def test_a_figure_keeps_its_qualifier(cell, number, qualifier):
    expected = Quantity(value=Decimal(number), unit="人", qualifier=qualifier)
    assert value(cell, Kind.QUANTITY, units=("人",)) == expected


@given(st.integers(0, 99_999_999))
def test_han_numbers_read_back(number):
    assert han_number(_in_han(number)) == number


def _in_han(number: int) -> str:
    """Spell a number below one hundred million."""
    if number >= 10_000:
        return _in_han(number // 10_000) + "万" + (_in_han(number % 10_000) if number % 10_000 else "")
    digits = "零一二三四五六七八九"
    for scale, name in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            rest = number % scale
            gap = "零" if rest and rest < scale // 10 else ""
            return digits[number // scale] + name + (gap + _in_han(rest) if rest else "")
    return digits[number]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("李 测二", "李测二"),
        ("赵\n测三", "赵测三"),
        ("\u3000周测一 ", "周测一"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("Jane  Doe", "Jane Doe"),
        ("𠮷测一", "𠮷测一"),
        ("无", None),
        (13800000001.0, "cell.not-a-name"),
        ("{.name}", "cell.not-a-name"),
    ],
)
def test_names_stand_on_one_line(cell, expected):
    assert value(cell, Kind.NAME) == expected


def test_text_keeps_line_breaks_and_loses_control_characters():
    assert value(" 一\r\n二\x07 ", Kind.TEXT) == "一\n二"


def test_a_text_cell_that_holds_a_number_has_no_dot():
    assert value(3.0, Kind.TEXT) == "3"


def test_a_unit_by_code_or_by_name_stays_text():
    assert value(140106003011.0, Kind.UNIT) == "140106003011"
    assert value("西关街 一社区", Kind.UNIT) == "西关街一社区"


def test_an_email_needs_a_domain():
    assert value("duty@example.org", Kind.EMAIL) == "duty@example.org"
    assert value("duty@example", Kind.EMAIL) == "cell.not-an-email"


@pytest.mark.parametrize(
    ("cell", "expected"), [("网格长", "lead"), (" 专职网格员", "worker"), ("WORKER", "worker"), ("lead", "lead")]
)
def test_a_choice_is_known_by_key_word_and_alias(cell, expected):
    assert value(cell, Kind.CHOICE, choices=ROLES) == expected


def test_an_unknown_choice_lists_the_answers_in_the_language_of_the_file():
    problem = parse("楼门长", column(Kind.CHOICE, choices=ROLES))
    assert problem.sentence().endswith("Choose: 网格长 / 网格员.")


def test_the_answers_nearest_to_what_was_written_stand_first_among_many():
    many = tuple(Choice(key=f"r{n}", zh=f"角色{n}", en=f"Role {n}") for n in range(20))
    roles = (*many, Choice(key="street_duty", zh="街道值班岗", en="Street duty desk"))
    assert "Choose: 街道值班岗 /" in parse("街道值班", column(Kind.CHOICE, choices=roles)).sentence()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("是", True),
        ("√", True),
        (True, True),
        (1.0, True),
        ("Y", True),
        ("否", False),
        ("无", False),
        (0.0, False),
        ("也许", "yes-no.unknown"),
    ],
)
def test_yes_and_no_have_many_spellings(cell, expected):
    assert value(cell, Kind.YES_NO) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "112.557,37.874333",
        "37.874333，112.557",
        "112°33′25.2″E 37°52′27.6″N",
        "37°52′27.6″N，112°33′25.2″E",
        "(112.557 37.874333)",
    ],
)
def test_a_position_is_read_in_any_order(cell):
    assert value(cell, Kind.POSITION) == Position(112.557, 37.874333)


def test_a_position_off_the_globe_is_refused():
    assert value("212.5,97.8", Kind.POSITION) == "position.unreadable"


def test_a_table_refuses_two_columns_with_one_name():
    with pytest.raises(ValueError):
        Table(key="t", zh="表", en="T", columns=(column(Kind.TEXT), column(Kind.NAME)))
