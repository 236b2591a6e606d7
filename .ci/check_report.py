"""The report in a real browser: Chromium without a window, driven by WebDriver over plain HTTP.

    check_report.py COPYDESK CRAWL [--screenshots DIR] [--articles N]

CRAWL is the folder of a real crawl, such as the demo's. Its report must open at a phone's and at a desk's width, light and dark,
without a scroll bar across, and be read by the keyboard. Then a record that tries everything to run a script or to reach the
network, with a server that sees whether anything does; and N articles, which must be there within two seconds.
Needs `chromium` and `chromedriver`, and nothing of Python's but its standard library.
"""

import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

from browser import Browser, Witness, until

SCREENS = [("phone", 390, 844), ("desk", 1280, 800)]
MOST_SECONDS = 2.0
ENTER, ESCAPE, TAB = "\ue007", "\ue00c", "\ue004"

LISTED = "return document.querySelectorAll('#articles-list a').length"
READING = "return document.getElementById('desk').classList.contains('reading')"
ACROSS = "const page = document.scrollingElement; return page.scrollWidth - page.clientWidth"


def report(copydesk, folder, *arguments):
    """The report of a folder or file, as an address to open."""
    out = pathlib.Path(tempfile.mkstemp(suffix=".html", dir=folder if folder.is_dir() else folder.parent)[1])
    made = subprocess.run([copydesk, "report", folder, "--out", out, *arguments], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    return out.as_uri()


def luminance(browser):
    rgb = browser.run("return getComputedStyle(document.body).backgroundColor")
    return sum(int(part) for part in rgb[rgb.index("(") + 1:-1].split(",")[:3]) / 3


def is_read_anywhere(browser, address, screenshots):
    """Every screen shows all of it, and an article can be found, read and left by the keyboard alone."""
    for name, width, height in SCREENS:
        for dark in (False, True):
            browser.emulate(width, height, dark)
            browser.open("about:blank")
            browser.open(address)
            until(lambda: browser.run(LISTED) > 0, "no article is listed")
            assert browser.run("return innerWidth") == width
            assert (luminance(browser) < 80) == dark, "light and dark are not told apart"
            assert browser.run(ACROSS) <= 0, f"{name}: the page is wider than the screen"
            headings = browser.run("return [...document.querySelectorAll('h2')].map((one) => one.textContent)")
            assert headings == ["Outcomes", "Pages over time", "Hosts", "Profiles", "Records", "Speakers", "Articles"], headings
            assert browser.run("return document.querySelector('svg.areas path.articles').getAttribute('d')").count("V") > 2
            if screenshots:
                browser.screenshot(screenshots / f"{name}-{'dark' if dark else 'light'}.png")
            reads(browser)
            assert browser.run(ACROSS) <= 0, f"{name}: an article is wider than the screen"
            if screenshots:
                browser.screenshot(screenshots / f"{name}-{'dark' if dark else 'light'}-article.png")
            browser.keys(ESCAPE)
            until(lambda: not browser.run(READING), "Esc does not close the article")
            assert browser.run("return document.activeElement.hash ?? ''").startswith("#article-"), "the focus is lost"
            assert browser.complaints() == []
    print("a crawl's report is read on a phone and at a desk, light and dark, by the keyboard")


def reads(browser):
    """Finds an article that quotes somebody."""
    all_listed = browser.run(LISTED)
    browser.keys("/")
    assert browser.run("return document.activeElement.id") == "search", "/ does not lead to the search"
    browser.type("#search", "venezuela")
    until(lambda: browser.run(LISTED) == 1 < all_listed, "the search finds nothing")
    browser.keys(TAB)
    browser.keys(TAB)
    until(lambda: browser.run("return document.activeElement.hash ?? ''").startswith("#article-"), "Tab does not reach the list")
    browser.keys(ENTER)
    until(lambda: "Venezuelan" in browser.text("#reader h3"), "Enter does not open the article")
    assert browser.run("return document.activeElement.localName") == "h3"
    quotes = browser.run("return [...document.querySelectorAll('#reader .quote')].map((one) => one.textContent)")
    assert any(quote.startswith("Son, if this decision is to save your life") for quote in quotes), quotes
    assert browser.run("return document.querySelector('#reader .cue').textContent")
    about = browser.run("return [...document.querySelectorAll('#reader dt')].map((one) => `${one.textContent}: ${one.nextSibling.textContent}`)")
    assert "site: hotair.com" in about and "[object" not in browser.text("#reader"), about
    browser.click("#reader .speakers button")
    until(lambda: browser.find("#reader .quote.lit"), "a speaker does not lead to a quote")
    browser.run("document.querySelector('#reader h3').focus()")


def hostile(witness, record):
    """A record whose every text tries to be more than text."""
    attack = (
        f"</script></title></style><script>window.hacked=1;fetch('{witness}/script')</script>"
        f"<img src='{witness}/image' onerror='window.hacked=1'>\"'><svg onload='window.hacked=1'><!--<script>\u2028\u2029\u202e\0"
        f"<iframe src='{witness}/frame'></iframe><link rel=stylesheet href='{witness}/style'><base href='{witness}/'>"
        f"<meta http-equiv=refresh content='0;url={witness}/refresh'>"
    )
    record = json.loads(json.dumps(record))
    for key in ("headline", "description", "section", "language", "site_name", "fetched_at", "duplicate_of"):
        record[key] = attack
    record.update(authors=[attack], keywords=[attack], changed=[attack], domain=attack, revision=1, body=attack + record["body"], blocks=[])
    record.update(url="javascript:window.hacked=1", final_url=f"javascript:fetch('{witness}/address')//{attack}")
    record["extractor"].update(profile=attack)
    record["warnings"] = [{"code": attack, "field": None, "message": attack}]
    for speaker in [quote["speaker"] for quote in record["quotes"] if quote["speaker"]] + record["speakers"]:
        speaker.update(name=attack, role=attack)
    record["quotes"][0].update(start=3, end=10**9)
    return record


def survives_a_hostile_record(copydesk, browser, crawl):
    witness = Witness()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder) / "<img src=x onerror=hacked=1>"
        folder.mkdir()
        record = json.loads((crawl / "articles.jsonl").read_text().splitlines()[0])
        record = hostile(witness.address, record)
        (folder / "articles.jsonl").write_text(json.dumps(record) + "\n")
        none = {"url": record["final_url"], "id": None, "status": "failed", "stage": "fetch", "reason": "timeout",
                "message": record["headline"], "http_status": None, "retryable": True, "attempts": 1}
        (folder / "outcomes.jsonl").write_text(json.dumps(none) + "\n")
        try:
            browser.emulate(1280, 800, False)
            browser.open(report(copydesk, folder))
            until(lambda: browser.run(LISTED) == 1, "the article is not listed")
            browser.click("#articles-list a")
            until(lambda: browser.find("#reader .speakers button"), "the article does not open")
            browser.run("for (const button of document.querySelectorAll('#reader .speakers button')) button.click()")
            facts = browser.run("""
                const all = [...document.querySelectorAll('*')];
                return {
                  hacked: window.hacked ?? null, title: document.title,
                  foreign: all.filter((one) => ['img', 'iframe', 'base', 'object', 'embed', 'form'].includes(one.localName)).length,
                  scripts: all.filter((one) => one.localName === 'script' && !['application/json', 'text/plain'].includes(one.type)).length,
                  links: all.map((one) => one.getAttribute('href')).filter((href) => href && !href.startsWith('#')),
                  listeners: all.flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith('on')),
                  shown: document.querySelector('#reader h3').textContent.startsWith('</script></title>'),
                };
            """)
            assert facts["hacked"] is None and facts["foreign"] == 0 and facts["scripts"] == 1, facts
            assert facts["links"] == ["data:,"] and facts["listeners"] == [] and facts["shown"], facts
            # Even a script that got in could reach nothing, nor make HTML of text.
            reached = browser.send("POST", "/execute/async", {"args": [witness.address], "script": """
                const [witness, done] = arguments;
                const image = new Image();
                image.src = witness + '/image';
                const script = document.createElement('script');
                let typed = false;
                try { script.textContent = 'window.hacked = 1'; document.body.append(script); } catch { typed = true; }
                let html = false;
                try { document.body.insertAdjacentHTML('beforeend', '<p>'); } catch { html = true; }
                fetch(witness + '/fetch', { mode: 'no-cors' }).then(() => done(['reached']), () => done(['refused', window.hacked ?? null, html]));
            """})
            assert reached == ["refused", None, True], reached
            browser.complaints()
        finally:
            witness.close()
    assert witness.asked == [], f"the page reached the network: {witness.asked}"
    print("a hostile record runs nothing and reaches nothing")


