"""The invented documents of data/: sound, with texts, and what their card says of them."""

from collections import Counter
from pathlib import Path

from detente.model.text.statement_id import statement_id
from detente.train.documents.labelled_documents import read_documents

FILE = Path(__file__).parents[3] / "data" / "documents" / "train.jsonl"


def test_the_invented_documents_have_texts_and_ids_of_these() -> None:
    documents = read_documents(FILE)
    assert len({document.id for document in documents}) == len(documents) == 180
    for document in documents:
        assert document.corpus == "invented"
        assert 10 <= len(document.statements) <= 17
        assert [statement.id for statement in document.statements] == [
            statement_id(text) for text in document.texts
        ]


def test_a_third_of_their_stances_is_toward_someone_whom_the_statement_does_not_name() -> None:
    stances = [stance for document in read_documents(FILE) for stance in document.stances]
    named = Counter(stance.named for stance in stances)
    assert named[False] == 1060
    assert named[True] == 2134
    assert all((stance.source is None) is not stance.polar for stance in stances)
