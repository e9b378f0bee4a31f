//! A message as bytes, and the envelope around it.

use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::{OutgoingMessage, SendError};

/// A message as it goes over the wire.
pub(super) struct Sealed {
    pub envelope: Envelope,
    pub bytes: Vec<u8>,
}

/// Puts a message in its envelope. The same message gives the same bytes.
pub(super) fn seal(message: &OutgoingMessage) -> Result<Sealed, SendError> {
    let to = recipient(message)?;
    let from = message.from.mailbox();
    let envelope = Envelope::new(Some(from.email.clone()), vec![to.clone()])
        .map_err(|_| unsendable("its envelope"))?;
    // Nobody knows the id before the mail is written, so no text in it can hold the boundary.
    let alternatives = MultiPart::alternative()
        .boundary(format!("portero-{}", message.id.as_uuid().simple()))
        .singlepart(SinglePart::plain(message.content.text.clone()))
        .singlepart(SinglePart::html(message.content.html.clone()));
    let builder = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(message.content.subject.as_str())
        .date(message.written_at.into())
        .message_id(Some(message.message_id()))
        .raw_header(written_by_a_machine());
    let unsubscribing = message.content.unsubscribe.iter().flat_map(|link| one_click(link));
    let message = unsubscribing
        .fold(builder, MessageBuilder::raw_header)
        .multipart(alternatives)
        .map_err(|_| unsendable("its headers"))?;
    Ok(Sealed { envelope, bytes: message.formatted() })
}

/// The one recipient, exactly as our own grammar has it: lettre's, which takes much more, sees the
/// address only afterwards, and must not change a byte of it.
fn recipient(message: &OutgoingMessage) -> Result<Address, SendError> {
    let deliverable = message.to.deliverable();
    let address: Address = deliverable.parse().map_err(|_| unsendable("its recipient"))?;
    let unchanged = AsRef::<str>::as_ref(&address) == deliverable;
    if unchanged { Ok(address) } else { Err(unsendable("its recipient")) }
}

/// Asks answering machines to be silent (RFC 3834).
fn written_by_a_machine() -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Auto-Submitted");
    HeaderValue::new(name, "auto-generated".to_owned())
}

/// Lets mail programs show a button with which the reader no longer gets the like (RFC 8058): a POST
/// to the link does it. The link is made of printable ASCII, and stands unbroken: a folded one is
/// none to some programs.
///
/// There is no `Precedence` beside it. It was never standardised, marks what goes to a list at large,
/// and makes some servers put a mail aside that tells of an invoice; what it was good for, keeping
/// answering machines silent, is done by `Auto-Submitted`.
fn one_click(link: &str) -> [HeaderValue; 2] {
    let value = format!("<{link}>");
    let name = HeaderName::new_from_ascii_str("List-Unsubscribe");
    let click = HeaderName::new_from_ascii_str("List-Unsubscribe-Post");
    [
        HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value),
        HeaderValue::new(click, "List-Unsubscribe=One-Click".to_owned()),
    ]
}

fn unsendable(part: &str) -> SendError {
    SendError::Permanent(format!("the message cannot be put together: {part}"))
}
