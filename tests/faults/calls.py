"""How the fault tests call the program: PROGRAM and SOURCE_ROOT come first on their command line."""
import os
import subprocess
import sys

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SLOW = bool(os.environ.get("POSTMORTEM_SLOW"))
SHORT = bool(os.environ.get("POSTMORTEM_SHORT"))
ENV = {key: value for key, value in os.environ.items() if not key.startswith("POSTMORTEM_")}


def run(workspace, *arguments, extra=None):
    """The program on a workspace; `extra` goes into its environment."""
    return subprocess.run([PROGRAM, "-C", workspace, *arguments], env={**ENV, **(extra or {})}, timeout=60,
                          check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def must(workspace, *arguments, extra=None):
    """As run, for what a test stands on: it cannot go on without."""
    answer = run(workspace, *arguments, extra=extra)
    if answer.returncode:
        raise SystemExit(f"Bail out! {arguments}: {answer.stderr.decode()}")
    return answer
