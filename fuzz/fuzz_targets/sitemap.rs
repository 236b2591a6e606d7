//! `cargo fuzz run sitemap --features libfuzzer`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| copydesk_fuzz::check_sitemap(bytes));
