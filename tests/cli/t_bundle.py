"""Made reviews go out in a file, come into another workspace, and go out again in the same bytes.

POSTMORTEM_SLOW takes 500 of them, otherwise 25.
usage: t_bundle.py PROGRAM SOURCE_ROOT MADE_REVIEWS
"""
import os
import subprocess
import sys
import tempfile

PROGRAM, MAKER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[3])
COUNT = 500 if os.environ.get("POSTMORTEM_SLOW") else 25
ENV = {key: value for key, value in os.environ.items() if not key.startswith("POSTMORTEM_")}


def run(workspace, *arguments):
    return subprocess.run([PROGRAM, "-C", workspace, *arguments], env=ENV, timeout=120, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def around(folder, first, second, number):
    """What went wrong with one review, or ''."""
    out, again = os.path.join(folder, "out.pmreview"), os.path.join(folder, "again.pmreview")
    for path in (out, again):
        if os.path.exists(path):
            os.unlink(path)
    for workspace, call in ((first, ["export", f"PM{number}", "-o", out]), (second, ["import", out]),
                            (second, ["export", f"PM{number}", "-o", again])):
        answer = run(workspace, *call)
        if answer.returncode:
            return f"{call[0]}: {answer.stderr.decode()}"
    with open(out, "rb") as one, open(again, "rb") as two:
        return "" if one.read() == two.read() else "the bytes differ"


def main():
    with tempfile.TemporaryDirectory(prefix="postmortem-bundle-") as folder:
        first, second = os.path.join(folder, "first"), os.path.join(folder, "second")
        os.makedirs(first)
        os.makedirs(second)
        subprocess.run([MAKER, first, str(COUNT), "1"], check=True)
        run(second, "init")
        wrong = [f"PM{number}: {why}" for number in range(1, COUNT + 1)
                 if (why := around(folder, first, second, number))]
        verify = run(second, "verify")
        print("1..2")
        print(f"{'not ok' if wrong else 'ok'} 1 - {COUNT} made reviews come back in equal bytes, {len(wrong)} do not")
        for line in wrong[:10]:
            print("#", line.strip())
        print(f"{'not ok' if verify.returncode else 'ok'} 2 - the workspace that took them verifies")
        return 1 if wrong or verify.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
