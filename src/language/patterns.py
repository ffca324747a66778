"""Patterns of rules as small automata (positions and what may follow them, after Glushkov); rules.py
imports it. The notation stands in data/guard/README.md ("Patterns").
"""
import re

# Held by any word that is no mark.
NO_MARK = (frozenset(), frozenset(((frozenset(), frozenset(('PUNCT',))),)))
TOKEN = re.compile(r'\[|\]|\(|\)\??|[^\s()\[\]]+')
CLASS = re.compile(r'[A-Z][A-Z0-9]*([+-][A-Z][A-Z0-9]*)*$')
FORMS = re.compile(r'<([a-z][a-z-]*)>((?:[+-][A-Z]+)*)$')
WORD = re.compile(r"[a-z0-9'][a-z0-9'./&+%-]*$")
SHORT = re.compile(r"(?<=.)(n't|'(?:s|d|m|ve|re|ll))$")
STATES = 64       # bits of a set of states
FILLERS = 3       # "~"
GAP = 8           # ".."

# Classes that the form of a word or the review gives: no word of the lexicon stands for all of them.
FORMED = set('NOUN ADJ VERB VB VBS VBD PP ING ADVERB NUMBER DATE UNIT CODE LINK QUOTED PUNCT COMMA BREAK '
             'QUERY NAME HANDLE COMPONENT'.split())
# Marks are in no lexicon; this class wakes by itself.
MARKS = {'BANG'}
# How much more often than others words of these classes come by, about.
OFTEN = {'DET': 60, 'PREP': 60, 'TO': 60, 'AND': 60, 'BE': 40, 'PRON': 30, 'POSS': 30, 'THING': 30,
         'HAVE': 30, 'SUBORD': 20, 'DO': 20, 'WH': 20, 'MODAL': 15, 'NEG': 15, 'BUT': 15, 'IF': 15,
         'FILLER': 15}


class PatternMistake(Exception):
    """What is wrong, and how to put it right; the caller knows the place."""


class Part:
    """A piece of a pattern: positions it may begin and end with, and how few and many words it takes."""

    def __init__(self, first=(), last=(), least=0, most=0, wake=None):
        self.first, self.last, self.least, self.most = set(first), set(last), least, most
        self.wake = wake

    @property
    def empty(self):
        return self.least == 0


class Wake:
    """Words one of which stands in each match, how often they come by, and how many words of the match
    may stand before them."""

    def __init__(self, words, cost, nearest=0, farthest=0):
        self.words, self.cost, self.nearest, self.farthest = words, cost, nearest, farthest


def class_mask(text, classes):
    """"PP+CONDUCT-PERCEIVE" -> the classes it must have and those it must not have."""
    wanted = ({re.match('[A-Z0-9]+', text).group()}, set())
    for sign, name in re.findall(r'([+-])([A-Z0-9]+)', text):
        wanted[sign == '-'].add(name)
    for name in wanted[0] | wanted[1]:
        if name not in classes:
            raise PatternMistake(f'no class "{name}" in words.h; words are written in lower case')
    return frozenset(wanted[0]), frozenset(wanted[1])


def forms_of(verb, limits, lexicon, classes):
    """<roll> -> all forms that the lexicon has, or those of these classes."""
    if verb not in lexicon.verbs:
        raise PatternMistake(f'<{verb}>: the lexicon has no verb "{verb}"; add it to a list [verb] in words/')
    forms = lexicon.verbs[verb]
    if limits:
        wanted, unwanted = class_mask('VERB' + limits, classes)
        forms = [form for form in forms
                 if wanted <= lexicon[form] and not unwanted & lexicon[form]]
        if not forms:
            raise PatternMistake(f'<{verb}>{limits}: no form is left')
    return forms


