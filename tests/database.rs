//! Addresses of databases: what is shown of them, and what is none.

use copydesk::database::Address;

#[test]
fn what_is_shown_has_no_secret() {
    for (text, expected) in [
        ("postgres://ann:se%3Acret@db.test:5433/news", "postgres://ann@db.test:5433/news"),
        ("postgresql://db.test/news?user=ann&password=secret", "postgres://ann@db.test/news"),
        ("postgres:///news?host=/run/pg&port=6000&schema=uk", "postgres:///run/pg:6000/news?schema=uk"),
        ("postgres://db.test/news?sslmode=verify-full", "postgres://db.test/news"),
    ] {
        let address = Address::parse(text).unwrap();
        assert_eq!(address.to_string(), expected);
        assert!(!format!("{address:?}").contains("cret"));
    }
}

#[test]
fn what_is_no_address_is_refused_without_repeating_a_secret() {
    for text in [
        "mysql://ann:secret@db.test/news",
        "db.test/news",
        "postgres://ann:secret@db.test:99999/news",
        "postgres://ann:secret@db.test/news?sslmode=maybe",
        "postgres://ann:secret@db.test/news?schema=a;b",
        "postgres://ann:secret@db.test/news?secret=1",
        "postgres://ann:12#secret@db.test/news",
        "postgres://ann:12/secret@db.test/news",
        "postgres://ann:12?secret@db.test/news",
    ] {
        let error = Address::parse(text).unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }
}
