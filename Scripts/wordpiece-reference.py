#!/usr/bin/env python3
"""Writes what the word pieces in Sources/LanguageModel are held against, as the reference makes it.

Needs tokenizers==0.23.3 (PyPI). Writes
- Sources/LanguageModel/Data/wordpiece-characters.txt: what BERT's uncased basic tokenizer does to every character, asked one by one;
- Tests/Fixtures/models/wordpiece-vocabulary.txt: a small vocabulary for tests;
- Tests/Fixtures/models/wordpiece-vectors.json: texts and their pieces;
- Tests/Fixtures/models/letter-shapes.json: words and their letter shapes, as models are trained with them;
- Tests/Fixtures/models/wordpiece-development.txt: for files of the development data, where they are there, how many pieces they have and a hash of them.

    python3 Scripts/wordpiece-reference.py [FOLDER_OF_DEVELOPMENT_DATA]
"""
import json
import pathlib
import string
import sys

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "Tests/Fixtures/models"
NORMALIZER = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True)
SPLITTER = pre_tokenizers.BertPreTokenizer()

WORDS = """the of and to in a is was for on that with as by at from he his it an be are this which has had not but or her she they its
were have one who been their all will would there more when no if out so said what up about into than them can only other new some could time
these two may then do first any my now such like our over man me even most made after also did many before must through years where much your
way well down should because each just those people how too little state good very make world still own see men work long get here between both
life being under never day same another know while last might us great old year off come since against go came right used take three
minister president government united nations police court city country war trade talks prime foreign officials capital election parliament
party leader bank oil percent million billion company market report news week month monday tuesday sunday january march may june july
north south east west africa asia europe china india russia france germany israel iran london paris new york washington""".split()
ENDINGS = """s ed ing er est ly tion ions ment ness able ible al ial ic ical ous ive ity ize ise ised ism ist ists an ian ans ish ese land stan
burg ville ton son man men ov ova sky ski ic vic in un re de th nd rd st ch sh ck ll ss ee oo ea ou ai ie ei qu gh ph wh""".split()
SCRIPTS = "αβγδεζηθικλμνξοπρσςτυφχψωабвгдежзийклмнопрстуфхцчшщъыьэюяאבגדהוזחטיכלמנסעפצקרשתابتثجحخدذرزسشصضطظعغفقكلمنهويकखगघचछजझทนมย"
IDEOGRAPHS = "中国人日本大小東京北上海가각한ᄀ한ᆨ"
SIGNS = "–—‘’“”…•€£¥©®°±×÷½¼¾²³µ§«»¿¡→←−≈≤≥√∞🙂😀"


def vocabulary():
    """A few hundred pieces in a fixed order: the special ones, characters, beginnings and ends of words."""
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces += list(string.ascii_lowercase + string.digits + string.punctuation + SCRIPTS + IDEOGRAPHS + SIGNS + "ßæøłđıþð")
    pieces += ["##" + c for c in string.ascii_lowercase + string.digits + SCRIPTS + "ßæøłđıþð²³" + IDEOGRAPHS]
    pieces += WORDS + ["##" + e for e in ENDINGS] + ["##" + w for w in WORDS[:60]] + ["caf", "##e", "nai", "##ve", "istanbul", "o", "##'"]
    return list(dict.fromkeys(pieces))


