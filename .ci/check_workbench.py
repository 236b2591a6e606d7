"""The workbench in a real browser: Chromium without a window, driven by WebDriver over plain HTTP.

    check_workbench.py COPYDESK [--screenshot FILE] [--width N] [--height N] [--dark]

Two parts. One does what somebody does who adds a site: opens a page, clicks its headline, chooses the field, saves with
fixture and case; `copydesk profile check` must pass on what was written. The other opens a page that tries everything to
run a script, read the token or reach the network; a server of its own sees whether anything does.
Needs `chromium` and `chromedriver`, and nothing of Python's but its standard library.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

from browser import Browser, Witness, until

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Workbench:
    """`copydesk workbench` in a folder of its own."""

    def __init__(self, copydesk, folder, *arguments):
        self.program = subprocess.Popen(
            [copydesk, "workbench", *map(str, arguments)], cwd=folder, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.url = self.program.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[0-9a-f]{32}", self.url), self.url

    def close(self):
        self.program.terminate()
        self.program.wait(20)


def is_read(browser):
    return browser.run("""
        const state = document.getElementById('state').textContent;
        return state !== '' && !state.startsWith('reading') && !state.startsWith('Reading');
    """)


def opened(browser, workbench):
    browser.open(workbench.url)
    until(lambda: browser.run("return location.search") == "", "the token stays in the address")
    until(lambda: browser.find("#record .body"), "there is no record")
    until(lambda: is_read(browser), "the page is not read")
    browser.into_frame()
    until(lambda: browser.find(".kept"), "nothing is marked as kept")
    browser.out_of_frame()


def adds_a_site(copydesk, browser):
    """Page → headline clicked → field chosen → saved with fixture and case → check passes."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        # Under another name, so that nobody knows the site.
        pages = [ROOT / f"fixtures/ridgelinegazette.example/{slug}/page.html" for slug in ("mill-fire", "rescue-dog")]
        addresses = [f"https://oxbow.example/story/{page.parent.name}-{number}" for number, page in enumerate(pages)]
        flags = [flag for address in addresses for flag in ("--url", address)]
        workbench = Workbench(copydesk, folder, *pages, *flags)
        try:
            opened(browser, workbench)
            before = browser.run("return document.querySelector('#editor textarea').value")
            assert "[select]\nheadline" not in before, before

            # Pointing at something tells why it is kept.
            browser.into_frame()
            browser.point(".kept")
            until(lambda: "in the body by" in browser.run("return document.querySelector('.tip').textContent"), "no reason is told")
            browser.click("[data-t=h1]")
            browser.out_of_frame()

            # Every proposal matches, and the best one is chosen.
            until(lambda: browser.find("#picker input[name=selector]"), "no selector is proposed")
            assert browser.run("return document.getElementById('field').value") == "headline"
            browser.click("#use")
            until(lambda: "headline = [" in browser.run("return document.querySelector('#editor textarea').value"), "no rule was written")
            until(lambda: browser.run("return document.querySelector('[data-field=headline] .source').className") == "source profile", "the rule is not used")

            # A mistake is shown at its line, and undone.
            browser.run("""
                const text = document.querySelector('#editor textarea');
                text.value = text.value.replace('headline = [', 'headlin = [');
                text.dispatchEvent(new Event('input'));
            """)
            until(lambda: "unknown key" in browser.text(".note.error"), "the mistake is not shown at its line")
            line = browser.run("return document.querySelector('#editor textarea').value.split('\\n').findIndex(line => line.startsWith('headlin ')) + 1")
            assert browser.run("return document.querySelector('.gutter .error span:last-child').textContent") == str(line)
            browser.run("""
                const text = document.querySelector('#editor textarea');
                text.value = text.value.replace('headlin = [', 'headline = [');
                text.dispatchEvent(new Event('input'));
            """)
            until(lambda: not browser.run("return document.body.classList.contains('stale')"), "the mistake stays")

            # By the keyboard: to the page, three texts down, its selectors, and away again.
            browser.keys("\ue00c")
            browser.run("document.activeElement.blur()")
            browser.keys("1")
            for _ in range(3):
                browser.keys("\ue015")
            browser.keys("\ue007")
            until(lambda: browser.find("#picker input[name=selector]"), "the keyboard picks nothing")
            browser.keys("\ue00c")
            until(lambda: browser.run("return document.getElementById('picker').hidden"), "Esc closes nothing")

            browser.keys("\ue009", "s")
            until(lambda: browser.run("return document.getElementById('save-dialog').open"), "Ctrl+S does nothing")
            for index in range(len(pages)):
                browser.click(f"#save-pages label:nth-of-type({index + 1}) input")
            browser.click("#save-now")
            said = until(lambda: browser.text("#saved"), "nothing is said of saving")
            assert "The check passes" in said, said
        finally:
            workbench.close()
        profile = (folder / "selectors/oxbow.example.toml").read_text()
        assert profile.count("[[case]]") == 2 and "headline = [" in profile, profile
        written = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        assert len(written) == 1 + 2 * 3, written
        check = subprocess.run([copydesk, "profile", "check", "oxbow.example"], cwd=folder, capture_output=True, text=True)
        assert check.returncode == 0, check.stdout + check.stderr
        print(f"adds a site: {check.stdout.splitlines()[-1]}")


