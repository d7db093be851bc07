import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from detente.model.letters.syllables import whole_syllables
from detente.model.letters.writing_systems import is_mostly_latin


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


@given(st.text("가각힣한 aé。\u1100", max_size=20))
def test_syllables_taken_apart_are_put_together_and_their_letters_keep_their_offsets(text):
    apart = "".join(unicodedata.normalize("NFD", sign) if "가" <= sign <= "힣" else sign for sign in text)
    together, offsets = whole_syllables(apart)
    assert together == text
    if offsets is None:
        assert apart == text
    else:
        assert [unicodedata.normalize("NFC", apart[a:b]) for a, b in pairwise(offsets)] == list(text)
        assert offsets[-1] == len(apart)
