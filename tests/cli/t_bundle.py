"""Made reviews go out in a file, come into another workspace, and go out again in the same bytes.

POSTMORTEM_SLOW takes 500 of them, otherwise 25.
usage: t_bundle.py PROGRAM SOURCE_ROOT MADE_REVIEWS
"""
from harness import *

MAKER = os.path.abspath(sys.argv[3])
COUNT = 500 if os.environ.get("POSTMORTEM_SLOW") else 25


@case
def made_reviews_come_back_in_equal_bytes(place):
    there = Place(place.path("there"))
    os.makedirs(place.workspace)
    os.makedirs(there.folder)
    there.init()
    subprocess.run([MAKER, place.workspace, str(COUNT), "1"], check=True)
    for number in range(1, COUNT + 1):
        out, again = place.path(f"{number}.pmreview"), there.path(f"{number}.pmreview")
        expect(place.run("export", f"PM{number}", "-o", out), 0)
        expect(there.run("import", out), 0)
        expect(there.run("export", f"PM{number}", "-o", again), 0)
        equal((number, sha256(again)), (number, sha256(out)))
    expect(there.run("verify"), 0)


main()
