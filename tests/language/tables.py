#!/usr/bin/env python3
"""Each mistake that the tables of the guard can have must be told with its file and line; good tables
must pass. Prints TAP.

usage: tables.py TABLES_PY
"""
import pathlib
import subprocess
import sys
import tempfile

CODES = 'CF BL HE RC MC HS OC CB FC NV DD WR'.split()
FIELDS = 'event context analysis what-if supposing remediation actions'.split()
WORDS = '[PRON word]\nthey\n[verb]\nroll, take took taken\n[CONDUCT verb]\ncheck\n'
RULE = 'class CF\nrule CF01 3 A title\n  find {}\n  hit They rolled.\n  miss They took.\n'


def files(**changed):
    """The smallest good tables, some of them changed."""
    good = {
        'classes.tsv': ''.join(f'{code}\ttitle\twhy\tquestion\tway out\t\t\n' for code in CODES),
        'fields.tsv': '# class\t' + '\t'.join(FIELDS) + '\n' + ''.join(
            '\t'.join([code] + ['on'] * len(FIELDS)) + '\n' for code in CODES),
        'words/a.words': WORDS,
        'rules/a.rules': RULE.format('<roll>'),
    }
    names = {'classes': 'classes.tsv', 'fields': 'fields.tsv', 'words': 'words/a.words', 'rules': 'rules/a.rules'}
    good.update({names[key]: text(good[names[key]]) if callable(text) else text
                 for key, text in changed.items()})
    return good


def finds(pattern):
    return {'rules': RULE.format(pattern)}


