//! The server's program, built when it is missing or older than its sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::SystemTime;

/// Where the program is. The first call of a process builds it if need be.
pub(crate) fn portero() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let folder = profile_folder();
        let program = folder.join(format!("portero{}", std::env::consts::EXE_SUFFIX));
        if !is_fresh(&program) {
            build(folder.ends_with("release"));
        }
        program
    })
}

/// `target/debug` or `target/release`, whichever this program came from: a test from the folder
/// `deps` in there, a command from there itself.
fn profile_folder() -> PathBuf {
    let program = std::env::current_exe().expect("a program knows where it is");
    let deps =
        program.ancestors().find(|folder| folder.file_name().is_some_and(|name| name == "deps"));
    deps.unwrap_or(&program).parent().expect("it is in the folder of its profile").to_owned()
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in the workspace")
}

fn is_fresh(program: &Path) -> bool {
    let Some(built) = modified(program) else { return false };
    let mut sources = vec![workspace().join("Cargo.lock")];
    for member in entries(&workspace().join("crates")) {
        sources.extend(entries(&member).into_iter().filter(|path| !is_for_tests(path)));
    }
    newest(sources).is_none_or(|changed| changed <= built)
}

fn is_for_tests(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "tests" || name == "benches" || name == "examples")
}

fn newest(paths: Vec<PathBuf>) -> Option<SystemTime> {
    let latest = |path: PathBuf| {
        if path.is_dir() { newest(entries(&path)) } else { modified(&path) }
    };
    paths.into_iter().filter_map(latest).max()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).into_iter().flatten().flatten();
    listed.map(|entry| entry.path()).collect()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

fn build(release: bool) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(workspace()).args(["build", "-p", "portero", "--bin", "portero"]);
    if release {
        command.arg("--release");
    }
    let built = command.status().expect("cargo can be run");
    assert!(built.success(), "the server does not build");
}
