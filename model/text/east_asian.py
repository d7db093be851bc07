"""Tells Korean and Chinese text, folds its letters for the search, and says where its words may end."""

import re
import unicodedata
from typing import Final, Literal

Language = Literal["ko", "zh"]

_HANGUL: Final = "가-힣"
_JAMO: Final = "\u1100-\u11ff"
_HAN: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# For a class of a regular expression: letters that need no space around words.
EAST_ASIAN: Final = _HANGUL + _JAMO + _HAN

LETTERS: Final = re.compile(f"[{EAST_ASIAN}]")
_KOREAN: Final = re.compile(f"[{_HANGUL}{_JAMO}]")
_CHINESE: Final = re.compile(f"[{_HAN}]")
NO_SYLLABLE_BEFORE: Final = f"(?<![{_HANGUL}])"
# A syllable as Unicode takes it apart (NFD): a leading consonant, a vowel, perhaps a final consonant.
_SYLLABLE: Final = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")

# Signs that look and mean the same under another number: each has a plain form of one sign.
_COMPATIBLE: Final = re.compile("[\uf900-\ufaff]")
_FULL_WIDTH: Final = {number: number - 0xFEE0 for number in range(0xFF01, 0xFF5F)}

# Middle dots of any make as one.
_DOTS: Final = dict.fromkeys(map(ord, "•・‧∙ㆍᆞ⋅･"), "·")

# A Hangul word of one or two syllables is often a piece of a longer one, a longer word seldom.
_SHORT_WORD: Final = re.compile(f"[{_HANGUL}]{{1,2}}(?![{_HANGUL}])")

# States of one sign.
_STATES: Final = frozenset("中美韩朝日俄苏英法德欧台")

_PARTICLE: Final = (
    "에서|에게서|에게|에겐|에는|에도|에선|에|의|은|는|이|가|을|를|과|와|도|만|으로부터|로부터|으로|로|부터|까지|조차|마저|"
    "처럼|보다|께서|께|한테|이랑|랑|이나|나|이란|란|이라는|라는|이라고|라고|이라며|라며|이라|라|이며|며|이든|든|인데|인|"
    "이다|이자|이고|이지만|지만|밖에|뿐|로서|로써|으로써|으로서|대로|들|측|당국|간|엔"
)
_PARTICLES: Final = re.compile(f"(?:{_PARTICLE})(?:{_PARTICLE})?(?![{_HANGUL}])")


def language_of(text: str) -> Language | None:
    """Return "ko" for a text with Hangul, "zh" for one with Han signs alone or ten times as many, else None.

    It tells by the script alone, so Japanese text is "zh".
    """
    if text.isascii() or not LETTERS.search(text):
        return None
    korean = len(_KOREAN.findall(text))
    return "ko" if 10 * korean > len(_CHINESE.findall(text)) else "zh"


def is_east_asian(letter: str) -> bool:
    """Whether the letter is Hangul or Han; False for an empty text."""
    return LETTERS.match(letter) is not None


def compose(text: str) -> tuple[str, list[int] | None]:
    """Return `text` with whole Hangul syllables and plain full-width letters, and where its letters stood.

    The second value gives for each letter of the new text, and for its end, the offset in `text`; it is None
    where no offset moved. Forms as in Unicode NFC and NFKC (Unicode Standard Annex 15).
    """
    text = _COMPATIBLE.sub(_plain, text.translate(_FULL_WIDTH))
    if not _SYLLABLE.search(text):
        return text, None
    letters: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(text):
        syllable = _SYLLABLE.match(text, at)
        end = syllable.end() if syllable else at + 1
        letters.append(unicodedata.normalize("NFC", text[at:end]) if syllable else text[at])
        offsets.append(at)
        at = end
    offsets.append(at)
    return "".join(letters), offsets


