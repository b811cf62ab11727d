"""An empty list to fill in: drop-downs, notes on every column, a marked example, and a page of help."""

from __future__ import annotations

import io
from typing import Any, Final

import xlsxwriter

from gridkeeper.formats.columns import DIGITS_AS_TEXT, Column, Kind, Language, Table, Translate
from gridkeeper.formats.workbook.skipping import EXAMPLE_MARKS
from gridkeeper.formats.workbook.write import SAFE, column_width, sheet_name

_: Final = str  # marks a word as a message id
_ROWS: Final = 5_000  # as far down as drop-downs and notes reach
_LONGEST_NOTE: Final = 250  # a spreadsheet takes 255 characters
_LONGEST_TITLE: Final = 32
# What a column of each kind takes, in message ids.
KIND_NOTES: Final[dict[Kind, str]] = {
    Kind.TEXT: _("Text."),
    Kind.NAME: "A name in words.",
    Kind.CODE: "A unit code of 2 to 18 digits.",
    Kind.UNIT: "A unit by its name; add the district where two have the same name.",
    Kind.PHONE: "A mobile number, or a landline with its area code.",
    Kind.EMAIL: "An e-mail address.",
    Kind.ID_NUMBER: "An identity number of 18 characters.",
    Kind.DATE: "A day, like 2022-11-13.",
    Kind.MOMENT: "Day and time, like 2022-11-13 08:30.",
    Kind.INTEGER: "A whole number.",
    Kind.DECIMAL: "A number.",
    Kind.QUANTITY: "A number; 约 or 余 may say that it is not exact.",
    Kind.POSITION: "Longitude and latitude in degrees, like 112.551516,37.867229.",
    Kind.CHOICE: "Choose from the list.",
    Kind.YES_NO: _("是 or 否, yes or no."),
}
_YES_NO: Final = {"zh": ["是", "否"], "en": ["Yes", "No"]}


def template(table: Table, language: Language, translate: Translate = str) -> bytes:
    """A workbook to fill in for this table, in this language; its example row is left out when it is read."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **SAFE})
    book.set_properties({"title": table.label(language)})
    _Template(book, table, language=language, translate=translate).write()
    book.close()
    return stream.getvalue()


class _Template:
    """One template under construction; keeps the workbook, its formats and the words together."""

    def __init__(self, book: xlsxwriter.Workbook, table: Table, *, language: Language, translate: Translate) -> None:
        self.book = book
        self.table = table
        self.language = language
        self.translate = translate
        wrap = {"text_wrap": True, "valign": "vcenter", "border": 1}
        self.must = book.add_format({**wrap, "bold": True, "bg_color": "#FCE8D5"})
        self.may = book.add_format({**wrap, "bold": True, "bg_color": "#E8EEF4"})
        self.example = book.add_format({"italic": True, "font_color": "#6B7785", "num_format": "@"})
        self.as_text = book.add_format({"num_format": "@"})
        self.as_day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def write(self) -> None:
        """Write the list, the page of help and the hidden page of choices."""
        sheet = self.book.add_worksheet(sheet_name(self.table.label(self.language)))
        help_page = self.book.add_worksheet(self._free_name(_("Help")))
        choices = self.book.add_worksheet(self._free_name(_("Choices")))
        for at, column in enumerate(self.table.columns):
            self._column(sheet, choices, at=at, column=column)
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 30)
        self._help(help_page)
        choices.hide()
        sheet.activate()

    def _free_name(self, name: str) -> str:
        """A sheet name that the list itself does not have."""
        taken = sheet_name(self.table.label(self.language))
        wanted = sheet_name(self.translate(name))
        return wanted if wanted.lower() != taken.lower() else f"{wanted} 2"

    def _column(self, sheet: Any, choices: Any, *, at: int, column: Column) -> None:
        style = self.as_text if column.kind in DIGITS_AS_TEXT else self.as_day if column.kind is Kind.DATE else None
        sheet.set_column(at, at, column_width(column, self.language), style)
        label = column.label(self.language) + ("*" if column.required else "")
        sheet.write_string(0, at, label, self.must if column.required else self.may)
        example = (EXAMPLE_MARKS[self.language] if at == 0 else "") + self._example(column)
        sheet.write_string(1, at, example, self.example)
        sheet.data_validation(2, at, _ROWS, at, self._validation(choices, at=at, column=column))

    def _example(self, column: Column) -> str:
        choice = next((choice for choice in column.choices if choice.key == column.example), None)
        if choice or column.example:
            return choice.label(self.language) if choice else column.example
        if column.kind is Kind.CHOICE and column.choices:
            return column.choices[0].label(self.language)
        return _YES_NO[self.language][0] if column.kind is Kind.YES_NO else ""

    def _validation(self, choices: Any, *, at: int, column: Column) -> dict[str, Any]:
        options: dict[str, Any] = {
            "validate": "any",
            "input_title": column.label(self.language)[:_LONGEST_TITLE],
            "input_message": self._note(column)[:_LONGEST_NOTE],
        }
        words = [choice.label(self.language) for choice in column.choices] if column.kind is Kind.CHOICE else []
        words = _YES_NO[self.language] if column.kind is Kind.YES_NO else words
        if words:
            for number, word in enumerate(words):
                choices.write_string(number, at, word)
            name = choices.get_name().replace("'", "''")
            letter = xlsxwriter.utility.xl_col_to_name(at, col_abs=True)
            options |= {
                "validate": "list",
                "source": f"='{name}'!{letter}$1:{letter}${len(words)}",
                "error_title": column.label(self.language)[:_LONGEST_TITLE],
                "error_message": self.translate("Choose from the list."),
            }
        return options

    def _note(self, column: Column) -> str:
        must = self.translate("Must be filled in.") if column.required else self.translate("May stay empty.")
        parts = [must, column.note(self.language) or self.translate(KIND_NOTES[column.kind])]
        return " ".join(parts)

    def _help(self, page: Any) -> None:
        lines = (
            "One row for each entry; do not merge cells.",
            "The example row is left out when the list is read; rows that cannot be taken come back with the reason.",
            "Type long numbers as text, or the spreadsheet rounds them.",
        )
        for number, line in enumerate(lines):
            page.write_string(number, 0, self.translate(line), self.wrapped)
        start = len(lines) + 1
        for at, word in enumerate((_("Column"), _("Note"), _("Example"))):
            page.write_string(start, at, self.translate(word), self.may)
        for number, column in enumerate(self.table.columns, start=start + 1):
            page.write_string(number, 0, column.label(self.language), self.wrapped)
            page.write_string(number, 1, self._note(column), self.wrapped)
            page.write_string(number, 2, self._example(column), self.wrapped)
        page.set_column(0, 0, 30)
        page.set_column(1, 1, 44)
        page.set_column(2, 2, 22)
