//! `If-Match`: the version that a change starts from.

use portero_domain::model::Version;

use crate::problem::{Code, Problem};

/// The version that a change is to start from; nothing for any.
///
/// # Errors
/// [`Code::MalformedRequest`] for what is no entity tag of ours.
pub fn expected_version(if_match: Option<String>) -> Result<Option<Version>, Problem> {
    let Some(tag) = if_match else {
        return Ok(None);
    };
    if tag.trim() == "*" {
        return Ok(None);
    }
    let quoted = tag.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let digits = quoted.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let version = digits.and_then(|digits| digits.parse::<i64>().ok());
    version.map(|version| Some(Version::from_i64(version))).ok_or_else(|| {
        let detail = "If-Match takes the ETag of an earlier answer, such as \"3\", or *.";
        Problem::Request(Code::MalformedRequest, Some(detail.to_owned()))
    })
}
