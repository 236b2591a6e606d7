//! The weights as the text the extractor reads; `extract/body/classify/model.rs` describes the form.

use std::collections::HashMap;
use std::fmt::Write;

use copydesk::extract::training::{NAMES, Tables};

use super::boost::{Forest, Node};

/// Writes everything down, features nobody asks about left out, words in alphabetical order.
pub fn written(forest: &Forest, tables: &Tables, words: &HashMap<u64, &str>, threshold: f32) -> String {
    let mut asked = vec![false; NAMES.len()];
    for node in forest.trees.iter().flatten() {
        if let Node::Question { feature, .. } = node {
            asked[*feature] = true;
        }
    }
    let used: Vec<usize> = (0..NAMES.len()).filter(|&feature| asked[feature]).collect();
    let names: Vec<&str> = used.iter().map(|&feature| NAMES[feature]).collect();
    let mut out = format!("copydesk body weights 1\nthreshold {threshold}\nbias {}\n", forest.bias);
    let _ = writeln!(out, "features {}", names.join(" "));
    for (name, table) in [("around", &tables.around), ("own", &tables.own), ("words", &tables.words)] {
        let mut lines: Vec<(&str, f32)> =
            table.iter().filter_map(|(hash, &score)| Some((*words.get(hash)?, score))).collect();
        lines.sort_by(|a, b| a.0.cmp(b.0));
        let _ = writeln!(out, "table {name} {}", lines.len());
        for (word, score) in lines {
            let _ = writeln!(out, "{word} {score}");
        }
    }
    let _ = writeln!(out, "trees {}", forest.trees.len());
    for tree in &forest.trees {
        let node = |node: &Node| match node {
            Node::Leaf(value) => format!("={value}"),
            Node::Question { feature, most, .. } => {
                format!("{}<{most}", used.iter().position(|used| used == feature).unwrap_or(0))
            }
        };
        let _ = writeln!(out, "{}", tree.iter().map(node).collect::<Vec<_>>().join(" "));
    }
    out
}
