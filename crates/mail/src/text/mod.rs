//! What the letters say: one folder a language, one function a letter.
//!
//! A further language is a further folder with the same three functions, `subject`, `body` and
//! `client_invitation`, which drafts what an account's people may edit. What
//! strangers wrote stands in both as it was handed in: escaping it is the renderer's. No name ends
//! a sentence: `Acme S.L.` brings a full stop of its own.

pub(crate) mod english;
pub(crate) mod spanish;

/// The words of one letter, in the order in which they are read.
pub(crate) struct Body {
    /// The heading.
    pub heading: String,
    /// The paragraphs before the quotation and the button.
    pub before: Vec<String>,
    /// What someone wrote to the reader.
    pub quotation: Option<Quotation>,
    /// What the account tells the reader, where the letter is only its cover.
    pub written: Option<Written>,
    /// What the reader is asked to do, where the letter has a link.
    pub action: Option<Action>,
    /// The paragraphs behind the button.
    pub after: Vec<String>,
    /// Why the reader gets this.
    pub why: String,
    /// The words of the link with which the reader no longer gets the like.
    pub refusal: Option<&'static str>,
}

/// What someone wrote to the reader.
pub(crate) struct Quotation {
    /// Who says it.
    pub introduction: String,
    /// What they say.
    pub text: String,
}

/// What the account tells the reader, in its own words: they are not ours to change.
pub(crate) struct Written {
    /// As text.
    pub text: String,
    /// As HTML, cleaned already; where there is none, the text is shown.
    pub html: Option<String>,
    /// Our own link, where the text has it.
    pub link: Option<String>,
}

/// A piece of a line.
pub(crate) struct Piece<'a> {
    /// What it says.
    pub text: &'a str,
    /// Whether it is our own link.
    pub is_link: bool,
}

impl Written {
    /// The paragraphs of the text, each with its lines: a blank line divides them.
    pub fn paragraphs(&self) -> impl Iterator<Item = Vec<Vec<Piece<'_>>>> {
        self.text
            .split("\n\n")
            .map(|paragraph| paragraph.split('\n').map(|line| self.pieces(line)).collect())
    }

    /// A line, with our own link apart from the rest. Nobody who wrote the text knew the token in the
    /// link, so that no other text is taken for it.
    fn pieces<'a>(&self, line: &'a str) -> Vec<Piece<'a>> {
        let Some(ours) = self.link.as_deref().filter(|ours| !ours.is_empty()) else {
            return vec![Piece { text: line, is_link: false }];
        };
        let mut pieces = Vec::new();
        let mut end = 0;
        for (start, text) in line.match_indices(ours) {
            pieces.push(Piece { text: &line[end..start], is_link: false });
            pieces.push(Piece { text, is_link: true });
            end = start + text.len();
        }
        pieces.push(Piece { text: &line[end..], is_link: false });
        pieces
    }
}

/// What the reader is asked to do.
pub(crate) struct Action {
    /// The words on the button.
    pub button: &'static str,
    /// The words before the plain link below it.
    pub without_button: &'static str,
}
