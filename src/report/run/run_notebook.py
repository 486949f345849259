"""Runs one notebook with papermill and tells how it goes in JSON lines on standard output.

Usage: python run_notebook.py < request

The first line of standard input is the request, one JSON object: notebook, output, parameters, kernel, cwd.
A line saying `interrupt`, or the end of the input (whoever asked is gone), interrupts the running cell; so does
SIGINT. What was executed until then is written in every case.

Events, one a line:
  {"event": "kernel", "pid": 4711}   the kernel's process has started
  {"event": "cell", "done": 3, "total": 12, "number": 2}   a cell starts; number counts the code cells
  {"event": "failed", "number": 5, "name": "...", "message": "...", "source": "first line of the cell"}
  {"event": "interrupted", "number": 5}
  {"event": "done", "seconds": 4.2}
"""

import asyncio
import json
import logging
import os
import re
import signal
import sys
import threading
import time

EVENTS = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
# Whatever a library prints must not land between the events.
os.dup2(2, 1)

from jupyter_core.utils import run_sync
from nbclient.exceptions import CellExecutionError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillException
from papermill.execute import execute_notebook
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

INJECTED = "injected-parameters"


def emit(event, **details):
    EVENTS.write(json.dumps({"event": event, **details}) + "\n")


class TypeScriptTranslator(Translator):
    """Writes parameters as TypeScript: JSON literals bound with `var`, which a `const` or `let` of the same
    name in an earlier cell of tslab doesn't clash with."""

    DECLARATION = re.compile(
        r"^\s*(?:export\s+)?(?:const|let|var)\s+(?P<name>[A-Za-z_$][\w$]*)\s*(?::\s*(?P<type>[^=]+?))?\s*="
        r"\s*(?P<default>.+?)\s*;?\s*(?://\s*(?P<help>.*))?$"
    )

    @classmethod
    def translate(cls, val):
        # U+2028 and U+2029 are line ends to JavaScript's older grammars and legal in JSON.
        return json.dumps(val, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    # The types that the notebook's parameters cell declares, by name: without them a text given for
    # `camera: 'simulated' | 'folder'` would be any text at all, and the next cell would not compile.
    types = {}

    @classmethod
    def assign(cls, name, str_val):
        declared = cls.types.get(name)
        return f"var {name}: {declared} = {str_val};" if declared else f"var {name} = {str_val};"

    @classmethod
    def read_types(cls, notebook):
        with open(notebook, encoding="utf-8") as file:
            cells = json.load(file)["cells"]
        for cell in cells:
            if "parameters" in cell.get("metadata", {}).get("tags", []):
                lines = "".join(cell["source"]).splitlines()
                found = filter(None, map(cls.DECLARATION.match, lines))
                cls.types = {m["name"]: m["type"] for m in found if m["type"]}

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        lines = [cls.comment(comment)]
        lines += [cls.assign(name, cls.translate(value)) for name, value in parameters.items()]
        return "\n".join(lines) + "\n"

    @classmethod
    def inspect(cls, parameters_cell):
        found = (cls.DECLARATION.match(line) for line in parameters_cell["source"].splitlines())
        return [
            Parameter(name=m["name"], inferred_type_name=m["type"] or "None", default=m["default"], help=m["help"] or "")
            for m in found
            if m
        ]


class Control:
    """Stops the run from outside: by a line on standard input, its end, or a signal."""

    def __init__(self):
        self.stopping = False
        self.client = None
        self.loop = None

    def stop(self, *_):
        if self.stopping:
            return
        self.stopping = True
        loop = self.loop
        if loop is not None:
            loop.call_soon_threadsafe(self._interrupt)

    def _interrupt(self):
        self.task = asyncio.ensure_future(self._interrupt_cell())

    async def _interrupt_cell(self):
        # One that comes before the kernel has read the cell is lost. The kernel ends a cell within a second of one
        # that it heard, so a cell that still runs after two is told again.
        while self.loop is not None:
            await self.client.km.interrupt_kernel()
            await asyncio.sleep(2)

    def listen(self):
        for line in sys.stdin:
            if line.strip() == "interrupt":
                break
        self.stop()


control = Control()


class Client(PapermillNotebookClient):
    """papermill's client, which tells of every cell and can be stopped between and within cells."""

    async def async_start_new_kernel(self, **kwargs):
        await super().async_start_new_kernel(**kwargs)
        emit("kernel", pid=self.km.provisioner.pid)

    start_new_kernel = run_sync(async_start_new_kernel)

    async def async_execute_cell(self, cell, *args, **kwargs):
        control.client = self
        control.loop = asyncio.get_running_loop()
        try:
            # A stop before the line above found no loop to interrupt.
            if control.stopping:
                return cell
            return await super().async_execute_cell(cell, *args, **kwargs)
        finally:
            control.loop = None

    execute_cell = run_sync(async_execute_cell)

    def papermill_execute_cells(self):
        total = len(self.nb.cells)
        for index, cell in enumerate(self.nb.cells):
            if control.stopping:
                break
            emit("cell", done=index, total=total, number=number_of(self.nb, index))
            try:
                self.nb_man.cell_start(cell, index)
                self.execute_cell(cell, index)
            except CellExecutionError as error:
                self.nb_man.cell_exception(self.nb.cells[index], cell_index=index, exception=error)
                break
            finally:
                self.nb_man.cell_complete(self.nb.cells[index], cell_index=index)


class Engine(NBClientEngine):
    manager = None

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, start_timeout=60, **_):
        cls.manager = nb_man
        if control.stopping:
            return nb_man.nb
        client = Client(
            nb_man,
            kernel_name=kernel_name,
            startup_timeout=start_timeout,
            timeout=None,
            # How long the last outputs of a cell may take after its reply: nbclient's own 4 s are too few for a
            # large figure on a machine with much else to do.
            iopub_timeout=120,
            log=logging.getLogger("papermill"),
        )
        return client.execute()


