//! Drawings in plain SVG. They hold no text, which HTML beside them says, so that they can be stretched to any width.

use std::fmt::{self, Display};

use super::markup::Markup;
use super::timeline::Steps;

/// A part of a whole, from 0 to 1; 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of pages are far below 2^52")]
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A count with its thousands parted.
pub(super) struct Number(pub u64);

impl Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// A share as a percentage: whole, but for what would read as none or all and is neither.
pub(super) struct Percent(pub u64, pub u64);

impl Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = share(self.0, self.1) * 100.0;
        match percent {
            _ if self.1 == 0 => f.write_str("–"),
            _ if percent > 0.0 && percent < 1.0 => f.write_str("<1 %"),
            _ if percent > 99.0 && percent < 100.0 => f.write_str(">99 %"),
            _ => write!(f, "{percent:.0} %"),
        }
    }
}

/// A coordinate.
struct At(f64);

impl Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

/// A lying bar of parts, each with its class and its share of the whole width.
pub(super) fn bar(page: &mut Markup, parts: &[(&'static str, f64)]) {
    page.raw("<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    let mut at = 0.0;
    for (class, share) in parts.iter().filter(|(_, share)| *share > 0.0) {
        let width = share * 100.0;
        page.raw("<rect").attribute("class", class).attribute("x", At(at)).attribute("width", At(width));
        page.raw(" height=\"10\"/>");
        at += width;
    }
    page.raw("</svg>");
}

/// Standing bars for the steps of a scale, with the numbers in a table for those who want them.
///
/// `labels` says where each step begins, and `what` what is counted in which unit.
pub(super) fn histogram(page: &mut Markup, caption: &str, what: &str, labels: &[String], counts: &[u64]) {
    let most = counts.iter().copied().max().unwrap_or_default();
    page.raw("<figure class=\"histogram\"><figcaption>").text(caption).raw("</figcaption>");
    if most == 0 {
        page.raw("<p class=\"aside\">None.</p></figure>\n");
        return;
    }
    page.raw("<p class=\"peak\">").text(Number(most)).raw("</p>");
    page.raw("<svg class=\"columns\" preserveAspectRatio=\"none\" aria-hidden=\"true\"");
    page.attribute("viewBox", format_args!("0 0 {} 100", counts.len() * 10)).raw(">");
    for (step, (label, count)) in labels.iter().zip(counts).enumerate() {
        let height = share(*count, most) * 100.0;
        page.raw("<rect").attribute("x", step * 10 + 1).attribute("y", At(100.0 - height));
        page.raw(" width=\"8\"").attribute("height", At(height)).raw("><title>");
        page.text(label).raw(": ").text(Number(*count)).raw("</title></rect>");
    }
    page.raw("</svg><ol class=\"axis\" aria-hidden=\"true\">");
    for label in labels {
        page.raw("<li>").text(label).raw("</li>");
    }
    page.raw("</ol><details><summary>Numbers</summary><table><thead><tr><th scope=\"col\">from</th>");
    page.raw("<th scope=\"col\" class=\"number\">").text(what).raw("</th></tr></thead><tbody>");
    for (label, count) in labels.iter().zip(counts) {
        page.raw("<tr><td>").text(label).raw("</td><td class=\"number\">").text(Number(*count));
        page.raw("</td></tr>");
    }
    page.raw("</tbody></table></details></figure>\n");
}

/// Areas over time: articles, and on top of them the other pages.
pub(super) fn areas(page: &mut Markup, steps: &Steps, label: &str) {
    let most = steps.counts.iter().map(|step| step.pages()).max().unwrap_or_default();
    page.raw("<svg class=\"areas\" preserveAspectRatio=\"none\" role=\"img\"").attribute("aria-label", label);
    page.attribute("viewBox", format_args!("0 0 {} 100", steps.counts.len() * 10)).raw(">");
    let mut draw = |class: &'static str, height: &dyn Fn(usize) -> u64| {
        page.raw("<path").attribute("class", class).raw(" d=\"M0 100");
        for place in 0..steps.counts.len() {
            page.raw("V").text(At(100.0 - share(height(place), most) * 100.0)).raw("h10");
        }
        page.raw("V100Z\"/>");
    };
    let step = |place: usize| steps.counts.get(place).copied().unwrap_or_default();
    draw("others", &|place| step(place).pages());
    draw("articles", &|place| step(place).articles);
    page.raw("</svg>");
}

/// Small standing bars of shares, one a run; those that are marked have a class of their own.
pub(super) fn spark(page: &mut Markup, runs: &[(f64, bool)]) {
    page.raw("<svg class=\"spark\" preserveAspectRatio=\"none\" aria-hidden=\"true\"");
    page.attribute("viewBox", format_args!("0 0 {} 10", runs.len() * 4)).raw(">");
    for (place, (share, marked)) in runs.iter().enumerate() {
        let height = (share * 10.0).max(0.6);
        page.raw("<rect").attribute("class", if *marked { "drifting" } else { "held" });
        page.attribute("x", place * 4).attribute("y", At(10.0 - height));
        page.raw(" width=\"3\"").attribute("height", At(height)).raw("/>");
    }
    page.raw("</svg>");
}

#[cfg(test)]
mod tests {
    use super::{Number, Percent};

    #[test]
    fn numbers_read_well() {
        let numbers = [0, 7, 999, 1000, 12_345, 1_234_567].map(|number| Number(number).to_string());
        assert_eq!(numbers, ["0", "7", "999", "1,000", "12,345", "1,234,567"]);
        let shares = [(0, 0), (0, 9), (1, 1000), (1, 3), (999, 1000), (5, 5)];
        let shares = shares.map(|(part, whole)| Percent(part, whole).to_string());
        assert_eq!(shares, ["–", "0 %", "<1 %", "33 %", ">99 %", "100 %"]);
    }
}
