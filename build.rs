//! The profiles in `selectors/` and the pages in `fixtures/` are built into the program: a new file there is noticed
//! by the folder's own time.

fn main() {
    println!("cargo::rerun-if-changed=fixtures");
    println!("cargo::rerun-if-changed=selectors");
}
