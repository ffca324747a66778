"""Writes what tables.c includes; tables.py imports it. The structs stand in rules.h."""
from lexicon import emit_lexicon
from patterns import FORMED, OFTEN

ENTRY_BITS = 256   # as in internal.h
FINDS_END = 0xffff   # RULE_FINDS_END


def quoted(text):
    """A string of C."""
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"' if text else 'NULL'


def level_of(says, weight):
    """What fields.tsv says of a rule of this weight, as enum language_level."""
    plain = ('NOTE', 'HINT', 'WARNING')
    says = says.removeprefix('people ')
    if says == 'off':
        return 'OFF'
    if says == 'offer':
        return 'OFFER' if weight > 1 else 'NOTE'
    if says.startswith('max '):
        return plain[min(weight, int(says[4:])) - 1]
    return plain[weight - 1] if says == 'on' or weight >= int(says) else 'NOTE'


def emit_classes(out, tables):
    out.write('const struct language_about_class language_classes[LANGUAGE_CLASS_COUNT] = {\n')
    for code, (_, name) in tables.codes.items():
        texts = (code, name, *tables.about[code][1][:5])
        out.write(f'    {{{", ".join(map(quoted, texts))}}},\n')
    out.write('};\nstatic const char *const remedy_questions[LANGUAGE_CLASS_COUNT] = {\n')
    for code in tables.codes:
        out.write(f'    {quoted(tables.about[code][1][5])},\n')
    out.write('};\n')


def emit_fields(out, tables):
    out.write('static const uint8_t field_levels[LANGUAGE_CLASS_COUNT][LANGUAGE_FIELD_COUNT][3] = {\n')
    for code in tables.codes:
        says = dict(zip(tables.columns, tables.fields[code][1]))
        cells = []
        for field, constant in tables.names.fields.items():
            levels = ', '.join(f'LANGUAGE_LEVEL_{level_of(says.get(field, "off"), weight)}' for weight in (1, 2, 3))
            cells.append(f'        [{constant}] = {{{levels}}},\n')
        out.write('    {\n' + ''.join(cells) + '    },\n')
    out.write('};\n')
    out.write('static const bool field_of_people[LANGUAGE_CLASS_COUNT][LANGUAGE_FIELD_COUNT] = {\n')
    for number, code in enumerate(tables.codes):
        says = dict(zip(tables.columns, tables.fields[code][1]))
        cells = [f'[{constant}] = true' for field, constant in tables.names.fields.items()
                 if says.get(field, '').startswith('people ')]
        if cells:
            out.write(f'    [{number}] = {{{", ".join(cells)}}},\n')
    out.write('};\n')


def emit_rules(out, tables):
    for rule in tables.rules:
        for name, texts in (('hits', rule.hits), ('misses', rule.misses)):
            out.write(f'static const char *const {name}_{rule.id}[] = {{{", ".join(map(quoted, texts))}, NULL}};\n')
    out.write('const struct language_rule language_rules[] = {\n')
    for rule in tables.rules:
        _, why, question, *_ = tables.about[rule.code][1]
        out.write(f'    {{"{rule.id}", LANGUAGE_CLASS_{tables.codes[rule.code][0]}, {rule.weight}, {quoted(rule.title)}, '
                  f'{quoted(rule.texts.get("why", why))}, {quoted(rule.texts.get("question", question))}, '
                  f'hits_{rule.id}, misses_{rule.id}}},\n')
    out.write('};\nconst size_t language_rule_count = sizeof language_rules / sizeof *language_rules;\n')


class Store:
    """Items of one array, equal runs of them stored once."""

    def __init__(self):
        self.items, self.known = [], {}

    def add(self, run):
        """The number of the first of these."""
        run = tuple(run)
        if run not in self.known:
            self.known[run] = len(self.items)
            self.items.extend(run)
        return self.known[run]


def classes_in_c(names):
    halves = [' | '.join(f'RULE_BIT({half}, W_{name})' for name in sorted(names)) or '0' for half in (0, 1)]
    return f'{{{{{halves[0]}, {halves[1]}}}}}'


def bits(positions):
    return f'UINT64_C({sum(1 << position for position in positions):#x})'


def entries_in_c(entries):
    """struct entry_bits."""
    held = sum({1 << entry % ENTRY_BITS for entry in entries})
    words = (f'UINT64_C({held >> shift & (1 << 64) - 1:#x})' for shift in range(0, ENTRY_BITS, 64))
    return f'{{{{{", ".join(words)}}}}}'