# what is changed, what must be told: file:line: and words of the message; nothing: no mistake
CASES = [
    ({}, ''),
    (finds('( they / check )? <roll>/VB .. [ @took~ ]'), 'rules/a.rules:3: "took~" is no word'),
    (finds("^ ( they / check )? ~ <roll>+PP/VB-CONDUCT .. [ @took x? ] $ | no subject person; after has they"), ''),
    (finds('they !'), 'rules/a.rules:3: "!" is no word'),
    (finds('they BANG'), ''),
    (finds('<zork>'), 'rules/a.rules:3: <zork>: the lexicon has no verb'),
    (finds('<roll>+NOUN'), 'rules/a.rules:3: <roll>+NOUN: no form'),
    (finds('<roll'), 'rules/a.rules:3: "<roll": forms'),
    (finds('they ZORK'), 'rules/a.rules:3: no class "ZORK"'),
    (finds('they VB+ZORK'), 'rules/a.rules:3: no class "ZORK"'),
    (finds('PP'), 'rules/a.rules:3: no word of the pattern wakes'),
    (finds('they? PP'), 'rules/a.rules:3: no word of the pattern wakes'),
    (finds('( they / PP ) VB'), 'rules/a.rules:3: no word of the pattern wakes'),
    (finds('they?'), 'rules/a.rules:3: a pattern that is found in nothing'),
    (finds('( they'), 'rules/a.rules:3: "(" without ")"'),
    (finds('they )'), 'rules/a.rules:3: ")" without "("'),
    (finds('[ they'), 'rules/a.rules:3: "[" without "]"'),
    (finds('they ]'), 'rules/a.rules:3: "]" without "["'),
    (finds('[ they ] [ took ]'), 'rules/a.rules:3: one "[ ... ]"'),
    (finds('they [ ]'), 'rules/a.rules:3: nothing between'),
    (finds('they / took'), 'rules/a.rules:3: " / " stands in brackets'),
    (finds('.. they'), 'rules/a.rules:3: "~" and ".." stand between'),
    (finds('they ~'), 'rules/a.rules:3: "~" and ".." stand between'),
    (finds('they ' + '.. they ' * 8), 'rules/a.rules:3: longer than 64'),
    (finds('| subject person'), 'rules/a.rules:3: an empty pattern'),
    (finds('they | subject person | verb past'), 'rules/a.rules:3: one "|" a find'),
    (finds('they | subject zork'), 'rules/a.rules:3: "subject" does not know "zork"'),
    (finds('they | agent'), 'rules/a.rules:3: "agent" names none'),
    (finds('they | verb zork'), 'rules/a.rules:3: "verb" does not know "zork"'),
    (finds('they | verb not zork'), 'rules/a.rules:3: "verb not" does not know "zork"'),
    (finds('they | field zork'), 'rules/a.rules:3: "field" does not know "zork"'),
    (finds('they | block zork'), 'rules/a.rules:3: "block" does not know "zork"'),
    (finds('they | tag zork'), 'rules/a.rules:3: "tag" does not know "zork"'),
    (finds('they | zork person'), 'rules/a.rules:3: no condition "zork person"'),
    (finds('they | after has'), 'rules/a.rules:3: "after has" names no words'),
    (finds('they | next is ZORK'), 'rules/a.rules:3: no class "ZORK"'),
    ({'rules': 'class ZZ\n'}, 'rules/a.rules:1: no class "ZZ"'),
    ({'rules': 'rule CF01 3 A title\n'}, 'rules/a.rules:1: a rule before'),
    ({'rules': 'class CF\nrule CF01 4 A title\n'}, 'rules/a.rules:2: a rule begins as'),
    ({'rules': 'class CF\nrule CF01 3\n'}, 'rules/a.rules:2: a rule begins as'),
    ({'rules': 'class CF\nrule BL01 3 A title\n'}, 'rules/a.rules:2: the id of a rule'),
    ({'rules': lambda text: text + text}, 'rules/a.rules:7: CF01 stands already at'),
    ({'rules': lambda text: text.replace('find', 'fnd')}, 'rules/a.rules:3: a line begins with'),
    ({'rules': 'class CF\nhit They rolled.\n'}, 'rules/a.rules:2: "hit" before the first rule'),
    ({'rules': lambda text: text.replace('<roll>', '')}, 'rules/a.rules:3: nothing behind "find"'),
    ({'rules': lambda text: text + 'why a\nwhy b\n'}, 'rules/a.rules:7: CF01 has two lines of "why"'),
    ({'rules': lambda text: text + 'once sentence\n'}, 'rules/a.rules:6: "once" is written'),
    ({'rules': lambda text: text + 'once document\n'}, ''),
    ({'rules': lambda text: text.replace('  find <roll>\n', '')}, 'rules/a.rules:2: CF01 has no "find"'),
    ({'rules': lambda text: text.replace('  hit They rolled.\n', '')}, 'rules/a.rules:2: CF01 has no "hit"'),
    ({'rules': lambda text: text.replace('  miss They took.\n', '')}, 'rules/a.rules:2: CF01 has no "miss"'),
    ({'rules': lambda text: text + 'not subject zork\n'}, 'rules/a.rules:6: "subject" does not know'),
    ({'words': '[ZORK noun]\nx\n'}, 'words/a.words:1: no class "ZORK"'),
    ({'words': '[CONDUCT zork]\nx\n'}, 'words/a.words:1: a list begins'),
    ({'words': WORDS + 'a b c d e\n'}, 'words/a.words:7: a verb has at most four'),
    ({'words': 'x\n'}, 'words/a.words:1: words before'),
    ({'words': WORDS + 'Upper\n'}, 'words/a.words:7: "Upper" is no word'),
    ({'classes': lambda text: text.replace('BL\t', 'ZZ\t')}, 'classes.tsv:2: "ZZ" is no class'),
    ({'classes': lambda text: text.replace('BL\t', 'CF\t')}, 'classes.tsv:2: "CF" is here twice'),
    ({'classes': lambda text: text.replace('BL\ttitle\t', 'BL\t')}, 'classes.tsv:2: a row has 7 columns'),
    ({'classes': lambda text: text.replace('BL\ttitle\t', 'BL\t\t')}, 'classes.tsv:2: title, why'),
    ({'classes': lambda text: text.split('\n', 1)[1]}, 'classes.tsv:1: no row for class CF'),
    ({'fields': lambda text: text.replace('what-if', 'zork')}, 'fields.tsv:1: the first line names'),
    ({'fields': lambda text: text.replace('CF\ton', 'CF\tzork')}, 'fields.tsv:2: "zork" is none of'),
    ({'fields': lambda text: text.replace('CF\ton\t', 'CF\t')}, 'fields.tsv:2: a row has 8 columns'),
]


def told(tables_py, changed):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files(**changed).items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding='utf-8')
        run = subprocess.run([sys.executable, tables_py, '--check', folder], capture_output=True,
                             text=True, check=False)
        return run.returncode, run.stderr.replace(folder + '/', '')


def main():
    failed = 0
    print(f'1..{len(CASES)}')
    for number, (changed, wanted) in enumerate(CASES, 1):
        code, text = told(sys.argv[1], changed)
        good = code == bool(wanted) and any(line.startswith(wanted) for line in text.splitlines() or [''])
        failed += not good
        print(f'{"ok" if good else "not ok"} {number} - {wanted or "good tables pass"}')
        if not good:
            print(f'# exit code {code}; told: {text}')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
