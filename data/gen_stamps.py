#!/usr/bin/env python3
"""Turns stamps.tsv and months.tsv into the initialisers of two C tables.

Use: gen_stamps.py stamps.tsv months.tsv OUT_ROWS OUT_MONTHS

A pattern becomes a short program for src/evidence/stamp_run.c: one letter for each thing to read.
What the letters mean stands there; how patterns are written stands at the top of stamps.tsv.
Mistakes in the tables stop the build with file and line.
"""
import sys

# pattern -> step of the program
FIELDS = {
    '%Y': 'Y', '%y': 'y', '%_y': 'w', '%m': 'm', '%-m': 'n', '%d': 'd', '%-d': 'D', '%e': 'e',
    '%b': 'b', '%a': 'a', '%j': 'j', '%G': 'G', '%V': 'V', '%u': 'u',
    '%T': 'T', '%H': 'H', '%-H': 'h', '%k': 'k', '%I': 'I', '%M': 'M', '%-M': 'i', '%S': 'S',
    '%-S': 's', '%f': 'f', '%2f': '2', '%3f': '3', '%6f': '6', '%L': 'l', '%p': 'p', '%z': 'z', '%Z': 'Z', '%o': 'o',
    '%q': 'q', '%Q': 'Q', '%s': '@', '%N': 'N', '%X': 'X', '%x': 'x', '%+': '+', '%#': '#', '%~': '~', '%=': '=',
    '%c': 'c', '%&': '&',
}
YEAR, MONTH, CLOCK = 'YywGX', 'mnbjuX', 'THhkIc'
WHOLE = '@Nx+#~='                   # a time by itself: neither date nor clock
FIXED = 'YymdjGVu'                  # always as wide; the reader may remember text that ends here
# digits that a field has, least and most
DIGITS = {**dict.fromkeys('YG', (4, 4)), 'j': (3, 3), 'u': (1, 1), '@': (9, 19), 'l': (1, 3),
          '2': (2, 2), '3': (3, 3), '6': (6, 6), **dict.fromkeys('ymdVHMS', (2, 2)),
          **dict.fromkeys('nDhIis', (1, 2))}
WORDS = {'number', 'loose', 'no-hour'}


class Mistake(Exception):
    pass


def split_pattern(pattern):
    """The parts of a pattern: fields as they are, literals as ("'", byte), brackets as lists."""
    parts, stack, i = [], [], 0
    while i < len(pattern):
        c = pattern[i]
        if c == '%':
            width = 3 if pattern[i + 1:i + 2] in ('-', '_', '2', '3', '6') else 2
            field = pattern[i:i + width]
            if field not in FIELDS:
                raise Mistake(f'unknown field {field}')
            parts.append(FIELDS[field])
            i += width
        elif c in '[(':
            if stack:
                raise Mistake('brackets within brackets')
            stack.append((c, parts, []))
            parts = []
            i += 1
        elif c in '|])':
            if not stack or c != '|' and '[('.index(stack[-1][0]) != '])'.index(c):
                raise Mistake(f'"{c}" without its opening bracket')
            stack[-1][2].append(parts)
            parts = []
            if c != '|':
                opening, parts, choices = stack.pop()
                parts.append((opening, choices))
            i += 1
        else:
            if c == '\\':
                i += 1
                c = {'t': '\t'}.get(pattern[i], pattern[i])
            parts.extend(("'", byte) for byte in c.encode())
            i += 1
    if stack:
        raise Mistake('a bracket is not closed')
    if not parts:
        raise Mistake('empty pattern')
    return parts


def is_byte(choice):
    return len(choice) == 1 and choice[0][0] == "'"


def encode(part):
    """The bytes of one step."""
    if isinstance(part, str):
        return part.encode()
    kind, value = part
    if kind == "'":
        return b"'" + bytes([value])
    if kind == '[' and value == [['f']]:
        return b'F'
    if all(is_byte(choice) for choice in value):
        if kind == '(':
            return b'{' + bytes([len(value)]) + bytes(choice[0][1] for choice in value)
        if len(value) == 1:
            return b'?' + bytes([value[0][0][1]])
    body = b''
    for choice in value:
        steps = b''.join(encode(step) for step in choice)
        body += bytes([len(steps)]) + steps
    if len(body) > 255:
        raise Mistake('too much within brackets')
    return kind.encode() + bytes([len(body)]) + body


def letters(parts):
    """All field letters in a pattern, those within brackets too."""
    for part in parts:
        if isinstance(part, str):
            yield part
        elif part[0] in '[(':
            for choice in part[1]:
                yield from letters(choice)


def remembered(parts):
    """Bytes of the program that read the date in front of the clock, 0 when there is none or a zone in it."""
    size, last = 0, None
    for part in parts:
        if isinstance(part, str) and part in CLOCK + WHOLE + 'XMi':
            break
        if set(letters([part])) & set('zZoqQ'):
            return 0
        size += len(encode(part))
        last = part
    else:
        return 0
    ends_sharply = last is not None and (isinstance(last, str) and last in FIXED or
                                         last[0] == "'" or encode(last)[:1] == b'{')
    return size if ends_sharply and any(c in YEAR + MONTH + 'dDe' for c in letters(parts)) else 0


