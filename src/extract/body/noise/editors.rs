//! Lines about who edited, checked or first printed an article, as Chinese papers end and begin theirs.

/// What such lines begin with.
const LABELS: &[&str] = &[
    "原标题",
    "原題",
    "原题为",
    "本文原标题",
    "责任编辑",
    "責任編輯",
    "责编",
    "責編",
    "编辑",
    "編輯",
    "编审",
    "校对",
    "校對",
    "审核",
    "审校",
    "采写",
    "採寫",
    "撰文",
    "供稿",
    "来源",
    "來源",
    "稿源",
    "文字来源",
    "图片来源",
    "文/图",
    "文／图",
    "图/文",
    "文|",
    "文｜",
];
/// What lines begin with that say who is liable.
const DISCLAIMERS: &[&str] = &["免责声明", "特别声明", "版权声明", "免責聲明", "版權聲明"];
/// The longest such line, in characters.
const LONGEST: usize = 60;

/// Whether all lines of a block are such lines.
pub fn are_about_editing(text: &str) -> bool {
    !text.is_ascii() && text.split('\n').all(|line| is_about_editing(bare(line)))
}

/// Whether a block says who is liable for what stands above it.
pub fn is_disclaimer(text: &str) -> bool {
    !text.is_ascii() && DISCLAIMERS.iter().any(|label| is_labelled(bare(text), label))
}

fn bare(line: &str) -> &str {
    line.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '（' | '(' | '【' | '[' | '■' | '●' | '※')
    })
}

fn is_about_editing(line: &str) -> bool {
    line.chars().count() <= LONGEST && LABELS.iter().any(|label| is_labelled(line, label))
}

/// Whether a line begins with a label and a sign, or the label has its sign within.
fn is_labelled(line: &str, label: &str) -> bool {
    let is_sign = |c: char| {
        matches!(c, ':' | '：' | '/' | '／' | '|' | '｜' | '︱' | '丨' | '】' | '」' | ' ' | '\u{3000}')
    };
    let signed = label.ends_with(is_sign) || label.contains(['/', '／']);
    line.strip_prefix(label).is_some_and(|rest| signed || rest.starts_with(is_sign) || rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_about_editing_are_told_from_sentences() {
        for text in [
            "（原标题：港口重新开放）",
            "【编辑：张三】",
            "责编：李四",
            "编辑|张三\n校对|李四",
            "来源：港口日报",
            "文/图 张三 李四",
        ] {
            assert!(are_about_editing(text), "{text}");
        }
        for text in [
            "编辑部昨天决定重新开放港口。",
            "来源不明的货物已被扣押。",
            "港口重新开放。\n编辑：张三",
            "Editor: Jane Doe",
        ] {
            assert!(!are_about_editing(text), "{text}");
        }
        assert!(is_disclaimer("特别声明：以上内容由用户上传。") && !is_disclaimer("声明称港口将开放。"));
    }
}
