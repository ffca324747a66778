"""The language server with clients that others made: neovim's, and vscode-jsonrpc."""
import glob

from harness import *
from lsp_client import *
from lsp_typing import *

HERE = os.path.dirname(os.path.abspath(__file__))


@case
def a_session_of_neovim(place):
    if not shutil.which("nvim"):
        raise Skipped("there is no nvim (script/bootstrap deep)")
    os.mkdir(place.path(".git"))
    for name, text in (("unix.md", REVIEW), ("dos.md", REVIEW.replace("\n", "\r\n"))):
        file = place.write(name, text.encode())
        out = place.path("out.json")
        done = subprocess.run(
            ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", file, "-S", os.path.join(HERE, "lsp_neovim.lua")],
            env={**os.environ, "LSP_PROGRAM": PROGRAM, "LSP_FOLDER": place.folder, "LSP_OUT": out,
                 "XDG_CONFIG_HOME": place.folder, "XDG_STATE_HOME": place.folder, "XDG_CACHE_HOME": place.folder,
                 "XDG_DATA_HOME": place.folder, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
        with open(out, encoding="utf-8") as lines:
            steps = [json.loads(line) for line in lines]
        if done.returncode or not steps or steps[-1]["name"] != "set aside":
            raise AssertionError(f"{done.returncode} {[step['name'] for step in steps]} {done.stderr.decode()}")
        with Client(PROGRAM, place.folder) as it:
            it.start()
            for step in steps[:-1]:
                told = step["told"] or []
                if told != fresh(it, step["text"]):
                    raise AssertionError(f"{step['name']}: {step['text']!r}: {told}")
                equal(step["shown"], len(told))
            equal(it.stop(), 0)
        by_name = {step["name"]: step for step in steps}
        equal(len(by_name["open"]["told"]), 1)
        equal(len(by_name["type in the middle"]["told"]), 3)
        holds(by_name["a question for the meeting"]["text"], "## Questions for the meeting")
        equal(len(by_name["a question for the meeting"]["told"]), 1)
        equal(by_name["set aside"]["told"], {})
        os.remove(place.path(".postmortem-guard-baseline"))


@case
def a_session_of_vscode_jsonrpc(place):
    found = sorted(glob.glob(os.path.join(ROOT, ".deps", "vscode-jsonrpc-*", "node.js")))
    if not found or not shutil.which("node"):
        raise Skipped("there is no vscode-jsonrpc, or no node (script/bootstrap deep)")
    edits, wanted = [], []
    with Client(PROGRAM, place.folder) as it:
        it.start()
        it.change = lambda uri, version, *changes, send=it.change: (edits.append(changes), send(uri, version, *changes))
        for _, told in type_away(it, 12, 100):
            wanted.append(told)
        equal(it.stop(), 0)
    session = {"root": None, "uri": URI, "text": REVIEW, "steps": edits}
    done = subprocess.run(["node", os.path.join(HERE, "lsp_jsonrpc.js"), found[-1], PROGRAM],
                          input=json.dumps(session).encode(), capture_output=True, timeout=120, check=False,
                          cwd=place.folder)
    equal((done.returncode, done.stderr), (0, b""))
    result = json.loads(done.stdout)
    equal(len(result["seen"][0]), 1)
    equal(result["seen"][1:], wanted)
    holds(result["hover"]["contents"]["value"], "Way out")
    equal(result["actions"][0], "Turn into a question for the meeting")
    equal((result["refused"], result["code"]), (-32601, 0))


if __name__ == "__main__":
    main()
