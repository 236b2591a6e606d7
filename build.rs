//! The profiles in `selectors/` are built into the program: a new file there is noticed by the folder's own time.

fn main() {
    println!("cargo::rerun-if-changed=selectors");
}
