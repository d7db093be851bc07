"""Puts what `detente evaluate -o` wrote into the tables of docs/evaluation.md and of the pages beside it.

    python benchmarks/evaluation_page.py

Each table stands between `<!-- table: NAME -->` and `<!-- end of table -->`, and is made from the reports in
docs/scores. Nothing is measured. Needs `pip install '.[train]'`.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from evidence.document_tables import documents_table, publishers_table
from evidence.evaluation_tables import (
    BETWEEN,
    Report,
    confusion_table,
    corpora_table,
    dyads_table,
    scores_table,
    short_name,
    stances_table,
    targets_table,
)

from detente.batch.whole_file import write_whole
from detente.model.labels import STANCES

ROOT = Path(__file__).parents[1]
PAGES = tuple(ROOT / "docs" / f"evaluation{of}.md" for of in ("", "-languages", "-documents"))
REPORT = "docs/scores/{}/evaluation.json"
DOCUMENTS = "docs/scores/documents/{}.md"
LABELS = "data/real/test.jsonl"
TABLE = re.compile(r"<!-- table: (?P<name>[^>]+?) -->(?:(?!<!-- table: ).)*?<!-- end of table -->", re.DOTALL)
# The pages tell these of `multi` alone.
OF_MULTI = ("F1 of " + ", ".join(STANCES), *(told for told, _ in BETWEEN))
NOT_OF_MULTI = ("accuracy of these, and of the rest", "Brier score", "kappa with the labels")
ON_DOCUMENTS = (("`base`, dev", "base_dev"), ("`small`, dev", "small_dev"), ("`base`, test", "base_test"))
ON_RENDERED = (("Korean", "multi_ko_test"), ("Chinese", "multi_zh_test"))
MULTI = (("Korean", "ko"), ("Chinese", "zh"), ("English", "real"), ("recent English", "recent"))


def main() -> None:
    """Write the pages anew."""
    made = made_tables(ROOT)
    for page in PAGES:
        write_whole(page, with_tables(page.read_text(encoding="utf-8"), made))


def with_tables(page: str, made: Mapping[str, Callable[[], str]]) -> str:
    """The page with its marked tables made anew; raises ValueError for a name that none is made for."""

    def new(found: re.Match[str]) -> str:
        name = found["name"]
        if name not in made:
            raise ValueError(f"no table is called {name!r}; there are: {', '.join(made)}")
        return f"<!-- table: {name} -->\n\n{made[name]()}\n\n<!-- end of table -->"

    return TABLE.sub(new, page)


def made_tables(root: Path) -> dict[str, Callable[[], str]]:
    """What makes each table, by the name that marks it; `root` is the folder that has docs/ and data/."""

    def report(name: str) -> Report:
        read: Report = json.loads((root / REPORT.format(name)).read_text(encoding="utf-8"))
        return read

    def of_all_systems(name: str) -> str:
        one = report(name)
        columns = [(short_name(system), one, system) for system in _in_order(one["order"])]
        return scores_table(columns, without=OF_MULTI)

    def of_multi() -> str:
        reports = [(language, report(f"multi/{folder}")) for language, folder in MULTI]
        columns = [
            (f"{language}, {one['systems'][one['order'][0]]['pairs']} pairs", one, one["order"][0])
            for language, one in reports
        ]
        return scores_table(columns, without=NOT_OF_MULTI)

    def documents(name: str) -> str:
        return (root / DOCUMENTS.format(name)).read_text(encoding="utf-8")

    def by_corpus() -> str:
        one = report("real")
        return corpora_table(one, [one["order"][1], "TF-IDF"], _labels_by_corpus(root / LABELS))

    return {
        "real, scores": lambda: of_all_systems("real"),
        "real, stances": lambda: stances_table(report("real")),
        "real, targets": lambda: targets_table(report("real")),
        "real, confusion": lambda: confusion_table(report("real")),
        "real, corpora": by_corpus,
        "real, dyads": lambda: dyads_table(report("real")),
        "recent, scores": lambda: of_all_systems("recent"),
        "hard, scores": lambda: of_all_systems("hard"),
        "multi, scores": of_multi,
        "documents, scores": lambda: documents_table(
            [(told, documents(name)) for told, name in ON_DOCUMENTS]
        ),
        "documents, publishers": lambda: publishers_table("test documents, `base`", documents("base_test")),
        "documents, multi": lambda: documents_table([(told, documents(name)) for told, name in ON_RENDERED]),
    }


def _in_order(systems: Sequence[str]) -> list[str]:
    """The checkpoints as they are, then the baselines from the best to the weakest."""
    baselines = ("TF-IDF", "lexicon", "majority")
    return [one for one in systems if one not in baselines] + [one for one in baselines if one in systems]


def _labels_by_corpus(path: Path) -> dict[str, list[int]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        counts[row["corpus"]][row["label"]] += 1
    return {corpus: [of[stance] for stance in STANCES] for corpus, of in counts.items()}


if __name__ == "__main__":
    main()
