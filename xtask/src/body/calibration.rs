//! Whether the confidence in a body is what its F1 turns out to be, on pages of sites not learned from.

use super::{Lesson, score};

/// Upper ends of the buckets.
const BUCKETS: [f32; 9] = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.94, 0.97, 1.01];

/// Prints, for each bucket of confidence, how many pages it holds, their mean confidence and their mean F1.
pub fn print(lessons: &[Lesson], probabilities: &[Vec<f32>], threshold: f32) {
    let mut sums = [(0_usize, 0.0_f64, 0.0_f64, 0_usize); BUCKETS.len()];
    for (lesson, probabilities) in lessons.iter().zip(probabilities) {
        let confidence = lesson.sample.confidence(probabilities, threshold);
        let f1 = score::score(&lesson.gold.text, &lesson.sample.body(probabilities, threshold)).f1;
        let bucket = BUCKETS.iter().position(|&end| confidence < end).unwrap_or(BUCKETS.len() - 1);
        let (pages, confidences, scores, good) = &mut sums[bucket];
        *pages += 1;
        *confidences += f64::from(confidence);
        *scores += f1;
        *good += usize::from(f1 >= 0.9);
    }
    for (end, (pages, confidences, scores, good)) in BUCKETS.iter().zip(sums) {
        if pages > 0 {
            let pages_f = pages as f64;
            println!(
                "confidence < {end:.2}  {pages:4} pages, mean confidence {:.3}, mean F1 {:.3}, F1 >= 0.9 on {:.2}",
                confidences / pages_f,
                scores / pages_f,
                good as f64 / pages_f
            );
        }
    }
}
