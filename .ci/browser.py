"""A browser to check pages in: Chromium without a window, driven by WebDriver over plain HTTP.

Needs `chromium` and `chromedriver`, and nothing of Python's but its standard library.
"""

import base64
import contextlib
import http.server
import json
import pathlib
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE = 30


class Browser:
    """A WebDriver session (W3C WebDriver, https://www.w3.org/TR/webdriver2/)."""

    def __init__(self, width=1280, height=800, dark=False):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.profile = tempfile.TemporaryDirectory()
        self.driver = subprocess.Popen(
            ["chromedriver", f"--port={port}", "--log-level=SEVERE"], stdout=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}"
        arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--no-first-run", "--disable-background-networking", f"--user-data-dir={self.profile.name}",
            f"--window-size={width},{height}", "--force-device-scale-factor=1",
        ]
        if dark:
            arguments.append("--blink-settings=preferredColorScheme=0")
        self.wait_for_driver()
        wish = {"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}}
        self.base += "/session/" + self.send("POST", "/session", wish)["sessionId"]
        # The window is what is asked for only after the bars of the browser are taken off.
        inner = self.run("return [innerWidth, innerHeight]")
        self.send("POST", "/window/rect", {"width": 2 * width - inner[0], "height": 2 * height - inner[1]})

    def wait_for_driver(self):
        until(lambda: self.send("GET", "/status")["ready"], "chromedriver does not start")

    def send(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"content-type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise RuntimeError(f"{value['error']}: {value['message'].splitlines()[0]}") from None

    def open(self, url):
        self.send("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        return self.send("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, css):
        return self.send("POST", "/element", {"using": "css selector", "value": css})

    def click(self, css):
        self.send("POST", f"/element/{self.find(css)[ELEMENT]}/click", {})

    def type(self, css, text):
        self.send("POST", f"/element/{self.find(css)[ELEMENT]}/value", {"text": text})

    def text(self, css):
        return self.send("GET", f"/element/{self.find(css)[ELEMENT]}/text")

    def keys(self, *keys):
        down = [{"type": "keyDown", "value": key} for key in keys]
        up = [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self.send("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": down + up}]})

    def point(self, css):
        move = {"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": self.find(css)}
        self.send("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": [move]}]})

    def emulate(self, width, height, dark):
        """Another screen from now on, as narrow as a phone's, which no window can be."""
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": screen})
        self.send("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": {"features": scheme}})

    def into_frame(self):
        self.send("POST", "/frame", {"id": self.find("#frame")})

    def out_of_frame(self):
        self.send("POST", "/frame", {"id": None})

    def screenshot(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.send("GET", "/screenshot")))

    def complaints(self):
        return [line["message"] for line in self.send("POST", "/se/log", {"type": "browser"})]

    def close(self):
        with contextlib.suppress(Exception):
            self.send("DELETE", "")
        self.driver.terminate()
        self.driver.wait(20)
        self.profile.cleanup()


def until(done, otherwise):
    """Asks until the answer is something; a browser takes its time."""
    end = time.monotonic() + PATIENCE
    last = None
    while time.monotonic() < end:
        try:
            answer = done()
            if answer:
                return answer
        except (RuntimeError, OSError) as error:
            last = error
        time.sleep(0.05)
    raise AssertionError(f"{otherwise} ({last})")


class Witness:
    """A server that nothing may reach."""

    def __init__(self):
        asked = self.asked = []

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            do_POST = do_HEAD = do_OPTIONS = do_GET

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
