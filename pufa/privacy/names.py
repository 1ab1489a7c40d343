"""Which words are full names of persons: a surname of the 《百家姓》 and what jieba's part-of-speech tags say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from pufa.answers import once_at
from pufa.desk import WORDS
from pufa.privacy.words import Word, cut, frequency, list_names, split

# 《百家姓》 and the surnames of today that it lacks. jieba's own list of names has no surnames by themselves.
_SINGLE = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓"
    "牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙"
    "池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向"
    "古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关"
    "蒯相查后荆红游竺权逯盖益桓公肖闫付覃冼佟岳苑亓仝仉代揭展苟谌"
)
_COMPOUND = tuple(
    re.findall(
        "..",
        "欧阳司马上官诸葛东方夏侯皇甫尉迟公羊赫连澹台公冶宗政濮阳淳于单于太叔申屠公孙仲孙"
        "轩辕令狐钟离宇文长孙慕容鲜于闾丘司徒司空端木南宫西门百里呼延纳兰独孤闻人万俟",
    )
)
SURNAME = f"(?:{'|'.join(_COMPOUND)}|[{_SINGLE}])"
# The surnames of nine in ten people: one of these before an unknown word is a name even if jieba cuts it in two.
_NINE_IN_TEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁卢姚沈钟姜崔谭陆范汪廖韦贾夏付邹熊孟秦邱侯江尹薛闫雷龙黎陶贺郝顾龚邵覃钱戴严莫孔汤佟苗窦高毛段史康石"
_COMMON = frozenset(_NINE_IN_TEN)
# Words that begin like a common name. jieba calls them names (nr) although they stand in statutes and newspapers.
_WORDS = """
    陈述 陈列 陈列室 陈设 陈旧 陈年 陈规 许诺 许可 许可证 许可法 许可权 申请人 申请书 仲裁庭 从宽 张贴 张大 张开 张嘴 张口 张罗 张扬 张望
    张狂 王朝 王爷 王公 王府 王子 王八 王宫 王侯 王道 王妃 王后 王权 王族 王法 王冠 王储 李子 林草 林农 林由 林和 林权 林权证
    林长 林长制 林果业 林田湖 陆和领 陆浑 陆生 江纳苗 贺兰山 龙羊峡 刘家峡 祖父母 养父母 养父 养母 孙子 高素质 高残留 高黎贡 高潮时 高岭土 高水平 石英岩 黄磷
    黄玉 黄土 周转 万分之 公允 通知书 安全性 扶养费 解释权 宣言 宁静 安静 苗木 苗圃 苗子
"""
_FREQUENT = 100  # in jieba's dictionary: so often stand words and famous people, not villagers
_OFTEN = 20  # of some ten thousand given names
_AFTER_NAME = re.compile(
    r"$|[^\u4e00-\u9fff]|[说讲把将被和与跟向对给的看在去来要不已同是因诉称住男女借欠打回走做干拿收卖买交养办开坐认承答表提搬当也都就又没未曾正现之系起]"
)
_FUNCTION = 5000  # so often stand 和, 从, 于, which are surnames too
_TOP_FIVE = frozenset("王李张刘陈")  # with them 李娜 and 张宁 are more often our neighbours than the famous
MASKED_SURNAME = f"(?:{'|'.join(_COMPOUND)}|[{''.join(sorted(_COMMON))}于任方万白金武文安常左乔尚祁柳葛柴齐])"
_MASKS = "某×XxＸ*○〇甲乙丙丁戊"
_MASK = re.compile(f"[{_MASKS}]")
_TITLE = re.compile(
    "先生|女士|大爷|大妈|大娘|大伯|大叔|大婶|大姐|大哥|大嫂|大姨|老师|奶奶|爷爷|阿姨|师傅|老汉|老太|婆婆|老人|老板|同学|小姐|夫妇|夫妻"
    "|两口|律师|法官|[家氏姓叔婶姐哥嫂伯姨爷妈娘爹总董工老](?![\u4e00-\u9fff])"
)
_OF_PLACES = "村庄镇店厂屯乡县市区路街家氏姓"
_PLACEHOLDERS = frozenset(("张三", "李四", "王五", "赵六", "王小二", "小明", "小红"))
_GIVEN = frozenset(("nr", "nrt", "nrfg", "ns", "nz", "x", "ng"))

_PARTICLES = "的了和与是在有不被把给要能没就也都到从向说讲会让将来去还用着过为以及"
_SENTENCE = re.compile(r"[^。!?;\n]+")
_NO_NAME = f"[{_MASKS}{_PARTICLES}]"  # no candidate has one of these signs
_BEGINNING = re.compile(
    f"([{re.sub(_NO_NAME, '', _NINE_IN_TEN)}])(?=(?!{_NO_NAME})([\u4e00-\u9fff])((?:(?!{_NO_NAME})[\u4e00-\u9fff])?))"
    f"(?!{_TITLE.pattern})"
)
_UNMASKED = re.compile(rf"[{''.join(sorted(_COMMON))}](?!.?{_MASK.pattern})[\u4e00-\u9fff]|{'|'.join(_COMPOUND)}")


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Where full names stand; 张某, 张大爷, 张三 are none."""
    words = cut(text)
    skip = 0
    for index, word in enumerate(words):
        if word.start >= skip and (end := _end_of_name(text, words, index)):
            yield word.start, end
            skip = end


