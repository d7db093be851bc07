"""The comparison: who takes part, at which batch sizes, and how the figures stand to each other."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from detente.model.checkpoint.folder import Checkpoint
from speed import contenders
from speed.ceiling import Ceiling, mean_operations
from speed.comparison import Measured, Tell, fastest_batch, take_turns
from speed.contenders import Contender, default_dtype
from speed.machine import describe_machine
from speed.operations import NetworkShape, token_counts
from speed.rates import equal_share, ratios
from speed.rows import Pair, PairFiles, draw_pairs, project_pairs, word_pairs, write_pairs

BF16_FLAGS = {"avx512_bf16", "amx_bf16", "bf16"}


class Contest:
    """One comparison on one checkpoint. `backends` are détente's, the first of them the one that is compared.

    `batches` are the batch sizes that the others may choose their best from. Files go into `folder`.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        backends: Sequence[str],
        batches: Sequence[int],
        *,
        folder: Path,
        tell: Tell,
    ) -> None:
        self._checkpoint = checkpoint
        self._backends = backends
        self._batches = batches
        self._folder = folder
        self._tell = tell
        self._tried: list[dict[str, Any]] = []

    def run(self, *, pairs: int, tried: int, rounds: int) -> dict[str, Any]:
        """Draw `pairs` pairs, choose batch sizes on the first `tried` of them, and take turns; returns the figures.

        Raises ValueError where the project has fewer pairs, RuntimeError where a contender fails.
        """
        drawn = draw_pairs(project_pairs(), pairs)
        few = self._lay_down("few", drawn[:tried])
        best = {dtype: self._best_pipeline(dtype, few) for dtype in self._dtypes()}
        naive = self._choose(
            "int8 graph, unsorted", lambda batch: contenders.naive(self._checkpoint, batch), few
        )
        ours = [contenders.detente(self._checkpoint, backend) for backend in self._backends]
        default = best.pop("default")
        one = contenders.pipeline(self._checkpoint, 1)
        others = [default, *([one] if one.name != default.name else []), *best.values(), naive]
        shape = NetworkShape.read(self._checkpoint.folder)
        tokens = token_counts(word_pairs(drawn, self._checkpoint), self._checkpoint)
        ceiling = Ceiling(mean_operations(shape, tokens))
        measured = take_turns(
            [*ours, *others],
            self._lay_down("all", drawn),
            rounds=rounds,
            folder=self._folder,
            tell=self._tell,
            between=lambda: ceiling.measure(shape, self._folder),
        )
        return {
            "rows": {"pairs": pairs, "tokens": _spread(tokens)},
            "rounds": rounds,
            "tried_pairs": tried,
            "tried": self._tried,
            "rival": default.name,
            "contenders": _beside(measured, len(ours)),
            "ceiling": _shares(ceiling, measured[0]),
        }

    def _dtypes(self) -> list[str]:
        dtypes = ["default"]
        if default_dtype(self._checkpoint) != "float32":
            dtypes.append("float32")
        if BF16_FLAGS & set(describe_machine()["flags"]):
            dtypes.append("bfloat16")
        return dtypes

    def _best_pipeline(self, dtype: str, files: PairFiles) -> Contender:
        shown = f"pipeline, {default_dtype(self._checkpoint) if dtype == 'default' else dtype}"
        return self._choose(shown, lambda batch: contenders.pipeline(self._checkpoint, batch, dtype), files)

    def _choose(self, name: str, make: Callable[[int], Contender], files: PairFiles) -> Contender:
        batch, rates = fastest_batch(make, self._batches, files, folder=self._folder, tell=self._tell)
        self._tried.append({"name": name, "best": batch, "rates": rates})
        return make(batch)

    def _lay_down(self, name: str, pairs: Sequence[Pair]) -> PairFiles:
        folder = self._folder / name
        folder.mkdir()
        return write_pairs(pairs, self._checkpoint, folder)


def _beside(measured: Sequence[Measured], ours: int) -> list[dict[str, Any]]:
    first = measured[0]
    rows = []
    for place, one in enumerate(measured):
        other = place >= ours
        rows.append(
            one.summary()
            | {
                "ratios_whole": ratios(first.whole_rates, one.whole_rates) if other else None,
                "ratios": ratios(first.rates, one.rates) if other else None,
                "equal_labels": equal_share(first.labels, one.labels) if other else None,
            }
        )
    return rows


def _shares(ceiling: Ceiling, ours: Measured) -> dict[str, Any]:
    allowed = {name: ceiling.pairs_a_second(name) for name in ceiling.rates}
    return {
        "operations_a_pair": ceiling.operations_a_pair,
        "operations_a_second": ceiling.rates,
        "pairs_a_second": allowed,
        "share": {name: ratios(ours.rates, rates) for name, rates in allowed.items()},
        "products": ceiling.products,
    }


def _spread(tokens: Sequence[int]) -> dict[str, float]:
    return {"mean": sum(tokens) / len(tokens), "least": min(tokens), "most": max(tokens)}
