"""Tells Korean and Chinese text, folds its letters for the search, and says where its words may end."""

import re
import unicodedata
from typing import Final, Literal

from detente.model.letters.syllables import whole_syllables

Language = Literal["ko", "zh"]

_HANGUL: Final = "가-힣"
_JAMO: Final = "\u1100-\u11ff"
_HAN: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# For a class of a regular expression: letters that need no space around words.
EAST_ASIAN: Final = _HANGUL + _JAMO + _HAN

EAST_ASIAN_LETTER: Final = re.compile(f"[{EAST_ASIAN}]")
_KOREAN: Final = re.compile(f"[{_HANGUL}{_JAMO}]")
_CHINESE: Final = re.compile(f"[{_HAN}]")
NO_SYLLABLE_BEFORE: Final = f"(?<![{_HANGUL}])"
# Hyphens between Korean or Chinese letters, the soft one of old newspapers included.
_HYPHEN: Final = re.compile(f"(?<=[{_HANGUL}{_HAN}])[-\u00ad\u2010\u2011\u2013\u301c~](?=[{_HANGUL}{_HAN}])")

# Signs that look and mean the same under another number: each has a plain form of one sign.
_COMPATIBLE: Final = re.compile("[\uf900-\ufaff]")
_FULL_WIDTH: Final = {number: number - 0xFEE0 for number in range(0xFF01, 0xFF5F)}

# Middle dots of any make as one.
_DOTS: Final = dict.fromkeys(map(ord, "•・‧∙ㆍᆞ⋅･"), "·")

# A Hangul word of one or two syllables is often a piece of a longer one, a longer word seldom.
_SHORT_WORD: Final = re.compile(f"[{_HANGUL}]{{1,2}}(?![{_HANGUL}])")

# A state of one syllable before a word of its own, as "미 해군" in "한·미 해군", where two have it.
_OF_A_ROW: Final = re.compile(f"[{_HANGUL}] ")

_PARTICLE: Final = (
    "에서|에게서|에게|에겐|에는|에도|에선|에|의|은|는|이|가|을|를|과|와|도|만|으로부터|로부터|으로|로|부터|까지|조차|마저|"
    "처럼|보다|께서|께|한테|이랑|랑|이나|나|이란|란|이라는|라는|이라고|라고|이라며|라며|이라|라|이며|며|이든|든|인데|인|"
    "이다|이자|이고|이지만|지만|밖에|뿐|로서|로써|으로써|으로서|대로|들|측|당국|간|엔"
)
_PARTICLES: Final = re.compile(f"(?:{_PARTICLE})(?:{_PARTICLE})?(?![{_HANGUL}])")


def list_language(text: str) -> Language | None:
    """Return whose actor list finds the names in a text: "ko", "zh", or None for the English one alone.

    "ko" for a text with Hangul, "zh" for one with Han signs alone or ten times as many. It tells by the script alone,
    so Japanese text is "zh".
    """
    if text.isascii() or not EAST_ASIAN_LETTER.search(text):
        return None
    korean = len(_KOREAN.findall(text))
    return "ko" if 10 * korean > len(_CHINESE.findall(text)) else "zh"


def is_sign(letter: str) -> bool:
    """Whether the letter is Hangul or Han; False for an empty text."""
    return EAST_ASIAN_LETTER.match(letter) is not None


def compose(text: str) -> tuple[str, list[int] | None]:
    """Return `text` with whole Hangul syllables and plain full-width letters, and where its letters stood.

    The second value gives for each letter of the new text, and for its end, the offset in `text`; it is None
    where no offset moved. Forms as in Unicode NFC and NFKC (Unicode Standard Annex 15).
    """
    return whole_syllables(_COMPATIBLE.sub(_plain, text.translate(_FULL_WIDTH)))


