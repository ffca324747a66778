#!/usr/bin/env python3
"""The lexicon: reads data/guard/words/*.words and writes them as a C table with a perfect hash.

tables.py imports it. How the files are written stands in data/guard/README.md ("Words"). A mistake in
them ends the build with the file and the line.
"""
import re

# A sort of words, and the classes that it gives to a word that stands as it is.
SORTS = {'noun': 'NOUN', 'verb': None, 'adj': 'ADJ', 'adv': 'ADVERB', 'word': None, 'forms': None}
WORD = re.compile(r"[a-z0-9'][a-z0-9'./&+-]*$")
LONGEST = 32    # bytes; LEXICON_LONGEST in lexicon.c
VOWELS = 'aeiou'


class Mistake(Exception):
    """"file:line: what is wrong"."""


class Lexicon(dict):
    """word -> set of names of classes; `verbs`: plain form -> list of all its forms."""

    def __init__(self):
        super().__init__()
        self.verbs = {}

    def add(self, word, classes):
        self.setdefault(word, set()).update(classes)

    def add_verb(self, forms):
        known = self.verbs.setdefault(forms[0], [])
        known.extend(form for form in forms if form not in known)


def read_class_names(path):
    """The names of the classes, in the order of enum language_word_class."""
    with open(path, encoding='utf-8') as file:
        return re.findall(r'^ +X\((\w+), "', file.read(), re.M)


def with_s(word):
    """fix -> fixes, try -> tries, plan -> plans"""
    if re.search('(s|x|z|ch|sh)$', word):
        return word + 'es'
    if word[-1] == 'y' and word[-2:-1] not in VOWELS:
        return word[:-1] + 'ies'
    return word + 's'


def with_ed(word):
    if word[-1] == 'e':
        return word + 'd'
    if word[-1] == 'y' and word[-2:-1] not in VOWELS:
        return word[:-1] + 'ied'
    return word + 'ed'


def with_ing(word, past):
    """The past tells whether the last letter doubles: plan planned, so planning."""
    if past == word + word[-1] + 'ed':
        return word + word[-1] + 'ing'
    if word.endswith('ie'):
        return word[:-2] + 'ying'
    if word[-1] == 'e' and word[-2:-1] not in ('e', 'o', 'y'):
        return word[:-1] + 'ing'
    return word + 'ing'


def noun_forms(stated):
    """"child children" or "engineer" -> the noun for one and for many"""
    if len(stated) > 2:
        raise Mistake('a noun has two forms: one and many')
    return stated if len(stated) == 2 else [stated[0], with_s(stated[0])]


def verb_forms(stated):
    """"break broke broken", "plan planned", "run ran run running", "check" -> class: form"""
    if len(stated) > 4:
        raise Mistake('a verb has at most four forms: plain, past, participle, -ing')
    plain = stated[0]
    third = with_s(plain + 'e' if plain[-1] == 'o' and plain[-2:-1] not in VOWELS else plain)
    past = stated[1] if len(stated) > 1 else with_ed(plain)
    participle = stated[2] if len(stated) > 2 else past
    ing = stated[3] if len(stated) > 3 else with_ing(plain, past)
    return {'VB': plain, 'VBS': third, 'VBD': past, 'PP': participle, 'ING': ing}


def add_entry(lexicon, irregular, sort, classes, stated):
    """A word whose forms are stated in another place takes them from there."""
    if len(stated) == 1:
        for other in irregular.get((sort, stated[0]), ()):
            add_entry(lexicon, irregular, sort, classes, other)
        if (sort, stated[0]) in irregular:
            return
    if sort == 'noun':
        for word in noun_forms(stated):
            lexicon.add(word, classes | {'NOUN'})
    elif sort == 'verb':
        forms = verb_forms(stated)
        lexicon.add_verb(list(forms.values()))
        for name, word in forms.items():
            lexicon.add(word, classes | {'VERB', name})
    elif sort == 'forms':
        lexicon.add_verb(stated)
        for word in stated:
            lexicon.add(word, classes)
    else:
        if len(stated) > 1:
            raise Mistake('words are separated by commas: "' + ' '.join(stated) + '"')
        lexicon.add(stated[0], classes | ({SORTS[sort]} if SORTS[sort] else set()))


def read_head(line, known):
    """"[HARM CONDUCT verb]" -> sort and classes"""
    names = line.strip('[]').split()
    if not line.endswith(']') or not names or names[-1] not in SORTS:
        raise Mistake(f'a list begins as [CLASS... SORT], the sort one of: {", ".join(SORTS)}')
    for name in names[:-1]:
        if name not in known:
            raise Mistake(f'no class "{name}" in words.h')
    return names[-1], set(names[:-1])


