//! Asking before something is done: what it changes, and the button that does it.

use crate::call::{self, Answer, Area, Call};
use crate::view::{Block, Field, FormBlock, Frame, Page};

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

/// The page of something in an area.
pub(crate) async fn ask(call: &Call, area: &Area, asked: Asked) -> Answer {
    call::show(&page(call.frame_in(area).await?, asked))
}

/// The page, with this around it.
pub(crate) fn page(frame: Frame, asked: Asked) -> Page {
    let Asked { heading, about, lines, action, carried, danger, back } = asked;
    let form = FormBlock {
        lines,
        action,
        fields: std::iter::once(Field::hidden("step", "confirm")).chain(carried).collect(),
        submit: heading,
        danger,
        ..FormBlock::default()
    };
    let back = vec![(back, frame.words.cancel)];
    let page = Page::new(frame, heading).narrow().lead(about);
    page.with(Block::Form(form)).with(Block::Links(back))
}
