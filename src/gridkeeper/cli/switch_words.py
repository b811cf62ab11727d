"""Answers about a playbook and its switch as lines for a terminal: in its language, moments as the wall shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from gridkeeper.cli.values import on_the_wall
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import say_in_language, translated, wants_chinese
from gridkeeper.playbooks.words import KINDS, STATES

SIGNS: Final = {
    "made": _("made"),
    "changed": _("changed"),
    "suspended": _("rests"),
    "ended": _("ended"),
    "stays": _("stays"),
}
_SHOWN = 20


def lines_of_switch(data: Mapping[str, Any]) -> str:
    """One switch: what waits for whom, its state and end, what was made, what could not be and why."""
    until = on_the_wall(data["expires_at"])
    lines = [
        f"{data['playbook']}  {data['unit']}  {data['order']}",
        f"  {translated(STATES[data['state']])}  "
        + say_in_language(_("at the latest until {moment}"), {"moment": until})
        + f"  {data['id']}",
    ]
    if "pending" in data:
        lines.append("  " + say_in_language(_("A second person decides: gridkeeper approve {code}"), _code(data)))
    if data.get("problem"):
        lines.append(f"  ! {say_in_language(data['problem']['text'], data['problem']['facts'])}")
    if "progress" in data:
        at = data["progress"]
        lines.append(f"  {translated(KINDS.get(at['step'], at['step']))} {at['done']} / {at['total']}")
    lines += _counts(data["made"] or data.get("wanted", {}))
    lines += _remarks(_("could not be met: {n}"), data["unmet"])
    lines += _remarks(_("in the way: {n}"), data["conflicts"])
    if "difference" in data:
        lines += _difference(data["difference"])
    return "\n".join(lines)


def lines_of_end(data: Mapping[str, Any]) -> str:
    """A stand-down: what differs from before, and nothing else."""
    return "\n".join([f"{translated(STATES[data['state']])}  {data['id']}", *_difference(data["difference"])])


def lines_of_preview(data: Mapping[str, Any]) -> str:
    """What a switch would change: counts, then needs that cannot be met, then every change."""
    lines = [f"{data['playbook']}@{data['version']}  {data['unit']}"]
    for sign, kinds in data["counts"].items():
        lines += [f"  {translated(SIGNS[sign])}  {line.strip()}" for line in _counts(kinds)]
    lines += _remarks(_("could not be met: {n}"), data["unmet"])
    lines += _remarks(_("in the way: {n}"), data["conflicts"])
    lines += [f"  {_change(one, one['unit'])}  {_said(one)}" for one in data.get("changes", ())]
    return "\n".join(lines)


def lines_of_decision(data: Mapping[str, Any]) -> str:
    """What became of a proposal, and of the switches it set going."""
    states = {
        "approved": _("approved"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
        "lapsed": _("lapsed"),
        "pending": _("waits for a second person"),
    }
    lines = [f"{data['proposal']}  {translated(states[data['state']])}"]
    switches = data.get("activations") or [data["activation"]] if "activation" in data or "activations" in data else ()
    lines += [lines_of_switch(one) for one in switches]
    if "certificate" in data:
        holds = data["certificate"].get("holds")
        lines.append(translated(_("The certificate holds.")) if holds else translated(_("The certificate fails.")))
    return "\n".join(lines)


def lines_of_waiting(rows: Sequence[Mapping[str, Any]]) -> str:
    """Proposals that wait for the reader, one a line: code, about what, until when."""
    lines = [
        f"{row['code']}  {on_the_wall(row['proposed_at'])}  {row['title']}  {row['unit_code']}  "
        + say_in_language(_("at the latest until {moment}"), {"moment": on_the_wall(row["lapses_at"])})
        for row in rows
    ]
    return "\n".join(lines) or translated(_("Nothing waits for you."))


def lines_of_report(data: Mapping[str, Any]) -> str:
    """A day's figures under their words, then what nobody said in time and what was said as a number."""
    from gridkeeper.activations.queries.report import FIGURES

    lines = (
        [data["file"]]
        if "file" in data
        else [
            f"{data['place']}  {data['day']:%Y-%m-%d}  "
            + say_in_language(_("as of {moment}"), {"moment": on_the_wall(data["as_of"])})
        ]
    )
    lines += [f"  {FIGURES[key][0 if wants_chinese() else 1]}  {number:,}" for key, number in data["figures"].items()]
    states = {"late": _("not reported, late"), "due": _("not due yet"), "said": _("reported")}
    for state, words in states.items():
        rows = [one for one in data.get("zeros", ()) if one["state"] == state]
        if rows:
            lines.append(f"  {translated(words)}: {len(rows)}")
        lines += [f"    {_zero(one)}" for one in rows[:_SHOWN]]
        lines += [f"    + {len(rows) - _SHOWN}"] if len(rows) > _SHOWN else []
    lines += (
        [say_in_language(_("stays open: {names}"), {"names": ", ".join(data["unknown"])})]
        if data.get("unknown")
        else []
    )
    return "\n".join(lines)


def _zero(one: Mapping[str, Any]) -> str:
    number = "" if one["number"] is None else f"  {one['number'].normalize():f} {one['quantity_unit']}".rstrip()
    by = f"  {one['person']} {on_the_wall(one['said_at'])}" if one["said_at"] else ""
    return f"{one['place']}  {_said(one)}{number}{by}"


def _code(data: Mapping[str, Any]) -> dict[str, object]:
    return {"code": data["pending"]}


def _counts(kinds: Mapping[str, int]) -> list[str]:
    return [f"  {translated(KINDS.get(kind, kind))}  {number:,}" for kind, number in kinds.items() if number]


def _remarks(head: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if rows:
        yield "  " + say_in_language(head, {"n": len(rows)})
    for row in rows[:_SHOWN]:
        yield f"    ! {row.get('unit') or row.get('unit_code', '')}  {_said(row)}"
    if len(rows) > _SHOWN:
        yield f"    + {len(rows) - _SHOWN}"


def _difference(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    if not rows:
        return ["  " + translated(_("No difference from before the switch"))]
    head = say_in_language(_("changed meanwhile for other reasons: {n}"), {"n": len(rows)})
    return [f"  {head}", *(f"    {_change(one, one['unit_code'])}  {one['words']}" for one in rows)]


def _change(row: Mapping[str, Any], unit_code: str) -> str:
    return f"{translated(SIGNS[row['change']])}  {unit_code}  {translated(KINDS[row['kind']])}"


def _said(row: Mapping[str, Any]) -> str:
    return str(row["zh"] if wants_chinese() else row["en"] or row["zh"])