class Automata:
    """The arrays that patterns and conditions are spread over."""

    def __init__(self, numbers):
        self.numbers = numbers
        self.entries, self.masks, self.words = Store(), Store(), Store()
        self.states, self.patterns, self.conditions = Store(), Store(), Store()

    def held(self, held):
        if held in ('start', 'end'):
            return {'start': 'RULE_WORDS_BEGIN', 'end': 'RULE_WORDS_END'}[held]
        words, masks = held
        entries = sorted(self.numbers[word] for word in words)
        masks = sorted((classes_in_c(wanted), classes_in_c(unwanted)) for wanted, unwanted in masks)
        may = bits({entry % 64 for entry in entries})
        row = (may, self.entries.add(entries), self.masks.add(masks), len(entries), len(masks))
        return self.words.add([row])

    def pattern(self, pattern):
        states = self.states.add((bits(follow), self.held(held))
                                 for follow, held in zip(pattern.follow, pattern.sets))
        sets = (pattern.first, pattern.last, pattern.gaps, pattern.same, pattern.about, pattern.shown)
        return self.patterns.add([(*map(bits, sets), states, *self.needed(pattern))])

    def needed(self, pattern):
        """Words (as bits) and classes one of which stands where each match begins, or where it ends if
        the word that wakes it begins it."""
        entries, classes = set(), set()
        begins = pattern.wake is None or pattern.wake.farthest
        for position in pattern.first if begins else pattern.last:
            if pattern.sets[position] in ('start', 'end'):
                return entries_in_c(range(ENTRY_BITS)), classes_in_c(())
            words, masks = pattern.sets[position]
            entries |= {self.numbers[word] for word in words}
            for wanted, _ in masks:
                if not wanted:
                    return entries_in_c(range(ENTRY_BITS)), classes_in_c(())
                classes.add(min(wanted, key=lambda name: (name in FORMED, OFTEN.get(name, 1), name)))
        return entries_in_c(entries), classes_in_c(classes)

    def listed(self, conditions):
        """As struct rule_conditions."""
        rows = [(f'RULE_{condition.kind}', 'true' if condition.no else 'false',
                 self.pattern(condition.pattern) if condition.pattern else 0, condition.bits)
                for condition in conditions]
        return f'{{{self.conditions.add(rows)}, {len(rows)}}}'


def emit_rows(out, kind, name, items):
    """An array of structs; one empty row where there is none."""
    out.write(f'const struct {kind} {name}[] = {{\n')
    for item in items or [(0,)]:
        out.write(f'    {{{", ".join(map(str, item))}}},\n')
    out.write('};\n')


def emit_numbers(out, name, numbers):
    out.write(f'const uint16_t {name}[] = {{\n')
    for at in range(0, len(numbers), 16):
        out.write('    ' + ', '.join(map(str, numbers[at:at + 16])) + ',\n')
    out.write('};\n')


def emit_wakes(out, tables, numbers):
    """For each word of the lexicon the list of finds that it wakes; 0 is the empty list."""
    woken = {}
    for number, find in enumerate(find for rule in tables.rules for find in rule.finds):
        for word in find[0].wake.words:
            woken.setdefault(word, []).append(number)
    lists = Store()
    lists.add([FINDS_END])
    starts = {word: lists.add(finds + [FINDS_END]) for word, finds in woken.items()}
    emit_numbers(out, 'rule_wakes', lists.items)
    emit_numbers(out, 'rule_wake_of', [starts.get(word, 0) for word in sorted(numbers, key=numbers.get)])
    out.write(f'const uint16_t rule_wake_bang = {starts.get("BANG", 0)};\n')


def emit_automata(out, tables, numbers):
    automata = Automata(numbers)
    finds, clauses, mores = [], [], []
    for number, rule in enumerate(tables.rules):
        mores.append((len(clauses), len(rule.clauses), 'true' if rule.once else 'false'))
        for pattern, conditions in rule.finds:
            finds.append((number, automata.pattern(pattern), f'LANGUAGE_CLASS_{tables.codes[rule.code][0]}',
                          rule.weight, automata.listed(conditions),
                          pattern.wake.nearest, pattern.wake.farthest))
        for kind, conditions in rule.clauses:
            clauses.append((f'RULE_{kind.upper()}', automata.listed(conditions)))
    emit_numbers(out, 'rule_entries', automata.entries.items or [0])
    emit_rows(out, 'rule_mask', 'rule_masks', automata.masks.items)
    emit_rows(out, 'rule_words', 'rule_words', automata.words.items)
    emit_rows(out, 'rule_state', 'rule_states', automata.states.items)
    emit_rows(out, 'rule_pattern', 'rule_patterns', automata.patterns.items)
    emit_rows(out, 'rule_condition', 'rule_conditions', automata.conditions.items)
    emit_rows(out, 'rule_clause', 'rule_clauses', clauses)
    emit_rows(out, 'rule_more', 'rule_mores', mores)
    emit_rows(out, 'rule_find', 'rule_finds', finds)


def emit(tables, lexicon_out, tables_out):
    words = dict(tables.lexicon)
    for rule in tables.rules:
        patterns = [find[0] for find in rule.finds]
        for conditions in [find[1] for find in rule.finds] + [clause[1] for clause in rule.clauses]:
            patterns += [condition.pattern for condition in conditions if condition.pattern]
        for pattern in patterns:
            for word in pattern.words:
                words.setdefault(word, set())
    with open(lexicon_out, 'w', encoding='utf-8') as out:
        numbers = emit_lexicon(out, words)
    with open(tables_out, 'w', encoding='utf-8') as out:
        emit_classes(out, tables)
        emit_fields(out, tables)
        emit_rules(out, tables)
        emit_automata(out, tables, numbers)
        emit_wakes(out, tables, numbers)
