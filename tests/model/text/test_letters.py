from hypothesis import given
from hypothesis import strategies as st

from detente.model.text.letters import is_mostly_latin


def test_the_greater_number_of_letters_decides_over_all_texts():
    assert is_mostly_latin(["Seoul (서울) waited.", "北京"])
    assert is_mostly_latin(["L'été à Séoul", "ĐẶNG", "ＡＢＣ"])
    assert not is_mostly_latin(["China", "중국은 북한을 규탄했다"])
    assert not is_mostly_latin(["Пхеньян молчит."])
    assert is_mostly_latin([])
    assert is_mostly_latin(["1950-53 … 👍"])


@given(st.lists(st.sampled_from(["Seoul", "서울", "1 ", "é", ""])))
def test_the_order_makes_no_difference(texts):
    assert is_mostly_latin(texts) == is_mostly_latin(["".join(reversed(texts))])
