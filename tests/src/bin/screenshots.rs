//! Takes the pictures of every page that `docs/screenshots` keeps, on a small and on a large screen.

use std::fs;
use std::path::{Path, PathBuf};

use portero_tests::browser::Browser;
use portero_tests::demonstration::Demonstration;
use portero_tests::pages::{self, Page};
use portero_tests::said::SPANISH;

/// How wide the screens are in pixels, and how large a picture is beside them.
const SCREENS: [(u32, f64); 2] = [(390, 1.0), (1_280, 0.75)];
/// How much of a page a picture shows, in pixels of the page.
const HIGHEST: u32 = 900;

/// The most bytes of all pictures together.
const MOST_BYTES: usize = 1_500_000;

fn folder() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    workspace.expect("the package is in the workspace").join("docs/screenshots")
}

#[tokio::main]
async fn main() {
    let demonstration = Demonstration::begin().await;
    let mut pictures = Vec::new();
    pages::visit(&demonstration, &SPANISH, async |page: &Page, browser: &Browser| {
        if !page.is_pictured {
            return;
        }
        for (width, scale) in SCREENS {
            browser.widen(width).await;
            let name = format!("{}-{width}.webp", page.name);
            pictures.push((name, browser.picture(HIGHEST, scale).await));
        }
    })
    .await;
    assert!(!pictures.is_empty(), "there is no browser to take pictures with");
    keep(&pictures);
    let total: usize = pictures.iter().map(|(_, picture)| picture.len()).sum();
    println!("{} pictures, {total} bytes", pictures.len());
    assert!(total <= MOST_BYTES, "more than {MOST_BYTES} bytes: take them smaller");
}

/// Writes them in place of those taken before: a page that is no more leaves no picture behind.
fn keep(pictures: &[(String, Vec<u8>)]) {
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the earlier pictures can be removed");
    }
    fs::create_dir_all(&folder).expect("a folder for the pictures");
    for (name, picture) in pictures {
        fs::write(folder.join(name), picture).expect("a picture can be written");
    }
}
