//! A real Chromium, driven by its own driver: what people come with.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::{PATIENCE, skip_loudly};

/// How long a part of a page may take to be there, and how often it is looked for.
const WAIT: Duration = Duration::from_secs(20);
const STEP: Duration = Duration::from_millis(20);

/// How often the removal of a browser's folder is tried.
const MOST_TRIES: usize = 1_000;

const READY: &str = "was started successfully on port ";

/// How a browser shows pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether pages may run scripts.
    pub scripts: bool,
    /// The language that it asks for.
    pub language: &'static str,
}

/// What there is no browser without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// What drives it.
    Driver,
    /// What is driven.
    Chromium,
}

impl Missing {
    const fn why(self) -> &'static str {
        match self {
            Self::Driver => "there is no chromedriver: install chromium and chromium-driver",
            Self::Chromium => "there is a chromedriver, but no Chromium to drive: install chromium",
        }
    }
}

/// A window of a browser of its own. Dropping it ends the browser.
#[derive(Debug)]
pub struct Browser {
    driver: WebDriver,
    base: String,
    process: Child,
    /// Everything that they keep; removed after they are gone.
    folder: TempDir,
}

impl Browser {
    /// Opens a browser for the pages at `base`; nothing, loudly, where there is no Chromium.
    ///
    /// # Panics
    /// When it does not come up, and under `CI=true` when there is none.
    pub async fn open(base: &str, look: Look) -> Option<Self> {
        match Self::start(base, look, None).await {
            Ok(browser) => Some(browser),
            Err(missing) => {
                skip_loudly(missing.why());
                None
            }
        }
    }

