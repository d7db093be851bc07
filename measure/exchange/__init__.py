"""Labels out to the people who give them, and back in: sheets, Label Studio, Argilla and Prodigy."""

from detente.measure.exchange.exporting import EXPORT_FORMS, ExportForm, export_rows
from detente.measure.exchange.importing import ImportedLabels, import_labels
from detente.measure.exchange.label_files import read_label_rows, write_label_rows
from detente.measure.exchange.label_rows import LABEL_COLUMNS, LabelRow

__all__ = [
    "EXPORT_FORMS",
    "LABEL_COLUMNS",
    "ExportForm",
    "ImportedLabels",
    "LabelRow",
    "export_rows",
    "import_labels",
    "read_label_rows",
    "write_label_rows",
]