def name_at(text: str, start: int) -> int | None:
    """The end of the full name that begins at a place, if one does."""
    if not _may_begin_a_name(text, start):
        return None
    words = cut(text[start : start + 10])
    end = _end_of_name(text[start : start + 10], words, 0) if words else None
    return _end_by_signs(text, start) if end is None else start + end


def _end_by_signs(text: str, start: int) -> int | None:
    """Where jieba cuts a name in two (赵|国庆): a common surname, signs of which names are made, and then no word goes on."""
    for end in (start + 3, start + 2):
        given = text[start + 1 : end]
        is_made_of = text[start] in _COMMON and set(given) <= _signs_of_names(_NINE_IN_TEN) and given != "大"
        if (
            is_made_of
            and _AFTER_NAME.match(text, end)
            and not _is_word(text[start:end])
            and given[-1] not in _OF_PLACES
        ):
            return end
    return None


@once_at(WORDS)
def _signs_of_names(surnames: str) -> frozenset[str]:
    """The signs that come in many given names of jieba's dictionary."""
    counts: Counter[str] = Counter()
    for word in list_names():
        if len(word) == 3 and word[0] in surnames:
            counts.update(word[1:])
    return frozenset(sign for sign, count in counts.items() if count >= _OFTEN) - frozenset("不小人公家老子")


def _may_begin_a_name(text: str, start: int) -> bool:
    """A sieve without tags: no mask, no title, no common word, and a surname that is a word (和, 从) belongs to a longer one."""
    surname = _surname_of(text[start : start + 2])
    end = start + len(surname or "")
    if not surname or _MASK.match(text, end) or _TITLE.match(text, end) or not _is_han(text[end : end + 1]):
        return False
    first = split(text[start : start + 10])[0]
    if first == surname:
        return surname in _COMMON or frequency(surname) < _FUNCTION
    return first[:1] in _TOP_FIVE or frequency(first) < _FREQUENT


def _end_of_name(text: str, words: tuple[Word, ...], index: int) -> int | None:
    word = words[index]
    surname = _surname_of(word.text)
    if surname is None:
        return None
    end = word.end
    is_name = word.tag.startswith("nr") and len(word.text) > len(surname)
    following = words[index + 1] if index + 1 < len(words) else None
    if not is_name and word.text == surname and surname in _COMMON and following and word.tag not in ("v", "p", "c"):
        is_name = len(following.text) <= 2 and following.tag in _GIVEN and _is_han(following.text)
        end = following.end
    name = text[word.start : end]
    given = name[len(surname) :]
    if not is_name or not 1 <= len(given) <= 2 or not _is_han(name) or _is_word(name):
        return None
    if _MASK.search(text[word.start : end + 1]) or _TITLE.match(text, word.start + len(surname)):
        return None
    return None if given[-1] in _OF_PLACES or text[end : end + 1] in set("村庄镇屯乡县市区路街") else end


def _is_word(name: str) -> bool:
    if name in _WORDS.split() or name in _PLACEHOLDERS:
        return True
    return frequency(name) >= _FREQUENT and not (len(name) == 2 and name[0] in _TOP_FIVE)


def _is_han(text: str) -> bool:
    return all("\u4e00" <= sign <= "\u9fff" for sign in text)


@cache
def _surname_of(word: str) -> str | None:
    match = re.match(SURNAME, word)
    return match[0] if match else None


def is_common(name: str) -> bool:
    """Begins with one of the surnames that nine in ten people bear."""
    return name[0] in _COMMON or name.startswith(_COMPOUND)


def may_hold_common(text: str) -> bool:
    """A sieve without tags: whether a text may hold a full name with such a surname."""
    return _UNMASKED.search(text) is not None


def repeated(text: str) -> dict[str, list[int]]:
    """Full names that come at least twice, and where. Two sieves first, so that jieba need not read everything."""
    begun = _BEGINNING.findall(text)
    counts = Counter([surname + given for surname, given, _ in begun])
    counts.update([surname + given + more for surname, given, more in begun if more])
    candidates = [name for name, count in counts.items() if count >= 2 and _is_candidate(name)]
    found: dict[str, set[int]] = defaultdict(set)
    for name in candidates:
        if set(name[1:]) <= _signs_of_names(_NINE_IN_TEN):
            starts = [place.start() for place in re.finditer(name, text)]
            found[name] |= {
                start
                for start in starts
                if _end_by_signs(text, start) == start + len(name)
                and frequency(text[max(start - 1, 0) : start + 1]) < 5
            }
    standing = [name for name in candidates if _stands_alone(name, text)]
    for sentence in _SENTENCE.finditer(text) if standing else ():
        if any(name in sentence[0] for name in standing):
            for start, end in find_names(sentence[0]):
                found[sentence[0][start:end]].add(sentence.start() + start)
    return {name: sorted(starts) for name, starts in found.items() if len(starts) >= 2}


def _is_candidate(name: str) -> bool:
    if _is_word(name):
        return False
    return frequency(name[:2]) < _FREQUENT or name[0] in _TOP_FIVE


def _stands_alone(name: str, text: str) -> bool:
    """Begins and ends where words do, the first time that it comes."""
    start = text.find(name)
    around = text[max(start - 8, 0) : start + 11]
    ends = {0, *accumulate(map(len, split(around)))}
    return {min(start, 8), min(start, 8) + len(name)} <= ends
