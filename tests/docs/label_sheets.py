"""Fills in sheets of Excel, in place of the people to whom the documents send them."""

import sys

import openpyxl

for path in sys.argv[1:]:
    book = openpyxl.load_workbook(path)
    sheet = book["labels"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, columns["label"], "neutral" if row % 2 else "hostile")
        sheet.cell(row, columns["source"], "-" if row % 2 else "author")
    book.save(path)
