//! A real Chromium, driven by its own driver: what people come with.

use std::process::Stdio;
use std::time::Duration;

use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::{PATIENCE, say_skipped};

/// How long a part of a page may take to be there, and how often it is looked for.
const WAIT: Duration = Duration::from_secs(20);
const STEP: Duration = Duration::from_millis(20);

const READY: &str = "was started successfully on port ";

/// How a browser shows pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether pages may run scripts.
    pub scripts: bool,
    /// The language that it asks for.
    pub language: &'static str,
}

/// A window of a browser of its own. Dropping it ends the browser.
#[derive(Debug)]
pub struct Browser {
    driver: WebDriver,
    base: String,
    _process: Child,
}

impl Browser {
    /// Opens a browser for the pages at `base`; nothing, loudly, where there is no Chromium.
    ///
    /// # Panics
    /// When it does not come up.
    pub async fn open(base: &str, look: Look) -> Option<Self> {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        let Ok(mut process) = started else {
            say_skipped("there is no chromedriver: install chromium and chromium-driver");
            return None;
        };
        let port = port(process.stdout.take().expect("its standard output")).await;
        let server = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(server, capabilities(look)).await.expect("Chromium starts");
        // The browser ends with its driver's process; else a drop would wait for an answer.
        driver.clone().leak().expect("it has just begun");
        Some(Self { driver, base: base.to_owned(), _process: process })
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
        let field = self.find(&format!("//main//*[@name='{name}'][not(@type='hidden')]")).await;
        field.clear().await.expect("the field can be emptied");
        field.send_keys(value).await.expect("the field can be typed into");
    }

    /// Ticks or chooses what has this value.
    ///
    /// # Panics
    /// When there is nothing of the kind to be seen.
    pub async fn choose(&self, name: &str, value: &str) {
        let path = format!("//main//input[@name='{name}'][@value='{value}']");
        self.find(&path).await.click().await.expect("it can be chosen");
    }

    /// Presses the button, or follows the link, whose words begin like this.
    ///
    /// # Panics
    /// When there is none to be seen.
    pub async fn press(&self, words: &str) {
        let button = format!("//button[starts-with(normalize-space(), \"{words}\")]");
        let link = format!("//a[starts-with(normalize-space(), \"{words}\")]");
        self.find(&format!("{button} | {link}")).await.click().await.expect("it can be pressed");
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

fn capabilities(look: Look) -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    // Chromium refuses its sandbox to root, which is who runs tests in a container; by the pipe it
    // ends when its driver does.
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--remote-debugging-pipe",
        "--window-size=1280,900",
    ];
    for argument in arguments {
        capabilities.add_arg(argument).expect("an argument is a text");
    }
    let scripts = if look.scripts { 1 } else { 2 };
    let preferences = serde_json::json!({
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
