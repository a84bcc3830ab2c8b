# SPDX-License-Identifier: MIT
"""The engines that are compared: how each is made to index, to serve queries
and to answer one in a process of its own."""
import glob
import os
import shutil
import signal
import subprocess
import time


class Run:
    """What a process took: seconds of the clock and of processors, and the
    most memory it held, in bytes."""

    def __init__(self, seconds, cpu, memory):
        self.seconds = seconds
        self.cpu = cpu
        self.memory = memory


def ending(process):
    """How a process ended, in words."""
    if process.returncode < 0:
        return f"ended by {signal.Signals(-process.returncode).name}"
    return f"ended with status {process.returncode}"


def run(command, env=None):
    """Run it to its end, its output thrown away."""
    start = time.monotonic()
    process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)[:500]}: {ending(process)}\n"
                         f"{errors.decode(errors='replace')[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime,
               usage.ru_maxrss * 1024)


class Engine:
    """One of them. `program` begins the command line of its peer program,
    which indexes, serves and answers once."""

    def __init__(self, name, program, work):
        self.name = name
        self.program = program
        self.folder = os.path.join(work, "index-" + name.replace(" ", "-"))
        self.process = None

    def index_command(self, corpus):
        return self.program + ["index", corpus.paragraphs, self.folder]

    def start_command(self, word):
        return self.program + ["once", self.folder, "term", word]

    def index(self, corpus):
        shutil.rmtree(self.folder, ignore_errors=True)
        return run(self.index_command(corpus))

    def is_indexed(self):
        return any(True for _ in self.files())

    def files(self):
        for folder, _, names in os.walk(self.folder):
            for name in names:
                yield os.path.join(folder, name)

    def size(self):
        return sum(os.path.getsize(path) for path in self.files())

    def evict(self):
        """Have the system forget the index's bytes; those it must write first
        were written by the indexing."""
        for path in self.files():
            with open(path, "rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def start(self, word):
        """Milliseconds of a process that answers one query."""
        return run(self.start_command(word)).seconds * 1000

    def serve(self, queries):
        self.process = subprocess.Popen(
            self.program + ["serve", self.folder, queries],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def order(self, line):
        try:
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass    # it has ended, and answers nothing
        answer = self.process.stdout.readline()
        if not answer.endswith(b"\n"):
            self.process.wait()
            raise SystemExit(f"{self.name} {ending(self.process)} when it was "
                             f"told '{line}'")
        return answer.decode().rstrip("\n").split("\t")

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Pilcrow(Engine):
    """Indexing and the first search are the command's; serving is that of a
    program on the library."""

    def __init__(self, engine, build, work):
        peer = [os.path.join(build, "bench", "peer_pilcrow")]
        super().__init__("pilcrow " + engine, peer, work)
        self.engine = engine
        self.command = os.path.join(build, "bin", "pilcrow")

    def index_command(self, corpus):
        return [self.command, "index", "-i", self.folder, "--jobs", "1",
                "--engine", self.engine] + corpus.parts

    def start_command(self, word):
        return [self.command, "search", "-i", self.folder, "--", word]


def peers(build, work):
    """(engine, or None; its name; what to install) of each peer."""
    for name, title, package in (("peer_xapian", "xapian", "libxapian-dev"),
                                 ("peer_fts5", "sqlite fts5",
                                  "libsqlite3-dev")):
        program = os.path.join(build, "bench", name)
        there = os.access(program, os.X_OK)
        yield (Engine(title, [program], work) if there else None, title,
               package)
    classes = os.environ.get("BENCH_CLASSES", "")
    java = shutil.which("java")
    there = java and glob.glob(os.path.join(classes.split(":")[0], "*.class"))
    lucene = [java, "-Xmx2g", "-cp", classes, "Lucene"]
    yield (Engine("lucene", lucene, work) if there else None, "lucene",
           "liblucene8-java default-jdk-headless")


def available(build, work):
    """The engines there are, and (name, what to install) of those missing."""
    names = subprocess.run([os.path.join(build, "bench", "peer_pilcrow"),
                            "engines"], stdout=subprocess.PIPE, text=True,
                           check=True).stdout.split()
    engines = [Pilcrow(name, build, work) for name in names]
    missing = []
    for engine, name, packages in peers(build, work):
        if engine is None:
            missing.append((name, packages))
        else:
            engines.append(engine)
    return engines, missing
