"""The rules: reads data/guard/rules/*.rules; tables.py imports it.

The notation stands in data/guard/README.md. Patterns are compiled by patterns.py. A mistake is noted with
the file and the line, and what to write instead; nothing is left out silently.
"""
import re

from patterns import Pattern, PatternMistake

KEYS = ('why', 'question', 'find', 'only', 'not', 'lower', 'once', 'hit', 'miss')
TAGS = ('noun', 'verb', 'aux', 'adj', 'adverb', 'mark', 'other')
BLOCKS = ('text', 'heading', 'item', 'cell')
WORD_CONDITIONS = ('subject has', 'object has', 'before has', 'after has', 'clause has', 'sentence has',
                   'found has', 'next is', 'last is')


class Mistakes:
    """What is wrong in the tables, each with its place."""

    def __init__(self):
        self.told = []

    def add(self, place, what):
        self.told.append(f'{place}: {what}')


class Condition:
    """One condition: `kind` as in enum rule_condition_kind, `bits` as C, `pattern` of its words."""

    def __init__(self, kind, no, bits='0', pattern=None):
        self.kind, self.no, self.bits, self.pattern = kind, no, bits, pattern


class Rule:
    def __init__(self, place, code, rule_id, weight, title):
        self.place, self.code, self.id, self.weight, self.title = place, code, rule_id, weight, title
        self.texts = {}
        self.once = False
        self.finds = []     # (Pattern, conditions)
        self.clauses = []   # ('only', 'not' or 'lower', conditions)
        self.hits, self.misses = [], []


class Names:
    """The names that conditions may use, as the headers have them: name -> constant in C."""

    def __init__(self, language_h, internal_h):
        self.subjects = self.listed(internal_h, 'SUBJECT_KINDS', 'SUBJECT_{}')
        self.traits = self.listed(internal_h, 'VERB_TRAITS', 'VERB_{}_BIT')
        self.fields = self.listed(language_h, 'LANGUAGE_FIELDS', 'LANGUAGE_FIELD_{}')
        self.tags = {name: f'TAG_{name.upper()}' for name in TAGS}
        self.blocks = {name: f'BLOCK_{name.upper()}' for name in BLOCKS}

    @staticmethod
    def listed(path, macro, form):
        """The second column of an X macro -> its first as a constant."""
        with open(path, encoding='utf-8') as file:
            body = re.search(rf'#define {macro}\(X\)((?:.*\\\n)*.*\n)', file.read()).group(1)
        rows = re.findall(r'X\((\w+), "([^"]*)"', body)
        assert rows, macro
        return {name: form.format(constant) for constant, name in rows}


def bits_of(words, known, what):
    """"person team" -> the bits of both, as C."""
    if not words:
        raise PatternMistake(f'"{what}" names none; one of: {" ".join(known)}')
    for word in words:
        if word not in known:
            raise PatternMistake(f'"{what}" does not know "{word}"; one of: {" ".join(known)}')
    return ' | '.join(f'1u << {known[word]}' for word in words)


def read_condition(text, names, lexicon, classes):
    """"no subject person team" -> Condition"""
    words = text.split()
    no = words[:1] == ['no']
    words = words[1:] if no else words
    head, two = words[0] if words else '', ' '.join(words[:2])
    if two in WORD_CONDITIONS:
        if len(words) < 3:
            raise PatternMistake(f'"{two}" names no words')
        kind = two.replace(' ', '_').upper()
        return Condition(kind, no, pattern=Pattern(' '.join(words[2:]), lexicon, classes))
    if head in ('subject', 'object', 'agent'):
        return Condition(head.upper(), no, bits_of(words[1:], names.subjects, head))
    if two == 'verb not':
        return Condition('VERB_NONE', no, bits_of(words[2:], names.traits, two))
    if head == 'verb':
        return Condition('VERB_ALL', no, bits_of(words[1:], names.traits, head))
    for kind, known in (('field', names.fields), ('block', names.blocks), ('tag', names.tags)):
        if head == kind:
            return Condition(kind.upper(), no, bits_of(words[1:], known, kind))
    raise PatternMistake(f'no condition "{text.strip()}"; one begins with subject, object, agent, verb, '
                         f'field, block, tag, or {", ".join(WORD_CONDITIONS)}')


