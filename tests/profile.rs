//! Profiles: what the format means, what is refused and in which words, sets of profiles, the shipped ones.

mod set;
