//! The two layouts: one for all letters as text, one as HTML.

use askama::Template;
use portero_domain::model::Language;

use super::RenderError;
use crate::text::{Action, Body, Quotation};

/// The plain text part.
#[derive(Template)]
#[template(path = "letter.txt")]
pub(super) struct TextLayout<'a> {
    body: &'a Body,
    link: Option<(&'a Action, &'a str)>,
}

impl<'a> TextLayout<'a> {
    pub(super) fn of(body: &'a Body, link: Option<&'a str>) -> Self {
        Self { body, link: body.action.as_ref().zip(link) }
    }

    pub(super) fn rendered(&self) -> Result<String, RenderError> {
        self.render().map_err(|_| RenderError::Layout)
    }
}

impl Quotation {
    /// The quotation with a mark before each line, as mail programs know it.
    fn marked(&self) -> String {
        format!("> {}\n", self.text.replace('\n', "\n> "))
    }
}

/// The HTML part. Everything in it is escaped by the template, which the file's ending sees to.
#[derive(Template)]
#[template(path = "letter.html")]
pub(super) struct HtmlLayout<'a> {
    language: Language,
    subject: &'a str,
    body: &'a Body,
    link: Option<(&'a Action, &'a str)>,
}

impl<'a> HtmlLayout<'a> {
    pub(super) fn of(
        subject: &'a str,
        body: &'a Body,
        language: Language,
        link: Option<&'a str>,
    ) -> Self {
        Self { language, subject, body, link: body.action.as_ref().zip(link) }
    }

    pub(super) fn rendered(&self) -> Result<String, RenderError> {
        self.render().map_err(|_| RenderError::Layout)
    }
}
