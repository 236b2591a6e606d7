//! Profiles against their fixtures: cases, expectations, bless, dead rules.
