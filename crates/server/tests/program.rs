//! The program itself. That there is a test of it here makes `cargo test` build it with the features
//! of the whole workspace, where the stories of `portero-tests` find it.

use std::process::Command;

#[test]
fn it_tells_its_version() {
    let told = Command::new(env!("CARGO_BIN_EXE_portero")).arg("--version").output();
    let told = String::from_utf8(told.expect("it starts").stdout).expect("text");
    assert_eq!(told.trim(), concat!("portero ", env!("CARGO_PKG_VERSION")));
}