def _plain(sign: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", sign.group())


def fold_signs(text: str) -> str:
    """Return `text`, equally long, with simplified Han signs and one kind of middle dot."""
    return text.translate(_SIGNS)


def needs_space_before(phrase: str) -> bool:
    """Whether the phrase begins with a Hangul word too short to be sure within a longer one."""
    return _SHORT_WORD.match(phrase) is not None


def separates_states(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` takes one state out of several in a row, as "美军" does in "韩美军演"."""
    first, last = text[start], text[end - 1]
    if first in _STATES and text[start - 1 : start] in _STATES and text[start + 1 : end][:1] not in _STATES:
        return True
    return last in _STATES and text[end : end + 1] in _STATES and text[start : end - 1][-1:] not in _STATES


def begins_here(text: str, start: int, end: int, *, whole: bool) -> bool:
    """Whether the phrase `text[start:end]` may begin there.

    A Hangul phrase of one or two syllables, and a `whole` one, begins after no other syllable; a `whole` Han
    phrase after no Han sign and no syllable; a Latin letter or digit after no other.
    """
    before = text[start - 1 : start]
    if not before or not before.isalnum():
        return True
    if _KOREAN.match(text[start]):
        return not (whole or needs_space_before(text[start:end])) or not _KOREAN.match(before)
    if _CHINESE.match(text[start]):
        among_states = (
            before in _STATES and text[start] in _STATES and text[start + 1 : end][:1] not in _STATES
        )
        return not (among_states or (whole and is_east_asian(before)))
    return is_east_asian(before) or not text[start].isalnum()


def ends_here(text: str, end: int, *, whole: bool) -> bool:
    """Whether a phrase may end at `end`.

    After a `whole` Hangul phrase only particles follow in the same word, after a `whole` Han phrase no Han
    sign, after a Latin letter or digit no other; other phrases may end anywhere.
    """
    after = text[end : end + 1]
    last = text[end - 1]
    if not after or not after.isalnum():
        return True
    if _KOREAN.match(last):
        return not whole or not _KOREAN.match(after) or _PARTICLES.match(text, end) is not None
    if _CHINESE.match(last):
        return not (whole and _CHINESE.match(after))
    return is_east_asian(after) or not last.isalnum()


# Traditional signs of the shipped lists, and under each in turn its simplified form.
_TRADITIONAL: Final = (
    "亞佈來侷係俠個們倫偉側偵傑備傢債傾僑價儀儁億儉儲兌內兩凱剋剛劃劇劉劍動務勛勝勞勳勵區協參吳呂員唸問啓"
    "啟喬噹嚮囌國團執堅報場壽夢奐奧奮婁婭孫學宮實寧寬寶將專尋對導層峯島峽崑嶺帥師帶幣幫庫廣廳張強彈彔彿後"
    "從復徵悅愛慄態慶憲應懞懷戰戶捨換撾擊據敎斷旂昇時暉曉曏書會朮東枱柵査條棊楊業極榮構樂樑樓樸橋機檢檯權"
    "欽歐殺淩淵準溫滬滯漢潔潤澤濛濤瀋灣為烏無煉煥熱燁營燦爭爲爾獨現瑩瑪環璽璿瓚產産甦甯畫畵當發盃盧眾矇硃"
    "碩禮稅稱積竄箇節範築糰紀約紅納紐純級紮紹結絡統綉經綫維綱網線緬總繡繫繼纔羅羣義習聖聞聯聰聲脫腦臘臺與"
    "興舘艦茲莊華萊萬葉葯蓆蓋蓮蔘蔣薊薑薩藍藥蘇蘭號衆術衕衚衛衞裏裝裡製複覈見規視親覺觀計訊訓記訪設許訴詠"
    "試話誌語說説調談請論諜諾謀謙謝識譚議讓豐貝財貨貿賀資賈賓賢賦賴趙躍車軍軒載輔輝輪輸輿轉辦農連週進運過"
    "達遜遠遲選遺遼邊郵鄧鄭鄰醫釣鈡鉉銀銘鋒鋼錄錢錦錫録錶鍊鍾鎔鎬鎭鎮鎰鏈鐘鐵長門開間閤閥闆關陞陳陸陽隊際"
    "險隱雋雙離雲電韆韋韓頓領願顧顯風颱飛養餘館馬駐駱騰體髮鬆鬍鬥魚魯鮑鮮鳳鴨鵬鶴麗麥麪麫麵黃黨齣龍龐"
)
_SIMPLIFIED: Final = (
    "亚布来局系侠个们伦伟侧侦杰备家债倾侨价仪俊亿俭储兑内两凯克刚划剧刘剑动务勋胜劳勋励区协参吴吕员念问启"
    "启乔当向苏国团执坚报场寿梦奂奥奋娄娅孙学宫实宁宽宝将专寻对导层峰岛峡昆岭帅师带币帮库广厅张强弹录佛后"
    "从复征悦爱栗态庆宪应蒙怀战户舍换挝击据教断旗升时晖晓向书会术东台栅查条棋杨业极荣构乐梁楼朴桥机检台权"
    "钦欧杀凌渊准温沪滞汉洁润泽蒙涛沈湾为乌无炼焕热烨营灿争为尔独现莹玛环玺璇瓒产产苏宁画画当发杯卢众蒙朱"
    "硕礼税称积窜个节范筑团纪约红纳纽纯级扎绍结络统绣经线维纲网线缅总绣系继才罗群义习圣闻联聪声脱脑腊台与"
    "兴馆舰兹庄华莱万叶药席盖莲参蒋蓟姜萨蓝药苏兰号众术同胡卫卫里装里制复核见规视亲觉观计讯训记访设许诉咏"
    "试话志语说说调谈请论谍诺谋谦谢识谭议让丰贝财货贸贺资贾宾贤赋赖赵跃车军轩载辅辉轮输舆转办农连周进运过"
    "达逊远迟选遗辽边邮邓郑邻医钓钟铉银铭锋钢录钱锦锡录表炼钟镕镐镇镇镒链钟铁长门开间合阀板关升陈陆阳队际"
    "险隐隽双离云电千韦韩顿领愿顾显风台飞养余馆马驻骆腾体发松胡斗鱼鲁鲍鲜凤鸭鹏鹤丽麦面面面黄党出龙庞"
)
_SIGNS: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED) | _DOTS
