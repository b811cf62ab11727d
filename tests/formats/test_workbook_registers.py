"""Real and awkward files: the synthetic registers agree with their ground truth, the others never end in a trace."""

from datetime import date

import pytest
from tests.formats.ledgers import BUILDINGS, LEDGERS, ROSTER, SIGNUP, SUPPLIES, expected, ledger

from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.formats.workbook import marked, read
from gridkeeper.kernel.quantity import Quantity

AS_OF = date(2022, 11, 21)
REQUESTS = Table(
    key="requests",
    zh="诉求",
    en="Requests",
    columns=(
        Column(key="number", zh="编号", en="case_enquiry_id", required=True),
        Column(key="opened", zh="时间", en="open_dt", kind=Kind.MOMENT),
        Column(key="title", zh="标题", en="case_title"),
        Column(key="latitude", zh="纬度", en="latitude", kind=Kind.DECIMAL),
    ),
    unique=(("number",),),
)


def test_the_roster_agrees_with_its_ground_truth():
    truth = {row["row"]: row for row in expected("grid_roster_messy.xlsx")["data_rows"]}
    reading = read(ledger("synthetic", "grid_roster_messy.xlsx"), ROSTER, as_of=AS_OF)
    assert reading.header_row == 4
    assert reading.row_count == len(truth)
    for row in reading.rows:
        wanted = truth[row.number]
        assert (row["community"], row["name"], row["phone"]) == (wanted["community"], wanted["name"], wanted["phone"])
        assert row["id_no"] == wanted["id_no"]
        assert bool(row["party_member"]) == wanted["party_member"]
        assert (row["start_date"].isoformat() if row["start_date"] else None) == wanted["start_date"]


def test_the_roster_sends_back_lost_digits_wrong_checksums_and_half_dates_only():
    truth = expected("grid_roster_messy.xlsx")["data_rows"]
    reading = read(ledger("synthetic", "grid_roster_messy.xlsx"), ROSTER, as_of=AS_OF)
    lossy = {row["row"] for row in truth if row.get("id_lossy")}
    invalid = {row["row"] for row in truth if not row.get("id_valid", True)}
    half = {row["row"] for row in truth if row.get("start_date") and len(row["start_date"]) < 10}
    by_code = {code: {p.row for p in reading.problems if p.code == code} for code in {p.code for p in reading.problems}}
    assert by_code["cell.digits-lost"] == lossy
    assert by_code["id-number.checksum"] == invalid
    assert by_code["date.no-day"] == half


def test_the_buildings_of_every_sheet_agree_with_their_ground_truth():
    path = ledger("synthetic", "building_ledger_messy.xlsx")
    first = read(path, BUILDINGS)
    sheets = [first.sheet, *first.other_sheets]
    found = {(name, row.number): row for name in sheets for row in read(path, BUILDINGS, sheet=name).rows}
    truth = expected("building_ledger_messy.xlsx")["rows"]
    assert len(found) == len(truth)
    for wanted in truth:
        row = found[wanted["sheet"], wanted["row"]]
        assert [row[key] for key in ("compound", "building", "units", "floors", "households")] == [
            wanted[key] for key in ("compound", "building", "units", "floors", "households")
        ]
        assert isinstance(row["population"], Quantity)
        assert row["population"].value == wanted["population"]
        if wanted["lng"] is not None:
            # The register writes seconds to one decimal: 3 m.
            assert row["position"].longitude == pytest.approx(wanted["lng"], abs=3e-5)
            assert row["position"].latitude == pytest.approx(wanted["lat"], abs=3e-5)


def test_the_supplies_agree_with_their_ground_truth():
    reading = read(ledger("synthetic", "supplies_ledger_messy.xlsx"), SUPPLIES, as_of=AS_OF)
    truth = {row["row"]: row for row in expected("supplies_ledger_messy.xlsx")["rows"]}
    assert len(reading.rows) == len(truth)
    for row in reading.rows:
        wanted = truth[row.number]
        assert row["date"].isoformat() == wanted["date"]
        assert (row["in"] or 0, row["out"] or 0) == (wanted["in"], wanted["out"])
        assert row["balance"] in (None, wanted["balance"])


def test_the_sign_ups_agree_with_their_ground_truth():
    reading = read(ledger("synthetic", "volunteer_signup_gbk.csv"), SIGNUP, as_of=AS_OF)
    truth = expected("volunteer_signup_gbk.csv")["rows"]
    assert not reading.problems
    assert [(row["name"], row["phone"], f"{row['submitted']:%Y-%m-%d %H:%M}") for row in reading.rows] == [
        (row["name"], row["phone"], row["submitted"]) for row in truth
    ]


@pytest.mark.parametrize("table", [ROSTER, REQUESTS, BUILDINGS], ids=lambda table: table.key)
def test_every_awkward_workbook_is_read_or_refused_in_a_sentence(table):
    for path in sorted(ledger("easyexcel").iterdir()):
        reading = read(path, table)
        assert all(problem.sentence() for problem in reading.problems)
        assert reading.refused or reading.header_row
        assert marked(path, reading, reading.problems, language="zh").startswith(b"PK")


def test_the_remarks_under_the_header_of_a_foreign_template_are_no_row():
    person = Table(
        key="person",
        zh="人员",
        en="People",
        columns=(
            Column(key="name", zh="姓名", en="Name", kind=Kind.NAME, required=True),
            Column(key="id", zh="身份证号", en="Id", kind=Kind.ID_NUMBER, required=True),
        ),
    )
    reading = read(ledger("templates", "cortana_person_import_template.xlsx"), person)
    assert (reading.row_count, reading.notice_counts["row.comment"]) == (0, 1)


@pytest.mark.parametrize(
    ("name", "good", "codes"),
    [
        ("boston311-100.csv", 100, set()),
        ("boston311-100-notime.csv", 100, set()),
        ("boston311-100-with-nonascii.csv", 100, set()),
        ("boston311-100-bad.tsv", 99, {"row.too-many-cells"}),
        ("boston311-100-20dupes-random.csv", 80, {"row.duplicate"}),
        ("boston311-dmy-100.csv", 35, {"date.order"}),
    ],
)
def test_service_requests_from_elsewhere(name, good, codes):
    reading = read(ledger("qsv311", name), REQUESTS)
    assert reading.row_count == 100
    assert (len(reading.rows), {problem.code for problem in reading.problems}) == (good, codes)


def test_a_list_of_another_kind_is_refused_with_the_names_it_should_have():
    reading = read(ledger("qsv311", "nyc311-100.csv"), ROSTER)
    assert reading.refused
    assert "姓名" in reading.problems[0].sentence()


def test_the_ledgers_folder_is_where_the_readme_says():
    ledger("synthetic")
    assert {"easyexcel", "qsv311", "synthetic", "templates"} <= {path.name for path in LEDGERS.iterdir()}
