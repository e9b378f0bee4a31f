//! What a page is made of. The template knows these parts; a page's file puts them together.

mod table;

use askama::Template;
use portero_domain::model::Language;

use crate::moment;
use crate::note::Note;
use crate::words::Words;

pub(crate) use table::{Cell, Row, RowAction, Table};

/// What stands around every page.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// The words of the reader's language.
    pub words: &'static Words,
    /// The reader's language.
    pub language: Language,
    /// Where the page is, so that it is shown again in another language.
    pub here: String,
    /// What every form carries, bound to the session; empty before there is one.
    pub form_token: String,
    /// Who is signed in.
    pub who: Option<String>,
    /// The area that the page belongs to: its path and its name.
    pub area: Option<(String, String)>,
    /// The areas to change to: path and name.
    pub areas: Vec<(String, String)>,
    /// The sections of the area: path, name, and whether it is this one.
    pub sections: Vec<(String, &'static str, bool)>,
    /// What is said once.
    pub note: Option<Note>,
    /// With whose eyes the page is seen, if they are borrowed.
    pub viewing: Option<Viewed>,
}

/// What stands above every page that is seen with a client's eyes (D24).
#[derive(Debug, Clone)]
pub(crate) struct Viewed {
    /// Who sees it, with whose eyes, why, and until when.
    pub lines: Vec<String>,
    /// What the button that ends it carries: the viewing that it ends.
    pub token: String,
}

impl Frame {
    /// Around a page for nobody in particular.
    pub(crate) fn around_nothing(language: Language) -> Self {
        Self {
            words: Words::of(language),
            language,
            here: String::new(),
            form_token: String::new(),
            who: None,
            area: None,
            areas: Vec::new(),
            sections: Vec::new(),
            note: None,
            viewing: None,
        }
    }

    /// A text as HTML, with the days and instants in it as people read them.
    pub(crate) fn told(&self, text: &str) -> String {
        moment::written(text, self.words)
    }

    /// The other language's wire name and own name.
    pub(crate) const fn other_language(&self) -> (&'static str, &'static str) {
        match self.language {
            Language::Spanish => ("en", "English"),
            Language::English => ("es", "Español"),
        }
    }
}

/// A page.
#[derive(Template)]
#[template(path = "page.html")]
pub(crate) struct Page {
    pub frame: Frame,
    pub title: String,
    pub lead: String,
    /// A button beside the title: path and label.
    pub main_action: Option<(String, &'static str)>,
    pub blocks: Vec<Block>,
    /// Narrow, for a page with one form.
    pub narrow: bool,
    /// Whether the page takes a token from its own fragment.
    pub takes_fragment: bool,
}

impl Page {
    /// A page with nothing on it yet.
    pub(crate) fn new(frame: Frame, title: impl Into<String>) -> Self {
        Self {
            frame,
            title: title.into(),
            lead: String::new(),
            main_action: None,
            blocks: Vec::new(),
            narrow: false,
            takes_fragment: false,
        }
    }

    /// The same as a page with one form.
    pub(crate) fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }

    /// With a sentence under the title.
    pub(crate) fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// Everything that is wrong with its forms: where, and what.
    pub(crate) fn errors(&self) -> Vec<(String, String)> {
        self.forms().flat_map(FormBlock::errors).collect()
    }

    /// For how many seconds it is of no use to send its form again.
    pub(crate) fn wait(&self) -> Option<i64> {
        self.forms().find_map(|form| form.wait)
    }

    fn forms(&self) -> impl Iterator<Item = &FormBlock> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Form(form) => Some(form),
            Block::Facts(..)
            | Block::Table(_)
            | Block::Text(..)
            | Block::Links(_)
            | Block::Ways(_)
            | Block::Listing(_)
            | Block::Mail(_)
            | Block::Tabs(_) => None,
        })
    }

    /// With another part.
    pub(crate) fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}