TEXTS = [
    "The prime minister of New York's 3rd-largest bank said so.", "naïve café déjà-vu Ångström Größe STRASSE straße", "",
    " \t\n", "ISTANBUL İstanbul ıstanbul Iıİi", "don't can't o'clock rock'n'roll ’tis", "U.S. e.g. 3.14 1,000,000 50% $5bn #tag @user a_b",
    "東京 and 北京 in 中国人x大yz小", "한국 각 가나다", "Зеленский и Кремль", "Ελλάδα ΣΊΣΥΦΟΣ ἀρχή", "\u05e9\u05dc\u05d5\u05dd עולם", "العَرَبِيَّة",
    "हिन्दी", "ไทยนะ", "e\u0301 vs \u00e9, n\u0303 vs ñ, a\u0327\u0301", "\u1e9e \ufb01 \u2126 \u212b \u0130 \u01c5 \u0149 \u1fb3",
    "zero\u200bwidth soft\u00adhyphen bom\ufeffx", "nul\x00x \ufffd repl", "tab\tnew\nline\r\nvt\x0bff\x0cx", "nbsp\u00a0thin\u2009ideo\u3000sp\u2028ls\u2029ps\u0085nel",
    "🙂 smile😀y 👍🏽 🇫🇷 👨‍👩‍👧", "a" * 100, "a" * 101, "é" * 100, "é" * 101, "e\u0301" * 100, "e\u0301" * 101, "\u6771" * 120, "!" * 120,
    "unknownqqqqzz\u0416word", "\u2260 \u226e ; \u0387 \u1fef \u2329x\u232a", "½ ² ³ µ § « » ¿ ¡", "–—‘’“”…•", "Ⅷ ⅷ ℡ ㎏ ﷺ", "ǅungla Ǆ ǆ",
    "𝐀𝐁 𝒳 𐐀𐐨 𠀀x𪜀", "\ud7a3\uac00 \u1100\u1161\u11a8", "ſharp ſ K Å", "x\u0345y \u1dc0 \u20d0 \ufe0f \u302e\u302f", "\u0600\u06dd \u180e \u2060\u2066\u206f",
    "\ue000private \U000f0000 \U0010fffd \u0378unassigned \U000e0001tag", "co-operation's (\"quoted\") [UNK] [CLS]text [sep] ##ing",
    "ANTIDISESTABLISHMENTARIANISM", "Nagorno-Karabakh’s ex-prime-minister", "http://example.org/a?b=c&d=%20#e", "İİİİ ŞŞ ĞĞ", "Ünïcödé Ẁ ẗ ỳ Ǜ ḗ ṩ",
]


def characters():
    """What the reference does to each character: classes as ranges, and characters that become others."""
    classes = {"remove": [], "space": [], "ideograph": [], "punctuation": []}
    mapped = []
    for value in range(0x110000):
        if 0xD800 <= value < 0xE000 or 0xAC00 <= value <= 0xD7A3:  # Surrogates; Hangul syllables, whose decomposition is arithmetic.
            continue
        character = chr(value)
        result = NORMALIZER.normalize_str(character)
        if result == "":
            classes["remove"].append(value)
        elif result == " ":
            classes["space"].append(value)
        else:
            if result[0] == " " and result[-1] == " ":
                classes["ideograph"].append(value)
                result = result[1:-1]
            if result != character:
                mapped.append((value, [ord(c) for c in result]))
            if len(SPLITTER.pre_tokenize_str(f"a{character}a")) == 3:
                classes["punctuation"].append(value)
    return classes, mapped


def write_characters():
    classes, mapped = characters()
    lines = [
        "# What BERT's uncased basic tokenizer does to characters: which it removes, takes for white space, sets apart as ideographs or as punctuation",
        "# (ranges of code points, both ends included), and which become others (decomposed, without accents, in lower case; an ideograph may be both). Hangul",
        "# syllables are not listed. Written by Scripts/wordpiece-reference.py.",
    ]
    for name, values in classes.items():
        ranges = []
        for value in values:
            if ranges and ranges[-1][1] == value - 1:
                ranges[-1][1] = value
            else:
                ranges.append([value, value])
        shown = [f"{a:X}" if a == b else f"{a:X}-{b:X}" for a, b in ranges]
        lines += [" ".join([name] + shown[i : i + 20]) for i in range(0, len(shown), 20)]
    lines += [f"{value:X} {' '.join(f'{r:X}' for r in result)}" for value, result in mapped]
    path = ROOT / "Sources/LanguageModel/Data/wordpiece-characters.txt"
    path.write_text("\n".join(lines) + "\n")


