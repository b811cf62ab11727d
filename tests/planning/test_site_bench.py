"""The bench command over siting instances: published optima, broken files, crashes, and what is printed."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from gridkeeper.cli.bench import bench, gap_percent
from gridkeeper.cli.bench_families import pmed
from gridkeeper.cli.bench_families.known import best_known
from gridkeeper.cli.bench_families.runs import run_alone
from gridkeeper.planning.plan import Budget, Status, relative_gap
from gridkeeper.planning.site import solve

SHARED = Path(os.environ.get("GRIDKEEPER_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
TRIANGLE = "3 3 1\n1 2 5\n2 3 4\n1 3 2\n"


def run(*words):
    answer = CliRunner().invoke(bench, [str(word) for word in words])
    return answer.exit_code, answer.stdout


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("name", ["pmed1", "pmed5", "pmed15", "pmed25"])
def test_published_graphs_are_solved_to_proved_optimality(name):
    folder = SHARED / "bench" / "pmed"
    if not folder.is_dir():
        pytest.skip("the published p-median graphs are not beside the repository")
    problem = next(instance.problem for instance in pmed.instances(folder) if instance.name == name)
    plan = solve(problem, budget=Budget(iterations=300))
    assert (plan.objective, plan.status) == (best_known(folder)[name], Status.OPTIMAL)


def test_a_line_an_instance_and_a_summary_are_printed_as_json(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "pmed_small.txt").write_text(TRIANGLE)
    (tmp_path / "best_known.csv").write_text("instance,optimal\npmed_small,6\n")
    code, text = run("pmed", tmp_path, "--seconds", 1, "--json")
    row, last = rows(text)
    assert code == 0
    assert (row["instance"], row["objective"], row["bound"], row["proved"]) == ("pmed_small", 6.0, 6.0, True)
    assert (row["best_known"], row["gap_percent"], row["status"], row["violations"]) == (6.0, 0.0, "optimal", [])
    assert min(row["cpu_seconds"], row["wall_seconds"], row["peak_mib"]) > 0
    assert (last["summary"]["instances"], last["summary"]["proved"]) == (1, 1)


def test_an_empty_file_is_a_line_with_its_reason_and_a_finding(tmp_path):
    (tmp_path / "pmed_empty.txt").write_text("")
    (tmp_path / "pmed_small.txt").write_text(TRIANGLE)
    code, text = run("pmed", tmp_path, "--seconds", 1, "--json")
    by_name = {row.get("instance"): row for row in rows(text)}
    assert code == 1
    assert by_name["pmed_empty"]["status"] == "error"
    assert "empty" in by_name["pmed_empty"]["reason"]
    assert by_name["pmed_small"]["status"] == "optimal"


def test_an_instance_is_known_by_its_first_line_whatever_its_name(tmp_path):
    (tmp_path / "graph_7.txt").write_text(TRIANGLE)
    (tmp_path / "clients_7.txt").write_text("1 5\n3 1 9\n1 0 0 3\n2 3 4 3\n3 0 1 3\n")
    (tmp_path / "notes.txt").write_text("How these were made\n")
    assert [row["instance"] for row in rows(run("pmed", tmp_path, "--seconds", 1, "--json")[1])[:-1]] == ["graph_7"]
    assert [row["instance"] for row in rows(run("cpmed", tmp_path, "--seconds", 1, "--json")[1])[:-1]] == ["clients_7"]


@pytest.mark.parametrize("family", ["pmed", "pmedian_large", "cpmed", "districting", "rostering", "cvrp", "vrptw"])
def test_a_folder_without_an_instance_is_said_and_no_success(tmp_path, family):
    answer = CliRunner().invoke(bench, [family, str(tmp_path), "--json"])
    assert answer.exit_code == 1
    assert f"No instance of the family {family}" in answer.stderr
    assert rows(answer.stdout)[-1]["summary"]["instances"] == 0


def test_without_a_folder_the_usage_is_wrong():
    assert run("pmed", "--json")[0] == 2
    assert run("no-such-family", ".")[0] == 2


def test_the_table_is_readable(tmp_path):
    (tmp_path / "pmed_small.txt").write_text(TRIANGLE)
    code, text = run("pmed", tmp_path, "--seconds", 1)
    assert code == 0
    assert "pmed_small" in text
    assert "instances: 1" in text


def test_the_peer_that_is_not_installed_is_a_note(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "kmedoids", None)
    (tmp_path / "pmed_small.txt").write_text(TRIANGLE)
    _, text = run("pmed", tmp_path, "--seconds", 1, "--json", "--peer")
    assert rows(text)[0]["peer_objective"] is None
    assert "not installed" in rows(text)[0]["peer_note"]


def test_highs_stands_beside_capacitated_instances(tmp_path):
    points = "\n".join(f"{x} {y} 10 3" for x, y in np.random.default_rng(1).integers(0, 50, (9, 2)))
    (tmp_path / "small.dat").write_text(f"9 3\n{points}\n")
    code, text = run("cpmed", tmp_path, "--seconds", 1, "--json", "--peer")
    row = rows(text)[0]
    assert code == 0
    assert row["objective"] == pytest.approx(row["peer_objective"])


def test_a_crash_in_one_child_is_told_and_not_passed_on():
    def broken():
        raise ZeroDivisionError("by nothing")

    answer = run_alone(broken, limit=30.0)
    assert answer["status"] == "error"
    assert "ZeroDivisionError: by nothing" in answer["reason"]


def test_a_child_that_dies_by_a_signal_is_told():
    answer = run_alone(lambda: os.kill(os.getpid(), 9), limit=30.0)
    assert (answer["status"], answer["reason"]) == ("error", "ended by signal SIGKILL")


def test_a_gap_is_positive_when_worse_whichever_way_is_better():
    assert gap_percent(110.0, 100.0, minimises=True) == pytest.approx(10.0)
    assert gap_percent(90.0, 100.0, minimises=False) == pytest.approx(10.0)
    assert gap_percent(None, 100.0, minimises=True) is None


@pytest.mark.parametrize("title", ["optimal", "best_known", "best_known_ub", "best_cut_edges"])
def test_the_figure_is_found_by_its_title_never_in_a_bound(tmp_path, title):
    (tmp_path / "best_known.csv").write_text(f"instance,k,best_bound,{title}\none,3,5,7\ntwo,3,5,\n")
    assert best_known(tmp_path) == {"one": 7.0}


def test_a_list_of_optima_is_read_and_best_known_csv_wins_beside_it(tmp_path):
    (tmp_path / "solomon_distance_opt.csv").write_text("instance,optimal_distance_1dec\nC101,827.3\nR101,1637.7\n")
    (tmp_path / "best_known.csv").write_text("instance,routes,best_known_cost\nR101,20,1642.9\n")
    assert best_known(tmp_path) == {"C101": 827.3, "R101": 1642.9}


@pytest.mark.parametrize(
    ("graph", "status"),
    [
        ("1 0 1\n", "optimal"),
        ("4 2 1\n1 2 5\n3 4 5\n", "infeasible"),
        ("4 2 2\n1 2 5\n3 4 5\n", "optimal"),
        ("3 3 0\n1 2 5\n2 3 4\n1 3 2\n", "infeasible"),
        ("3 3 9\n1 2 5\n2 3 4\n1 3 2\n", "infeasible"),
    ],
    ids=["one node", "torn, one site", "torn, two sites", "no site", "more sites than nodes"],
)
def test_odd_graphs_end_in_a_status_and_only_a_plan_has_a_gap(tmp_path, graph, status):
    (tmp_path / "pmed_odd.txt").write_text(graph)
    (tmp_path / "best_known.csv").write_text("instance,optimal\npmed_odd,10\n")
    _, text = run("pmed", tmp_path, "--seconds", 1, "--json")
    row = rows(text)[0]
    assert row["status"] == status, row
    assert (row["gap_percent"] is not None, row["proved"]) == (status == "optimal",) * 2


def test_sites_without_any_room_are_infeasible_and_say_by_how_much(tmp_path):
    (tmp_path / "pmedcap_none.txt").write_text("1 0\n3 1 0\n1 0 0 5\n2 1 1 5\n3 2 2 5\n")
    _, text = run("cpmed", tmp_path, "--seconds", 1, "--json")
    row = rows(text)[0]
    assert (row["status"], row["gap_percent"]) == ("infeasible", None), row


@pytest.mark.parametrize(
    ("objective", "bound", "gap"),
    [
        (0.0, 0.0, 0.0),
        (170.0, 0.0, 1.0),
        (110.0, 100.0, 0.1),
        (-90.0, -100.0, 0.1),
        (5.0, None, None),
        (float("inf"), 3.0, None),
    ],
)
def test_a_gap_to_nothing_is_the_whole_objective_and_never_endless(objective, bound, gap):
    assert relative_gap(objective, bound) == (None if gap is None else pytest.approx(gap))
