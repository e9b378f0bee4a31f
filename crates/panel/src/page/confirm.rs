//! Asking before something is done: what it changes, and the button that does it.

use crate::call::{self, Answer, Area, Call};
use crate::view::{Block, Field, FormBlock, Page};

/// What is asked about.
pub(crate) struct Asked {
    /// What would be done; it stands on the button, too.
    pub heading: &'static str,
    /// Whom or what it is about.
    pub about: String,
    /// What it changes.
    pub lines: Vec<String>,
    pub action: String,
    /// What was sent and is needed again.
    pub carried: Vec<Field>,
    /// Whether it takes something away.
    pub danger: bool,
    /// Where it is called off.
    pub back: String,
}

/// Whether the button was pressed that does it.
pub(crate) fn is_confirmed(call: &Call) -> bool {
    call.form.get("step") == "confirm"
}

/// The page.
pub(crate) async fn ask(call: &Call, area: &Area, asked: Asked) -> Answer {
    let Asked { heading, about, lines, action, carried, danger, back } = asked;
    let form = FormBlock {
        lines,
        action,
        fields: std::iter::once(Field::hidden("step", "confirm")).chain(carried).collect(),
        submit: heading,
        danger,
        ..FormBlock::default()
    };
    let page = Page::new(call.frame_in(area).await?, heading).narrow().lead(about);
    let back = vec![(back, call.words.cancel)];
    call::show(&page.with(Block::Form(form)).with(Block::Links(back)))
}
