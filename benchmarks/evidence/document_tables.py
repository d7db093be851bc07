"""The tables of docs/evaluation-documents.md, from the pages that `detente evaluate DOCUMENTS -o` wrote."""

from collections.abc import Mapping, Sequence

from evidence.evaluation_tables import table

# Of a section of such a page: the cell of each score and column.
Section = Mapping[str, Mapping[str, str]]

SHOWN = (
    "targets found",
    "of the named",
    "of the unnamed",
    "found targets right",
    "of those found unnamed",
    "stance right, if found",
    "macro-F1 of these",
    "source right, if stance is",
    "dyads right, of all",
    "dyads right, of those claimed",
)
BY_PUBLISHER = (
    "documents",
    "targets found",
    "source right, if stance is",
    "dyads right, of all",
    "dyads right, of those claimed",
)
OF_SCORES = "| score |"


def sections(page: str) -> list[Section]:
    """The table of scores of each section of a page: first the documents as a whole, then their statements alone."""
    found = []
    for section in page.split("\n## ")[1:]:
        # One that tells how two differ has no such table.
        if OF_SCORES not in section:
            continue
        lines = section[section.index(OF_SCORES) :].split("\n\n", 1)[0].splitlines()
        _, *columns = _cells(lines[0])
        rows = (_cells(line) for line in lines[2:])
        found.append({score: dict(zip(columns, cells, strict=True)) for score, *cells in rows})
    return found


def documents_table(pages: Sequence[tuple[str, str]]) -> str:
    """The scores over all documents, by heading and page: each as documents, and read alone."""
    headings, columns = [], []
    for heading, page in pages:
        whole, alone = sections(page)[:2]
        headings += [heading, "alone"]
        columns += [whole, alone]
    rows = [[score, *(column[score]["all"] for column in columns)] for score in SHOWN]
    return table(["score", *headings], rows)


def publishers_table(heading: str, page: str) -> str:
    """The main scores of a page by kind of publisher."""
    whole = sections(page)[0]
    kinds = [kind for kind in whole["documents"] if kind not in ("all", "counted of all")]
    rows = [[_named(kind), *(whole[score][kind] for score in BY_PUBLISHER)] for kind in kinds]
    return table([heading, *BY_PUBLISHER], rows, right=(1,))


def _named(kind: str) -> str:
    return f"all {kind}" if kind.startswith("without") else kind


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
