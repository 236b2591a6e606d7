//! What a record costs: the whole of `Page::parse` + `extract`, over what `scraper::Html::parse_document` alone costs.
//!
//! ```sh
//! cargo bench --features training --bench extract                 # ../shared, else the pages in fixtures/
//! cargo bench --features training --bench extract -- FOLDER       # every .html and .html.gz below it
//! ```
//!
//! One thread, pages in memory, CPU time of the thread. Bare parse and whole record take turns page by page in one run,
//! so that whatever else the machine does strikes both; the ratio is the figure to compare, the seconds are not. The
//! stages are timed in a turn of their own. Last comes the doubling curve: one page's article repeated up to 64 times.

mod pages;
mod stages;

use std::process::ExitCode;

use copydesk::page::{Page, PageSource};
use scraper::Html;

use self::pages::{Document, documents};
use self::stages::{Stage, Stages};

/// How often all pages are gone through; the median counts.
const PASSES: usize = 5;

fn main() -> ExitCode {
    // `cargo bench` adds `--bench`.
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let documents = documents(folder.as_deref());
    if documents.is_empty() {
        eprintln!("no pages: name a folder of .html files");
        return ExitCode::FAILURE;
    }
    let bytes: usize = documents.iter().map(|document| document.bytes.len()).sum();
    println!("{} pages, {:.1} MB", documents.len(), megabytes(bytes));
    let mut passes: Vec<Stages> = (0..PASSES).map(|_| stages::measure(&documents)).collect();
    let median = |passes: &mut [Stages], of: &dyn Fn(&Stages) -> f64| {
        passes.sort_by(|a, b| of(a).total_cmp(&of(b)));
        passes.get(PASSES / 2).map_or(0.0, of)
    };
    println!("{:<12} {:>9} {:>9} {:>8}", "stage", "CPU s", "s/MB", "÷ bare");
    for stage in Stage::ALL {
        let seconds = median(&mut passes, &|pass| pass.seconds(stage));
        let ratio = median(&mut passes, &|pass| pass.seconds(stage) / pass.seconds(Stage::Bare));
        println!("{:<12} {seconds:>9.3} {:>9.5} {ratio:>8.2}", stage.name(), seconds / megabytes(bytes));
    }
    curve(&documents);
    ExitCode::SUCCESS
}

/// Cost per MB of one page whose content is there once, twice, … 64 times.
fn curve(documents: &[Document]) {
    let Some((document, text)) = documents.iter().find_map(|document| {
        let text = String::from_utf8(document.bytes.clone()).ok()?;
        (text.len() > 50_000 && text.contains("<body") && text.contains("</body>"))
            .then_some((document, text))
    }) else {
        println!("no page with a <body> of 50 kB for the doubling curve");
        return;
    };
    let start = text.find("<body").and_then(|at| Some(at + text.get(at..)?.find('>')? + 1)).unwrap_or(0);
    let end = text.rfind("</body>").unwrap_or(text.len()).max(start);
    let (head, rest) = text.split_at(start);
    let (content, tail) = rest.split_at(end - start);
    println!("\n{:<12} {:>9} {:>9} {:>9} {:>8}", "times", "MB", "s/MB", "bare s/MB", "÷ bare");
    for times in (0..=6).map(|doublings| 1_usize << doublings) {
        let page = format!("{head}{}{tail}", content.repeat(times));
        let rounds = 64 / times;
        let (mut bare, mut whole) = (0.0, 0.0);
        for _ in 0..rounds {
            bare += stages::cpu(|| drop(Html::parse_document(&page))).1;
            whole += stages::cpu(|| {
                let source = PageSource { bytes: page.as_bytes(), ..document.source() };
                let _ = Page::parse(&source).map(|page| copydesk::extract::extract(&page, None));
            })
            .1;
        }
        let size = megabytes(page.len() * rounds);
        let (whole_per_mb, bare_per_mb) = (whole / size, bare / size);
        println!(
            "{times:<12} {:>9.2} {whole_per_mb:>9.5} {bare_per_mb:>9.5} {:>8.2}",
            megabytes(page.len()),
            whole / bare
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "far fewer bytes than 2^52")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
