"""Writes what tables.c includes; tables.py imports it."""


def quoted(text):
    """A string of C."""
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"' if text else 'NULL'


def level_of(says, weight):
    """What fields.tsv says of a rule of this weight, as enum language_level."""
    plain = ('NOTE', 'HINT', 'WARNING')
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


def emit(out, tables):
    emit_classes(out, tables)
    emit_fields(out, tables)
    emit_rules(out, tables)
