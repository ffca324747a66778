"""Stands in for lexicon.py until that is there; tables.py drops it then."""
import re


class Lexicon(dict):
    def __init__(self):
        super().__init__()
        self.verbs = {}


def read_class_names(path):
    with open(path, encoding='utf-8') as file:
        return re.findall(r'^ +X\((\w+), "', file.read(), re.M)


def forms(stated):
    plain = stated[0]
    past = stated[1] if len(stated) > 1 else plain + ('d' if plain[-1] == 'e' else 'ed')
    return {'VB': plain, 'VBS': plain + 's', 'VBD': past, 'PP': stated[2] if len(stated) > 2 else past,
            'ING': plain.rstrip('e') + 'ing'}


def read(paths, _):
    lexicon = Lexicon()
    for path in paths:
        with open(path, encoding='utf-8') as file:
            text = re.sub('#.*', '', file.read())
        for head, body in re.findall(r'\[([^]]*)\]([^[]*)', text):
            *classes, sort = head.split()
            for entry in body.replace('\n', ',').split(','):
                stated = entry.split()
                if stated and sort == 'verb':
                    made = forms(stated)
                    lexicon.verbs.setdefault(stated[0], list(dict.fromkeys(made.values())))
                    for name, word in made.items():
                        lexicon.setdefault(word, set()).update(classes, ('VERB', name))
                for word in stated if sort != 'verb' else ():
                    lexicon.setdefault(word, set()).update(classes)
    return lexicon