/// A part of a page.
pub(crate) enum Block {
    /// A heading and facts: what, and its value.
    Facts(&'static str, Vec<(&'static str, String)>),
    /// A form.
    Form(FormBlock),
    /// A list as a table that becomes cards on a small screen.
    Table(Table),
    /// A heading, and lines of text under it.
    Text(&'static str, Vec<String>),
    /// Links: path and label.
    Links(Vec<(String, &'static str)>),
    /// What a page is there for, as buttons that lead on: path and label, the first one first.
    Ways(Vec<(String, &'static str)>),
    /// Something of a name of its own, and what is listed of it.
    Listing(Listing),
    /// A mail, as its reader sees it.
    Mail(ShownMail),
    /// The pages of one thing.
    Tabs(Tabs),
}

/// A mail that was kept instead of being sent, or one that would be sent.
pub(crate) struct ShownMail {
    pub heading: &'static str,
    /// What it is about, for those who do not see it.
    pub subject: String,
    /// Ours in it, to be followed; none where there are none yet.
    pub links: Vec<String>,
    pub html: String,
    /// The same without HTML; empty where it is shown elsewhere.
    pub text: String,
}

/// Something that is called as people call it, with what is listed of it.
pub(crate) struct Listing {
    pub heading: String,
    /// Where it is, as people read it.
    pub place: String,
    /// Where it leads, where it may be followed.
    pub link: String,
    /// What the list is of.
    pub lead: &'static str,
    pub items: Vec<&'static str>,
    /// What stands there when there is nothing.
    pub empty: &'static str,
}

/// The pages of one thing, as links beside each other.
pub(crate) struct Tabs {
    /// What they are the pages of.
    pub label: &'static str,
    /// Path, label, and whether it is this one.
    pub tabs: Vec<(String, String, bool)>,
}

/// A form, with the place for what is wrong with it.
#[derive(Default)]
pub(crate) struct FormBlock {
    pub heading: &'static str,
    pub lines: Vec<String>,
    pub action: String,
    pub fields: Vec<Field>,
    pub submit: &'static str,
    /// Further buttons: what `then` says when one is pressed, and its label.
    pub also: Vec<(&'static str, &'static str)>,
    /// Whether it takes something away.
    pub danger: bool,
    /// Whether it only asks, and so goes into the address.
    pub asks: bool,
    /// What is wrong with all of it.
    pub problem: Option<String>,
    /// For how many seconds it is of no use to send it again.
    pub wait: Option<i64>,
}

impl FormBlock {
    /// What is wrong with it: the id of the place, and what is said there.
    fn errors(&self) -> Vec<(String, String)> {
        let above = self.problem.iter().map(|text| (self.id("form"), text.clone()));
        let beside = self.fields.iter().filter_map(|field| {
            let text = format!("{}: {}", field.label, field.error.as_ref()?);
            Some((self.id(field.name), text))
        });
        above.chain(beside).collect()
    }

    /// The id of a field, or of the form itself: a page may have several forms of the same fields.
    pub(crate) fn id(&self, name: &str) -> String {
        format!("{name}-{}", self.action.replace('/', "-"))
    }
}

/// A field of a form.
pub(crate) struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: String,
    pub kind: Kind,
    pub value: String,
    pub error: Option<String>,
    /// What is there now, where that is something else than what was typed.
    pub now: Option<String>,
    pub required: bool,
}

/// What a field is filled in with.
pub(crate) enum Kind {
    /// One line: its type, and what a browser may fill in.
    Line(&'static str, &'static str),
    /// Several lines.
    Lines,
    /// One of several.
    OneOf(Vec<Choice>),
    /// One of many, in a menu.
    Menu(Vec<Choice>),
    /// Any of several, in groups.
    AnyOf(Vec<(String, Vec<Choice>)>),
    /// Something to read and to copy; it is not sent.
    Fixed,
    /// Nothing to see.
    Hidden,
}

/// Something to choose.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub chosen: bool,
}

impl Choice {
    /// A choice without further words.
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new(), chosen }
    }
}

impl Field {
    /// A field that must be filled in.
    pub(crate) fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        let (hint, value) = (String::new(), String::new());
        Self { name, label, hint, kind, value, error: None, now: None, required: true }
    }

    /// A line of text.
    pub(crate) fn line(name: &'static str, label: &'static str, filled_in: &'static str) -> Self {
        Self::new(name, label, Kind::Line("text", filled_in))
    }

    /// An e-mail address.
    pub(crate) fn email(label: &'static str) -> Self {
        Self::new("email", label, Kind::Line("email", "username"))
    }

    /// A password that is never shown again.
    pub(crate) fn password(name: &'static str, label: &'static str, fill: &'static str) -> Self {
        Self::new(name, label, Kind::Line("password", fill))
    }

    /// A value that travels along.
    pub(crate) fn hidden(name: &'static str, value: impl Into<String>) -> Self {
        Self::new(name, "", Kind::Hidden).holding(value)
    }

    /// The same, filled in.
    pub(crate) fn holding(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The same, with a word of help.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Whether anything is said about it beneath.
    pub(crate) fn has_help(&self) -> bool {
        self.error.is_some() || self.now.is_some() || !self.hint.is_empty()
    }

    /// Whether a password is typed into it.
    pub(crate) const fn is_password(&self) -> bool {
        matches!(self.kind, Kind::Line(kind, _) if matches!(kind.as_bytes(), b"password"))
    }

    /// What it holds, as people read it.
    pub(crate) fn said(&self) -> String {
        let chosen = |choices: &[Choice]| -> Vec<String> {
            let chosen = choices.iter().filter(|choice| choice.chosen);
            chosen.map(|choice| choice.label.clone()).collect()
        };
        match &self.kind {
            Kind::Line(..) | Kind::Lines | Kind::Fixed | Kind::Hidden => self.value.clone(),
            Kind::OneOf(choices) | Kind::Menu(choices) => chosen(choices).join(", "),
            Kind::AnyOf(groups) => {
                let all: Vec<_> = groups.iter().flat_map(|(_, choices)| chosen(choices)).collect();
                all.join(", ")
            }
        }
    }

    /// The same, which may stay empty.
    pub(crate) const fn optional(mut self) -> Self {
        self.required = false;
        self
    }
}
