"""What `lint --sarif` prints is SARIF 2.1.0: by its own members, and by a validator where one is there."""
import glob
import platform

from harness import *

DRAFT = b"""# Findings

The alert should have fired at 10:05.

In hindsight the \xe2\x80\x9cgraph\xe2\x80\x9d \xf0\x9f\x98\x80 of the pool should have been looked at.

## Action items

- With hindsight, which signal came first?

<!-- guard: off CF the rule says so -->
The probe should have been faster.
"""


def draft(place):
    place.write("with blank, \xfc.md", DRAFT)
    return place.run("lint", "--sarif", "--fail", "never", "with blank, \xfc.md", workspace=False)


def validator():
    found = sorted(glob.glob(os.path.join(ROOT, ".deps", "sarif-*", "Sarif.Multitool")))
    if not found:
        raise Skipped(f"no validator of SARIF here ({platform.machine()}): script/bootstrap deep fetches it")
    return found[-1]


def complaints(path):
    """Lines that the validator calls errors. Its exit code is 0 whatever it finds."""
    done = subprocess.run([validator(), "validate", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}, check=False, timeout=120)
    told = done.stdout.decode("utf-8", "replace")
    holds(told, "1 files scanned")
    return [line for line in told.splitlines() if ": error " in line]


@case
def members_are_those_of_the_standard(place):
    result = draft(place)
    expect(result, 0)
    log = result.json()
    equal(log["version"], "2.1.0")
    run = log["runs"][0]
    equal(run["columnKind"], "utf16CodeUnits")
    rules = run["tool"]["driver"]["rules"]
    text = DRAFT.decode()
    lines = text.split("\n")
    units = lambda words: len(words.encode("utf-16-le")) // 2
    if len(run["results"]) < 3:
        raise AssertionError(run["results"])
    for one in run["results"]:
        equal(rules[one["ruleIndex"]]["id"], one["ruleId"])
        if (one["kind"], one["level"]) not in (("fail", "warning"), ("fail", "note"), ("informational", "none")):
            raise AssertionError(one)
        place_ = one["locations"][0]["physicalLocation"]
        equal(place_["artifactLocation"]["uri"], "with%20blank%2C%20%C3%BC.md")
        region = place_["region"]
        equal(region["startLine"], region["endLine"])
        line = lines[region["startLine"] - 1].encode("utf-16-le")
        words = line[2 * (region["startColumn"] - 1):2 * (region["endColumn"] - 1)].decode("utf-16-le")
        equal(words, region["snippet"]["text"])
        equal(region["charLength"], units(words))
        whole = text.encode("utf-16-le")[2 * region["charOffset"]:][:2 * region["charLength"]]
        equal(whole.decode("utf-16-le"), words)
        equal(len(one["partialFingerprints"]["ruleAndSentence/v1"]), 16)


@case
def what_was_set_aside_is_told_with_its_reason(place):
    loud = [one for one in draft(place).json()["runs"][0]["results"] if not one["suppressions"]]
    quiet = [one for one in draft(place).json()["runs"][0]["results"] if one["suppressions"]]
    equal([one["suppressions"] for one in quiet], [[{"kind": "inSource", "justification": "the rule says so"}]])
    fingerprint = loud[0]["partialFingerprints"]["ruleAndSentence/v1"]
    expect(place.run("lint", "--set-aside", fingerprint, "--why", "stated by rule R7", "with blank, \xfc.md",
                     workspace=False), 0)
    after = draft(place).json()["runs"][0]["results"]
    equal([one["suppressions"] for one in after if one["partialFingerprints"] == loud[0]["partialFingerprints"]],
          [[{"kind": "external", "justification": "stated by rule R7"}]])
    equal(len(after), len(loud) + len(quiet))


@case
def a_validator_has_nothing_to_say(place):
    equal(complaints(place.write("ours.sarif", draft(place).raw)), [])
    empty = place.run("lint", "--sarif", "-", stdin=b"All is plain.\n", workspace=False)
    equal(complaints(place.write("empty.sarif", empty.raw)), [])


@case
def the_validator_does_find_what_is_wrong(place):
    log = draft(place).json()
    del log["runs"][0]["results"][0]["message"]
    if not complaints(place.write("broken.sarif", json.dumps(log))):
        raise AssertionError("a result without a message passed")


main()
