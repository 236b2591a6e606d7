//! How often a choice of a probability turns out right on sites not learned from: a rising line of a few points
//! (isotonic regression, Ayer et al. 1955, over buckets of equally many pages).

/// Points of the line at most.
const BUCKETS: usize = 8;

/// The line's points, probability and share of right choices, both rising.
pub fn knots(judged: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut judged = judged.to_vec();
    judged.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Sums of probabilities and of rightness, and how many pages.
    let mut pooled: Vec<(f64, f64, f64)> = Vec::new();
    for bucket in judged.chunks(judged.len().div_ceil(BUCKETS).max(1)) {
        let sum = |of: fn(&(f64, f64)) -> f64| bucket.iter().map(of).sum::<f64>();
        let mut last = (sum(|one| one.0), sum(|one| one.1), bucket.len() as f64);
        // A bucket that is right less often than the one before is one with it.
        while let Some(before) = pooled.pop_if(|before| before.1 / before.2 >= last.1 / last.2) {
            last = (before.0 + last.0, before.1 + last.1, before.2 + last.2);
        }
        pooled.push(last);
    }
    pooled.into_iter().map(|(said, right, count)| (said / count, right / count)).collect()
}