    /// Opens a browser, or says what is missing. The driver looks for Chromium itself unless it is
    /// told where that is.
    ///
    /// # Errors
    /// [`Missing`]
    ///
    /// # Panics
    /// When both are there and it does not come up.
    pub async fn start(base: &str, look: Look, chromium: Option<&str>) -> Result<Self, Missing> {
        let folder = TempDir::with_prefix("portero-browser-").expect("a folder for the browser");
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .env("TMPDIR", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .kill_on_drop(true)
            .spawn();
        let mut process = started.map_err(|_| Missing::Driver)?;
        let port = port(process.stdout.take().expect("its standard output")).await;
        let server = format!("http://127.0.0.1:{port}");
        let capabilities = capabilities(look, &folder.path().join("profile"), chromium);
        let driver = match WebDriver::new(server, capabilities).await {
            Ok(driver) => driver,
            Err(error) if is_for_want_of_chromium(&error) => return Err(Missing::Chromium),
            Err(error) => panic!("Chromium does not start: {error}"),
        };
        // The browser ends with its driver's process; else a drop would wait for an answer.
        driver.clone().leak().expect("it has just begun");
        Ok(Self { driver, base: base.to_owned(), process, folder })
    }

    /// Goes to a page by its path.
    ///
    /// # Panics
    /// When the browser cannot.
    pub async fn go(&self, path: &str) {
        let url = format!("{}{path}", self.base);
        self.driver.goto(url).await.expect("the page opens");
    }

    /// The path of the page that is open.
    ///
    /// # Panics
    /// When the browser cannot tell.
    pub async fn path(&self) -> String {
        self.driver.current_url().await.expect("a page is open").path().to_owned()
    }

    /// What the page says, as it is seen; nothing while one page gives way to the next.
    pub async fn text(&self) -> String {
        match self.driver.find(By::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Types into the field of this name, in place of what is there.
    ///
    /// # Panics
    /// When there is no such field to be seen.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.field(name).await;
        field.clear().await.expect("the field can be emptied");
        field.send_keys(value).await.expect("the field can be typed into");
    }

    /// What is in the field of this name.
    ///
    /// # Panics
    /// When there is no such field to be seen.
    pub async fn value(&self, name: &str) -> String {
        self.field(name).await.value().await.expect("it can be read").unwrap_or_default()
    }

    /// What the page shows once, in the field of this id.
    ///
    /// # Panics
    /// When there is no such field to be seen.
    pub async fn shown(&self, id: &str) -> String {
        let field = self.find(&format!("//main//input[@id='{id}']")).await;
        field.value().await.expect("it can be read").unwrap_or_default()
    }

    /// Ticks, chooses or picks from its menu what has this value.
    ///
    /// # Panics
    /// When there is nothing of the kind to be seen.
    pub async fn choose(&self, name: &str, value: &str) {
        let mark = format!("//main//input[@name='{name}'][@value='{value}']");
        let entry = format!("//main//select[@name='{name}']/option[@value='{value}']");
        let found = self.find(&format!("{mark} | {entry}")).await;
        found.click().await.expect("it can be chosen");
    }

    /// Presses the button or follows the link whose words begin like this, and waits for the page
    /// that comes then.
    ///
    /// # Panics
    /// When there is none to be seen, or no other page comes.
    pub async fn press(&self, words: &str) {
        let path = format!("{} | {}", named("button", words), named("a", words));
        let found = self.find(&path).await;
        let page = self.page().await;
        found.click().await.expect("it can be pressed");
        self.leave(page).await;
    }

    /// Where the link leads whose words begin like this, as a path with what follows it.
    ///
    /// # Panics
    /// When there is none to be seen, or it leads elsewhere.
    pub async fn address(&self, words: &str) -> String {
        let found = self.find(&named("a", words)).await;
        let url = found.prop("href").await.expect("it can be read").unwrap_or_default();
        url.strip_prefix(&self.base).expect("it leads to a page of ours").to_owned()
    }

    /// Opens the menu whose words begin like this.
    ///
    /// # Panics
    /// When there is none to be seen.
    pub async fn open_menu(&self, words: &str) {
        self.find(&named("summary", words)).await.click().await.expect("it can be opened");
    }

    /// Presses Enter wherever the focus is, and waits for the page that comes then.
    ///
    /// # Panics
    /// When no other page comes.
    pub async fn enter(&self) {
        let page = self.page().await;
        self.keys(Key::Enter).await;
        self.leave(page).await;
    }

    /// Presses a key, or several, wherever the focus is.
    ///
    /// # Panics
    /// When the browser cannot.
    pub async fn keys(&self, keys: impl Into<TypingData>) {
        let focused = self.driver.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("keys can be pressed");
    }

    /// Waits until the page says this.
    ///
    /// # Panics
    /// When it never does.
    pub async fn expect(&self, words: &str) {
        let waiting = timeout(PATIENCE, async {
            while !self.text().await.contains(words) {
                tokio::task::yield_now().await;
            }
        });
        let found = waiting.await.is_ok();
        assert!(found, "«{words}» is not on {}:\n{}", self.path().await, self.text().await);
    }

    /// Waits until a page is open whose path is fit.
    ///
    /// # Panics
    /// When none ever is.
    pub async fn arrive(&self, is_there: impl Fn(&str) -> bool) {
        let waiting = timeout(PATIENCE, async {
            while !is_there(&self.path().await) {
                tokio::task::yield_now().await;
            }
        });
        let arrived = waiting.await.is_ok();
        assert!(arrived, "still on {}:\n{}", self.path().await, self.text().await);
    }

    /// Shows pages as wide as this, in pixels, all of it for the page.
    pub async fn widen(&self, width: u32) {
        let _ = self.command("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
        let screen = json!({
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false,
        });
        let _ = self.command("Emulation.setDeviceMetricsOverride", screen).await;
    }

    /// Shows pages as to someone who prefers this scheme: `light` or `dark`.
    pub async fn prefer(&self, scheme: &str) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        let _ = self.command("Emulation.setEmulatedMedia", json!({ "features": [feature] })).await;
    }

    /// A picture of the page as WebP, from its top down to at most this height in pixels, and so
    /// many times as large.
    ///
    /// # Panics
    /// When there is none.
    pub async fn picture(&self, highest: u32, scale: f64) -> Vec<u8> {
        let metrics = self.command("Page.getLayoutMetrics", json!({})).await;
        let size = &metrics["cssContentSize"];
        let height = size["height"].as_f64().expect("a height").min(highest.into());
        let clip =
            json!({ "x": 0, "y": 0, "width": size["width"], "height": height, "scale": scale });
        let wanted = json!({
            "format": "webp", "quality": 45, "clip": clip, "captureBeyondViewport": true,
        });
        let taken = self.command("Page.captureScreenshot", wanted).await;
        STANDARD.decode(taken["data"].as_str().expect("a picture")).expect("base64")
    }

    /// What a script answers on the page. The driver runs it; the page's own policy allows none.
    ///
    /// # Panics
    /// When it fails.
    pub async fn ask(&self, script: &str) -> Value {
        self.driver.execute(script, []).await.expect("the script runs").json().clone()
    }

    /// The same for a script that calls its last argument with the answer.
    ///
    /// # Panics
    /// When it fails.
    pub async fn ask_in_time(&self, script: &str) -> Value {
        self.driver.execute_async(script, []).await.expect("the script ends").json().clone()
    }

    async fn command(&self, name: &str, parameters: Value) -> Value {
        let answer = self.driver.cdp().send_raw(name, parameters).await;
        answer.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    async fn page(&self) -> WebElement {
        self.driver.find(By::Css("html")).await.expect("a page is open")
    }

    /// Waits until a page has given way to another.
    async fn leave(&self, page: WebElement) {
        let leaving = timeout(PATIENCE, async {
            while page.tag_name().await.is_ok() {
                tokio::task::yield_now().await;
            }
        });
        let left = leaving.await.is_ok();
        assert!(left, "still on {}:\n{}", self.path().await, self.text().await);
    }

    async fn field(&self, name: &str) -> WebElement {
        self.find(&format!("//main//*[@name='{name}'][not(@type='hidden')]")).await
    }

    async fn find(&self, path: &str) -> WebElement {
        let found =
            self.driver.query(By::XPath(path)).wait(WAIT, STEP).and_displayed().first().await;
        match found {
            Ok(found) => found,
            Err(error) => {
                let url = self.driver.current_url().await;
                let source = self.driver.source().await.unwrap_or_default();
                panic!("{path} is not on {url:?}: {error}\n{source}")
            }
        }
    }
}

impl Drop for Browser {
    /// Ends the driver and all of Chromium, which share a group of processes: nothing of them
    /// outlives a test that fails.
    fn drop(&mut self) {
        let Some(group) = self.process.id() else { return };
        let group = format!("-{group}");
        let killed = std::process::Command::new("kill").args(["-KILL", "--", &group]).status();
        assert!(std::thread::panicking() || killed.is_ok(), "the browser goes on: {killed:?}");
        // What is being ended may still write for a moment.
        for _ in 0..MOST_TRIES {
            if std::fs::remove_dir_all(self.folder.path()).is_ok() {
                return;
            }
            std::thread::yield_now();
        }
    }
}

/// Where an element is whose words begin like this.
fn named(element: &str, words: &str) -> String {
    format!("//{element}[starts-with(normalize-space(), \"{words}\")]")
}

/// Whether the driver found no browser to drive.
fn is_for_want_of_chromium(error: &WebDriverError) -> bool {
    error.to_string().to_lowercase().contains("chrome binary")
}

fn capabilities(look: Look, profile: &Path, chromium: Option<&str>) -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    if let Some(chromium) = chromium {
        capabilities.set_binary(chromium).expect("a path is a text");
    }
    // Chromium refuses its sandbox to root, which is who runs tests in a container; by the pipe it
    // ends when its driver does.
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--remote-debugging-pipe",
        "--window-size=1280,900",
    ];
    for argument in arguments {
        capabilities.add_arg(argument).expect("an argument is a text");
    }
    let profile = format!("--user-data-dir={}", profile.display());
    capabilities.add_arg(&profile).expect("an argument is a text");
    let scripts = if look.scripts { 1 } else { 2 };
    let preferences = json!({
        "intl.accept_languages": look.language,
        "profile.managed_default_content_settings.javascript": scripts,
    });
    capabilities.add_experimental_option("prefs", preferences).expect("an option is JSON");
    capabilities
}

async fn port(stdout: ChildStdout) -> u16 {
    let mut lines = BufReader::new(stdout).lines();
    let reading = timeout(PATIENCE, async {
        while let Ok(Some(line)) = lines.next_line().await {
            let port =
                line.split_once(READY).map(|(_, port)| port.trim_end_matches('.').to_owned());
            if let Some(port) = port.and_then(|port| port.parse().ok()) {
                return Some(port);
            }
        }
        None
    });
    reading.await.ok().flatten().expect("chromedriver says where it listens")
}