def survives_a_hostile_page(copydesk, browser):
    """Nothing of the page runs, sees the cookie or the workbench, or loads anything."""
    witness = Witness()
    hostile = (ROOT / "tests/cases/hostile.html").read_text().replace("WITNESS", witness.address)
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "hostile.html"
        page.write_text(hostile)
        workbench = Workbench(copydesk, folder, page, "--url", "https://hostile.example/2026/11/flood")
        try:
            opened(browser, workbench)
            assert browser.run("return document.cookie") == "", "a script can read the cookie"
            assert browser.run("return window.hacked") is None
            browser.into_frame()
            facts = browser.run("""
                const names = new Set([...document.body.querySelectorAll('*')].map((one) => one.localName));
                const attributes = new Set([...document.body.querySelectorAll('div, span')].flatMap((one) => one.getAttributeNames()));
                let parentIsOpen = true;
                try { void parent.document.body; } catch { parentIsOpen = false; }
                let cookie = 'unreadable';
                try { cookie = document.cookie; } catch { }
                return {
                  hacked: window.hacked ?? null, origin: self.origin, parentIsOpen, cookie,
                  names: [...names].sort(), attributes: [...attributes].sort(), scripts: document.scripts.length,
                };
            """)
            assert facts["hacked"] is None, facts
            assert facts["origin"] == "null" and not facts["parentIsOpen"] and facts["cookie"] == "unreadable", facts
            assert facts["names"] == ["div", "script", "span"] and facts["scripts"] == 1, facts
            known = {"aria-level", "class", "data-alt", "data-c", "data-field", "data-hidden", "data-n", "data-t", "data-x", "hidden", "role", "style"}
            assert set(facts["attributes"]) <= known, facts
            # Even a script that got in could reach nothing: neither the workbench nor anybody else, nor leave the frame.
            reached = browser.send("POST", "/execute/async", {"args": [workbench.url.split("/?")[0], witness.address], "script": """
                const [workbench, witness, done] = arguments;
                const tries = [fetch(workbench + '/api/contents'), fetch(witness + '/fetch', {mode: 'no-cors'})];
                const image = new Image();
                image.src = witness + '/image';
                const script = document.createElement('script');
                script.textContent = 'window.hacked = 1';
                document.body.append(image, script);
                Promise.allSettled(tries).then((all) => done([...all.map((one) => one.status), window.hacked ?? null]));
            """})
            assert reached == ["rejected", "rejected", None], reached
            browser.out_of_frame()
            assert "said" in browser.text("#record .body"), "the text itself is shown"
            assert browser.run("return document.querySelectorAll('#record img, #record script, #record iframe').length") == 0
        finally:
            workbench.close()
            witness.close()
    assert witness.asked == [], f"the page reached the network: {witness.asked}"
    print("a hostile page runs nothing, reads nothing, reaches nothing")


def shows(copydesk, browser, file):
    """The README's picture: a page of the demo's newsroom, its byline clicked, a stripped box pointed at."""
    fixture = ROOT / "fixtures/harbourpost.example/harbour-crane"
    address = re.search(r'url = "(.*)"', (fixture / "page.toml").read_text())[1]
    workbench = Workbench(copydesk, ROOT, fixture / "page.html", "--url", address)
    try:
        opened(browser, workbench)
        browser.into_frame()
        browser.click("[data-t=h1]")
        browser.out_of_frame()
        until(lambda: browser.find("#picker input[name=selector]"), "no selector is proposed")
        browser.run("document.querySelector('#record .quote').scrollIntoView({block: 'center'})")
        browser.into_frame()
        browser.run("""
            const [box] = [...document.querySelectorAll('.kept ~ .stripped, .stripped')].slice(-1);
            box.setAttribute('data-shown', '');
            box.scrollIntoView({block: 'center'});
        """)
        browser.point("[data-shown]")
        until(lambda: "stripped by" in browser.run("return document.querySelector('.tip').textContent"), "no reason is told")
        browser.out_of_frame()
        browser.screenshot(file)
    finally:
        workbench.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("copydesk", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--screenshot", metavar="FILE")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--dark", action="store_true")
    options = parser.parse_args()
    browser = Browser(options.width, options.height, options.dark)
    try:
        if options.screenshot:
            shows(options.copydesk, browser, options.screenshot)
        else:
            adds_a_site(options.copydesk, browser)
            survives_a_hostile_page(options.copydesk, browser)
    finally:
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