def _plain(sign: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", sign.group())


def fold_signs(text: str) -> str:
    """Return `text`, equally long, with simplified Han signs, and middle dots for hyphens between them."""
    return _HYPHEN.sub("·", text.translate(_SIGNS))


def needs_space_before(phrase: str) -> bool:
    """Whether the phrase begins with a Hangul word too short to be sure within a longer one."""
    return _SHORT_WORD.match(phrase) is not None


def begins_here(text: str, start: int, end: int, *, whole: bool) -> bool:
    """Whether the phrase `text[start:end]` may begin there.

    A Hangul phrase of one or two syllables, and a `whole` one, begins after no other syllable, nor one such as
    "미 해군" after a middle dot; a `whole` Han phrase after no Han sign and no syllable; a Latin letter or
    digit after no other.
    """
    before = text[start - 1 : start]
    if not before or not before.isalnum():
        return before != "·" or _OF_A_ROW.match(text, start) is None
    if _KOREAN.match(text[start]):
        return not (whole or needs_space_before(text[start:end])) or not _KOREAN.match(before)
    if _CHINESE.match(text[start]):
        return not (whole and is_sign(before))
    return is_sign(before) or not text[start].isalnum()


def particles_end(text: str, end: int) -> int:
    """Return where the Korean particles end that a word ending at `end` carries, `end` itself if it carries none."""
    if not _KOREAN.match(text[end : end + 1]):
        return end
    particles = _PARTICLES.match(text, end)
    return particles.end() if particles else end


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
    return is_sign(after) or not last.isalnum()


# Traditional signs of the shipped lists and of the rules of reading, and under each in turn its simplified form.
_TRADITIONAL: Final = (
    "亞佈來侷係俠倉個們倫偉側偵偽傑傢傳債傾僑僞儀儁億儉儲兌內兩凱剋剛創劃劉劍動務勛勝勞勳區協參吳呂員唸問"
    "啓啟喬噹嚮嚴囌國園團埰執堅報場壽夢夥奐奧婁婭孫學宮寀實寧寬寶將專對導層峯島峽崑帥師帶幣幫庫廈廠廣廳張"
    "強彈彔彿後從復徵悅愛慄態慮慶慾憲應懞懷戰捨採換撾擊擬擺擾敎斷旂昇時暉暫曉曏書會朮東枱柵査條楊業極榮構"
    "樂樑樓樞樸機檢檯權欽歐殺淩淵準溫滬滯滿漢潔潛潤澤濛濟濤瀋灣災為烏無煉煥熱燁燈營燦爭爲爾牆獎獨瑩瑪環璽"
    "璿瓚產産甦甯畢畫當發盃監盧眾矇硃碩禮稅稱積竄箇節範簡簽籤籲糰紀約紅納紐純級紮紹組結絕絡統綉經綫維綱網"
    "線緬總織繡繫繼纔羅羣義習聖聞聯聰聲職脅脫腦臘臺與興舘艦茲莊華萊萬葉蓆蓋蓮蔘蔣薊薑薩藍藥蘇蘭處號衆術衕"
    "衚衛衞裏裝裡製複襲覈見規視親覺計訊訓託記訪許訴証詠試話誌認語說説調談請論諜諾謀謙謝證識譚議讓豐貝財貢"
    "貨貿賀資賈賊賓賢賴趙躍車軍軒載輔輝輪輸輿轟辦農連週進遊運過達違遜遠遲選遺遼邊郵鄧鄭鄰酈醜醫釣鈡鉉銀銘"
    "鋒鋼錄錢錦錫録錶鍊鍾鎊鎔鎬鎭鎮鎰鏈鐘鐵長門開間閤闆闇關陞陳陸陽隊際隱雋雙離雲電韆韋韓預頓領願顧顯颱飛"
    "養餘館馬駐駱騰驅體髮鬆鬍鬥魚魯鮑鮮鳳鴨鵬鶴麗麥麪麫麵黃黨齣龍龐"
    "並備兒則勢寫屬幹徑戶據敗敘敵於欄歡歷決狀現祕種筆練臉舉蘋補觀討評該諸譴責貴賣質贊軟這還釁釋針鈎隨項頭類駁驗點"
)
_SIMPLIFIED: Final = (
    "亚布来局系侠仓个们伦伟侧侦伪杰家传债倾侨伪仪俊亿俭储兑内两凯克刚创划刘剑动务勋胜劳勋区协参吴吕员念问"
    "启启乔当向严苏国园团采执坚报场寿梦伙奂奥娄娅孙学宫采实宁宽宝将专对导层峰岛峡昆帅师带币帮库厦厂广厅张"
    "强弹录佛后从复征悦爱栗态虑庆欲宪应蒙怀战舍采换挝击拟摆扰教断旗升时晖暂晓向书会术东台栅查条杨业极荣构"
    "乐梁楼枢朴机检台权钦欧杀凌渊准温沪滞满汉洁潜润泽蒙济涛沈湾灾为乌无炼焕热烨灯营灿争为尔墙奖独莹玛环玺"
    "璇瓒产产苏宁毕画当发杯监卢众蒙朱硕礼税称积窜个节范简签签吁团纪约红纳纽纯级扎绍组结绝络统绣经线维纲网"
    "线缅总织绣系继才罗群义习圣闻联聪声职胁脱脑腊台与兴馆舰兹庄华莱万叶席盖莲参蒋蓟姜萨蓝药苏兰处号众术同"
    "胡卫卫里装里制复袭核见规视亲觉计讯训托记访许诉证咏试话志认语说说调谈请论谍诺谋谦谢证识谭议让丰贝财贡"
    "货贸贺资贾贼宾贤赖赵跃车军轩载辅辉轮输舆轰办农连周进游运过达违逊远迟选遗辽边邮邓郑邻郦丑医钓钟铉银铭"
    "锋钢录钱锦锡录表炼钟镑镕镐镇镇镒链钟铁长门开间合板暗关升陈陆阳队际隐隽双离云电千韦韩预顿领愿顾显台飞"
    "养余馆马驻骆腾驱体发松胡斗鱼鲁鲍鲜凤鸭鹏鹤丽麦面面面黄党出龙庞"
    "并备儿则势写属干径户据败叙敌于栏欢历决状现秘种笔练脸举苹补观讨评该诸谴责贵卖质赞软这还衅释针钩随项头类驳验点"
)
_SIGNS: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED) | _DOTS
