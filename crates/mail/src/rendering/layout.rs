//! The two layouts: one for all letters as text, one as HTML.

use askama::Template;
use portero_domain::model::Language;

use super::{Links, RenderError};
use crate::text::{Action, Body, Quotation};

/// The plain text part.
#[derive(Template)]
#[template(path = "letter.txt")]
pub(super) struct TextLayout<'a> {
    body: &'a Body,
    link: Option<(&'a Action, &'a str)>,
    refusal: Option<(&'static str, &'a str)>,
}

impl<'a> TextLayout<'a> {
    pub(super) fn of(body: &'a Body, links: &'a Links) -> Self {
        Self { body, link: links.action(body), refusal: links.refusal(body) }
    }

    pub(super) fn rendered(&self) -> Result<String, RenderError> {
        self.render().map_err(|_| RenderError::Layout)
    }
}

impl Links {
    /// The link on the button.
    fn action<'a>(&'a self, body: &'a Body) -> Option<(&'a Action, &'a str)> {
        body.action.as_ref().zip(self.action.as_deref())
    }

    /// The link with which the reader no longer gets the like.
    fn refusal(&self, body: &Body) -> Option<(&'static str, &str)> {
        body.refusal.zip(self.refusal.as_deref())
    }
}

impl Quotation {
    /// The quotation with a mark before each line, as mail programs know it.
    fn marked(&self) -> String {
        format!("> {}\n", self.text.replace('\n', "\n> "))
    }
}

/// The HTML part. Everything in it is escaped by the template, which the file's ending sees to, but
/// for the HTML of a communication: that was cleaned when it was given.
#[derive(Template)]
#[template(path = "letter.html")]
pub(super) struct HtmlLayout<'a> {
    language: Language,
    subject: &'a str,
    body: &'a Body,
    link: Option<(&'a Action, &'a str)>,
    refusal: Option<(&'static str, &'a str)>,
}

impl<'a> HtmlLayout<'a> {
    pub(super) fn of(
        subject: &'a str,
        body: &'a Body,
        language: Language,
        links: &'a Links,
    ) -> Self {
        let (link, refusal) = (links.action(body), links.refusal(body));
        Self { language, subject, body, link, refusal }
    }

    pub(super) fn rendered(&self) -> Result<String, RenderError> {
        self.render().map_err(|_| RenderError::Layout)
    }
}
