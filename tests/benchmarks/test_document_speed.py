"""The benchmark of documents makes documents and counts what it prints."""

import document_speed


def test_documents_have_the_statements_asked_for(root):
    documents = document_speed.make_documents(3, 4)
    assert [len(statements) for statements in documents] == [4, 4, 4]
    assert len({text for statements in documents for text in statements}) == 12


def test_the_best_round_is_shown_with_its_ratio():
    slow = {"reading by itself": (2.0, 9), "read as documents": (8.0, 6), "each statement alone": (3.0, 5)}
    fast = {"reading by itself": (1.0, 9), "read as documents": (6.0, 6), "each statement alone": (2.0, 5)}
    lines = document_speed.lines_of([slow, fast], 12)
    assert lines[2].split() == ["read", "as", "documents", "6.00", "2", "6"]
    assert "3.00 times the processor time" in lines[4]
    assert "2.50 times" in lines[5]