def reference(pieces):
    tokenizer = Tokenizer(
        models.WordPiece({p: i for i, p in enumerate(pieces)}, unk_token="[UNK]", continuing_subword_prefix="##", max_input_chars_per_word=100))
    tokenizer.normalizer = NORMALIZER
    tokenizer.pre_tokenizer = SPLITTER
    return tokenizer


def fnv(ids, value):
    """FNV-1a over the numbers, two bytes each."""
    for i in ids:
        for byte in (i & 0xFF, i >> 8):
            value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


SHAPED = """talks Talks NATO U.S. J. J a I McDonald iPhone eBay 1,000 3rd B-52 G20 Al-Arabi al-Arabi O'Brien don't ... — 's %
naïve Élysée ÉLYSÉE École éCOLE Ångström Ω Ωmega ΣΊΣΥΦΟΣ Кремль СССР Ё ǅ ǅungla ǆ 東京 東京2 العَرَبِيَّة x² ² ½ ½x Ⅷ ٣ ٣ع ª º ⓐ Ⓐ ﬁne 𝐀 𝐀𝐁 😀 e\u0301 É-É
Jean-Claude U.N.-backed 1990s 20-Year-Old I'M A1 @User #Tag""".split() + [""]


def shape(word):
    """0 neither letters nor digits, 1 no capital, 2 the first alone, 3 capitals alone, 4 one letter, 5 other, 6 digits, 7 letters and digits."""
    letters, digit = [c for c in word if c.isalpha()], any(c.isdigit() for c in word)
    if not letters:
        return 6 if digit else 0
    if digit:
        return 7
    capitals = [c.isupper() for c in letters]
    if not any(capitals):
        return 1
    if len(letters) == 1:
        return 4
    if all(capitals):
        return 3
    return 2 if capitals[0] and not any(capitals[1:]) else 5


def write_development(tokenizer, folder):
    """Per file: its pieces, white space between words cut as bytes, and their hash."""
    lines = ["# Files of the development data, the number of their pieces in the vocabulary beside, and a hash of these."]
    for name in ("ner", "coref", "openie", "relations", "segmentation", "syntax"):
        for path in sorted((folder / name).rglob("*")):
            if not path.is_file() or path.suffix not in (".txt", ".jsonl", ".conllu", ".tsv") or path.stat().st_size > 3_000_000:
                continue
            words = [w.decode() for w in path.read_bytes().split()]
            count, value = 0, 0xCBF29CE484222325
            for begin in range(0, len(words), 4096):
                for encoding in tokenizer.encode_batch(words[begin : begin + 4096], add_special_tokens=False):
                    count += len(encoding.ids)
                    value = fnv(encoding.ids, value)
            lines.append(f"{path.relative_to(folder)} {count} {value:016x}")
    (FIXTURES / "wordpiece-development.txt").write_text("\n".join(lines) + "\n")


def main():
    write_characters()
    pieces = vocabulary()
    FIXTURES.mkdir(parents=True, exist_ok=True)
    (FIXTURES / "wordpiece-vocabulary.txt").write_text("\n".join(pieces) + "\n")
    tokenizer = reference(pieces)
    vectors = [{"text": t, "pieces": tokenizer.encode(t, add_special_tokens=False).ids} for t in TEXTS]
    (FIXTURES / "wordpiece-vectors.json").write_text("[\n" + ",\n".join(json.dumps(v) for v in vectors) + "\n]\n")
    shapes = ",\n".join(json.dumps({"word": w, "shape": shape(w)}) for w in SHAPED)
    (FIXTURES / "letter-shapes.json").write_text(f"[\n{shapes}\n]\n")
    if len(sys.argv) > 1:
        write_development(tokenizer, pathlib.Path(sys.argv[1]))


main()
