"""A PostgreSQL server of one's own for a while, in a folder that is removed afterwards."""
import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time


@contextlib.contextmanager
def server():
    """Gives the address of its database, `postgres://postgres@127.0.0.1:PORT/postgres`."""
    programs = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    # It refuses to be root's.
    user = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--"] if os.getuid() == 0 else []
    folder = pathlib.Path(tempfile.mkdtemp(prefix="copydesk-pg", dir="/tmp"))
    folder.chmod(0o777)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    make = ["initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync", "-D", data]
    subprocess.run([*user, programs / make[0], *make[1:]], check=True, stdout=subprocess.DEVNULL, cwd="/")
    start = [programs / "postgres", "-D", data, "-p", str(port), "-k", "", "-c", "listen_addresses=127.0.0.1"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([*user, *start], stdout=log, stderr=log, cwd="/")
    address = f"postgres://postgres@127.0.0.1:{port}/postgres"
    try:
        while subprocess.run(["psql", "-qc", "", address], stderr=subprocess.DEVNULL, check=False).returncode:
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
