#!/usr/bin/env python3
"""Turns the tables of data/guard/ into C:

tables.py DATA RULES LEXICON TABLES DEPENDENCIES   writes what lexicon.c and tables.c include, and for
                                                   ninja what they were made of
tables.py --check DATA                             tells mistakes alone

DATA is data/guard, RULES its folder of rules (tests have their own); the headers beside this file name the classes, fields, kinds and traits.
Every mistake is printed as "file:line: what"; with one or more nothing is written and the exit code is 1.
"""
import pathlib
import re
import sys

import lexicon as words_of
from emit import emit
from rules import Mistakes, Names, Reader

FIELD_SAYS = re.compile(r'on|off|offer|[1-3]|max [1-3]|people [1-3]')


def rows(path, columns, mistakes):
    """(place, columns) of each row that has so many; the last ones may be empty."""
    with open(path, encoding='utf-8') as table:
        for number, line in enumerate(table, 1):
            if line.startswith('#') or not line.strip():
                continue
            parts = [part.strip() for part in line.rstrip('\n').split('\t')]
            if len(parts) != columns:
                mistakes.add(f'{path}:{number}', f'a row has {columns} columns, this has {len(parts)}')
            else:
                yield f'{path}:{number}', parts


def by_class(path, columns, codes, mistakes):
    """code -> columns of its row; each class has one row."""
    found = {}
    for place, (code, *parts) in rows(path, columns, mistakes):
        if code not in codes or code in found:
            mistakes.add(place, f'"{code}" is ' + ('here twice' if code in codes else
                                                   f'no class; one of: {" ".join(codes)}'))
        found[code] = place, parts
    for code in codes:
        if code not in found:
            mistakes.add(f'{path}:1', f'no row for class {code}')
    return found


def read_classes(path, codes, mistakes):
    about = by_class(path, 7, codes, mistakes)
    for place, parts in about.values():
        if not all(parts[:4]):
            mistakes.add(place, 'title, why, question and way out are all needed')
    return about


def read_fields(path, codes, fields, mistakes):
    with open(path, encoding='utf-8') as table:
        head = table.readline().lstrip('# ').split()
    if head[:1] != ['class'] or sorted(head[1:]) != sorted(set(fields) - {'quotation'}):
        mistakes.add(f'{path}:1', f'the first line names the columns: class {" ".join(fields)}; quotation has none')
        return {}, []
    says = by_class(path, len(head), codes, mistakes)
    for place, parts in says.values():
        for part in parts:
            if not FIELD_SAYS.fullmatch(part):
                mistakes.add(place, f'"{part}" is none of: on, 1, 2, 3, max 1, max 2, people 2, offer, off')
    return says, head[1:]


class Tables:
    """All that data/guard says, and its mistakes."""

    def __init__(self, data, rules, source):
        self.mistakes = Mistakes()
        self.names = Names(source / 'language.h', source / 'internal.h')
        self.codes = {code: (constant, name) for constant, code, name in
                      re.findall(r'X\((\w+), "([A-Z]{2})", "([a-z-]+)"\)', (source / 'language.h').read_text())}
        classes = words_of.read_class_names(source / 'words.h')
        self.lexicon = words_of.read(sorted(map(str, (data / 'words').glob('*.words'))), classes)
        self.about = read_classes(str(data / 'classes.tsv'), self.codes, self.mistakes)
        self.fields, self.columns = read_fields(str(data / 'fields.tsv'), self.codes, self.names.fields,
                                                self.mistakes)
        reader = Reader(self.codes, self.names, self.lexicon, set(classes), self.mistakes)
        for path in sorted(rules.glob('*.rules')):
            reader.read(str(path))
        self.rules = reader.rules


def write_dependencies(path, out, data, rules):
    """A Makefile of one rule. The folders are named too: a new file in one of them counts."""
    tables = [data / 'words', rules, *sorted(data.glob('*.tsv')), *sorted(data.glob('words/*')), *sorted(rules.glob('*'))]
    pathlib.Path(path).write_text(f'{out}: {" ".join(map(str, tables))}\n')


def main():
    check = sys.argv[1:2] == ['--check']
    if len(sys.argv) != (3 if check else 6):
        sys.exit(__doc__)
    data = pathlib.Path(sys.argv[2 if check else 1])
    rules = data / 'rules' if check else pathlib.Path(sys.argv[2])
    tables = Tables(data, rules, pathlib.Path(__file__).parent)
    for mistake in tables.mistakes.told:
        print(mistake, file=sys.stderr)
    if tables.mistakes.told:
        return 1
    if not check:
        emit(tables, *sys.argv[3:5])
        write_dependencies(sys.argv[5], sys.argv[3], data, rules)
    return 0


if __name__ == '__main__':
    sys.exit(main())