class Reader:
    """Reads rule files one after the other into `rules`."""

    def __init__(self, codes, names, lexicon, classes, mistakes):
        self.codes, self.names, self.lexicon, self.classes = codes, names, lexicon, classes
        self.mistakes = mistakes
        self.rules, self.places = [], {}
        self.rule = self.code = None
        self.lost = False   # behind a line "rule" that could not be read, up to the next

    def read(self, path):
        self.rule, self.code, self.lost = None, None, False
        with open(path, encoding='utf-8') as file:
            for number, line in enumerate(file, 1):
                line = line.strip()
                if line and not line.startswith('#'):
                    try:
                        self.take(f'{path}:{number}', *(line.split(None, 1) + [''])[:2])
                    except PatternMistake as mistake:
                        self.mistakes.add(f'{path}:{number}', mistake)
        self.finish()

    def take(self, place, key, rest):
        if key == 'class':
            self.finish()
            if rest not in self.codes:
                raise PatternMistake(f'no class "{rest}"; one of: {" ".join(self.codes)}')
            self.code = rest
        elif key == 'rule':
            self.finish()
            self.begin(place, rest)
        elif key not in KEYS:
            raise PatternMistake(f'a line begins with class, rule, {", ".join(KEYS)}; not "{key}"')
        elif self.lost:
            return
        elif not self.rule:
            raise PatternMistake(f'"{key}" before the first rule')
        elif not rest:
            raise PatternMistake(f'nothing behind "{key}"')
        else:
            self.add(key, rest)

    def begin(self, place, rest):
        parts = rest.split(None, 2)
        self.lost = True
        if not self.code:
            raise PatternMistake('a rule before the first "class CODE"')
        if len(parts) < 3 or parts[1] not in ('1', '2', '3'):
            raise PatternMistake('a rule begins as: rule ID WEIGHT TITLE, with a weight of 1, 2 or 3')
        if not re.fullmatch(self.code + r'\d{2,3}', parts[0]):
            raise PatternMistake(f'the id of a rule is {self.code} and two or three digits, not "{parts[0]}"')
        if parts[0] in self.places:
            raise PatternMistake(f'{parts[0]} stands already at {self.places[parts[0]]}')
        self.places[parts[0]] = place
        self.lost = False
        self.rule = Rule(place, self.code, parts[0], int(parts[1]), parts[2])

    def conditions(self, text):
        return [read_condition(part, self.names, self.lexicon, self.classes)
                for part in text.split(';')]

    def add(self, key, rest):
        rule = self.rule
        if key in ('why', 'question'):
            if key in rule.texts:
                raise PatternMistake(f'{rule.id} has two lines of "{key}"')
            rule.texts[key] = rest
        elif key in ('hit', 'miss'):
            (rule.hits if key == 'hit' else rule.misses).append(rest)
        elif key == 'once':
            if rest != 'document':
                raise PatternMistake('"once" is written: once document')
            rule.once = True
        elif key == 'find':
            rule.finds.append(None)   # one that cannot be read is no second mistake
            pattern, *conditions = rest.split('|')
            if len(conditions) > 1:
                raise PatternMistake('one "|" a find; conditions are separated by ";"')
            compiled = Pattern(pattern, self.lexicon, self.classes)
            if not compiled.wake:
                raise PatternMistake('no word of the pattern wakes the rule: it needs a word, or a class '
                                     'that only the lexicon gives, which no match can be without')
            rule.finds[-1] = compiled, self.conditions(conditions[0]) if conditions else []
        else:
            rule.clauses.append((key, self.conditions(rest)))

    def finish(self):
        rule, self.rule = self.rule, None
        if not rule:
            return
        for what, there in (('find', rule.finds), ('hit', rule.hits), ('miss', rule.misses)):
            if not there:
                self.mistakes.add(rule.place, f'{rule.id} has no "{what}"')
        self.rules.append(rule)
