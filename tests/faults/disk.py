"""A disk that loses power: what disk.c wrote down, replayed up to a moment, and the states that a
power cut at that moment may leave.

What was synced is safe. Of what was not, any may be there: names are kept up to some point of their
order (file systems journal them), written bytes in any subset, a write torn at 512 bytes.
"""
import os
import struct

CREATE, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MAKE_FOLDER, REMOVE_FOLDER = range(1, 9)
SECTOR = 512


def read_log(path):
    """[(operation, path, other, offset, data)], and for each the log's length behind it."""
    with open(path, "rb") as source:
        raw = source.read()
    operations, ends, at = [], [], 0
    while at < len(raw):
        operation, first, second, offset, size = struct.unpack_from("<5Q", raw, at)
        at += 40
        name = raw[at:at + first].decode()
        other = raw[at + first:at + first + second].decode()
        at += first + second
        operations.append((operation, name, other, offset, raw[at:at + size] if operation == WRITE else b""))
        at += size if operation == WRITE else 0
        ends.append(at)
    return operations, ends


def put(content, offset, data):
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset:offset + len(data)] = data


class File:
    def __init__(self):
        self.safe = bytearray()
        self.pending = []  # (offset, data), or (size, None) for a truncation

    def sync(self):
        for offset, data in self.pending:
            if data is None:
                change_size(self.safe, offset)
            else:
                put(self.safe, offset, data)
        self.pending = []

    def after_cut(self, dice):
        content = bytearray(self.safe)
        for offset, data in self.pending:
            fate = dice.random()
            if fate < 0.4:
                continue
            if data is None:
                change_size(content, offset)
            elif fate < 0.6 and len(data) > SECTOR:
                put(content, offset, data[:dice.randrange(0, len(data), SECTOR)])
            else:
                put(content, offset, data)
        return content


def change_size(content, size):
    if size < len(content):
        del content[size:]
    else:
        content.extend(bytes(size - len(content)))


class Disk:
    def __init__(self, root):
        self.root = root
        self.safe = {root: None}    # names that are sure to be there: path -> File, or None for a folder
        self.now = {root: None}     # names as the running program sees them
        self.pending = []           # operations on names that are not safe yet, in order

    def do(self, operation, path, other, offset, data):
        if operation == WRITE and self.now.get(path):
            self.now[path].pending.append((offset, data))
        elif operation == TRUNCATE and self.now.get(path):
            self.now[path].pending.append((offset, None))
        elif operation == SYNC:
            self.sync(path)
        elif operation in (CREATE, RENAME, UNLINK, MAKE_FOLDER, REMOVE_FOLDER):
            step = (operation, path, other, File() if operation == CREATE else None)
            self.pending.append(step)
            rename(self.now, *step)

    def sync(self, path):
        """A file's bytes; or the names in a folder, with all names that were changed before them."""
        if self.now.get(path):
            self.now[path].sync()
            return
        last = max((i for i, step in enumerate(self.pending)
                    if path in (os.path.dirname(step[1]), os.path.dirname(step[2] or ""))), default=-1)
        for step in self.pending[:last + 1]:
            rename(self.safe, *step)
        del self.pending[:last + 1]

    def write_after_cut(self, dice, target):
        """One disk that a cut now may leave, below the folder `target`."""
        names = dict(self.safe)
        for step in self.pending[:dice.randint(0, len(self.pending))]:
            rename(names, *step)
        for path in sorted(names):
            there = target + path[len(self.root):]
            if names[path] is None:
                os.makedirs(there, exist_ok=True)
                continue
            os.makedirs(os.path.dirname(there), exist_ok=True)
            with open(there, "wb") as out:
                out.write(names[path].after_cut(dice))


def rename(names, operation, path, other, new):
    if operation == CREATE:
        names[path] = new
    elif operation == MAKE_FOLDER:
        names[path] = None
    elif operation == RENAME:
        for name in [name for name in names if name == path or name.startswith(path + "/")]:
            names[other + name[len(path):]] = names.pop(name)
    else:
        names.pop(path, None)