def read_entries(path, known):
    """(file:line, sort, classes, forms as stated) of each entry"""
    head = None
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            line = line.split('#', 1)[0].strip()
            try:
                if line.startswith('['):
                    head = read_head(line, known)
                    continue
                for entry in line.rstrip(',').split(',') if line else ():
                    stated = entry.split()
                    if not head:
                        raise Mistake('words before the first [CLASS... SORT]')
                    if not stated:
                        raise Mistake('nothing between two commas')
                    for word in stated:
                        if not WORD.match(word) or len(word) > LONGEST:
                            raise Mistake(f'"{word}" is no word')
                    yield f'{path}:{number}', *head, stated
            except Mistake as mistake:
                raise SystemExit(f'{path}:{number}: {mistake}') from None


def read(paths, classes):
    """All words of these files, with the classes that they have; see class Lexicon."""
    known = set(classes)
    entries = [entry for path in paths for entry in read_entries(path, known)]
    lexicon, irregular = Lexicon(), {}
    for _, sort, _, stated in entries:
        others = irregular.setdefault((sort, stated[0]), []) if len(stated) > 1 else None
        if others is not None and stated not in others:
            others.append(stated)
    for place, sort, classes_of, stated in entries:
        try:
            add_entry(lexicon, irregular, sort, classes_of, stated)
        except Mistake as mistake:
            raise SystemExit(f'{place}: {mistake}') from None
    return lexicon


# ---- the perfect hash: hash and displace, as lexicon.c looks it up ----

MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


def hash_parts(data):
    """Eight bytes at a time; the last part ends in zeros."""
    return [int.from_bytes(data[at:at + 8], 'little') for at in range(0, len(data), 8)]


def hash_word(word):
    data = word.encode()
    h = len(data) * STEP & MASK
    for part in hash_parts(data):
        h = (h ^ part) * STEP & MASK
        h ^= h >> 29
    return h


def slot_of(h, displacement, bits):
    return (((h ^ displacement * STEP) & MASK) * STEP & MASK) >> (64 - bits)


def displace(hashes):
    """bits of the table, displacement of each bucket, word number of each slot (None: empty)."""
    bits = max(4, (len(hashes) * 4 // 3).bit_length())
    buckets = [[] for _ in range(1 << (bits - 2))]
    for number, h in enumerate(hashes):
        buckets[h % len(buckets)].append(number)
    slots, displacements = [None] * (1 << bits), [0] * len(buckets)
    for bucket in sorted(range(len(buckets)), key=lambda b: -len(buckets[b])):
        for displacement in range(1 << 16):
            taken = [slot_of(hashes[number], displacement, bits) for number in buckets[bucket]]
            if len(set(taken)) == len(taken) and all(slots[slot] is None for slot in taken):
                break
        else:
            raise SystemExit('the lexicon finds no perfect hash: change STEP in lexicon.py and lexicon.c')
        displacements[bucket] = displacement
        for slot, number in zip(taken, buckets[bucket]):
            slots[slot] = number
    return bits, displacements, slots


def emit_numbers(out, kind, name, numbers):
    out.write(f'static const {kind} {name}[] = {{\n')
    numbers = list(numbers)
    for at in range(0, len(numbers), 16):
        out.write('    ' + ', '.join(str(n) for n in numbers[at:at + 16]) + ',\n')
    out.write('};\n')


def emit_cells(out, order, slots, set_of):
    """A word's first eight bytes and its set stand beside its number: most words are found in one line of the cache."""
    out.write('static const struct lexicon_cell lexicon_cells[] = {\n')
    for slot in slots:
        data = order[slot].encode() if slot is not None else b''
        number = 'NO_WORD' if slot is None else slot
        out.write(f'    {{UINT64_C({int.from_bytes(data[:8], "little"):#x}), {len(data)}, {number}, {0 if slot is None else set_of[slot]}}},\n')
    out.write('};\n')


def emit_lexicon(out, words):
    """Writes what lexicon.c includes. `words`: word -> names of its classes. Gives word -> number."""
    order = sorted(words)
    assert len(order) < 0xffff, 'numbers of words have 16 bits'
    bits, displacements, slots = displace([hash_word(word) for word in order])
    starts = [0]
    for word in order:
        starts.append(starts[-1] + len(word.encode()))
    sets = sorted({tuple(sorted(words[word])) for word in order})
    set_numbers = {names: number for number, names in enumerate(sets)}
    out.write(f'#define LEXICON_STEP UINT64_C({STEP:#x})\n#define LEXICON_BITS {bits}\n')
    emit_numbers(out, 'uint16_t', 'lexicon_displacements', displacements)
    set_of = [set_numbers[tuple(sorted(words[word]))] for word in order]
    emit_cells(out, order, slots, set_of)
    emit_numbers(out, 'uint32_t', 'lexicon_starts', starts)
    emit_numbers(out, 'char', 'lexicon_bytes', [byte for word in order for byte in word.encode()] + LONGEST * [0])
    emit_numbers(out, 'uint16_t', 'lexicon_set_of', set_of)
    out.write('static const struct word_classes lexicon_sets[] = {\n')
    for names in sets:
        halves = [' | '.join(f'LEXICON_BIT({half}, W_{name})' for name in names) or '0'
                  for half in (0, 1)]
        out.write(f'    {{{{{halves[0]}, {halves[1]}}}}},\n')
    out.write('};\n')
    return {word: number for number, word in enumerate(order)}