def opening(parts):
    """How a stamp begins: what (see stamp_format.h), least and most digits, the byte behind them."""
    first = parts[0]
    if first[0] == "'" and not chr(first[1]).isalnum():
        return chr(first[1]), 0, 0, 0
    if first == 'N':
        return '@', 0, 0, 0
    if first in ('a', 'b'):
        return first, 0, 0, 0
    if first == 'T':
        return '0', 2, 2, ord(':')
    if first in ('w', 'e', 'k'):
        return '_', 0, 0, 0
    least, most, after = 0, 0, 0
    for part in parts:
        if part[0] == "'":
            after = part[1]
        if not isinstance(part, str) or part not in DIGITS:
            if part[0] == '[' and least:    # more digits may follow at once
                most, after = 20, 0
            break
        least, most = least + DIGITS[part][0], most + DIGITS[part][1]
    return ('0', least, most, after) if least else ('*', 0, 0, 0)


def quoted(data):
    out = ''
    for byte in data:
        c = chr(byte)
        out += c if 32 <= byte < 127 and c not in '"\\?' else '\\%03o' % byte
    return f'"{out}"'


def read_table(path, columns):
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip('\n')
            if not line or line.startswith('#'):
                continue
            cells = line.split('\t')
            if len(cells) != columns:
                raise SystemExit(f'{path}:{number}: {len(cells)} columns, wanted {columns}')
            yield f'{path}:{number}', cells


def flags_of(parts, words):
    all_letters = set(letters(parts))
    flags = []
    if not all_letters & set(WHOLE):
        has_year, has_month = all_letters & set(YEAR), all_letters & set(MONTH)
        if has_year and not has_month:
            raise Mistake('a year without month and day')
        if not has_month:
            flags.append('STAMP_NO_DATE')
        elif not has_year:
            flags.append('STAMP_NO_YEAR')
        if ('I' in all_letters) != ('p' in all_letters):
            raise Mistake('%I and %p need each other')
        if all_letters & set('yw'):
            flags.append('STAMP_SHORT_YEAR')
        if not all_letters & set(CLOCK + 'X'):
            flags.append('STAMP_NO_HOUR' if 'no-hour' in words else 'STAMP_DATE_ONLY')
    if 'number' in words:
        flags.append('STAMP_EPOCH')
    if all_letters & set('+#~='):
        flags.append('STAMP_SINCE_BOOT')
    return ' | '.join(flags) or '0'


def ends_with_minute(parts):
    return 'M' in letters(parts) and not set(letters(parts)) & set('SsT')


def yes_no(value):
    return str(value).lower()


def row(where, cells, numbers):
    name, pattern, marks, example, reading = cells
    words = set(filter(None, marks.split('; ')))
    swaps = [word[5:] for word in words if word.startswith('swap=')]
    try:
        if len(name) > 40:
            raise Mistake('the name is longer than 40 bytes')
        if unknown := [w for w in words - WORDS if not w.startswith('swap=')]:
            raise Mistake(f'unknown mark {unknown[0]}')
        if swaps and swaps[0] not in numbers:
            raise Mistake(f'no format is named {swaps[0]}')
        parts = split_pattern(pattern)
        program = b''.join(encode(part) for part in parts)
        if len(program) > 250:
            raise Mistake('the pattern is too long')
        start, least, most, after = opening(parts)
        swap = numbers[swaps[0]] if swaps else -1
        return (f'{{{quoted(name.encode())}, {quoted(program)}, {len(program)}, {remembered(parts)}, '
                f"{ord(start)}, {least}, {most}, {after}, "
                f"{yes_no(ends_with_minute(parts))}, {yes_no('loose' in words)}, {flags_of(parts, words)}, {swap},\n"
                f' {quoted(example.encode())}, {quoted(reading.encode())}}},\n')
    except Mistake as mistake:
        raise SystemExit(f'{where}: {mistake}')


def spellings(name):
    """As UTF-8 in small and capital non-ASCII letters, and as Latin-1; ASCII case is for the reader."""
    for form in {name, ''.join(c.upper() if ord(c) > 127 else c for c in name),
                 name[:1].upper() + name[1:] if ord(name[0]) > 127 else name}:
        yield form.encode()
        if not form.isascii():
            try:
                yield form.encode('latin-1')
            except UnicodeEncodeError:
                pass


def months(path):
    known = {}
    for where, cells in read_table(path, 13):
        for month, names in enumerate(cells[1:], 1):
            for name in filter(None, names.split('|')):
                for form in spellings(name):
                    if known.setdefault(form, month) != month:
                        raise SystemExit(f'{where}: {name} is month {known[form]} elsewhere')
    return ''.join(f'{{{quoted(form)}, {len(form)}, {month}}},\n'
                   for form, month in sorted(known.items(), key=lambda x: (x[0][0], -len(x[0]), x[0])))


def main():
    stamps, month_names, out_rows, out_months = sys.argv[1:]
    table = list(read_table(stamps, 5))
    numbers = {}
    for number, (where, cells) in enumerate(table):
        if numbers.setdefault(cells[0], number) != number:
            raise SystemExit(f'{where}: {cells[0]} is there already')
    with open(out_rows, 'w', encoding='ascii') as out:
        out.writelines(row(where, cells, numbers) for where, cells in table)
    with open(out_months, 'w', encoding='ascii') as out:
        out.write(months(month_names))


if __name__ == '__main__':
    main()
