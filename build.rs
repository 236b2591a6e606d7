//! Rebuilds when a file joins or leaves a folder that is built into the program.

fn main() {
    println!("cargo::rerun-if-changed=fixtures");
    println!("cargo::rerun-if-changed=selectors");
}