def opens_soon(copydesk, browser, crawl, count, screenshots):
    """As many articles as the report lists by default."""
    records = [json.loads(line) for line in (crawl / "articles.jsonl").read_text().splitlines()]
    words = " ".join(record["body"] for record in records).split()
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        file = folder / "many.jsonl"
        with file.open("w") as lines:
            for number in range(count):
                record = records[number % len(records)]
                # As long as news is on average, and no two alike.
                long = {**record, "headline": f"{record['headline']} {number}", "url": f"{record['url']}?{number}"}
                long["body"] = record["body"] + "\n\n" + " ".join(chance.choices(words, k=max(0, 4000 - len(record["body"])) // 6))
                paragraph = {"kind": "paragraph", "start": len(record["body"]) + 2, "end": len(long["body"]), "level": None, "number": None, "marks": []}
                long["blocks"] = record["blocks"] + [paragraph] * (paragraph["start"] < paragraph["end"])
                lines.write(json.dumps(long) + "\n")
        begin = time.monotonic()
        address = report(copydesk, file)
        made = time.monotonic() - begin
        size = pathlib.Path(address.removeprefix("file://")).stat().st_size / 1e6
        browser.emulate(1280, 800, False)
        taken = []
        for _ in range(3):
            browser.open("about:blank")
            begin = time.monotonic()
            browser.open(address)
            assert browser.run(LISTED) == 50
            taken.append(time.monotonic() - begin)
        begin = time.monotonic()
        browser.run("document.getElementById('search').value = arguments[0]; document.getElementById('search').dispatchEvent(new Event('input'))", str(count - 3))
        assert browser.run(LISTED) == 1
        search = time.monotonic() - begin
        browser.click("#articles-list a")
        until(lambda: browser.run("return document.querySelector('#reader .text')?.textContent.length > 3000"), "the article does not open")
        print(f"{count} articles ({size:.0f} MB, written in {made:.1f} s) open in {min(taken):.2f} s (of {', '.join(f'{one:.2f}' for one in taken)}), "
              f"one is found among them in {search:.2f} s")
        assert min(taken) < MOST_SECONDS, "too slow"
        if screenshots:
            browser.screenshot(screenshots / "many.png")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("copydesk", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("crawl", type=pathlib.Path)
    parser.add_argument("--screenshots", metavar="DIR", type=pathlib.Path)
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    browser = Browser()
    try:
        with tempfile.TemporaryDirectory() as folder:
            crawl = pathlib.Path(shutil.copytree(options.crawl, pathlib.Path(folder) / "crawl"))
            is_read_anywhere(browser, report(options.copydesk, crawl), options.screenshots)
            survives_a_hostile_record(options.copydesk, browser, crawl)
            opens_soon(options.copydesk, browser, crawl, options.articles, options.screenshots)
    finally:
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
