//! What a page says once, after an action that redirected to it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use portero_domain::id::SessionId;

/// Something to be said once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Note {
    /// That it was done.
    Done(&'static str),
    /// That it was not done, and why.
    Refused(String),
    /// What became of each of several things: the thing, what became of it, and whether it is good
    /// news.
    Results(Vec<(String, &'static str, bool)>),
    /// The secret of a service key, which is shown this once.
    Secret(String),
    /// A code to say to support, which is shown this once.
    SupportCode(String),
    /// A client's setup link, which is shown this once, and until when it works (D13, D16).
    SetupLink(String, String),
    /// Where one sees what a client sees: it opens once (D24).
    Viewing(String),
}

/// The notes that wait, one a session at most. They are kept in this process only: a note that is
/// lost with it says nothing that the pages do not show, and a lost secret is made anew.
#[derive(Default)]
pub(crate) struct Notes(Mutex<VecDeque<(SessionId, Note)>>);

impl Notes {
    /// The most notes that wait; the oldest gives way.
    const MOST: usize = 1_000;

    /// Leaves a note for a session's next page.
    pub(crate) fn leave(&self, session: SessionId, note: Note) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.retain(|(present, _)| *present != session);
        if notes.len() >= Self::MOST {
            notes.pop_front();
        }
        notes.push_back((session, note));
    }

    /// Takes the note of a session: it is said once.
    pub(crate) fn take(&self, session: SessionId) -> Option<Note> {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = notes.iter().position(|(present, _)| *present == session)?;
        notes.remove(place).map(|(_, note)| note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_said_once_and_to_its_session_only() {
        let (one, other) = (SessionId::from_uuid(uuid::Uuid::nil()), uuid::Uuid::max());
        let notes = Notes::default();
        notes.leave(one, Note::Done("a"));
        notes.leave(one, Note::Done("b"));
        assert_eq!(notes.take(SessionId::from_uuid(other)), None);
        assert_eq!(notes.take(one), Some(Note::Done("b")));
        assert_eq!(notes.take(one), None);
    }
}