class Pattern:
    """Reads "<fail> to ~ VB". Afterwards:

    sets      what each position holds: (words, masks), or 'start', 'end'
    follow    the positions that may come behind each
    first, last, gaps, same, about, shown   sets of positions
    wake      words (and classes of MARKS) one of which stands in every match; None: there are none
    words     the words that it names
    """

    def __init__(self, text, lexicon, classes):
        self.lexicon, self.classes = lexicon, classes
        self.sets, self.follow = [], []
        self.gaps, self.same, self.about, self.shown = set(), set(), set(), set()
        self.words = set()
        self.tokens = TOKEN.findall(text)
        self.at = 0
        self.begins = None   # first position inside "["
        if not self.tokens:
            raise PatternMistake('an empty pattern')
        whole = self.alternatives(None)
        if self.begins is not None:
            raise PatternMistake('"[" without "]"')
        if whole.empty:
            raise PatternMistake('a pattern that is found in nothing: one word at least must be there')
        if self.gaps & (whole.first | whole.last):
            raise PatternMistake('"~" and ".." stand between two words')
        self.first, self.last, self.wake = whole.first, whole.last, whole.wake

    def position(self, held, wake=None):
        number = len(self.sets)
        if number == STATES:
            raise PatternMistake(f'longer than {STATES} words; ".." counts {GAP}, "~" {FILLERS}')
        self.sets.append(held)
        self.follow.append(set())
        return Part({number}, {number}, 1, 1, wake)

    def join(self, left, right):
        """One behind the other."""
        for position in left.last:
            self.follow[position] |= right.first
        wakes = [left.wake] if left.wake else []
        if right.wake:
            wakes.append(Wake(right.wake.words, right.wake.cost, left.least + right.wake.nearest,
                              left.most + right.wake.farthest))
        return Part(left.first | right.first if left.empty else left.first,
                    left.last | right.last if right.empty else right.last,
                    left.least + right.least, left.most + right.most,
                    min(wakes, key=lambda wake: wake.cost, default=None))

    @staticmethod
    def either(parts):
        wakes, wake = [part.wake for part in parts], None
        if all(wakes):
            wake = Wake(set().union(*(one.words for one in wakes)), sum(one.cost for one in wakes),
                        min(one.nearest for one in wakes), max(one.farthest for one in wakes))
        return Part(set().union(*(part.first for part in parts)), set().union(*(part.last for part in parts)),
                    min(part.least for part in parts), max(part.most for part in parts), wake)

    def alternatives(self, closing):
        """Sequences with "/" between them, up to the closing bracket or the end."""
        parts = [self.sequence(closing)]
        while self.at < len(self.tokens) and self.tokens[self.at] == '/':
            if closing is None:
                raise PatternMistake('" / " stands in brackets: ( a b / c )')
            self.at += 1
            parts.append(self.sequence(closing))
        return self.either(parts) if len(parts) > 1 else parts[0]

    def sequence(self, closing):
        part, tight = Part(), False
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token == '/' or token.startswith(')'):
                if token != '/' and closing is None:
                    raise PatternMistake('")" without "("')
                return part
            self.at += 1
            if token in '[]':
                self.show(token)
                continue
            right = self.item(token)
            if tight or token == '..':
                self.same |= right.first
            tight = token == '..' or (tight and right.empty)
            part = self.join(part, right)
        if closing is not None:
            raise PatternMistake('"(" without ")"')
        return part

    def show(self, token):
        if token == '[':
            if self.begins is not None or self.shown:
                raise PatternMistake('one "[ ... ]" a pattern')
            self.begins = len(self.sets)
        elif self.begins is None:
            raise PatternMistake('"]" without "["')
        else:
            self.shown = set(range(self.begins, len(self.sets)))
            self.begins = None
            if not self.shown:
                raise PatternMistake('nothing between "[" and "]"')

    def item(self, token):
        if token == '(':
            part = self.alternatives(')')
            if self.at == len(self.tokens):
                raise PatternMistake('"(" without ")"')
            self.at += 1
            return self.maybe(part) if self.tokens[self.at - 1] == ')?' else part
        if token == '~':
            held = (frozenset(('been', 'being')),
                    frozenset((frozenset((name,)), frozenset())
                              for name in ('FILLER', 'ADVERB', 'NEG', 'DEGREE')))
            self.words |= held[0]
            return self.skip(held, FILLERS, False)
        if token == '..':
            return self.skip((frozenset(), frozenset(((frozenset(), frozenset()),))), GAP, True)
        if token == '...':
            return self.skip(NO_MARK, GAP, False)
        if token == '_':
            return self.position(NO_MARK)
        if token in '^$':
            return self.position('start' if token == '^' else 'end')
        optional = len(token) > 1 and token.endswith('?')
        part = self.atom(token[:-1] if optional else token)
        return self.maybe(part) if optional else part

    @staticmethod
    def maybe(part):
        return Part(part.first, part.last, 0, part.most)

    def skip(self, held, most, tight):
        part = Part()
        for _ in range(most):
            one = self.position(held)
            self.gaps |= one.first
            self.same |= one.first if tight else set()
            part = self.join(part, one)
        # Any number of them from the last ones on: begin at each, so that fewer will do.
        first = set(range(min(part.first), len(self.sets)))
        return Part(first, {max(first)}, 0, most)

    def atom(self, token):
        about = token.startswith('@')
        words, masks, phrases = set(), set(), []
        for choice in (token[1:] if about else token).split('/'):
            if choice.startswith('<'):
                form = FORMS.match(choice)
                if not form:
                    raise PatternMistake(f'"{choice}": forms of a verb are written <verb> or <verb>+PP')
                words.update(forms_of(form[1], form[2], self.lexicon, self.classes))
            elif CLASS.match(choice):
                masks.add(class_mask(choice, self.classes))
            else:
                cut = [piece for word in choice.split('_') for piece in self.cut(word)]
                if len(cut) == 1:
                    words.add(cut[0])
                else:
                    phrases.append(cut)
        parts = [self.held(words, masks)] if words or masks else []
        for phrase in phrases:
            part = Part()
            for word in phrase:
                part = self.join(part, self.held({word}, set()))
            parts.append(part)
        if about:
            for part in parts:
                self.about |= part.first
        return self.either(parts) if len(parts) > 1 else parts[0]

    @staticmethod
    def cut(word):
        """Short forms are two words: did n't, we 've."""
        if not WORD.match(word):
            raise PatternMistake(f'"{word}" is no word, no class and no sign of the notation')
        short = SHORT.search(word)
        return [word[:short.start()], short[1]] if short else [word]

    def held(self, words, masks):
        self.words |= words
        wakers = set(words)
        for wanted, unwanted in masks:
            if wanted <= MARKS:
                wakers |= wanted
                continue
            fixed = wanted - FORMED
            if not fixed:
                wakers = None
                break
            wakers.update(word for word, has in self.lexicon.items()
                          if fixed <= has and not (unwanted - FORMED) & has)
        cost = sum(max([OFTEN.get(name, 1) for name in self.lexicon.get(word, ())], default=1)
                   for word in wakers or ())
        return self.position((frozenset(words), frozenset(masks)), Wake(wakers, cost) if wakers else None)