def number_of(nb, index):
    """The number of a cell as JupyterLab gives it when all cells of the source run in order: papermill's own
    cell doesn't count."""
    return sum(
        cell.cell_type == "code" and INJECTED not in cell.metadata.get("tags", []) for cell in nb.cells[: index + 1]
    )


def failure(error):
    """Where and why the notebook failed, from its own outputs where they tell."""
    nb = Engine.manager.nb if Engine.manager else None
    cells = list(enumerate(nb.cells)) if nb else []
    index = next((i for i, c in cells if c.metadata.get("papermill", {}).get("status") == "failed"), None)
    if index is None:
        index = next((i for i, c in reversed(cells) if c.metadata.get("papermill", {}).get("start_time")), None)
    if index is None:
        return {"number": 0, "name": type(error).__name__, "message": str(error), "source": ""}
    cell = nb.cells[index]
    name, message = type(error).__name__, str(error)
    outputs = cell.get("outputs", [])
    raised = next((o for o in outputs if o.output_type == "error"), None)
    if raised is not None:
        name, message = raised.ename, raised.evalue
    else:
        printed = "".join(o.text for o in outputs if o.output_type == "stream" and o.name == "stderr").strip()
        if isinstance(error, (CellExecutionError, PapermillException)) and printed:
            # A kernel that sends no error output prints the trace; its message is the line after the excerpt.
            thrown = re.search(r"^(?:Uncaught )?(\w*Error): (.+)$", printed, re.MULTILINE)
            name, message = thrown.groups() if thrown else ("Error", printed.splitlines()[0])
    lines = [line for line in cell.source.splitlines() if line.strip() and not line.strip().startswith("//")]
    return {
        "number": number_of(nb, index),
        "name": name,
        "message": re.sub(r"\x1b\[[0-9;]*m", "", message),
        "source": lines[0].strip() if lines else "",
    }


def main():
    logging.disable(logging.WARNING)
    request = json.loads(sys.stdin.readline())
    # Ctrl-C reaches every process of the terminal; the one that asked decides, through standard input.
    signal.signal(signal.SIGINT, control.stop)
    signal.signal(signal.SIGTERM, control.stop)
    threading.Thread(target=control.listen, daemon=True).start()
    for name in ("typescript", "tslab"):
        papermill_translators.register(name, TypeScriptTranslator)
    papermill_engines.register("inkdrift", Engine)

    start = time.monotonic()
    error = None
    try:
        TypeScriptTranslator.read_types(request["notebook"])
        execute_notebook(
            request["notebook"],
            request["output"],
            parameters=request["parameters"],
            engine_name="inkdrift",
            kernel_name=request["kernel"],
            language="typescript",
            progress_bar=False,
            cwd=request["cwd"],
        )
    except Exception as raised:
        error = raised
    if control.stopping:
        emit("interrupted", number=failure(error)["number"])
        return 130
    if error is not None:
        emit("failed", **failure(error))
        return 1
    emit("done", seconds=time.monotonic() - start)
    return 0


if __name__ == "__main__":
    code = main()
    EVENTS.flush()
    # The listening thread still waits on standard input: leave without it.
    os._exit(code)
