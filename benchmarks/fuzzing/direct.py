"""Parts of the package called as they are, where the command line would do more than is wanted."""

import sys
from pathlib import Path

from detente.batch.columns import row_from
from detente.batch.readers.inputs import read_records
from detente.batch.sinks.sinks import open_sink
from detente.model.errors import ConfigError, InputError
from fuzzing.cases import Case


def read_config_only(case: Case) -> None:
    """Read a config with its overrides; ends with 2 where it is refused, as `detente train` does."""
    from detente.train.config_file import read_config

    try:
        read_config(Path(case.argv[1]), case.argv[2:])
    except ConfigError as error:
        sys.stderr.write(f"detente: {error}\n")
        sys.exit(2)


def read_inputs_only(case: Case) -> None:
    """Read a folder and write its records as prediction rows that nobody judged: many files in little time."""
    try:
        records = read_records(
            [case.argv[1]], encoding="utf-8", notify=lambda text: print(text, file=sys.stderr)
        )
    except InputError as error:
        sys.stderr.write(f"detente: {error}\n")
        sys.exit(2)
    bad = False
    with open_sink(sys.stdout.buffer) as sink:
        for record in records:
            bad = bad or record.error is not None
            row = row_from(record, None, statement=record.text, position=record.row, checkpoint=None)
            sink.write([row])
    sys.exit(int(bad))
